import ArgumentParser
import CaseStore

struct CorrectionRevoke: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "revoke",
    abstract: "Take a correction back. It stays in the list, and counts no more.",
    discussion: """
      Example:
        caseloom correction revoke 12 --reason "Wrong client"
      """)

  @Argument(help: .init("The correction's id, as `correction list` prints it.", valueName: "id"))
  var id: Int64

  @OptionGroup var store: StoreOptions
  @OptionGroup var author: AuthorOptions

  func validate() throws { try author.requireReason() }

  func run() throws {
    try store.open().write(as: author.author) { try $0.revokeCorrection(id) }
    try say("Taken back. `caseloom work` makes the networks without it.")
  }
}
