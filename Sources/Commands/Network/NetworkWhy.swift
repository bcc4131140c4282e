import ArgumentParser
import CaseModel
import CaseStore

struct NetworkWhy: ShowCommand {
  static let configuration = CommandConfiguration(
    commandName: "why",
    abstract: "Show on which words of the client an edge or a cluster rests.",
    discussion: """
      Of an edge: every quote with session, turn and speaker, the votes, and what people decided; also of an edge that nobody \
      sees. Of a cluster: every quote in it.

      Example:
        caseloom network why --client K-014 --edge 'worry->sleep'
      """)

  @Option(name: .shortAndLong, help: .client, completion: .clientCodes)
  var client: String

  @Option(help: .edge)
  var edge: ClusterPair?

  @Option(help: .cluster)
  var cluster: String?

  @Option(name: .shortAndLong, help: .init("Take the network as of this session.", valueName: "number"))
  var session: Int?

  @OptionGroup var series: SeriesOptions
  @OptionGroup var store: StoreOptions
  @OptionGroup var output: FormatOptions

  func validate() throws {
    guard (edge == nil) != (cluster == nil) else { throw ValidationError("Say --edge or --cluster.") }
  }

  func sheet(from reader: StoreReader) throws -> Sheet {
    let network = try series.network(of: client, session: session, reader)
    let grounds = try reader.grounds(of: network)
    if let edge { return try sheet(of: edge, network, grounds, reader) }
    return try sheet(ofCluster: cluster ?? "", network, grounds, reader)
  }

  private func sheet(
    of pair: ClusterPair, _ network: Network, _ grounds: NetworkGrounds, _ reader: StoreReader
  ) throws -> Sheet {
    let known = try [pair.source, pair.target].map { try theme($0, network, grounds) }
    let edge = network.edges.first { $0.pair == pair }
    let evidence = try reader.evidence(
      on: pair, of: client, engine: network.engine, through: grounds.stand.sessionID,
      decisions: grounds.stand.decisions, limit: nil)
    let rows = evidence.map { item -> [Cell] in
      [
        .integer(item.sessionNumber), .integer(item.evidence.sourceTurn), .integer(item.evidence.targetTurn),
        .text("client"), .text(item.evidence.kind.rawValue), .text(item.evidence.sign.rawValue),
        .text(item.evidence.connective), .text(item.evidence.sourceQuote.text), .text(item.evidence.targetQuote.text),
      ]
    }
    let ruling = grounds.stand.decisions.ofEdges[pair]?.correction.decision
    return Sheet(
      fields: [
        ("client", .text(client)), ("session", .integer(network.sessionNumber)), ("source", .text(known[0])),
        ("target", .text(known[1])), ("state", .text(edge?.state.rawValue ?? EdgeState.notDiscussed.rawValue)),
        ("sign", Cell(edge?.sign.rawValue)), ("strength", Cell(edge?.strength.rawValue)),
        ("rests_on", .text(edge.map { $0.isInferred ? "inferred" : "stated" } ?? "no majority of the voters")),
        ("votes", .list(edge?.votes.map { "\($0.voter.rawValue) \($0.sign.rawValue) \($0.strength.rawValue)" } ?? [])),
        ("decision", Cell(ruling?.action.rawValue)), ("decided_by", Cell(ruling?.actor)),
        ("reason", Cell(ruling?.reason)), ("explanation", Cell(edge?.explanation)),
      ],
      lists: [
        (
          "quotes",
          Table(
            [
              "session", "source_turn", "target_turn", "speaker", "kind", "sign", "connective", "source_quote",
              "target_quote",
            ], wrapping: ["source_quote", "target_quote"], rows: rows)
        )
      ])
  }

  private func sheet(
    ofCluster key: String, _ network: Network, _ grounds: NetworkGrounds, _ reader: StoreReader
  ) throws -> Sheet {
    let theme = try theme(key, network, grounds)
    let processes = try reader.processes(
      in: key, of: client, stand: grounds.stand, through: grounds.stand.sessionID)
    let node = network.nodes.first { $0.cluster.key == key }
    let decision = grounds.stand.decisions.ofClusters[key]?.decision
    let rows = processes.map { item -> [Cell] in
      [
        .integer(item.sessionNumber), .integer(item.process.turn), .text("client"),
        .text(item.process.valence.rawValue), .list(item.process.dimensions.map(\.rawValue)),
        .number((item.score * 100).rounded() / 100), .text(item.process.quote.text),
      ]
    }
    return Sheet(
      fields: [
        ("client", .text(client)), ("session", .integer(network.sessionNumber)), ("cluster", .text(key)),
        ("theme", .text(theme)), ("shown", .flag(node != nil)), ("utterances", .integer(processes.count)),
        ("weight", Cell(node?.weight)), ("decision", Cell(decision?.action.rawValue)),
        ("decided_by", Cell(decision?.actor)), ("reason", Cell(decision?.reason)),
      ],
      lists: [
        (
          "quotes",
          Table(
            ["session", "turn", "speaker", "valence", "dimensions", "score", "quote"],
            wrapping: ["dimensions", "quote"], rows: rows)
        )
      ])
  }

  /// - Throws: `CaseError` `.noInput` for a cluster that the client had not spoken of by then.
  private func theme(_ key: String, _ network: Network, _ grounds: NetworkGrounds) throws -> String {
    if let cluster = grounds.clusters.first(where: { $0.key == key }) { return cluster.theme }
    throw CaseError(
      .noInput, "By session \(network.sessionNumber) the client has no cluster “\(key)”.", at: "client \(client)",
      advice: "`caseloom cluster list --client \(client)` shows the keys.")
  }
}
