import CaseModel
import Testing

/// A change and the effectiveness that the formula gives, worked out by hand.
struct RuleCase: CustomTestStringConvertible, Sendable {
  var rule: OutcomeRule
  var first: Double
  var last: Double
  var effectiveness: Double?

  var testDescription: String { "\(rule.instrument) \(first) → \(last)" }

  init(_ rule: OutcomeRule, _ first: Double, _ last: Double, _ effectiveness: Double?) {
    self.rule = rule
    self.first = first
    self.last = last
    self.effectiveness = effectiveness
  }

  static let all = [
    // All, half, none of it gone; half as much again, and far worse.
    RuleCase(.phq9, 20, 0, 1), RuleCase(.phq9, 20, 10, 0.75), RuleCase(.phq9, 20, 20, 0.5),
    RuleCase(.phq9, 16, 24, 0.25), RuleCase(.phq9, 10, 27, 0),
    // Below the cut-off a change is relative to the floor.
    RuleCase(.phq9, 0, 0, 0.5), RuleCase(.phq9, 0, 5, 0.25), RuleCase(.phq9, 2, 0, 0.6), RuleCase(.phq9, 0, 27, 0),
    RuleCase(.gad7, 4, 0, 0.75), RuleCase(.gad7, 16, 8, 0.75), RuleCase(.phq8, 24, 6, 0.875),
    // More is better: the distance from 100 counts.
    RuleCase(.who5, 20, 60, 0.75), RuleCase(.who5, 20, 100, 1), RuleCase(.who5, 100, 100, 0.5),
    RuleCase(.who5, 90, 65, 0.25), RuleCase(.who5, 40, 10, 0.25),
    // The least K10 is 10.
    RuleCase(.k10, 10, 10, 0.5), RuleCase(.k10, 30, 20, 0.75), RuleCase(.k10, 30, 10, 1), RuleCase(.k10, 15, 10, 0.75),
    RuleCase(.core10, 22, 11, 0.75), RuleCase(.pcl5, 62, 31, 0.75), RuleCase(.oq45, 128, 64, 0.75),
    RuleCase(.bdi2, 28, 14, 0.75),
    // What the instrument cannot have.
    RuleCase(.phq9, 28, 10, nil), RuleCase(.phq9, 10, 27.5, nil), RuleCase(.phq9, -1, 10, nil),
    RuleCase(.k10, 9, 20, nil), RuleCase(.who5, 101, 20, nil), RuleCase(.phq9, .nan, 10, nil),
    RuleCase(.phq9, 10, .infinity, nil),
  ]
}

@Suite struct OutcomeRuleTests {
  @Test(arguments: RuleCase.all) func aChangeBecomesEffectiveness(_ change: RuleCase) throws {
    let effectiveness = change.rule.effectiveness(first: change.first, last: change.last)

    guard let expected = change.effectiveness else {
      #expect(effectiveness == nil)
      return
    }
    #expect(abs(try #require(effectiveness) - expected) < 1e-12)
  }

  @Test(arguments: OutcomeRule.all) func betterIsNeverLessEffective(_ rule: OutcomeRule) throws {
    let totals = stride(from: rule.range.lowerBound, through: rule.range.upperBound, by: 1).map { $0 }
    let fromWorst = rule.isLessBetter ? totals.reversed() : totals

    for first in totals {
      let found = try fromWorst.map { try #require(rule.effectiveness(first: first, last: $0)) }
      #expect(zip(found, found.dropFirst()).allSatisfy { $0 <= $1 })
      #expect(found.allSatisfy { (0...1).contains($0) })
      #expect(rule.effectiveness(first: first, last: first) == 0.5)
    }
  }

  @Test func noTwoInstrumentsShareASpelling() {
    for rule in OutcomeRule.all { #expect(OutcomeRule.all.filter { $0.isNamed(rule.instrument) } == [rule]) }
  }

  @Test(arguments: ["PHQ-9", "phq9", "PHQ 9", "Phq_9", "PHQ-09"]) func aSpellingNamesItsInstrument(_ spelling: String)
    throws
  {
    let outcome = try Outcome.parsed(spelling)

    #expect(outcome == .measure(.phq9) && outcome.description == "PHQ-9")
  }

  @Test func ratingIsAnOutcome() throws {
    #expect(try Outcome.parsed("rating") == .rating && Outcome("Rating") == .rating)
    #expect(Outcome.rating.description == "rating")
  }

  @Test(arguments: ["PHQ-90", "HAM-D", "", "ratings"]) func anUnknownInstrumentIsNamedBesideTheKnown(_ text: String)
    throws
  {
    let error = try #require(throws: CaseError.self) { _ = try Outcome.parsed(text) }

    #expect(Outcome(text) == nil)
    #expect(error.code == .usage && error.message.contains("“\(text)”"))
    for rule in OutcomeRule.all { #expect(error.advice?.contains(rule.instrument) == true) }
    #expect(error.advice?.contains("rating") == true)
  }
}
