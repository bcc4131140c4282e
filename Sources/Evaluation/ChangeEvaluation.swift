import CaseModel
import ProcessNetworks

/// The network over time against planted clients: when clusters come and go, and which way edges change.
public struct ChangeEvaluation {
  /// Sessions by which an appearance or a fading may be off.
  static let tolerance = 1
  /// Of the signed weights' means; a third is one step of strength.
  private static let smallestTrend = 1.0 / 6

  private let engine: NetworkEngine

  public init(engine: NetworkEngine) {
    self.engine = engine
  }

  /// Clients are too few to resample: the figures are over all their clusters and edges.
  public func figures(clients: [GoldClient]) throws -> [Figure] {
    var (appeared, faded, plainAppeared, plainFaded): ([Bool], [Bool], [Bool], [Bool]) = ([], [], [], [])
    var (given, whole, falling): ([Bool], [Bool], [Bool]) = ([], [], [])
    for client in clients {
      let run = try ClientRun(client, engine: engine)
      let match = ClusterAgreement(client, found: run.members).match
      let numbers = client.sessions.map(\.number)
      for (key, places) in client.members.sorted(by: { $0.key < $1.key }) {
        let truth = places.map(\.session)
        guard let first = truth.min(), let last = truth.max() else { continue }
        let found = match[key].flatMap { run.members[$0] }?.map(\.session) ?? []
        appeared.append(found.min().map { abs($0 - first) <= Self.tolerance } ?? false)
        faded.append(found.max().map { abs($0 - last) <= Self.tolerance } ?? false)
        plainAppeared.append(abs((numbers.first ?? 0) - first) <= Self.tolerance)
        plainFaded.append(abs((numbers.last ?? 0) - last) <= Self.tolerance)
      }
      let networks = try EdgeEvaluation(engine: engine).networks(givenClustersOf: client)
      for (pair, trend) in Self.trends(of: client) {
        let isFound = { (series: [[Edge]], pair: ClusterPair?) in
          pair.map { Self.change(of: $0, in: series).signum == trend.signum } ?? false
        }
        given.append(isFound(networks, pair))
        let found = match[pair.source].flatMap { source in
          match[pair.target].map { ClusterPair(source: source, target: $0) }
        }
        whole.append(isFound(run.networks.map(\.edges), found))
        falling.append(trend < 0)
      }
    }
    guard !clients.isEmpty else { return [] }
    return [
      figure("changes.appearance", appeared, "there from the first session", plainAppeared),
      figure("changes.fading", faded, "there to the last session", plainFaded),
      figure("changes.given_clusters.edge_direction", given, "always falling", falling),
      figure("changes.end_to_end.edge_direction", whole, "always falling", falling),
    ]
  }

  private func figure(_ name: String, _ hits: [Bool], _ baseline: String, _ plain: [Bool]) -> Figure {
    func share(_ hits: [Bool]) -> Double { Double(hits.count { $0 }) / Double(max(1, hits.count)) }
    return Figure(name, share(hits), cases: hits.count, baselines: [.init(baseline, share(plain))])
  }

  /// Of the true edges that change: by how much the mean signed weight of the later half of the sessions differs from the earlier
  /// half's. A session in which the words do not support an edge counts as 0.
  static func trends(of client: GoldClient) -> [(pair: ClusterPair, trend: Double)] {
    let half = client.sessions.count / 2
    func mean(_ pair: ClusterPair, _ sessions: some Sequence<GoldSession>) -> Double {
      let weights = sessions.map { session in
        session.edges.first { $0.pair == pair }.map { weight($0.sign, $0.strength) } ?? 0
      }
      return weights.reduce(0, +) / Double(max(1, weights.count))
    }
    return Set(client.sessions.flatMap(\.edges).map(\.pair)).sorted().compactMap { pair in
      let trend = mean(pair, client.sessions.suffix(half)) - mean(pair, client.sessions.prefix(half))
      return abs(trend) < smallestTrend ? nil : (pair, trend)
    }
  }

  private static func weight(_ sign: EdgeSign, _ strength: EdgeStrength) -> Double {
    Double(strength.rank) / 3 * (sign == .excitatory ? 1 : -1)
  }

  /// How the signed weight in the client's network changed from the middle session to the last; an edge of which nothing was said since
  /// counts as one that goes back to 0.
  static func change(of pair: ClusterPair, in series: [[Edge]]) -> Double {
    func weight(_ edges: [Edge]?) -> Double { edges?.first { $0.pair == pair && $0.isSupported }?.weight ?? 0 }
    let middle = series.count / 2 - 1
    let before = series.indices.contains(middle) ? series[middle] : nil
    let difference = weight(series.last) - weight(before)
    func count(_ edges: [Edge]?) -> Int { edges?.first { $0.pair == pair }?.evidenceCount ?? 0 }
    return difference == 0 && count(series.last) == count(before) ? -weight(before) : difference
  }
}

extension Double {
  fileprivate var signum: Int { self > 0 ? 1 : self < 0 ? -1 : 0 }
}
