import ArgumentParser
import CaseModel
import CaseStore

struct ClusterMerge: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "merge",
    abstract: "Let what is said of one cluster count for another.",
    discussion: """
      Example:
        caseloom cluster merge rumination --into worry -c K-014 -r "The same"
      """)

  @Argument(help: .cluster)
  var key: String

  @Option(help: .init("The cluster that takes it in.", valueName: "key"))
  var into: String

  @OptionGroup var decision: DecisionOptions

  func validate() throws {
    guard key != into else { throw ValidationError("A cluster cannot be merged into itself.") }
  }

  func run() throws { try decision.save { _, _ in .merge(cluster: key, into: into) } }
}
