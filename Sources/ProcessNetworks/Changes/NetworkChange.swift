import CaseModel

/// What is different between two networks of one client: usually those after two sessions, or two versions of one session's.
/// A function of the two networks alone.
///
/// Clusters are known by their key, edges by their pair of keys, so that both networks must be by the same engine. Rows that
/// cannot be drawn (an edge to itself or to a cluster that is not among the nodes) do not count.
public struct NetworkChange: Hashable, Sendable {
  /// Which network is meant.
  public struct Moment: Hashable, Sendable {
    public var sessionNumber: Int
    public var sessionDay: Day

    public init(_ network: Network) {
      sessionNumber = network.sessionNumber
      sessionDay = network.sessionDay
    }
  }

  public var clientCode: String
  /// Nil where there was no network before.
  public var from: Moment?
  public var to: Moment
  /// By kind in the order of `ClusterChange.Kind.allCases`, then by key. One cluster may have several.
  public var clusters: [ClusterChange]
  /// By kind in the order of `EdgeChange.Kind.allCases`, then by pair. One edge may have several.
  public var edges: [EdgeChange]
  /// Keys of the clusters that the later network shows.
  let shown: Set<String>

  /// The changes from one network to another. Without the first, everything is new.
  public init(from: Network?, to: Network) {
    clientCode = to.clientCode
    self.from = from.map(Moment.init)
    self.to = Moment(to)
    let before = Rows(from)
    let after = Rows(to)
    shown = Set(after.nodes.keys)
    let isLater = from.map { ($0.sessionDay, $0.sessionNumber) < (to.sessionDay, to.sessionNumber) } ?? false

    let keys = Set(before.nodes.keys).union(after.nodes.keys)
    clusters = keys.flatMap { ClusterChange.all(before.nodes[$0], after.nodes[$0], isLater: isLater) }
    let pairs = Set(before.edges.keys).union(after.edges.keys)
    edges = pairs.flatMap { pair -> [EdgeChange] in
      func theme(_ key: String) -> String { (after.nodes[key] ?? before.nodes[key])?.cluster.theme ?? key }
      let (old, new) = (before.edges[pair], after.edges[pair])
      return EdgeChange.kinds(old, new, isLater: isLater).map {
        EdgeChange(
          kind: $0, pair: pair, sourceTheme: theme(pair.source), targetTheme: theme(pair.target), before: old,
          after: new)
      }
    }
    if from == nil {
      // Where everything is new, so are the decisions.
      clusters.removeAll { $0.kind == .decided }
      edges.removeAll { $0.kind == .decided }
    }
    clusters.sort { NetworkChange.place($0.kind, $0.key) < NetworkChange.place($1.kind, $1.key) }
    edges.sort { NetworkChange.place($0.kind, $0.pair) < NetworkChange.place($1.kind, $1.pair) }
  }

  /// Whether nothing changed that is worth a sentence.
  public var isEmpty: Bool { clusters.isEmpty && edges.isEmpty }

  public var count: Int { clusters.count + edges.count }

  public func count(_ kind: ClusterChange.Kind) -> Int { clusters.count { $0.kind == kind } }

  public func count(_ kind: EdgeChange.Kind) -> Int { edges.count { $0.kind == kind } }

  private static func place<Kind: CaseIterable & Equatable, Name>(_ kind: Kind, _ name: Name) -> (Int, Name) {
    (Array(Kind.allCases).firstIndex(of: kind) ?? 0, name)
  }
}

/// What of a network can be drawn, by key. Of two rows for one key the first counts.
private struct Rows {
  var nodes: [String: NetworkNode] = [:]
  var edges: [ClusterPair: Edge] = [:]

  init(_ network: Network?) {
    guard let network else { return }
    nodes = Dictionary(network.nodes.map { ($0.cluster.key, $0) }) { first, _ in first }
    for edge in network.edges where edge.pair.source != edge.pair.target && edges[edge.pair] == nil {
      if nodes[edge.pair.source] != nil && nodes[edge.pair.target] != nil { edges[edge.pair] = edge }
    }
  }
}
