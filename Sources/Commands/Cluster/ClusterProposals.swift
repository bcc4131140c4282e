import ArgumentParser
import CaseModel
import CaseStore
import Casework
import ProcessNetworks

struct ClusterProposals: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "proposals",
    abstract: "See which clusters the client's words would merge, split or rename, and decide.",
    discussion: """
      Nothing happens without a decision. One that is rejected is not made again.

      Example:
        caseloom cluster proposals list --client K-014
      """,
    subcommands: [ProposalList.self, ProposalAccept.self, ProposalReject.self], defaultSubcommand: ProposalList.self)
}
