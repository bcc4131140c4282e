import CaseModel
import CaseStore
import Foundation
import TestSupport
import Testing

private let words = """
  THERAPIST: How was the week?
  CLIENT: I stayed in bed whenever it rained, and it rained a lot.
  THERAPIST: And when you got up?
  CLIENT: Then I felt guilty because the children had made their own breakfast.

  """

@Suite(.serialized) struct DaemonTests {
  let program: Program
  let store: String
  let inbox: String

  init() throws {
    program = try Program()
    store = program.scratch + "/clinic.caseloom"
    inbox = program.scratch + "/inbox"
    try FileManager.default.createDirectory(atPath: inbox, withIntermediateDirectories: true)
    #expect(try program.run(["init", "--store", store]) == 0)
  }

  private func drop(_ name: String, _ text: String) throws {
    let path = inbox + "/" + name
    try FileManager.default.createDirectory(
      atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
  }

  private func runUntilIdle() throws -> Int32 {
    try program.run(program.daemonArguments((store, inbox), untilIdle: true))
  }

  private func names(_ folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: inbox + "/" + folder).sorted()
  }

  private func waitUntil(_ condition: () throws -> Bool) throws {
    for _ in 0..<600 {
      if try condition() { return }
      usleep(50_000)
    }
    Issue.record("waited 30 s in vain; the log says: \(program.text())")
  }

  @Test func goodFilesGoToDoneAndFaultyOnesToFailedWithTheReason() throws {
    try drop("A-1_2026-05-04_s1.txt", words)
    try drop("A-2_2026-05-04_s1.txt", "Nobody is named in this file.\n")
    try drop("unnamed.txt", words)
    try drop("still-copying.txt.part", words)

    #expect(try runUntilIdle() == 0)

    #expect(try names("done") == ["A-1_2026-05-04_s1.txt"])
    #expect(
      try names("failed") == [
        "A-2_2026-05-04_s1.txt", "A-2_2026-05-04_s1.txt.error.txt", "unnamed.txt", "unnamed.txt.error.txt",
      ])
    let reason = String(
      decoding: FileManager.default.contents(atPath: inbox + "/failed/unnamed.txt.error.txt") ?? Data(), as: UTF8.self)
    #expect(reason.hasPrefix("unnamed.txt:1: ") && reason.contains("manifest.csv"), "\(reason)")
    #expect(FileManager.default.fileExists(atPath: inbox + "/still-copying.txt.part"))
    let opened = try CaseStore(opening: store, clock: .epoch)
    #expect(try opened.read { try $0.network(of: "A-1") }.sessionNumber == 1)
  }

  @Test func aManifestBesideItsFilesSpeaksForThem() throws {
    try drop("recording.txt", words)
    try drop("manifest.csv", "file,client,date,modules\nrecording.txt,A-7,2026-05-04,exposure\n")

    #expect(try runUntilIdle() == 0)

    #expect(try names("done") == ["manifest.csv", "recording.txt"])
    let opened = try CaseStore(opening: store, clock: .epoch)
    #expect(try opened.read { try $0.moduleHistory(of: "A-7") }.map(\.module.code) == ["exposure"])
  }

  @Test func aNameThatIsTakenInDoneIsKept() throws {
    try drop("A-1_2026-05-04_s1.txt", words)
    #expect(try runUntilIdle() == 0)
    try drop("A-1_2026-05-04_s1.txt", words)

    #expect(try runUntilIdle() == 0)

    #expect(try names("done") == ["A-1_2026-05-04_s1-2.txt", "A-1_2026-05-04_s1.txt"])
  }

  @Test func aSecondDaemonOnTheSameStoreIsRefused() throws {
    let first = try program.start(program.daemonArguments((store, inbox), untilIdle: false))
    defer { first.terminate() }
    try waitUntil { program.text().contains("started") }

    let second = try program.run(program.daemonArguments((store, inbox), untilIdle: false), log: "second")
    let work = try program.run(["work", "--store", store], log: "work")

    #expect(second == CaseError.Code.tryAgain.exitCode)
    #expect(program.text("second").contains("\(first.processIdentifier)"))
    #expect(work == CaseError.Code.tryAgain.exitCode)
  }

  @Test func theDaemonNoticesWhatTheCommandLineImports() throws {
    let daemon = try program.start(program.daemonArguments((store, inbox), untilIdle: false))
    defer { daemon.terminate() }
    try waitUntil { program.text().contains("started") }
    let file = program.scratch + "/A-1_2026-05-04_s1.txt"
    try Data(words.utf8).write(to: URL(fileURLWithPath: file))

    #expect(try program.run(["transcript", "import", file, "--store", store], log: "import") == 0)

    let opened = try CaseStore(opening: store, clock: .epoch)
    try waitUntil { try opened.read { try $0.networks(of: "A-1") }.count == 2 }
  }

  @Test func terminationIsCleanAndQuick() throws {
    let daemon = try program.start(
      ["daemon", "--store", store, "--inbox", inbox, "--settle-seconds", "0", "--poll-seconds", "60"])
    try waitUntil { program.text().contains("started") }

    daemon.terminate()
    try waitUntil { !daemon.isRunning }

    #expect(daemon.terminationStatus == 0)
    #expect(daemon.terminationReason == .exit)
    #expect(program.text().contains("stopped"))
    let opened = try CaseStore(opening: store, clock: .epoch)
    #expect(try opened.examine() == [])
  }
}
