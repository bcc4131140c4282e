import ArgumentParser
import CaseStore

struct CorrectionCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "correction",
    abstract: "List what people decided, take it back, and see how much stood.",
    discussion: """
      Example:
        caseloom correction list --client K-014
      """,
    subcommands: [CorrectionList.self, CorrectionRevoke.self, CorrectionReport.self])
}
