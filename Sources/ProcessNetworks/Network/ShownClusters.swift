import CaseModel

/// Which clusters a network shows. Clinicians can read 4 to 10 nodes (Ong et al. 2025).
///
/// 1. A cluster can be shown when at least one utterance speaks of it. With more than `fewest` such clusters, those with one
///    utterance out of a client's many are left out: a single mention is not yet a pattern.
/// 2. They are ranked by weight (`ClusterTotal.weight`), then by key.
/// 3. Hysteresis: a cluster that the previous network showed counts as `hysteresis` times as heavy plus one utterance, so
///    that two clusters of about the same weight do not take turns on the drawing from session to session.
/// 4. What a person pinned comes first.
/// 5. The first `most` are shown; those of less than `smallestShare` of the heaviest's weight only while fewer than `fewest`
///    are, or while they were shown before.
enum ShownClusters {
  static let fewest = 4
  static let most = 10
  static let hysteresis = 1.25
  static let smallestShare = 0.12

  struct Choice {
    /// By falling weight, then by key.
    var shown: [Cluster]
    var leftOut: Int
  }

  static func choose(totals: NetworkTotals, known: [Cluster], previouslyShown: [String], pinned: Set<String> = [])
    -> Choice
  {
    let before = Set(previouslyShown)
    var seen: Set<String> = []
    let spoken = known.filter { (totals.clusters[$0.key]?.utterances ?? 0) > 0 && seen.insert($0.key).inserted }
    let ranked = spoken.map { cluster -> (cluster: Cluster, weight: Double, rank: Double) in
      let weight = totals.clusters[cluster.key]?.weight ?? 0
      let isKept = before.contains(cluster.key)
      if pinned.contains(cluster.key) { return (cluster, weight, .infinity) }
      return (cluster, weight, isKept ? weight * hysteresis + 1 : weight)
    }.sorted { left, right in
      left.rank != right.rank ? left.rank > right.rank : left.cluster.key < right.cluster.key
    }
    let heaviest = ranked.map(\.weight).max() ?? 0
    let shown = ranked.prefix(most).enumerated().filter { place, item in
      place < fewest || pinned.contains(item.cluster.key) || before.contains(item.cluster.key)
        || (item.weight > 1 && item.weight >= smallestShare * heaviest)
    }.map(\.element)
    let ordered = shown.sorted { left, right in
      left.weight != right.weight ? left.weight > right.weight : left.cluster.key < right.cluster.key
    }
    return Choice(shown: ordered.map(\.cluster), leftOut: spoken.count - shown.count)
  }
}
