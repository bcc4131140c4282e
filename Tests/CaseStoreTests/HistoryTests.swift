import CaseModel
import GRDB
import Testing

@testable import CaseStore

extension TestStore {
  /// A session with the modules that were delivered in it.
  func deliver(_ codes: [String], _ client: String, _ number: Int, _ day: String) throws {
    try add(client, number, day, talk(Int.random(in: 0..<1_000_000_000)))
    try store.write(as: anna) { _ = try $0.recordModules(codes, client: client, session: number) }
  }

  func measure(_ total: Double, _ client: String, _ day: String, instrument: String = "PHQ-9") throws {
    try store.write(as: anna) {
      _ = try $0.recordMeasure(
        Measure(instrument: instrument, items: [], total: total), client: client, session: nil, day: Day(day))
    }
  }

  @discardableResult
  func rate(
    _ effectiveness: Double, _ client: String, _ day: String?, note: String? = nil, replacing: Bool = false
  ) throws -> Bool {
    try store.write(as: anna) {
      try $0.recordRating(
        effectiveness, note: note, client: client, day: day.flatMap { Day($0) }, replacing: replacing)
    }
  }

  /// `K-1 sleep worry 0.75`, a line a history.
  func histories(_ outcome: Outcome = .measure(.phq9)) throws -> [String] {
    try store.read { try $0.moduleSequences(outcome: outcome) }
      .map { "\($0.id) \($0.modules.joined(separator: " ")) \($0.effectiveness)" }
  }

  func sinceTraining() throws -> Int? { try store.read { try $0.moduleRetraining() }?.sessionsSince }

  /// A store with three modules, and clients without anything.
  static func withModules(clients: [String] = ["K-1"]) throws -> TestStore {
    let test = try TestStore()
    try test.store.write(as: anna) { writer in
      try writer.saveModules(["sleep", "worry", "values"].map { Module(code: $0, name: $0, summary: "") })
      for code in clients { try writer.addClient(Client(code: code)) }
    }
    return test
  }
}

@Suite struct HistoryTests {
  /// Three sessions a week apart, the modules of which are written out of order.
  private func store() throws -> TestStore {
    let test = try TestStore.withModules()
    try test.deliver(["sleep"], "K-1", 3, "2026-03-15")
    try test.deliver(["worry", "values", "worry"], "K-1", 2, "2026-03-08")
    try test.deliver(["sleep"], "K-1", 1, "2026-03-01")
    return test
  }

  @Test func modulesBeforeTheDayOfTheLastMeasureCount() throws {
    let test = try store()
    try test.measure(20, "K-1", "2026-03-01")
    try test.measure(10, "K-1", "2026-03-15")

    #expect(try test.histories() == ["K-1 sleep worry values worry 0.75"])

    try test.measure(5, "K-1", "2026-03-16")
    #expect(try test.histories() == ["K-1 sleep worry values worry sleep 0.875"])
    #expect(try test.store.read { try $0.moduleSequenceGaps(outcome: .measure(.phq9)) } == HistoryGaps())
    let history = try #require(
      try test.store.read { try $0.outcomeHistories(outcome: .measure(.phq9)) }.histories.first)
    #expect(history.first == 20 && history.last == 5)
  }

  @Test(arguments: [("2026-03-15", "sleep worry values worry"), ("2026-03-16", "worry values worry")])
  func modulesFromTwoWeeksBeforeTheFirstMeasureCount(_ first: String, _ modules: String) throws {
    let test = try store()
    try test.measure(20, "K-1", first)
    try test.measure(10, "K-1", "2026-04-01")

    #expect(try test.histories() == ["K-1 \(modules) sleep 0.75"])
  }

  @Test func twoInstrumentsOnOneDayAreNotMixed() throws {
    let test = try store()
    for (instrument, first, last) in [("PHQ-9", 20.0, 20.0), ("GAD-7", 16.0, 0.0), ("WHO-5", 20.0, 60.0)] {
      try test.measure(first, "K-1", "2026-03-01", instrument: instrument)
      try test.measure(last, "K-1", "2026-03-09", instrument: instrument)
    }

    #expect(try test.histories() == ["K-1 sleep worry values worry 0.5"])
    #expect(try test.histories(.measure(.gad7)) == ["K-1 sleep worry values worry 1.0"])
    #expect(try test.histories(.measure(.who5)) == ["K-1 sleep worry values worry 0.75"])
    #expect(try test.histories(.measure(.k10)) == [])
  }

  @Test func theClinicsSpellingsAreOneInstrument() throws {
    let test = try store()
    try test.measure(20, "K-1", "2026-03-01", instrument: "phq9")
    try test.measure(15, "K-1", "2026-03-05", instrument: "PHQ_90")
    try test.measure(10, "K-1", "2026-03-09", instrument: "PHQ 9")

    #expect(try test.histories() == ["K-1 sleep worry values worry 0.75"])
  }

  @Test func clientsAreInOrderOfTheirCodesAndKeepTheirOwnModules() throws {
    let test = try TestStore.withModules(clients: [])
    for (code, module) in [("K-3", "sleep"), ("K-1", "worry"), ("K-2", "values")] {
      try test.deliver([module], code, 1, "2026-03-01")
      try test.measure(20, code, "2026-03-01")
      try test.measure(10, code, "2026-03-08")
    }

    #expect(try test.histories() == ["K-1 worry 0.75", "K-2 values 0.75", "K-3 sleep 0.75"])
  }

  @Test func whoIsLeftOutIsCountedByReason() throws {
    let test = try TestStore.withModules(clients: ["nothing", "unmeasured", "unmoduled"])
    for code in ["once", "late", "huge", "unmeasured"] { try test.deliver(["sleep"], code, 1, "2026-03-08") }
    try test.measure(20, "once", "2026-03-01")
    for (code, last) in [("unmoduled", 10.0), ("late", 10), ("huge", 28)] {
      try test.measure(20, code, "2026-03-01")
      try test.measure(last, code, code == "late" ? "2026-03-08" : "2026-03-09")
    }

    let (histories, gaps) = try test.store.read { try $0.outcomeHistories(outcome: .measure(.phq9)) }
    #expect(histories.isEmpty)
    #expect(gaps.withoutModules == 1 && gaps.withoutOutcome == 1 && gaps.withOneValue == 1)
    #expect(gaps.withoutModulesInTime == 1 && gaps.outOfRange == 1 && gaps.total == 5)
  }

  @Test func theLatestRatingCountsWithTheModulesUpToItsDay() throws {
    let test = try store()
    try test.rate(0.9, "K-1", "2026-03-08")
    try test.rate(0.2, "K-1", "2026-03-02")

    #expect(try test.histories(.rating) == ["K-1 sleep worry values worry 0.9"])

    try test.rate(0.4, "K-1", "2026-03-15")
    #expect(try test.histories(.rating) == ["K-1 sleep worry values worry sleep 0.4"])
  }

  @Test func whoIsLeftOutOfRatingsIsCountedByReason() throws {
    let test = try TestStore.withModules(clients: ["nothing", "unmoduled"])
    for code in ["late", "unrated"] { try test.deliver(["sleep"], code, 1, "2026-03-08") }
    try test.rate(0.5, "unmoduled", "2026-03-01")
    try test.rate(0.5, "late", "2026-03-07")

    let gaps = try test.store.read { try $0.moduleSequenceGaps(outcome: .rating) }
    #expect(try test.histories(.rating) == [])
    #expect(gaps.withoutModules == 1 && gaps.withoutOutcome == 1 && gaps.withoutModulesInTime == 1 && gaps.total == 3)
  }

  @Test func deliveredModulesAreAllInOrder() throws {
    let test = try store()

    #expect(
      try test.store.read { try $0.deliveredModules(of: "K-1") } == ["sleep", "worry", "values", "worry", "sleep"])
    #expect(try caseError { try test.store.read { try $0.deliveredModules(of: "K-9") } }.code == .noInput)
  }

  @Test(arguments: [Outcome.measure(.phq9), .rating]) func theQueryGoesByIndexesAndSortsNothing(_ outcome: Outcome)
    throws
  {
    let test = try store()
    try test.measure(20, "K-1", "2026-03-01")

    let plan = try test.store.queue.read { database in
      let query = try StoreReader(database: database).historyQuery(outcome)
      return try Row.fetchAll(database, sql: "EXPLAIN QUERY PLAN " + query.sql, arguments: query.arguments)
        .map { $0["detail"] as String }
    }

    // All clients, and the rows that the inner query has given.
    let scans = plan.filter { $0.hasPrefix("SCAN") && !$0.hasPrefix("SCAN (subquery") }
    #expect(scans == ["SCAN c USING COVERING INDEX sqlite_autoindex_client_1"])
    #expect(plan.contains { $0.hasPrefix("SEARCH s USING COVERING INDEX session_in_order (client_id=? AND held_on") })
    #expect(!plan.contains { $0.contains("TEMP B-TREE") }, "\(plan)")
  }
}

@Suite struct RatingTests {
  private let count = "SELECT count(*) FROM effectiveness_rating"

  @Test func aRatingIsKeptWithWhoGaveItAndMarksTheModel() throws {
    let test = try TestStore.withModules()

    #expect(try test.rate(0.7, "K-1", nil, note: "calmer"))

    #expect(
      try test.texts(
        "SELECT rated_on || ' ' || effectiveness || ' ' || note || ' ' || rated_by FROM effectiveness_rating") == [
          "2026-03-03 0.7 calmer dr.anna"
        ])
    #expect(try test.sinceTraining() == 1)
    #expect(
      try test.texts("SELECT client_code || detail FROM audit_event WHERE action = 'module.rate'") == [
        #"K-1{"day":"2026-03-03"}"#
      ])
  }

  @Test func theSameRatingAgainChangesNothing() throws {
    let test = try TestStore.withModules()
    try test.rate(0.7, "K-1", "2026-03-01", note: "calmer")
    let before = try test.dump()

    #expect(try !test.rate(0.7, "K-1", "2026-03-01", note: "calmer"))
    #expect(try !test.rate(0.7, "K-1", "2026-03-01"))
    #expect(try !test.rate(0.7, "K-1", "2026-03-01", note: "calmer", replacing: true))

    #expect(try test.dump() == before)
  }

  @Test func anotherRatingIsRefusedUnlessItReplaces() throws {
    let test = try TestStore.withModules()
    try test.rate(0.7, "K-1", "2026-03-01", note: "calmer")
    let before = try test.dump()

    let error = try caseError { try test.rate(0.8, "K-1", "2026-03-01") }
    #expect(error.code == .badData && error.message == "Client K-1 is rated 0.7 on 2026-03-01 already.")
    #expect(try caseError { try test.rate(0.7, "K-1", "2026-03-01", note: "x") }.message.contains("another note"))
    #expect(try test.dump() == before)

    #expect(try test.rate(0.8, "K-1", "2026-03-01", note: " ", replacing: true))
    #expect(try test.number(count + " WHERE effectiveness = 0.8 AND note IS NULL") == 1)
    #expect(try test.number(count) == 1)
    #expect(try test.rate(0.8, "K-1", "2026-03-02"))
    #expect(try test.number(count) == 2)
  }

  @Test(arguments: [-0.1, 1.1, .nan, .infinity]) func whatIsNoShareIsRefused(_ effectiveness: Double) throws {
    let test = try TestStore.withModules()
    let before = try test.dump()

    #expect(try caseError { try test.rate(effectiveness, "K-1", nil) }.code == .badData)
    #expect(try caseError { try test.rate(0.5, "K-9", nil) }.code == .noInput)
    #expect(try test.dump() == before)
  }

  @Test func aMeasureMarksTheModelWhereTheClientHasModules() throws {
    let test = try TestStore.withModules(clients: ["K-1", "K-2"])

    try test.measure(20, "K-2", "2026-03-01")
    #expect(try test.sinceTraining() == nil)
    try test.deliver(["sleep"], "K-1", 1, "2026-03-01")
    try test.measure(20, "K-1", "2026-03-01")
    #expect(try test.sinceTraining() == 2)
    // The same again is nothing new.
    try test.measure(20, "K-1", "2026-03-01")
    #expect(try test.sinceTraining() == 2)
  }

  @Test func aSessionCountsOnceAUnitOfWork() throws {
    let test = try TestStore.withModules()
    try test.add("K-1", 1, "2026-03-01", talk(1))
    try test.add("K-1", 2, "2026-03-02", talk(2))

    try test.store.write(as: anna) { writer in
      for session in [1, 2] {
        try writer.recordModules(["sleep"], client: "K-1", session: session)
        for name in ["PHQ-9", "GAD-7"] {
          try writer.recordMeasure(
            Measure(instrument: name, items: [], total: 7), client: "K-1", session: session, day: nil)
        }
      }
    }

    #expect(try test.sinceTraining() == 2)
  }
}
