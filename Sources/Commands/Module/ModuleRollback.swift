import ArgumentParser
import CaseModel
import CaseStore

struct ModuleRollback: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rollback",
    abstract: "Let a module model serve again that served before.",
    discussion: """
      Example:
        caseloom module rollback --reason "Version 4 ranks exposure last"
        caseloom module rollback --to 2 --outcome GAD-7 --reason "As in spring"
      """)

  @Option(
    help: .init(
      "Take this version, as `module models` prints it (else the one that served before).", valueName: "version"))
  var to: Int?

  @OptionGroup var outcome: OutcomeOptions
  @OptionGroup var store: StoreOptions
  @OptionGroup var author: AuthorOptions

  func validate() throws { try author.requireReason() }

  func run() throws {
    let (from, target) = try store.open().write(as: author.author) {
      try $0.rollbackModel(to: to, outcome: outcome.outcome, reason: author.reason ?? "")
    }
    try say("Version \(target) serves for \(outcome.outcome) in place of version \(from).")
  }
}
