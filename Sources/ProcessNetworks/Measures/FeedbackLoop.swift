import CaseModel

/// A simple directed cycle of a network.
public struct FeedbackLoop: Hashable, Sendable {
  /// The product of its edges' signs.
  public enum Sign: String, Sendable, CaseIterable {
    /// Positive: it keeps itself going, a vicious or a virtuous circle.
    case maintaining
    /// Negative: it holds itself in check.
    case balancing
  }

  /// What a maintaining loop keeps going.
  public enum Role: String, Sendable, CaseIterable {
    /// At least one maladaptive cluster, and no adaptive one.
    case harmful
    /// No maladaptive cluster.
    case helpful
    /// Both maladaptive and adaptive clusters.
    case mixed
  }

  /// In order of the edges, the smallest first.
  public var keys: [String]
  /// The n-th edge leaves the n-th key; the last one returns to the first.
  public var edges: [Edge]
  public var sign: Sign
  /// nil for a balancing loop.
  public var role: Role?
  /// 0…1: the product of the weights without their signs.
  public var strength: Double
  /// Whether at least one of its edges is inferred, and no person took it over.
  public var isInferred: Bool

  public init(
    keys: [String], edges: [Edge], sign: Sign, role: Role?, strength: Double, isInferred: Bool
  ) {
    self.keys = keys
    self.edges = edges
    self.sign = sign
    self.role = role
    self.strength = strength
    self.isInferred = isInferred
  }

  /// - Parameter edges: one leads to the next, and the last to the first.
  init(clusters: [Cluster], edges: [Edge]) {
    let isNegative = edges.count { $0.sign == .inhibitory } % 2 == 1
    // Whole numbers, so that loops of the same edges in another order are as strong.
    let strength = edges.reduce(1) { $0 * $1.strength.rank }
    let whole = edges.reduce(1) { product, _ in product * SignedGraph.stepsPerUnit }
    self.init(
      keys: clusters.map(\.key), edges: edges, sign: isNegative ? .balancing : .maintaining,
      role: isNegative ? nil : Self.role(clusters.map(\.valence)), strength: Double(strength) / Double(whole),
      isInferred: edges.contains(where: \.isMerelyInferred))
  }

  private static func role(_ valences: [Valence]) -> Role {
    guard valences.contains(.maladaptive) else { return .helpful }
    return valences.contains(.adaptive) ? .mixed : .harmful
  }
}
