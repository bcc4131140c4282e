import CaseModel

/// Stage 3 without a model: three voters on what the client said of each ordered pair.
struct EmbeddedEdgeJudge: EdgeJudging {
  let reader: SessionReader

  /// Votes on existence and sign that an edge needs (Ong et al. 2025: 2 of 3).
  static let majority = 2

  func evidence(
    utterances: [Utterance], annotation: Annotation, memberships: [ClusterMembership], clusters: [ClusterProfile]
  ) throws -> [EdgeEvidence] {
    try EvidenceFinder(reader: reader, utterances: utterances, annotation: annotation, memberships: memberships)
      .evidence()
  }

  func judge(_ totals: NetworkTotals, among clusters: [Cluster]) throws -> [Edge] {
    let sorted = clusters.sorted { $0.key < $1.key }
    let voters = EdgeVoters(totals: totals, catalogue: reader.catalogue)
    return sorted.flatMap { source in
      sorted.filter { $0.key != source.key }.compactMap { target in
        let pair = ClusterPair(source: source.key, target: target.key)
        let votes = voters.votes(on: pair, source: source, target: target)
        return Self.edge(pair, votes: votes, total: totals.pairs[pair] ?? PairTotal())
      }
    }
  }

  static func edge(_ pair: ClusterPair, votes: [EdgeVote], total: PairTotal) -> Edge? {
    for sign in EdgeSign.allCases {
      let (stated, denied) =
        sign == .excitatory
        ? (total.statedExcitatory, total.deniedExcitatory) : (total.statedInhibitory, total.deniedInhibitory)
      let majority = votes.filter { $0.sign == sign }
      if denied > stated {
        return Edge(
          pair: pair, sign: sign, strength: median(majority) ?? .weak, state: .contradicted, isInferred: false,
          votes: votes,
          explanation: "")
      }
      if majority.count >= Self.majority, let strength = median(majority) {
        return Edge(
          pair: pair, sign: sign, strength: strength, state: .supported, isInferred: stated == 0, votes: votes,
          explanation: "")
      }
    }
    return nil
  }

  /// Of two the weaker: judges of networks tend to see too much.
  private static func median(_ votes: [EdgeVote]) -> EdgeStrength? {
    let sorted = votes.map(\.strength).sorted()
    return sorted.isEmpty ? nil : sorted[(sorted.count - 1) / 2]
  }
}
