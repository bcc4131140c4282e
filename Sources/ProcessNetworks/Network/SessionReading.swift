import CaseModel

/// What stages 2 and 3 make of one session.
public struct SessionReading: Sendable {
  /// The clusters with a member in the session, sorted by key.
  public var clusters: [Cluster]
  public var memberships: [ClusterMembership]
  public var evidence: [EdgeEvidence]
  /// Of this session alone.
  public var totals: NetworkTotals
}

extension NetworkEngine {
  /// Clusters, memberships and evidence of one session.
  ///
  /// - Parameters:
  ///   - utterances: the whole transcript, in order of turn.
  ///   - existing: the client's clusters before the session, with their totals.
  ///   - decisions: those before the session. A cluster that was merged away may be found again: its words go with the other.
  public func read(
    _ utterances: [Utterance], annotation: Annotation, existing: [ClusterProfile],
    decisions: NetworkDecisions = NetworkDecisions()
  ) throws -> SessionReading {
    let proposed = try clusters.proposeClusters(for: annotation, utterances: utterances, existing: existing)
    let memberships = try clusters.assign(annotation, utterances: utterances, to: proposed)
    return try read(
      utterances, annotation: annotation, memberships: memberships, clusters: proposed, decisions: decisions)
  }

  /// The same where the memberships are known already.
  public func read(
    _ utterances: [Utterance], annotation: Annotation, memberships: [ClusterMembership], clusters: [ClusterProfile],
    decisions: NetworkDecisions = NetworkDecisions()
  ) throws -> SessionReading {
    let memberships = decisions.place(memberships)
    let evidence = decisions.place(
      try edges.evidence(
        utterances: utterances, annotation: annotation, memberships: memberships, clusters: clusters))
    let totals = NetworkTotals(
      clientTurns: utterances.count { $0.speaker == .client }, processes: annotation.processes,
      memberships: memberships, evidence: evidence)
    return SessionReading(
      clusters: clusters.map(\.cluster).filter { totals.clusters[$0.key] != nil }, memberships: memberships,
      evidence: evidence, totals: totals)
  }
}
