import CaseModel
import CaseStore
import ProcessNetworks

/// How far a client's network depends on which turns happened to be said.
public struct NetworkStability: Sendable {
  public var intervals: [EdgeInterval]
  public var ranking: CentralityRanking

  /// - Parameters:
  ///   - resamples: at least 1.
  ///   - includingInferred: whether centrality counts edges that no words of the client state. Intervals are of all edges.
  /// - Throws: `CaseError` `.unavailable` where another engine, or another version, made the network.
  public init(
    of network: Network, measure: NodeMeasure, resamples: Int, seed: UInt64, includingInferred: Bool,
    engine: NetworkEngine, reader: StoreReader
  ) throws {
    guard network.engine == engine.identity else {
      throw CaseError(
        .unavailable, "The network was made by \(network.engine), and this program has \(engine.identity).",
        at: "client \(network.clientCode)",
        advice: "`caseloom network rebuild` makes a series by it; --resamples 0 goes without intervals.")
    }
    let grounds = try reader.grounds(of: network)
    let words = try reader.sessionWords(of: grounds, client: network.clientCode)
    let embeddings = try reader.embeddings(of: network.nodes.map(\.cluster.key), grounds, client: network.clientCode)
    let decisions = grounds.stand.decisions
    let resampling = EdgeResampling(
      sessions: words.map {
        SessionContribution(
          number: $0.number, clientTurns: $0.clientTurns, memberships: $0.memberships, evidence: $0.evidence)
      }, clusters: network.nodes.map(\.cluster), embeddings: embeddings,
      judge: { try engine.judge($0, among: $1, decisions: decisions) })
    intervals = try resampling.intervals(resamples: resamples, seed: seed)
    ranking = try resampling.ranking(
      by: measure, samples: max(1, resamples / 5), seed: seed, includingInferred: includingInferred)
  }
}
