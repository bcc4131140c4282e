import ArgumentParser
import CaseModel
import CaseStore
import Casework
import ProcessNetworks

struct ProposalList: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List the proposals that wait for a decision.",
    discussion: """
      Example:
        caseloom cluster proposals list --client K-014
      """)

  @Option(name: .shortAndLong, help: .client, completion: .clientCodes)
  var client: String

  @OptionGroup var store: StoreOptions
  @OptionGroup var output: FormatOptions

  func run() throws {
    let opened = try store.open()
    try opened.read { _ = try $0.known(client) }
    let engine = try Surroundings.current.engine().engine
    let proposals = try opened.read { try Proposals(engine: engine, client: client).open($0) }
    let rows = proposals.map { item -> [Cell] in
      [
        .text(item.id), .text(item.kind.rawValue), .text(item.cluster.theme), Cell(item.other?.theme),
        Cell(item.label), .list(item.turns.map { "\($0.session):\($0.turn)" }), .text(item.reason),
      ]
    }
    try output.print(
      Table(
        ["id", "proposal", "cluster", "into", "new_label", "turns", "reason"],
        wrapping: ["cluster", "into", "new_label", "turns", "reason"], rows: rows))
    if rows.isEmpty { try note("No proposal waits for a decision.") }
  }
}
