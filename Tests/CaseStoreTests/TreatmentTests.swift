import CaseModel
import Testing

@testable import CaseStore

@Suite struct ModuleTests {
  private let catalogue = ["sleep", "worry", "values"].map { Module(code: $0, name: "\($0)!", summary: "") }

  private func store() throws -> TestStore {
    let test = try TestStore()
    try test.add("K-1", 1, "2026-03-01", talk(1))
    try test.add("K-1", 2, "2026-03-02", talk(2))
    try test.store.write(as: anna) { try $0.saveModules(catalogue) }
    return test
  }

  private func record(_ codes: [String], _ test: TestStore, session: Int = 1, replacing: Bool = false) throws -> Bool {
    try test.store.write(as: anna) {
      try $0.recordModules(codes, client: "K-1", session: session, replacing: replacing)
    }
  }

  private func history(_ test: TestStore) throws -> [String] {
    try test.store.read { try $0.moduleHistory(of: "K-1") }
      .map { "\($0.sessionNumber).\($0.position) \($0.module.code)" }
  }

  @Test func theCatalogueIsBroughtUpToDateAndLosesNothing() throws {
    let test = try store()
    _ = try record(["sleep"], test)

    try test.store.write(as: anna) {
      try $0.saveModules([
        Module(code: "worry", name: "Worry time", summary: "s"), Module(code: "new", name: "New", summary: ""),
      ])
    }

    let modules = try test.store.read { try $0.modules() }
    #expect(modules.map(\.code) == ["sleep", "worry", "values", "new"])
    #expect(modules[1] == Module(code: "worry", name: "Worry time", summary: "s"))
    #expect(try history(test) == ["1.1 sleep"])
  }

  @Test func modulesAreRecordedInOrderAndMarkTheModelForRetraining() throws {
    let test = try store()
    #expect(try test.store.read { try $0.moduleRetraining() } == nil)

    #expect(try record(["worry", "sleep", "worry"], test))
    #expect(try record(["values"], test, session: 2))

    #expect(try history(test) == ["1.1 worry", "1.2 sleep", "1.3 worry", "2.1 values"])
    let retraining = try #require(try test.store.read { try $0.moduleRetraining() })
    #expect(retraining.sessionsSince == 2 && retraining.requestedAt == "2026-03-03T09:30:00.000Z")
    #expect(try test.store.read { try $0.sessions() }.map(\.modules) == [["worry", "sleep", "worry"], ["values"]])
    #expect(
      try test.texts("SELECT detail FROM audit_event WHERE action = 'module.record' ORDER BY id") == [
        #"{"modules":"worry sleep worry"}"#, #"{"modules":"values"}"#,
      ])
  }

  @Test func theSameModulesAgainOrNoneChangeNothing() throws {
    let test = try store()
    _ = try record(["worry", "sleep"], test)
    let before = try test.dump()

    #expect(try !record(["worry", "sleep"], test))
    #expect(try !record(["worry", "sleep"], test, replacing: true))
    #expect(try !record([], test))

    #expect(try test.dump() == before)
  }

  @Test func otherModulesAreRefusedUnlessTheyReplace() throws {
    let test = try store()
    _ = try record(["worry", "sleep"], test)
    let before = try test.dump()

    let error = try caseError { try record(["sleep", "worry"], test) }
    #expect(error.code == .badData)
    #expect(error.message == "Session 1 of client K-1 has modules already: worry, sleep.")
    #expect(try test.dump() == before)
    #expect(try record(["sleep"], test, replacing: true))

    #expect(try history(test) == ["1.1 sleep"])
    #expect(try test.store.read { try $0.moduleRetraining() }?.sessionsSince == 2)
  }

  @Test func anUnknownModuleIsRefusedAndTheOthersStay() throws {
    let test = try store()
    _ = try record(["worry"], test)
    let before = try test.dump()

    let error = try caseError { try record(["sleep", "slep"], test, replacing: true) }

    #expect(error.code == .badData && error.message.contains("“slep”"))
    #expect(try test.dump() == before)
    #expect(try caseError { try record(["sleep"], test, session: 9) }.code == .noInput)
  }
}

@Suite struct MeasureTests {
  private func store() throws -> TestStore {
    let test = try TestStore()
    try test.add("K-1", 1, "2026-03-01")
    return test
  }

  private func record(
    _ measure: Measure, _ test: TestStore, session: Int? = 1, day: String? = nil, replacing: Bool = false
  ) throws -> Bool {
    try test.store.write(as: anna) {
      try $0.recordMeasure(
        measure, client: "K-1", session: session, day: day.flatMap { Day($0) }, replacing: replacing)
    }
  }

  private let depression = Measure(instrument: "PHQ-9", items: [3, 2, 1, 0, 3, 2, 1, 0, 2], total: 14)

  @Test func aMeasureIsReadAsItWasRecordedOnTheDayOfItsSession() throws {
    let test = try store()

    #expect(try record(depression, test))

    let taken = try #require(try test.store.read { try $0.measures(of: "K-1") }.first)
    #expect(taken.measure == depression && taken.sessionNumber == 1)
    #expect(try taken.day == day("2026-03-01"))
    #expect(try test.store.read { try $0.sessions() }.map(\.measures) == [["PHQ-9 14"]])
    #expect(try test.store.examine() == [])
  }

  @Test func aMeasureWithoutSessionIsOfTheDayGivenOrToday() throws {
    let test = try store()

    _ = try record(depression, test, session: nil, day: "2026-02-01")
    _ = try record(Measure(instrument: "PHQ-9", items: [], total: 7.5), test, session: nil)

    let taken = try test.store.read { try $0.measures(instrument: "PHQ-9") }
    #expect(taken.map(\.day.description) == ["2026-02-01", "2026-03-03"])
    #expect(taken.allSatisfy { $0.sessionNumber == nil })
    #expect(taken[1].measure.items == [] && taken[1].measure.total == 7.5)
    #expect(try test.store.read { try $0.measures(instrument: "GAD-7") }.isEmpty)
  }

  @Test func theSameMeasureAgainChangesNothing() throws {
    let test = try store()
    _ = try record(depression, test)
    let before = try test.dump()

    #expect(try !record(depression, test))
    #expect(try !record(depression, test, replacing: true))

    #expect(try test.dump() == before)
  }

  @Test func anotherValueIsRefusedUnlessItReplaces() throws {
    let test = try store()
    _ = try record(depression, test)
    let before = try test.dump()
    let other = Measure(instrument: "PHQ-9", items: [2, 3, 1, 0, 3, 2, 1, 0, 2], total: 14)

    let error = try caseError { try record(Measure(instrument: "PHQ-9", items: [], total: 9.5), test) }
    #expect(error.code == .badData)
    #expect(error.message == "PHQ-9 of client K-1 on 2026-03-01 is recorded as 14 already.")
    #expect(error.advice?.contains("puts 9.5 in its place") == true)
    #expect(throws: CaseError.self) { try record(other, test) }
    #expect(try test.dump() == before)
    #expect(try record(other, test, replacing: true))

    #expect(try test.store.read { try $0.measures() }.map(\.measure) == [other])
    #expect(try test.number("SELECT count(*) FROM measure_item") == 9)
  }

  @Test func aTotalThatIsNoNumberIsRefused() throws {
    let test = try store()
    let before = try test.dump()

    for total in [Double.nan, .infinity, -.infinity] {
      let error = try caseError { try record(Measure(instrument: "PHQ-9", items: [], total: total), test) }
      #expect(error.code == .badData)
    }

    #expect(try test.dump() == before)
  }

  /// In a process of its own, since a number that fits no integer would end this one.
  @Test func aHugeTotalIsRefusedOrNamedWithoutACrash() async {
    await #expect(processExitsWith: .success) {
      let test = try TestStore()
      try test.add("K-1", 1, "2026-03-01")
      for total in [1e30, 2e30] {
        do {
          _ = try test.store.write(as: anna) {
            try $0.recordMeasure(
              Measure(instrument: "PHQ-9", items: [], total: total), client: "K-1", session: 1, day: nil)
          }
        } catch let error as CaseError {
          precondition(error.code == .badData)
        }
      }
    }
  }

  /// WHO-5 is reported as four times the sum of its items (WHO 2024, The WHO-5 Well-Being Index), DASS-21 as twice.
  @Test func aTotalNeedNotBeTheSumOfItsItems() throws {
    let test = try store()

    _ = try record(Measure(instrument: "WHO-5", items: [3, 2, 3, 2, 3], total: 52), test)

    #expect(try test.store.examine() == [])
  }
}

@Suite struct RiskTests {
  private func store() throws -> TestStore {
    let test = try TestStore()
    for (client, number) in [("K-1", 1), ("K-1", 2), ("K-2", 3)] {
      let added = try test.add(client, number, "2026-03-0\(number)", talk(number))
      var found = try annotation(talk(number))
      found.risks.insert(
        RiskFinding(turn: 2, quote: found.processes[0].quote, risk: number == 1 ? .active : .passive), at: 0)
      try test.store.write(as: anna) { try $0.saveAnnotation(found, of: added) }
    }
    return test
  }

  private func list(_ flags: [RiskFlag]) -> [String] {
    flags.map { "\($0.clientCode) \($0.sessionNumber).\($0.turn) \($0.risk)" }
  }

  @Test func theGravestComeFirstThenTheLatest() throws {
    let test = try store()

    #expect(
      try list(test.store.read { try $0.risks() }) == [
        "K-1 1.2 active", "K-2 3.2 passive", "K-2 3.4 passive", "K-1 2.2 passive", "K-1 2.4 passive", "K-1 1.4 passive",
      ])
    #expect(try list(test.store.read { try $0.risks(of: "K-2") }) == ["K-2 3.2 passive", "K-2 3.4 passive"])
  }

  @Test func resolvingSaysWhoWhenAndWhat() throws {
    let test = try store()
    let flag = try #require(try test.store.read { try $0.risks() }.first)
    test.clock.advance(bySeconds: 60)

    try test.store.write(as: Author(actor: "dr.hall")) { try $0.resolveRisk(flag.id, resolution: "safety plan") }

    #expect(try test.store.read { try $0.risks() }.count == 5)
    let resolved = try #require(try test.store.read { try $0.risks(includingResolved: true) }.last)
    #expect(resolved.id == flag.id && resolved.resolvedBy == "dr.hall" && resolved.resolution == "safety plan")
    #expect(resolved.resolvedAt == "2026-03-03T09:31:00.000Z" && resolved.raisedAt == "2026-03-03T09:30:00.000Z")
    #expect(try test.store.read { try $0.client("K-1") }.openRisks == 3)
    #expect(
      try test.texts("SELECT action || ' ' || client_code FROM audit_event ORDER BY id DESC LIMIT 1") == [
        "risk.resolve K-1"
      ])
  }

  @Test func aFlagIsResolvedOnce() throws {
    let test = try store()
    try test.store.write(as: anna) { try $0.resolveRisk(1, resolution: "safety plan") }
    let before = try test.dump()

    let again = try caseError { try test.store.write(as: anna) { try $0.resolveRisk(1, resolution: "other") } }
    let unknown = try caseError { try test.store.write(as: anna) { try $0.resolveRisk(99, resolution: "other") } }

    #expect(again.code == .usage && unknown.code == .noInput)
    #expect(try test.dump() == before)
  }
}
