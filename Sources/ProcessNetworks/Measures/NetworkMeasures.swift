import CaseModel

/// What can be measured of a network as a directed, signed graph.
///
/// They describe what the client said, as far as it was heard. Before nodes are put in order for a person, `EdgeResampling.ranking`
/// says whether the order would stand.
public struct NetworkMeasures: Hashable, Sendable {
  /// In order of key.
  public var nodes: [NodeMeasures]
  /// Keys, sorted; by falling number, then by the first key. By greedy modularity (Clauset, Newman & Moore 2004) on the undirected
  /// graph whose weights are |w| summed over both directions.
  public var communities: [[String]]
  /// Of the communities, −½…1 (Newman 2004); 0 without edges.
  public var modularity: Double
  /// 0…1: the share of ordered pairs with an edge.
  public var density: Double
  /// −1…+1: the sum of the signed weights over the number of ordered pairs.
  public var signedDensity: Double
  public var excitatoryEdges: Int
  public var inhibitoryEdges: Int
  /// At most 200 of at most 6 edges: by length, then by falling strength, then by keys.
  public var feedbackLoops: [FeedbackLoop]
  /// Whether there are more than 200. The shortest are kept, and of those that are as long the ones with the first keys.
  public var hasMoreFeedbackLoops: Bool
  /// By falling score, then by key.
  public var pointsOfEntry: [PointOfEntry]

  /// Measures the edges that are supported (`Edge.isSupported`).
  ///
  /// - Parameter includingInferred: whether edges count that no words of the client state. One that a person accepted or set
  ///   counts always.
  public init(_ network: Network, includingInferred: Bool = false) {
    let clusters = network.nodes.map(\.cluster).sorted { $0.key < $1.key }
    let places = Dictionary(
      clusters.enumerated().map { ($1.key, $0) }, uniquingKeysWith: { first, _ in first })
    let graph = SignedGraph(edges: network.edges, places: places, includingInferred: includingInferred)
    let groups = Communities(graph)
    let keys = clusters.map(\.key)
    nodes = Self.nodes(clusters, graph: graph, communities: groups.memberships)
    communities = groups.groups.map { $0.map { keys[$0] } }
    modularity = groups.modularity

    let pairs = Double(max(1, graph.count * (graph.count - 1)))
    excitatoryEdges = graph.steps.count { $0 > 0 }
    inhibitoryEdges = graph.steps.count { $0 < 0 }
    density = Double(excitatoryEdges + inhibitoryEdges) / pairs
    signedDensity = Double(graph.steps.reduce(0, +)) / Double(SignedGraph.stepsPerUnit) / pairs

    let edges = network.edges.filter {
      $0.counts(includingInferred: includingInferred) && places[$0.pair.source] != nil && places[$0.pair.target] != nil
    }.sorted { $0.pair < $1.pair }
    let search = LoopSearch(graph)
    feedbackLoops = Self.loops(search.loops.map { $0.map { clusters[$0] } }, edges: edges)
    hasMoreFeedbackLoops = search.hasMore
    pointsOfEntry = PointOfEntry.all(clusters: clusters, edges: edges, loops: feedbackLoops)
  }

  /// By falling value, then by key. Influence that is negative stands last, however great.
  public func ranked(by measure: NodeMeasure) -> [NodeMeasures] {
    nodes.sorted { left, right in
      left[measure] != right[measure] ? left[measure] > right[measure] : left.cluster.key < right.cluster.key
    }
  }

  private static func nodes(_ clusters: [Cluster], graph: SignedGraph, communities: [Int]) -> [NodeMeasures] {
    let paths = ShortestPaths(graph)
    let betweenness = paths.betweenness()
    let closeness = paths.closeness()
    let pairs = Double(max(1, (graph.count - 1) * (graph.count - 2)))
    return clusters.enumerated().map { node, cluster in
      NodeMeasures(
        cluster: cluster, inStrength: graph.inStrength(node), outStrength: graph.outStrength(node),
        expectedInfluence: graph.expectedInfluence(node),
        twoStepExpectedInfluence: graph.twoStepExpectedInfluence(node), betweenness: betweenness[node],
        normalizedBetweenness: betweenness[node] / pairs, closeness: closeness[node],
        bridgeStrength: graph.bridgeStrength(node, communities: communities), community: communities[node])
    }
  }

  private static func loops(_ cycles: [[Cluster]], edges: [Edge]) -> [FeedbackLoop] {
    let byPair = Dictionary(edges.map { ($0.pair, $0) }, uniquingKeysWith: { _, last in last })
    let loops = cycles.map { clusters in
      let targets = clusters.dropFirst() + clusters.prefix(1)
      let edges = zip(clusters, targets).compactMap { source, target in
        byPair[ClusterPair(source: source.key, target: target.key)]
      }
      return FeedbackLoop(clusters: clusters, edges: edges)
    }
    return loops.sorted { left, right in
      if left.keys.count != right.keys.count { return left.keys.count < right.keys.count }
      if left.strength != right.strength { return left.strength > right.strength }
      return left.keys.lexicographicallyPrecedes(right.keys)
    }
  }
}
