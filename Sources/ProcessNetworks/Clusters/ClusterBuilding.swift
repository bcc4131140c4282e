import CaseModel

/// Stage 2: from processes to the clusters they belong to, in two steps (Ong et al. 2025, stage 2).
public protocol ClusterBuilding: Sendable {
  /// Step (a): the clusters that the processes of one session speak for.
  ///
  /// - Parameter existing: the client's clusters so far. Where one of them fits, it is returned as it is, with the label
  ///   that it has, rather than a new one that says much the same.
  /// - Returns: sorted by key. A new cluster's total is of the processes that it is proposed for.
  func proposeClusters(
    for annotation: Annotation, utterances: [Utterance], existing: [ClusterProfile]
  ) throws -> [ClusterProfile]

  /// Step (b): each process to one or more of the clusters, or to none where none fits.
  ///
  /// - Returns: in order of turn, then of falling score, then of key.
  func assign(
    _ annotation: Annotation, utterances: [Utterance], to clusters: [ClusterProfile]
  ) throws -> [ClusterMembership]

  /// A label that describes these processes well; `nil` where there is none.
  ///
  /// - Parameters:
  ///   - taken: keys of clusters whose labels are theirs.
  ///   - valence: the cluster's; a label that says the contrary describes nothing.
  func label(of processes: [Process], taken: Set<String>, valence: Valence) throws -> String?
}

extension ClusterBuilding {
  /// Where labels are the catalogue's, none is better than another.
  public func label(of processes: [Process], taken: Set<String>, valence: Valence) throws -> String? { nil }
}
