import CaseModel

/// Stage 3 on embeddings: three voters on what the client said of each ordered pair.
struct MeaningEdgeJudge: EdgeJudging {
  let reader: MeaningReader

  func evidence(
    utterances: [Utterance], annotation: Annotation, memberships: [ClusterMembership], clusters: [ClusterProfile]
  ) throws -> [EdgeEvidence] {
    try MeaningEvidence(
      reader: reader, utterances: utterances, annotation: annotation, memberships: memberships, clusters: clusters
    ).evidence()
  }

  func judge(_ totals: NetworkTotals, among clusters: [Cluster]) throws -> [Edge] {
    let nearest = Dictionary(
      clusters.map { ($0.key, self.nearest($0.key, totals: totals)) }, uniquingKeysWith: { first, _ in first })
    return Majority.edges(among: clusters, totals: totals) { source, target in
      let pair = ClusterPair(source: source.key, target: target.key)
      let total = totals.pairs[pair] ?? PairTotal()
      let reverse = totals.pairs[ClusterPair(source: target.key, target: source.key)] ?? PairTotal()
      return [wording(total), order(total, reverse: reverse), prior(pair, nearest: nearest)].compactMap { $0 }
    }
  }

  // MARK: Voters

  /// The client states the edge more often than denies it, about as strongly as on the whole it is worded.
  private func wording(_ total: PairTotal) -> EdgeVote? {
    let excitatory = total.statedExcitatory - total.deniedExcitatory
    let inhibitory = total.statedInhibitory - total.deniedInhibitory
    guard max(excitatory, inhibitory) > 0 else { return nil }
    // Of as many statements for either sign, as when a help first feels worse and then better, the weaker claim is left.
    let isExcitatory = excitatory > inhibitory
    let count = isExcitatory ? total.statedExcitatory : total.statedInhibitory
    let ranks = isExcitatory ? total.excitatoryRanks : total.inhibitoryRanks
    return EdgeVote(
      voter: .wording, sign: isExcitatory ? .excitatory : .inhibitory,
      strength: Self.strength(meanRank: Double(ranks) / Double(max(1, count))))
  }

  private static func strength(meanRank: Double) -> EdgeStrength {
    meanRank >= 2.5 ? .strong : meanRank >= 1.5 ? .moderate : .weak
  }

  /// In turns that speak of both, the source is spoken of first at least as often as the target.
  private func order(_ total: PairTotal, reverse: PairTotal) -> EdgeVote? {
    let straight = total.adjacentExcitatory + total.adjacentInhibitory
    guard straight > 0, straight >= reverse.adjacentExcitatory + reverse.adjacentInhibitory else { return nil }
    return EdgeVote(
      voter: .order, sign: total.adjacentExcitatory > total.adjacentInhibitory ? .excitatory : .inhibitory,
      strength: straight >= 4 ? .strong : straight >= 2 ? .moderate : .weak)
  }

  /// Themes of the catalogue that a cluster may stand for.
  private static let nearestThemes = 3

  /// The catalogue expects it of the themes that are nearest to the two clusters.
  private func prior(_ pair: ClusterPair, nearest: [String: [String]]) -> EdgeVote? {
    let (sources, targets) = (nearest[pair.source] ?? [], nearest[pair.target] ?? [])
    for source in sources {
      let relations = reader.catalogue[source]?.relations ?? []
      if let relation = relations.first(where: { targets.contains($0.target) && !sources.contains($0.target) }) {
        return EdgeVote(voter: .prior, sign: relation.sign, strength: relation.strength)
      }
    }
    return nil
  }

  private func nearest(_ key: String, totals: NetworkTotals) -> [String] {
    if reader.catalogue[key] != nil { return [key] }
    guard let sum = totals.clusters[key]?.embeddings, sum.count > 0 else { return [] }
    return reader.themes.map { (key: $0.cluster.key, score: sum.meanSimilarity(to: $0.embedding)) }
      .sorted { $0.score != $1.score ? $0.score > $1.score : $0.key < $1.key }
      .prefix(Self.nearestThemes).map(\.key)
  }
}
