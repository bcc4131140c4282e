import CaseModel

/// What the votes of the three voters make of ordered pairs of clusters.
enum Majority {
  /// Votes on existence and sign that an edge needs (Ong et al. 2025: 2 of 3).
  static let votesNeeded = 2

  /// Judges every ordered pair.
  ///
  /// - Parameter votes: of the source and the target.
  static func edges(
    among clusters: [Cluster], totals: NetworkTotals, votes: (Cluster, Cluster) -> [EdgeVote]
  ) -> [Edge] {
    let sorted = clusters.sorted { $0.key < $1.key }
    return sorted.flatMap { source in
      sorted.filter { $0.key != source.key }.compactMap { target in
        let pair = ClusterPair(source: source.key, target: target.key)
        return edge(pair, votes: votes(source, target), total: totals.pairs[pair] ?? PairTotal())
      }
    }
  }

  private static func edge(_ pair: ClusterPair, votes: [EdgeVote], total: PairTotal) -> Edge? {
    for sign in EdgeSign.allCases {
      let (stated, denied) =
        sign == .excitatory
        ? (total.statedExcitatory, total.deniedExcitatory) : (total.statedInhibitory, total.deniedInhibitory)
      let majority = votes.filter { $0.sign == sign }
      if denied > stated {
        return Edge(
          pair: pair, sign: sign, strength: median(majority) ?? .weak, state: .contradicted, isInferred: false,
          votes: votes, explanation: "")
      }
      if majority.count >= votesNeeded, let strength = median(majority) {
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
