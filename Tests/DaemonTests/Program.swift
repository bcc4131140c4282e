import CaseModel
import Foundation
import TestSupport

/// The built program, run as a process of its own: what is tested here is what happens when processes end.
struct Program {
  private let folder: Scratch
  var scratch: String { folder.path }

  init() throws { folder = try Scratch() }

  /// The test bundle lies beside the program.
  static var path: String {
    let bundle = URL(fileURLWithPath: CommandLine.arguments[0])
    for folder in sequence(first: bundle, next: { $0.path == "/" ? nil : $0.deletingLastPathComponent() }) {
      let candidate = folder.appendingPathComponent("caseloom").path
      var isFolder: ObjCBool = false
      if FileManager.default.fileExists(atPath: candidate, isDirectory: &isFolder), !isFolder.boolValue {
        return candidate
      }
    }
    return checkout + "/.build/debug/caseloom"
  }

  func start(_ arguments: [String], log: String = "log") throws -> Foundation.Process {
    let process = Foundation.Process()
    process.executableURL = URL(fileURLWithPath: Self.path)
    process.arguments = arguments
    process.environment = ProcessInfo.processInfo.environment.merging([
      "CASELOOM_SHARE": checkout + "/Seeds", "CASELOOM_ACTOR": "tester",
      // These try the queue and the daemon, with the engine that starts fastest.
      "CASELOOM_MODELS": "/nowhere",
    ]) { $1 }
    let file = scratch + "/" + log
    if !FileManager.default.fileExists(atPath: file) { try folder.write(log, "") }
    let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: file))
    try handle.seekToEnd()
    process.standardOutput = handle
    process.standardError = handle
    process.standardInput = FileHandle.nullDevice
    try process.run()
    return process
  }

  /// Runs to the end.
  func run(_ arguments: [String], log: String = "log") throws -> Int32 {
    let process = try start(arguments, log: log)
    process.waitUntilExit()
    return process.terminationStatus
  }

  func text(_ log: String = "log") -> String {
    folder.text(log)
  }

  /// A store, and an inbox with the sample clinic in it.
  func makeClinic(_ name: String) throws -> (store: String, inbox: String) {
    let store = "\(scratch)/\(name)/clinic.caseloom"
    let inbox = "\(scratch)/\(name)/inbox"
    let status = try run(["init", "--store", store])
    guard status == 0 else { throw CaseError(.internal, "init ended with \(status): \(text())") }
    try FileManager.default.createDirectory(atPath: inbox, withIntermediateDirectories: true)
    try FileManager.default.copyItem(atPath: checkout + "/Seeds/clinic", toPath: inbox + "/clinic")
    return (store, inbox)
  }

  func daemonArguments(_ clinic: (store: String, inbox: String), untilIdle: Bool) -> [String] {
    ["daemon", "--store", clinic.store, "--inbox", clinic.inbox, "--settle-seconds", "0", "--poll-seconds", "0.05"]
      + (untilIdle ? ["--until-idle"] : [])
  }
}
