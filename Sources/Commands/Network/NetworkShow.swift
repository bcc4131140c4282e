import ArgumentParser
import CaseModel
import CaseStore

struct NetworkShow: ShowCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show a network as a page to read.",
    discussion: """
      The client's network takes in all sessions up to the one named, by default the last; a session's network that session \
      alone. With --format csv the edges are printed.

      Example:
        caseloom network show --client K-014 --session 3
      """)

  @Option(name: .shortAndLong, help: .client, completion: .clientCodes)
  var client: String

  @Option(help: .init("Show the network as of this session.", valueName: "number"))
  var session: Int?

  @Option(help: .init("Show the network of the client or of the session alone.", valueName: "kind"))
  var kind = Network.Kind.client

  @OptionGroup var series: SeriesOptions
  @OptionGroup var store: StoreOptions
  @OptionGroup var output: FormatOptions

  func sheet(from reader: StoreReader) throws -> Sheet {
    let network = try series.network(of: client, session: session, kind: kind, reader)
    return Sheet(
      fields: [
        ("client", .text(network.clientCode)), ("kind", .text(network.kind.rawValue)),
        ("session", .integer(network.sessionNumber)), ("date", .text(network.sessionDay.description)),
        ("engine", .text(network.engine.name)), ("engine_version", .text(network.engine.version)),
        ("pairs_not_discussed", .integer(network.pairsNotDiscussed)),
        ("clusters_left_out", .integer(network.clustersLeftOut)),
      ],
      lists: [("nodes", Self.nodes(network)), ("edges", Self.edges(network))],
      page: { NetworkPage(network, width: $0 ?? 100).text() })
  }

  private static func nodes(_ network: Network) -> Table {
    Table(
      ["cluster", "theme", "utterances", "weight", "valence", "dimensions", "decision", "decided_by"],
      rows: network.nodes.map { node in
        [
          .text(node.cluster.key), .text(node.cluster.theme), .integer(node.utterances), .number(node.weight),
          .text(node.cluster.valence.rawValue), .list(node.cluster.dimensions.map(\.rawValue)),
          Cell(node.decision?.action.rawValue), Cell(node.decision?.actor),
        ]
      })
  }

  private static func edges(_ network: Network) -> Table {
    Table(
      ["source", "target", "sign", "strength", "state", "inferred", "votes", "explanation", "decision", "decided_by"],
      rows: network.edges.map { edge in
        [
          .text(edge.pair.source), .text(edge.pair.target), .text(edge.sign.rawValue), .text(edge.strength.rawValue),
          .text(edge.state.rawValue), .flag(edge.isInferred),
          .list(edge.votes.map { "\($0.voter.rawValue) \($0.sign.rawValue) \($0.strength.rawValue)" }),
          .text(edge.explanation), Cell(edge.decision?.action.rawValue), Cell(edge.decision?.actor),
        ]
      })
  }
}
