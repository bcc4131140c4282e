import CaseModel
import Testing

@testable import CaseStore

@Suite struct AnnotationTests {
  private let other = EngineIdentity(name: "hand", version: "2")

  private func read(_ test: TestStore, _ added: AddedTranscript, by engine: EngineIdentity = engine) throws
    -> Annotation?
  {
    try test.store.read { try $0.annotation(sessionID: added.sessionID, engine: engine) }?.annotation
  }

  @Test func theInputIsTheTranscriptAndItsHash() throws {
    let test = try TestStore()
    let added = try test.add("K-1", 1, "2026-03-01")

    let input = try test.store.read { try $0.annotationInput(sessionID: added.sessionID) }

    #expect(input.utterances == transcript("K-1", 1, nil).utterances)
    #expect(input.contentHash == StoreWriter.contentHash(of: input.utterances))
    #expect(try caseError { try test.store.read { try $0.annotationInput(sessionID: 99) } }.code == .noInput)
  }

  @Test func anAnnotationIsReadAsItWasSaved() throws {
    let test = try TestStore()
    let added = try test.add("K-1", 1, "2026-03-01")
    let saved = try annotation(talk)
    #expect(try read(test, added) == nil)

    try test.store.write(as: anna) { try $0.saveAnnotation(saved, of: added) }

    #expect(try read(test, added) == saved)
    #expect(try read(test, added, by: other) == nil)
    #expect(try test.store.read { try $0.annotation(sessionID: added.sessionID, engine: engine) }?.inputHash == hash)
    #expect(try test.store.read { try $0.sessions() }.map(\.processes) == [2])
    #expect(try test.store.read { try $0.client("K-1") }.openRisks == 1)
    #expect(try test.store.examine() == [])
  }

  @Test func aTranscriptWithoutProcessIsAnnotatedAllTheSame() throws {
    let test = try TestStore()
    let added = try test.add("K-1", 1, "2026-03-01")

    try test.store.write(as: anna) { try $0.saveAnnotation(Annotation(processes: [], risks: []), of: added) }

    #expect(try read(test, added) == Annotation(processes: [], risks: []))
    #expect(try test.store.read { try $0.sessions() }.map(\.processes) == [0])
  }

  @Test func anEngineReplacesItsOwnAnnotationAndNoOther() throws {
    let test = try TestStore()
    let added = try test.add("K-1", 1, "2026-03-01")
    var fewer = try annotation(talk)
    fewer.processes.removeFirst()
    try test.store.write(as: anna) { try $0.saveAnnotation(try annotation(talk), of: added) }
    try test.store.write(as: anna) { try $0.saveAnnotation(try annotation(talk), of: added, by: other) }

    try test.store.write(as: anna) { try $0.saveAnnotation(fewer, of: added) }

    #expect(try read(test, added) == fewer)
    #expect(try read(test, added, by: other) == annotation(talk))
    #expect(try test.number("SELECT count(*) FROM process") == 3)
    #expect(try test.number("SELECT count(*) FROM engine") == 2)
    #expect(try test.store.examine() == [])
  }

  @Test func aRiskFlagStaysWhenTheEngineNoLongerSeesIt() throws {
    let test = try TestStore()
    let added = try test.add("K-1", 1, "2026-03-01")
    try test.store.write(as: anna) { try $0.saveAnnotation(try annotation(talk), of: added) }

    try test.store.write(as: anna) { try $0.saveAnnotation(Annotation(processes: [], risks: []), of: added) }
    try test.store.write(as: anna) { try $0.saveAnnotation(try annotation(talk), of: added, by: other) }

    let flags = try test.store.read { try $0.risks() }
    #expect(flags.map(\.turn) == [4] && flags.map(\.risk) == [.passive])
    #expect(flags.map(\.quote) == ["I feel lonely"])
  }

  @Test func aResolvedRiskFlagStaysResolved() throws {
    let test = try TestStore()
    let added = try test.add("K-1", 1, "2026-03-01")
    try test.store.write(as: anna) { try $0.saveAnnotation(try annotation(talk), of: added) }
    let flag = try #require(try test.store.read { try $0.risks() }.first)
    try test.store.write(as: anna) { try $0.resolveRisk(flag.id, resolution: "safety plan") }

    try test.store.write(as: anna) { try $0.saveAnnotation(try annotation(talk), of: added) }

    #expect(try test.store.read { try $0.risks() }.count == 0)
    #expect(try test.store.read { try $0.risks(includingResolved: true) }.map(\.resolution) == ["safety plan"])
  }

  /// To raise an open flag is not to take it back; to leave it as it is would hide what was found.
  @Test func anOpenRiskFlagIsRaisedButNeverLowered() throws {
    let test = try TestStore()
    let added = try test.add("K-1", 1, "2026-03-01")
    try test.store.write(as: anna) { try $0.saveAnnotation(try annotation(talk), of: added) }
    let graver = RiskFinding(turn: 4, quote: try quote("I sleep badly", in: talk[3]), risk: .active)

    try test.store.write(as: anna) {
      try $0.saveAnnotation(Annotation(processes: [], risks: [graver]), of: added, by: other)
    }
    #expect(try test.store.read { try $0.risks() }.map(\.risk) == [.active])
    #expect(try test.store.read { try $0.risks() }.map(\.quote) == ["I sleep badly"])
    try test.store.write(as: anna) { try $0.saveAnnotation(try annotation(talk), of: added) }

    #expect(try test.store.read { try $0.risks() }.map(\.risk) == [.active])
    #expect(try test.store.examine() == [])
  }

  @Test func aRiskIsFlaggedWhereNoProcessIs() throws {
    let test = try TestStore()
    let added = try test.add("K-1", 1, "2026-03-01")
    let finding = RiskFinding(turn: 2, quote: try quote("I don't go out", in: talk[1]), risk: .active)

    try test.store.write(as: anna) { try $0.saveAnnotation(Annotation(processes: [], risks: [finding]), of: added) }

    #expect(try test.store.read { try $0.risks(of: "K-1") }.map(\.turn) == [2])
    #expect(try read(test, added)?.risks == [finding])
  }

  /// Silently left out, a process would hand its dimensions to another row, and a danger would be lost.
  @Test func aTurnThatIsNotInTheTranscriptIsRefused() throws {
    let test = try TestStore()
    let added = try test.add("K-1", 1, "2026-03-01")
    var process = try annotation(talk)
    process.processes[1].turn = 99
    process.processes[1].dimensions = [.context]
    var risk = try annotation(talk)
    risk.risks[0].turn = 99
    let before = try test.dump()

    for wrong in [process, risk] {
      #expect(throws: CaseError.self) { try test.store.write(as: anna) { try $0.saveAnnotation(wrong, of: added) } }
      #expect(try test.dump() == before)
    }
  }

  @Test func aSessionWithoutTranscriptIsRefused() throws {
    let test = try TestStore()
    let added = try test.add("K-1", 1, "2026-03-01")
    try test.tamper("PRAGMA foreign_keys = ON; DELETE FROM transcript")

    let error = try caseError {
      try test.store.write(as: anna) { try $0.saveAnnotation(try annotation(talk), of: added) }
    }

    #expect(error.code == .noInput)
    #expect(try test.number("SELECT count(*) FROM engine") == 0)
  }
}
