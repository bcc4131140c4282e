import CaseModel
import ProcessNetworks

/// Courses of a client for the tests of what shows sessions over time.
enum SeriesSample {
  /// `sessions` networks with up to `clusters` clusters, which come up one after the other, are spoken of now and then, and
  /// gather edges.
  static func course(sessions: Int, clusters: Int, seed: UInt64 = 1) -> NetworkSeries {
    var generator = SplitMix64(seed: seed)
    let keys = (0..<clusters).map { "theme-\($0)" }
    let themes = keys.map { _ in DrawingSample.theme(&generator) }
    let valences = keys.map { _ in Valence.allCases.randomElement(using: &generator) ?? .neutral }
    var slots: [String: Int] = [:]
    var totals = NetworkTotals()
    var edges: [Edge] = []
    var networks: [Network] = []
    for session in 1...max(1, sessions) where sessions > 0 {
      let known = min(clusters, 2 + (session * clusters) / max(4, sessions))
      var spoken: [String: ClusterTotal] = [:]
      for key in keys.prefix(known) where totals.clusters[key] == nil || Bool.random(using: &generator) {
        spoken[key] = ClusterTotal(utterances: Int.random(in: 1...6, using: &generator), sessions: 1)
      }
      totals += NetworkTotals(sessions: 1, clusters: spoken)
      edges += newEdges(Array(keys.prefix(known)), after: edges, &generator)
      edges.sort { $0.pair < $1.pair }
      slots.merge(NetworkLayout.slots(for: Array(keys.prefix(known)), taken: slots, edges: edges)) { kept, _ in kept }
      let nodes = (0..<known).map { index -> NetworkNode in
        let total = totals.clusters[keys[index]] ?? ClusterTotal()
        return NetworkNode(
          cluster: Cluster(
            key: keys[index], theme: themes[index], dimensions: [.affect], valence: valences[index]),
          utterances: total.utterances, weight: total.weight, slot: slots[keys[index]] ?? 0)
      }
      networks.append(
        network(session, nodes.sorted { (-$0.weight, $0.cluster.key) < (-$1.weight, $1.cluster.key) }, edges))
    }
    return NetworkSeries(networks: networks)
  }

  /// The client's network after a session, a week after the one before.
  static func network(_ session: Int, _ nodes: [NetworkNode], _ edges: [Edge] = []) -> Network {
    var network = DrawingSample.network(nodes, edges, clientCode: "KL-07")
    network.sessionNumber = session
    network.sessionDay = Day(daysSinceEpoch: 20_520 + 7 * session)
    return network
  }

  private static func newEdges(_ keys: [String], after edges: [Edge], _ generator: inout SplitMix64) -> [Edge] {
    let known = Set(edges.map(\.pair))
    var new: [Edge] = []
    for source in keys {
      for target in keys where source != target && Int.random(in: 0..<(4 * keys.count), using: &generator) == 0 {
        guard !known.contains(ClusterPair(source: source, target: target)), edges.count + new.count < 25 else {
          continue
        }
        new.append(
          DrawingSample.edge(
            source, target, sign: Int.random(in: 0..<3, using: &generator) == 0 ? .inhibitory : .excitatory,
            strength: EdgeStrength.allCases.randomElement(using: &generator) ?? .weak,
            state: Int.random(in: 0..<10, using: &generator) == 0 ? .contradicted : .supported,
            isInferred: Bool.random(using: &generator)))
      }
    }
    return new
  }
}
