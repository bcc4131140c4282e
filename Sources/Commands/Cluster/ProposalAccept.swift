import ArgumentParser
import CaseModel
import CaseStore
import Casework
import ProcessNetworks

struct ProposalAccept: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "accept",
    abstract: "Do as a proposal says.",
    discussion: """
      Example:
        caseloom cluster proposals accept rename:worry -c K-014 -r "Fits better"
      """)

  @OptionGroup var proposal: ProposalOptions

  func run() throws {
    let engine = try Surroundings.current.engine().engine
    try proposal.decision.save(isProposal: true) { reader, session in
      let client = proposal.decision.client
      let item = try Proposals(engine: engine, client: client).proposal(proposal.id, reader)
      switch item.kind {
      case .merge: return .merge(cluster: item.cluster.key, into: item.other?.key ?? "")
      case .rename: return .rename(cluster: item.cluster.key, theme: item.label ?? "")
      case .split:
        return try ClusterSplit.change(
          item.cluster.key, label: item.label ?? "", turns: item.turns.map { ($0.session, $0.turn) }, client: client,
          session: session, reader)
      }
    }
  }
}
