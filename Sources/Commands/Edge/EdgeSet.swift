import ArgumentParser
import CaseModel

struct EdgeSet: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "set",
    abstract: "Say that there is an edge, with its sign and strength.",
    discussion: """
      Example:
        caseloom edge set 'worry->sleep' -c K-014 --sign excitatory -r "Seen"
      """)

  @Argument(help: .edge)
  var edge: ClusterPair

  @Option(help: .init("More of the source goes with more of the target (excitatory) or with less.", valueName: "sign"))
  var sign: EdgeSign

  @Option(help: .init("Give it this strength.", valueName: "strength"))
  var strength = EdgeStrength.moderate

  @OptionGroup var decision: DecisionOptions

  func run() throws { try decision.save { _, _ in .set(edge, sign: sign, strength: strength) } }
}
