import ArgumentParser
import Foundation

struct StoreBackup: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "backup",
    abstract: "Write a copy of the store, while the daemon may be at work.",
    discussion: """
      The copy is a store itself: every command can read it with --store. A file that is there already is never touched.

      Example:
        caseloom backup clinic-2026-03-03.caseloom
      """)

  @Argument(help: .init("The file to write; it must not be there yet.", valueName: "file"), completion: .file())
  var file: String

  @OptionGroup var store: StoreOptions
  @OptionGroup var author: AuthorOptions

  func run() throws {
    try store.open().backup(to: file, author: author.author)
    let attributes = try FileManager.default.attributesOfItem(atPath: file)
    let bytes = (attributes[.size] as? NSNumber)?.intValue ?? 0
    try say("Wrote \(file), \(grouped(bytes)) bytes. `caseloom doctor --store \(file)` examines it.")
  }
}
