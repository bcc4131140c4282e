import CaseModel

/// The three judges of an ordered pair. Each sees the totals alone, and each may be silent.
struct EdgeVoters {
  let totals: NetworkTotals
  let catalogue: ThemeCatalogue

  func votes(on pair: ClusterPair, source: Cluster, target: Cluster) -> [EdgeVote] {
    [wording(pair), order(pair), prior(pair)].compactMap { $0 }
  }

  // MARK: Wording

  /// The client states the link more often than denies it. One statement is weak, two or three moderate, four strong: not
  /// stronger, because judges of networks tend to see too much (Ong et al. 2025).
  private func wording(_ pair: ClusterPair) -> EdgeVote? {
    guard let total = totals.pairs[pair] else { return nil }
    let excitatory = total.statedExcitatory - total.deniedExcitatory
    let inhibitory = total.statedInhibitory - total.deniedInhibitory
    guard max(excitatory, inhibitory) > 0, excitatory != inhibitory else { return nil }
    let sign: EdgeSign = excitatory > inhibitory ? .excitatory : .inhibitory
    let count = max(excitatory, inhibitory)
    return EdgeVote(voter: .wording, sign: sign, strength: count >= 4 ? .strong : count >= 2 ? .moderate : .weak)
  }

  // MARK: Order

  /// The source comes before the target more often than the other way round, and 1.5 times as often as if the client's turns
  /// were shuffled. A single statement is no order beside itself: it takes one more meeting.
  private func order(_ pair: ClusterPair) -> EdgeVote? {
    let straight = meetings(pair)
    let count = straight.excitatory + straight.inhibitory
    let reverse = meetings(ClusterPair(source: pair.target, target: pair.source))
    let source = totals.clusters[pair.source]?.utterances ?? 0
    let target = totals.clusters[pair.target]?.utterances ?? 0
    let adjacent = (totals.pairs[pair].map { $0.adjacentExcitatory + $0.adjacentInhibitory }) ?? 0
    guard count >= 2 || adjacent >= 1, count > reverse.excitatory + reverse.inhibitory,
      straight.excitatory != straight.inhibitory,
      totals.clientTurns > 0, source > 0, target > 0
    else { return nil }
    // In shuffled turns, each of the source's turns is followed by one of the target's with probability target/turns.
    let chance = Double(source * target) / Double(totals.clientTurns)
    guard Double(count) > 1.5 * chance else { return nil }
    let share = Double(count) / Double(min(source, target))
    return EdgeVote(
      voter: .order, sign: straight.excitatory > straight.inhibitory ? .excitatory : .inhibitory,
      strength: share >= 0.75 ? .strong : share >= 0.4 ? .moderate : .weak)
  }

  /// A statement within one turn is a meeting, too.
  private func meetings(_ pair: ClusterPair) -> (excitatory: Int, inhibitory: Int) {
    guard let total = totals.pairs[pair] else { return (0, 0) }
    return (total.adjacentExcitatory + total.statedExcitatory, total.adjacentInhibitory + total.statedInhibitory)
  }

  // MARK: Prior

  /// The catalogue's relation, where the client speaks of both.
  private func prior(_ pair: ClusterPair) -> EdgeVote? {
    guard let relation = catalogue[pair.source]?.relations.first(where: { $0.target == pair.target }),
      totals.clusters[pair.source]?.utterances ?? 0 > 0, totals.clusters[pair.target]?.utterances ?? 0 > 0
    else { return nil }
    return EdgeVote(voter: .prior, sign: relation.sign, strength: relation.strength)
  }
}
