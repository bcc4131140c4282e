import ArgumentParser
import CaseModel
import CaseStore

struct ClusterRename: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rename",
    abstract: "Give a cluster another label.",
    discussion: """
      Example:
        caseloom cluster rename worry -c K-014 --label "Night rounds" -r "Her word"
      """)

  @Argument(help: .cluster)
  var key: String

  @Option(name: .shortAndLong, help: .init("Call it this.", valueName: "text"))
  var label: String

  @OptionGroup var decision: DecisionOptions

  func validate() throws {
    guard label.contains(where: { !$0.isWhitespace }) else { throw ValidationError("A label has words.") }
  }

  func run() throws { try decision.save { _, _ in .rename(cluster: key, theme: label) } }
}
