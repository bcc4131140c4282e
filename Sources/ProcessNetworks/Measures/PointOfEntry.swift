import CaseModel

/// A place in the network where a change might spread: a hypothesis to examine with the client, not a recommendation.
///
/// The score is a heuristic of this project, not a published measure: it puts in order what the facts beside it say.
public struct PointOfEntry: Hashable, Sendable {
  /// What change of the cluster is thought of.
  public enum Approach: String, Sendable, CaseIterable {
    /// Less of it: of a maladaptive cluster.
    case weaken
    /// More of it: of an adaptive cluster.
    case strengthen
  }

  public var cluster: Cluster
  /// Of a neutral cluster the one of the higher score, `weaken` if they are equal.
  public var approach: Approach
  /// The harmful maintaining loops that it is part of, which less of it might break; none for `strengthen`. In order of
  /// `NetworkMeasures.feedbackLoops`.
  public var loops: [FeedbackLoop]
  /// Its edges to maladaptive clusters by which there might be less of these. By falling strength, then by pair.
  public var edges: [Edge]
  /// Its edges by which there might be more of a maladaptive cluster, or less of an adaptive one. They do not change the
  /// score. By falling strength, then by pair.
  public var opposedEdges: [Edge]

  /// The strengths of the loops, summed.
  public var loopStrength: Double { loops.reduce(0) { $0 + $1.strength } }
  /// |w| of `edges`, summed.
  public var edgeStrength: Double { edges.reduce(0) { $0 + abs($1.weight) } }
  /// `loopStrength` and `edgeStrength`: an edge of a loop counts in both.
  public var score: Double { loopStrength + edgeStrength }

  public init(
    cluster: Cluster, approach: Approach, loops: [FeedbackLoop], edges: [Edge], opposedEdges: [Edge]
  ) {
    self.cluster = cluster
    self.approach = approach
    self.loops = loops
    self.edges = edges
    self.opposedEdges = opposedEdges
  }

  /// By falling score, then by key; those without a loop and an edge are left out.
  static func all(clusters: [Cluster], edges: [Edge], loops: [FeedbackLoop]) -> [PointOfEntry] {
    let valences = Dictionary(clusters.map { ($0.key, $0.valence) }, uniquingKeysWith: { first, _ in first })
    let harmful = loops.filter { $0.role == .harmful }
    let points = clusters.compactMap { cluster -> PointOfEntry? in
      let own = edges.filter { $0.pair.source == cluster.key }.sorted { left, right in
        left.strength != right.strength ? left.strength > right.strength : left.pair < right.pair
      }
      let candidates = approaches(to: cluster).map { approach in
        PointOfEntry(
          cluster: cluster, approach: approach,
          loops: approach == .weaken ? harmful.filter { $0.keys.contains(cluster.key) } : [],
          edges: own.filter { valences[$0.pair.target] == .maladaptive && change(by: $0, approach) < 0 },
          opposedEdges: own.filter { edge in
            switch valences[edge.pair.target] {
            case .maladaptive: change(by: edge, approach) > 0
            case .adaptive: change(by: edge, approach) < 0
            default: false
            }
          })
      }
      let best = candidates.map(\.score).max() ?? 0
      return candidates.first { $0.score > 0 && $0.score == best }
    }
    return points.sorted { left, right in
      left.score != right.score ? left.score > right.score : left.cluster.key < right.cluster.key
    }
  }

  private static func approaches(to cluster: Cluster) -> [Approach] {
    switch cluster.valence {
    case .maladaptive: [.weaken]
    case .adaptive: [.strengthen]
    case .neutral: [.weaken, .strengthen]
    }
  }

  /// +1 where the approach might bring more of the edge's target, −1 where less.
  private static func change(by edge: Edge, _ approach: Approach) -> Int {
    (edge.sign == .excitatory) == (approach == .strengthen) ? 1 : -1
  }
}
