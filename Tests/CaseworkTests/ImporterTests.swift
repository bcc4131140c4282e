import CaseModel
import CaseStore
import Casework
import Foundation
import TestSupport
import Testing

private let words = """
  THERAPIST: How was the week?
  CLIENT: I stayed in bed whenever it rained, and it rained a lot.
  THERAPIST: And when you got up?
  CLIENT: Then it was all right, mostly.

  """

@Suite struct ImporterTests {
  let scratch: Scratch
  let store: CaseStore

  init() throws {
    scratch = try Scratch()
    store = try scratch.store()
  }

  private func importFile(_ item: ImportItem) throws -> ImportOutcome {
    try Importer(store: store, author: .tester).importFile(item)
  }

  @Test func theFilesNameSaysClientDayAndSession() throws {
    let outcome = try importFile(ImportItem(path: try scratch.write("A-1_2026-05-04_s2.txt", words)))

    #expect(outcome.error == nil)
    let sessions = try store.read { try $0.sessions(of: "A-1") }
    #expect(sessions.map(\.session) == [Session(clientCode: "A-1", number: 2, day: try #require(Day("2026-05-04")))])
    #expect(sessions.map(\.turns) == [4])
  }

  @Test func whatIsSaidComesBeforeTheFilesName() throws {
    var item = ImportItem(path: try scratch.write("A-1_2026-05-04_s2.txt", words))
    item.clientCode = "B-2"
    item.sessionNumber = 7

    _ = try importFile(item)

    #expect(try store.read { try $0.sessions() }.map(\.session.clientCode) == ["B-2"])
    #expect(try store.read { try $0.sessions() }.map(\.session.number) == [7])
  }

  @Test func theSameContentIsTakenOnce() throws {
    var first = ImportItem(path: try scratch.write("one.txt", words))
    first.clientCode = "A-1"
    var second = ImportItem(path: try scratch.write("two.txt", words.replacing("\n", with: "\r\n")))
    second.clientCode = "A-1"

    _ = try importFile(first)
    let again = try importFile(second)

    #expect(again.added.map(\.wasThere) == [true])
    #expect(try store.read { try $0.sessions(of: "A-1") }.count == 1)
  }

  @Test func aFileWithAFaultLeavesNothing() throws {
    let csv = """
      transcript,client,session,date,speaker,text
      1,A-1,1,2026-05-04,therapist,How are you?
      1,A-1,1,2026-05-04,client,Tired. I lie awake and go over everything again.
      2,A-2,1,2026-05-05,therapist,And you?
      2,A-2,1,2026-02-31,client,All right.

      """
    let before = try store.read { try $0.clients() }.count

    let outcome = try importFile(ImportItem(path: try scratch.write("many.csv", csv)))

    #expect(outcome.error?.code == .badData)
    #expect(outcome.error?.place?.hasSuffix("many.csv:5") == true, "\(outcome.error?.description ?? "")")
    #expect(outcome.added.isEmpty)
    #expect(try store.read { try $0.clients() }.count == before)
    #expect(try store.read { try $0.jobs() }.isEmpty)
  }

  @Test func aFileWithoutAClientSaysWhatToDo() throws {
    let outcome = try importFile(ImportItem(path: try scratch.write("recording.txt", words)))

    let text = try #require(outcome.error).description
    #expect(text.contains("recording.txt:1") && text.contains("--client"))
  }

  @Test func aManifestBringsModulesAndMeasures() throws {
    _ = try scratch.write("x/one.txt", words)
    let manifest = try scratch.write(
      "x/manifest.csv",
      """
      file,client,date,session,therapist,modules,measures
      one.txt,A-1,2026-05-04,1,Kim,psychoeducation;goal_setting,PHQ-9=1 2 2 2 1 2 1 0 0;GAD-7=9

      """)

    let (items, _) = try Importer.items(at: [scratch.path + "/x"])
    let outcomes = try items.map(importFile)

    #expect(outcomes.allSatisfy { $0.error == nil })
    #expect(
      try store.read { try $0.moduleHistory(of: "A-1") }.map(\.module.code) == ["psychoeducation", "goal_setting"])
    let measures = try store.read { try $0.measures(of: "A-1") }
    #expect(measures.map(\.measure.total) == [9, 11])
    #expect(measures[1].measure.items == [1, 2, 2, 2, 1, 2, 1, 0, 0])
    #expect(try store.read { try $0.moduleRetraining() }?.sessionsSince == 1)
    #expect(items.first?.origin == manifest + ":2")
  }

  @Test func anUnknownModuleTakesTheWholeFileBack() throws {
    var item = ImportItem(path: try scratch.write("one.txt", words))
    item.clientCode = "A-1"
    item.modules = ["hypnosis"]

    let outcome = try importFile(item)

    #expect(outcome.error?.description.contains("hypnosis") == true)
    #expect(try store.read { try $0.clients() }.isEmpty)
  }

  @Test func aFolderWithoutTranscriptsIsAnError() throws {
    _ = try scratch.write("y/photo.png", "no transcript")

    #expect(throws: CaseError.self) { try Importer.items(at: [scratch.path + "/y"]) }
  }

  @Test func anotherTranscriptForTheSameSessionIsRefused() throws {
    _ = try importFile(ImportItem(path: try scratch.write("A-1_2026-05-04_s1.txt", words)))

    let other = try importFile(
      ImportItem(path: try scratch.write("b/A-1_2026-05-04_s1.txt", words + "CLIENT: One more.\n")))

    #expect(other.error?.code == .badData)
    #expect(try store.read { try $0.utterances(of: "A-1", session: 1) }.count == 4)
  }
}
