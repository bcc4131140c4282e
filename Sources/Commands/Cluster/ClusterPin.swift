import ArgumentParser
import CaseModel
import CaseStore

struct ClusterPin: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pin",
    abstract: "Keep a cluster on the drawing, however little is said of it.",
    discussion: """
      Example:
        caseloom cluster pin worry --client K-014 --reason "Her main concern"
      """)

  @Argument(help: .cluster)
  var key: String

  @Flag(help: "Do not keep it there any more.")
  var off = false

  @OptionGroup var decision: DecisionOptions

  func run() throws { try decision.save { _, _ in .pin(cluster: key, isPinned: !off) } }
}
