import CaseModel

/// How central a node is, in one of several senses. All count edges by |w|, the weight without its sign, where nothing else is said.
public enum NodeMeasure: String, Sendable, CaseIterable {
  /// Sum over the edges of both directions.
  case strength
  /// Sum over the edges that lead to it.
  case inStrength = "in_strength"
  /// Sum over the edges that leave it.
  case outStrength = "out_strength"
  /// Sum of the signed weights of the edges that leave it.
  case expectedInfluence = "expected_influence"
  /// The same with the influence of its neighbours.
  case twoStepExpectedInfluence = "two_step_expected_influence"
  /// Shortest paths between others that lead through it.
  case betweenness
  /// How near it is to those that reach it.
  case closeness
  /// Sum over the edges to and from nodes of other communities.
  case bridgeStrength = "bridge_strength"
}

/// The measures of one node. Weights are those of edges, −1…+1 in thirds.
public struct NodeMeasures: Hashable, Sendable {
  public var cluster: Cluster
  /// Sum of |w| of the edges that lead to it.
  public var inStrength: Double
  /// Sum of |w| of the edges that leave it.
  public var outStrength: Double
  /// Sum of the signed weights of the edges that leave it (Robinaugh, Millner & McNally 2016).
  public var expectedInfluence: Double
  /// The same, and the sum over its targets of the weight times their own (Robinaugh, Millner & McNally 2016).
  public var twoStepExpectedInfluence: Double
  /// Shares of shortest paths, an edge 1/|w| long, over the ordered pairs of other nodes (Brandes 2001).
  public var betweenness: Double
  /// 0…1: betweenness over (n − 1)(n − 2), the number of those pairs; 0 with fewer than three nodes.
  public var normalizedBetweenness: Double
  /// 0…1: of the distances *to* it, not from it (Wasserman & Faust 1994, p. 201, for networks in several parts).
  public var closeness: Double
  /// Sum of |w| of the edges, both directions, to and from nodes of other communities (Jones, Ma & McNally 2021).
  public var bridgeStrength: Double
  /// The place of its community in `NetworkMeasures.communities`.
  public var community: Int

  /// Sum of |w| of the edges of both directions.
  public var strength: Double { inStrength + outStrength }

  public subscript(measure: NodeMeasure) -> Double {
    switch measure {
    case .strength: strength
    case .inStrength: inStrength
    case .outStrength: outStrength
    case .expectedInfluence: expectedInfluence
    case .twoStepExpectedInfluence: twoStepExpectedInfluence
    case .betweenness: betweenness
    case .closeness: closeness
    case .bridgeStrength: bridgeStrength
    }
  }
}

extension SignedGraph {
  /// Of each node.
  func values(of measure: NodeMeasure) -> [Double] {
    let nodes = 0..<count
    switch measure {
    case .strength: return nodes.map { inStrength($0) + outStrength($0) }
    case .inStrength: return nodes.map(inStrength)
    case .outStrength: return nodes.map(outStrength)
    case .expectedInfluence: return nodes.map(expectedInfluence)
    case .twoStepExpectedInfluence: return nodes.map(twoStepExpectedInfluence)
    case .betweenness: return ShortestPaths(self).betweenness()
    case .closeness: return ShortestPaths(self).closeness()
    case .bridgeStrength:
      let communities = Communities(self).memberships
      return nodes.map { bridgeStrength($0, communities: communities) }
    }
  }
}
