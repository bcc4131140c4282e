import CaseModel

/// Stage 3 without a model: three voters on what the client said of each ordered pair.
struct LexiconEdgeJudge: EdgeJudging {
  let reader: SessionReader

  func evidence(
    utterances: [Utterance], annotation: Annotation, memberships: [ClusterMembership], clusters: [ClusterProfile]
  ) throws -> [EdgeEvidence] {
    try EvidenceFinder(reader: reader, utterances: utterances, annotation: annotation, memberships: memberships)
      .evidence()
  }

  func judge(_ totals: NetworkTotals, among clusters: [Cluster]) throws -> [Edge] {
    let voters = EdgeVoters(totals: totals, catalogue: reader.catalogue)
    return Majority.edges(among: clusters, totals: totals) { source, target in
      voters.votes(on: ClusterPair(source: source.key, target: target.key), source: source, target: target)
    }
  }
}
