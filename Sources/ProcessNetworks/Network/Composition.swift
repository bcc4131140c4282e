import CaseModel

extension NetworkEngine {
  /// Draws up the network from what sessions 1…k said in sum.
  ///
  /// - Parameters:
  ///   - totals: summed over the sessions that the network is about.
  ///   - clusters: all known of the client.
  ///   - slots: places of the clusters that were ever shown; they keep them.
  ///   - previouslyShown: keys of the clusters that the previous network showed.
  ///   - evidence: the pieces of evidence on one pair. Asked for only where an edge is drawn.
  public func compose(
    clientCode: String, kind: Network.Kind, sessionNumber: Int, sessionDay: Day, totals: NetworkTotals,
    clusters: [Cluster], slots: [String: Int], previouslyShown: [String],
    evidence: (ClusterPair) throws -> [SessionEvidence]
  ) throws -> Network {
    let choice = ShownClusters.choose(totals: totals, known: clusters, previouslyShown: previouslyShown)
    var edges = try self.edges.judge(totals, among: choice.shown)
    let themes = Dictionary(choice.shown.map { ($0.key, $0.theme) }, uniquingKeysWith: { first, _ in first })
    for index in edges.indices {
      edges[index].explanation = EdgeExplanation.text(
        for: edges[index], themes: themes, evidence: try evidence(edges[index].pair))
    }
    edges.sort { $0.pair < $1.pair }
    let places = NetworkLayout.slots(for: choice.shown.map(\.key), taken: slots, edges: edges)
    let nodes = try choice.shown.map { cluster in
      guard let slot = places[cluster.key] else {
        throw CaseError(.internal, "the layout gave no place to the cluster “\(cluster.key)”.")
      }
      return NetworkNode(cluster: cluster, weight: totals.clusters[cluster.key]?.utterances ?? 0, slot: slot)
    }
    return Network(
      clientCode: clientCode, kind: kind, sessionNumber: sessionNumber, sessionDay: sessionDay, engine: identity,
      nodes: nodes, edges: edges, clustersLeftOut: choice.leftOut)
  }
}
