import CaseModel
import CaseStore
import Casework
import Foundation
import TestSupport

@testable import Commands

/// What a command printed, and how it ended.
struct Ran {
  var status: Int32
  var output: String
  var errors: String
}

/// A store of its own in a folder of its own, and a clock that stands at 2026-05-04.
final class Clinic {
  private let scratch: Scratch
  var folder: String { scratch.path }
  var path: String { folder + "/clinic.caseloom" }
  static let now = Timestamp("2026-05-04T10:00:00.000Z") ?? Timestamp(millisecondsSinceEpoch: 0)
  let clock = CaseClock { Clinic.now }
  let author = Author(actor: "tester")

  init() throws {
    scratch = try Scratch()
  }

  @discardableResult
  func makeStore() throws -> CaseStore {
    let store = try CaseStore.create(at: path, clock: clock, author: author)
    try store.write(as: author) { writer in
      try writer.saveModules([
        Module(code: "exposure", name: "Exposure", summary: "Meeting what is feared, step by step."),
        Module(code: "mindfulness", name: "Mindfulness", summary: "Noticing without judging."),
      ])
    }
    return store
  }

  /// Writes a transcript of four turns and returns its path.
  func transcript(_ name: String, worry: String = "I keep worrying about the talk.") throws -> String {
    let text = """
      THERAPIST: How was the week?
      CLIENT: \(worry)
      THERAPIST: What did you do then?
      CLIENT: I stayed at home, because then I don't have to see anyone.

      """
    return try file(name, text)
  }

  func file(_ name: String, _ text: String) throws -> String {
    try scratch.write(name, text)
  }

  /// Runs a command line in this process against this store.
  func run(_ arguments: String..., columns: Int? = nil, environment: [String: String] = [:]) async -> Ran {
    await run(arguments, columns: columns, environment: environment)
  }

  func run(_ arguments: [String], columns: Int? = nil, environment: [String: String] = [:]) async -> Ran {
    let captured = Captured()
    var surroundings = Surroundings.process
    surroundings.environment = ["CASELOOM_STORE": path, "USER": "tester"].merging(environment) { $1 }
    surroundings.clock = clock
    surroundings.outputColumns = columns
    surroundings.errorColumns = nil
    surroundings.executable = { checkout + "/.build/debug/caseloom" }
    surroundings.write = { channel, text in captured.append(text, to: channel) }
    let status = await Surroundings.$current.withValue(surroundings) { await FrontEnd.run(arguments) }
    return Ran(status: status, output: captured.text(.output), errors: captured.text(.errors))
  }
}

private final class Captured: @unchecked Sendable {
  private let lock = NSLock()
  private var texts: [Surroundings.Channel: String] = [:]

  func append(_ text: String, to channel: Surroundings.Channel) {
    lock.withLock { texts[channel, default: ""] += text }
  }

  func text(_ channel: Surroundings.Channel) -> String { lock.withLock { texts[channel] ?? "" } }
}
