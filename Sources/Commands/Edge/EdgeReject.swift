import ArgumentParser
import CaseModel

struct EdgeReject: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reject",
    abstract: "Say that there is no such edge.",
    discussion: """
      Example:
        caseloom edge reject 'worry->sleep' --client K-014 --reason "Not so"
      """)

  @Argument(help: .edge)
  var edge: ClusterPair

  @OptionGroup var decision: DecisionOptions

  func run() throws { try decision.save { _, _ in .reject(edge) } }
}
