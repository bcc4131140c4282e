import CaseModel
import Testing

@testable import Evaluation

private func history(_ id: Int, _ modules: String, _ effectiveness: Double) -> ModuleSequence {
  ModuleSequence(id: "\(id)", modules: modules.map(String.init), effectiveness: effectiveness)
}

/// Histories whose effectiveness is a sum over their modules, or pure chance.
private func histories(_ count: Int, seed: UInt64, isChance: Bool = false) -> [ModuleSequence] {
  var random = SplitMix64(seed: seed)
  let letters = Array("ABCD")
  return (0..<count).map { number in
    let modules = (0..<(3 + random.place(below: 5))).map { _ in letters[random.place(below: 4)] }
    let sum = modules.reduce(0.3) { $0 + ($1 == "A" ? 0.08 : $1 == "B" ? -0.04 : 0) } + 0.02 * random.normal()
    return history(number, String(modules), isChance ? random.unit() : sum)
  }
}

struct CountRidgeTests {
  /// By hand: counts of A are 0, 1, 2, 3 with targets 0, 1, 1, 2, so that about the means 1.5 and 1 the sums are 5 (squares) and
  /// 3 (products). The weight is 3 / (5 + penalty).
  @Test(arguments: [(0.0, 0.6), (1.0, 0.5), (5.0, 0.3)])
  func oneModuleIsAsByHand(penalty: Double, weight: Double) {
    let known = [history(1, "B", 0), history(2, "BA", 1), history(3, "ABA", 1), history(4, "BAAA", 2)]
    let ridge = CountRidge(known, penalty: penalty)
    // B is in each history once: it explains nothing.
    #expect(ridge.modules == ["A", "B"])
    #expect(abs(ridge.weights[0] - weight) < 1e-9)
    #expect(abs(ridge.weights[1]) < 1e-9)
    #expect(abs(ridge.intercept - (1 - 1.5 * weight)) < 1e-9)
    // What it has never seen counts for nothing.
    #expect(abs(ridge.prediction(["A", "Z", "A"]) - (1 + 0.5 * weight)) < 1e-9)
  }

  /// sklearn.linear_model.Ridge(alpha=2).fit([[1,0],[0,1],[2,1],[1,3],[0,2]], [.6,.3,.9,.4,.1]), scikit-learn 1.9.1.
  @Test func twoModulesAreThoseOfTheReference() {
    let known = [
      history(1, "A", 0.6), history(2, "B", 0.3), history(3, "AAB", 0.9), history(4, "BABB", 0.4),
      history(5, "BB", 0.1),
    ]
    let ridge = CountRidge(known, penalty: 2)
    #expect(abs(ridge.weights[0] - 0.191228070175) < 1e-9)
    #expect(abs(ridge.weights[1] + 0.070175438596) < 1e-9)
    #expect(abs(ridge.intercept - 0.405263157895) < 1e-9)
  }

  @Test func theOrderCountsForNothing() {
    var random = SplitMix64(seed: 1)
    let ridge = CountRidge.fit(histories(60, seed: 2), random: &random)
    #expect(ridge.prediction(["A", "B", "C", "A"]) == ridge.prediction(["A", "A", "C", "B"]))
  }

  @Test func theStrengthIsChosenByWhatWasNotLearned() {
    var random = SplitMix64(seed: 3)
    let clear = CountRidge.fit(histories(100, seed: 4), random: &random)
    #expect(abs((clear.weights.first ?? 0) - 0.08) < 0.01)
    let chance = CountRidge.fit(histories(100, seed: 5, isChance: true), random: &random)
    #expect(chance.penalty > 10 * clear.penalty)
    #expect(CountRidge.penalties.count == 29)
    #expect(abs((CountRidge.penalties.last ?? 0) - 1e5) < 1e-6)
  }

  @Test func choleskySolves() {
    // [4 2; 2 3] · [1; 2] = [8; 8].
    let solved = Cholesky([[4, 0], [2, 3]]).solve([8, 8])
    #expect(abs(solved[0] - 1) < 1e-12 && abs(solved[1] - 2) < 1e-12)
  }
}

struct ModuleFoldTests {
  @Test func nobodyIsPredictedByWhoHasSeenThem() {
    // Each history has a module of its own, so that who is asked can be told.
    let known = (0..<53).map { ModuleSequence(id: "\($0)", modules: ["M\($0)"], effectiveness: Double($0)) }
    var random = SplitMix64(seed: 1)
    let folds = ModuleEvaluation.folds(of: known, count: 5, random: &random)
    var asked: [[String]] = []
    let values = ModuleEvaluation.predictions(known, folds: folds) { _, learned, wanted in
      #expect(learned.count + wanted.count == known.count)
      #expect(Set(learned.map(\.modules)).isDisjoint(with: wanted))
      asked += wanted
      return wanted.map { Double($0[0].dropFirst()) ?? -1 }
    }
    #expect(Set(asked) == Set(known.map(\.modules)) && asked.count == known.count)
    // And answers find their histories.
    #expect(values == known.map(\.effectiveness))
  }

  @Test func foldsAreEqualInSize() {
    var random = SplitMix64(seed: 9)
    let folds = ModuleEvaluation.folds(of: histories(53, seed: 1), count: 5, random: &random)
    #expect((0..<5).map { fold in folds.count { $0 == fold } }.sorted() == [10, 10, 11, 11, 11])
    #expect(folds != folds.sorted())
  }

  @Test func historiesOfOneClientStayTogether() {
    let known = (0..<60).map { history($0 % 20, "AB", Double($0)) }
    var random = SplitMix64(seed: 2)
    let folds = ModuleEvaluation.folds(of: known, count: 4, random: &random)
    for place in 0..<20 { #expect(Set([folds[place], folds[place + 20], folds[place + 40]]).count == 1) }
  }

  @Test func everyPartIsGivenAndNobodyIsTold() {
    var random = SplitMix64(seed: 3)
    let parts = ModuleEvaluation.parts(histories(50, seed: 6), [["A"], ["B", "C"]], random: &random)
    #expect(parts.allSatisfy { $0.split != nil })
    #expect(parts.count { $0.split == .validation } == 10 && parts.count { $0.split == .train } == 40)
    let asked = parts.filter { $0.split == .test }
    #expect(asked.map(\.modules) == [["A"], ["B", "C"]])
    #expect(asked.allSatisfy { $0.effectiveness == 0 })
  }
}

struct ModuleEvaluationTests {
  private let bootstrap = Bootstrap(draws: 200)

  /// The strongest test of a leak: another truth for one history changes what is said of others, and never what is said of itself.
  @Test func noTruthReachesItsOwnPrediction() throws {
    let known = histories(60, seed: 7)
    var changed = known
    changed[11].effectiveness = 0.95
    let before = try ModuleEvaluation(known, seed: 3, threads: 2, bootstrap: bootstrap).predictions
    let after = try ModuleEvaluation(changed, seed: 3, threads: 1, bootstrap: bootstrap).predictions
    #expect(before.map(\.model) == ModuleEvaluation.Model.allCases)
    for (one, two) in zip(before, after) {
      #expect(one.values[11] == two.values[11], "\(one.model)")
      #expect(one.values != two.values, "\(one.model)")
      #expect(one.values.allSatisfy { $0.isFinite }, "\(one.model)")
    }
  }

  @Test func theSameSeedGivesTheSameFigures() throws {
    let known = histories(60, seed: 8)
    func values(_ seed: UInt64) throws -> [Double] {
      try ModuleEvaluation(known, seed: seed, models: [.ridge], threads: 1, bootstrap: bootstrap).figures().map(\.value)
    }
    #expect(try values(1) == values(1))
    #expect(try values(1) != values(2))
  }

  @Test func whatCountsExplainIsBetterThanAConstant() throws {
    let evaluation = try ModuleEvaluation(
      histories(80, seed: 9), models: [.ridge], threads: 1, bootstrap: bootstrap)
    let figures = Dictionary(evaluation.figures().map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    #expect(
      evaluation.figures().map(\.name) == [
        "constant.r2", "constant.mse", "ridge.r2", "ridge.mse", "ridge.mse_difference",
      ])
    let ridge = try #require(figures["ridge.mse"])
    let constant = try #require(figures["constant.mse"])
    let difference = try #require(figures["ridge.mse_difference"])
    #expect(abs(difference.value - (ridge.value - constant.value)) < 1e-12)
    #expect(ridge.baselines == [Figure.Baseline("constant", constant.value)])
    let interval = try #require(difference.interval)
    #expect(interval.contains(difference.value) && interval.upperBound < 0)
    // Of pairs: much narrower than two intervals side by side.
    let constantInterval = try #require(constant.interval)
    #expect(
      interval.upperBound - interval.lowerBound < 1.2 * (constantInterval.upperBound - constantInterval.lowerBound))
    #expect(try #require(figures["ridge.r2"]).value > 0.8)
    #expect(try #require(figures["constant.r2"]).value <= 0)
    #expect(evaluation.verdict(on: .ridge, against: .constant) == .better)
    #expect(evaluation.verdict(on: .seed, against: .constant) == nil)
    #expect(evaluation.conclusion == "On these 80 histories ridge predicts better than a constant.")
  }

  @Test func chanceIsNoBetterThanAConstant() throws {
    let evaluation = try ModuleEvaluation(
      histories(80, seed: 10, isChance: true), models: [.ridge], threads: 1, bootstrap: bootstrap)
    #expect(evaluation.verdict(on: .ridge, against: .constant) != .better)
    #expect(evaluation.conclusion.hasPrefix("On these 80 histories no model predicts better than a constant"))
  }

  @Test func tooFewOrAllAlikeAreSaid() {
    func error(_ known: [ModuleSequence], folds: Int = 5) -> CaseError? {
      #expect(throws: CaseError.self) { try ModuleEvaluation(known, folds: folds, threads: 1) }
    }
    #expect(error(histories(49, seed: 1))?.code == .badData)
    #expect(error(histories(60, seed: 1), folds: 1)?.code == .badData)
    #expect(error((0..<60).map { history($0, "AB", 0.5) })?.code == .badData)
  }
}
