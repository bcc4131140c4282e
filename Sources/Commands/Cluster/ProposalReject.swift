import ArgumentParser
import CaseModel
import CaseStore
import Casework
import ProcessNetworks

struct ProposalReject: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reject",
    abstract: "Say that a proposal is not wanted. It is not made again.",
    discussion: """
      Example:
        caseloom cluster proposals reject rename:worry -c K-014 -r "Her own word"
      """)

  @OptionGroup var proposal: ProposalOptions

  func run() throws {
    let engine = try Surroundings.current.engine().engine
    let decision = proposal.decision
    let opened = try decision.store.open()
    try opened.write(as: decision.author.author) { writer in
      let session = try decision.numberOfSession(writer.reader)
      let item = try Proposals(engine: engine, client: decision.client).proposal(proposal.id, writer.reader)
      try writer.declineProposal(
        item.id, client: decision.client, session: session, reason: decision.author.reason ?? "")
    }
    try say("Kept: it is not proposed again.")
  }
}
