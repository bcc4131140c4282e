import CaseModel

/// Stage 3: how clusters act on one another (Ong et al. 2025, stage 3).
public protocol EdgeJudging: Sendable {
  /// What the client says, in one session, on ordered pairs of clusters.
  ///
  /// - Parameters:
  ///   - utterances: the whole transcript, in order of turn.
  ///   - clusters: all that the memberships name.
  /// - Returns: sorted by pair, then by turn. Every quote is a literal part of its utterance.
  func evidence(
    utterances: [Utterance], annotation: Annotation, memberships: [ClusterMembership], clusters: [ClusterProfile]
  ) throws -> [EdgeEvidence]

  /// Judges every ordered pair of the clusters. An edge needs two of three voters on existence and sign.
  ///
  /// - Returns: the edges that are supported or contradicted, sorted by pair, with an empty explanation.
  func judge(_ totals: NetworkTotals, among clusters: [Cluster]) throws -> [Edge]
}
