import CaseModel

@testable import ProcessNetworks

// Most tests need no totals: these take and give clusters alone.

extension ClusterBuilding {
  func proposeClusters(
    for annotation: Annotation, utterances: [Utterance], existing: [Cluster]
  ) throws -> [Cluster] {
    try proposeClusters(
      for: annotation, utterances: utterances, existing: existing.map { ClusterProfile(cluster: $0) }
    ).map(\.cluster)
  }

  func assign(
    _ annotation: Annotation, utterances: [Utterance], to clusters: [Cluster]
  ) throws -> [ClusterMembership] {
    try assign(annotation, utterances: utterances, to: clusters.map { ClusterProfile(cluster: $0) })
  }
}

extension EdgeJudging {
  func evidence(
    utterances: [Utterance], annotation: Annotation, memberships: [ClusterMembership]
  ) throws -> [EdgeEvidence] {
    try evidence(utterances: utterances, annotation: annotation, memberships: memberships, clusters: [])
  }
}
