import ArgumentParser
import CaseModel
import CaseStore
import Casework
import Foundation

struct StoreRestore: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "restore",
    abstract: "Put a backup in the place of the store.",
    discussion: """
      The backup is examined before anything is moved. With --replace the present store is kept beside the new one. Stop the \
      daemon first.

      Example:
        caseloom restore clinic-2026-03-03.caseloom --replace
      """)

  @Argument(help: .init("The backup to put in place.", valueName: "file"), completion: .file())
  var file: String

  @Flag(help: "Replace the store that is there, and keep it under another name.")
  var replace = false

  @OptionGroup var store: StoreOptions
  @OptionGroup var author: AuthorOptions

  func run() throws {
    let path = store.path
    let lock = try lock(path)
    let kept = try StoreFile.restore(
      from: file, to: path, clock: Surroundings.current.clock, author: author.author, replacing: replace)
    withExtendedLifetime(lock) {}
    try say("\(path) now holds what \(file) held.")
    if let kept { try say("The store that was there before is kept as \(kept).") }
  }

  /// Where there is no store, nobody works on it, and there may be no folder for a lock either.
  private func lock(_ path: String) throws -> WorkerLock? {
    guard FileManager.default.fileExists(atPath: path) else { return nil }
    do {
      return try WorkerLock(store: path)
    } catch var error as CaseError where error.code == .tryAgain {
      error.advice = "Stop it, restore, and start it again."
      throw error
    }
  }
}
