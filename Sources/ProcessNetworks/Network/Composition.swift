import CaseModel

extension NetworkEngine {
  /// Draws up the network from what sessions 1…k said in sum.
  ///
  /// - Parameters:
  ///   - totals: summed over the sessions that the network is about.
  ///   - clusters: all known of the client.
  ///   - slots: places of the clusters that were ever shown; they keep them.
  ///   - previouslyShown: keys of the clusters that the previous network showed.
  ///   - decisions: what people decided of the network. It holds to the letter.
  ///   - evidence: the pieces of evidence on one pair. Asked for only where an edge is drawn.
  public func compose(
    clientCode: String, kind: Network.Kind, sessionNumber: Int, sessionDay: Day, totals: NetworkTotals,
    clusters: [Cluster], slots: [String: Int], previouslyShown: [String],
    decisions: NetworkDecisions = NetworkDecisions(),
    evidence: (ClusterPair) throws -> [SessionEvidence]
  ) throws -> Network {
    let choice = ShownClusters.choose(
      totals: totals, known: clusters, previouslyShown: previouslyShown, pinned: decisions.pinned)
    let shown = choice.shown.map { decisions.named($0) }
    var edges = Self.ruled(
      try self.edges.judge(totals, among: choice.shown), among: shown, kind: kind, totals: totals,
      decisions: decisions)
    let themes = Dictionary(shown.map { ($0.key, $0.theme) }, uniquingKeysWith: { first, _ in first })
    for index in edges.indices {
      edges[index].evidenceCount = totals.pairs[edges[index].pair]?.count ?? 0
      edges[index].explanation = EdgeExplanation.text(
        for: edges[index], themes: themes, evidence: try evidence(edges[index].pair))
    }
    edges.sort { $0.pair < $1.pair }
    let places = NetworkLayout.slots(for: shown.map(\.key), taken: slots, edges: edges)
    let nodes = try shown.map { cluster -> NetworkNode in
      guard let slot = places[cluster.key] else {
        throw CaseError(.internal, "the layout gave no place to the cluster “\(cluster.key)”.")
      }
      let total = totals.clusters[cluster.key] ?? ClusterTotal()
      return NetworkNode(
        cluster: cluster, utterances: total.utterances, weight: (total.weight * 100).rounded() / 100, slot: slot,
        decision: decisions.ofClusters[cluster.key]?.decision)
    }.sorted { ($1.weight, $0.cluster.key) < ($0.weight, $1.cluster.key) }
    return Network(
      clientCode: clientCode, kind: kind, sessionNumber: sessionNumber, sessionDay: sessionDay, engine: identity,
      nodes: nodes, edges: edges, clustersLeftOut: choice.leftOut)
  }

  /// What the judges see among clusters, with what people decided of it.
  public func judge(_ totals: NetworkTotals, among clusters: [Cluster], decisions: NetworkDecisions) throws -> [Edge] {
    Self.ruled(
      try edges.judge(totals, among: clusters), among: clusters, kind: .client, totals: totals, decisions: decisions)
  }

  /// The judges' edges with what people decided of them. In the network of a session alone nobody said that an edge holds: there, only
  /// what was rejected counts.
  private static func ruled(
    _ edges: [Edge], among shown: [Cluster], kind: Network.Kind, totals: NetworkTotals, decisions: NetworkDecisions
  ) -> [Edge] {
    let keys = Set(shown.map(\.key))
    var byPair = Dictionary(edges.map { ($0.pair, $0) }, uniquingKeysWith: { first, _ in first })
    for (pair, ruling) in decisions.ofEdges where keys.contains(pair.source) && keys.contains(pair.target) {
      if let edge = ruling.edge {
        guard kind == .client else { continue }
        let total = totals.pairs[pair] ?? PairTotal()
        let stated = edge.sign == .excitatory ? total.statedExcitatory : total.statedInhibitory
        byPair[pair] = Edge(
          pair: pair, sign: edge.sign, strength: edge.strength, state: .supported, isInferred: stated == 0,
          votes: byPair[pair]?.votes ?? [], explanation: "")
      }
      byPair[pair]?.decision = ruling.correction.decision
    }
    return byPair.values.sorted { $0.pair < $1.pair }
  }
}
