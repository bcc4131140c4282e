import ArgumentParser
import CaseModel

struct EdgeAccept: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "accept",
    abstract: "Say that an edge holds as the network shows it.",
    discussion: """
      Example:
        caseloom edge accept 'worry->sleep' --client K-014 --reason "As she says"
      """)

  @Argument(help: .edge)
  var edge: ClusterPair

  @OptionGroup var decision: DecisionOptions

  func run() throws {
    try decision.save { reader, session in
      let network = try reader.network(of: decision.client, session: session)
      guard let found = network.edges.first(where: { $0.pair == edge }) else {
        throw CaseError(
          .noInput, "The network of session \(session) has no such edge.", at: "client \(decision.client)",
          advice: "`caseloom edge set` puts one there.")
      }
      return .accept(edge, sign: found.sign, strength: found.strength)
    }
  }
}
