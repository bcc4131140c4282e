import CaseModel

/// Stage 2 without a model: the themes of the catalogue that a client's processes speak for.
struct CatalogueClusterBuilder: ClusterBuilding {
  let reader: SessionReader

  /// A process belongs to a cluster from this score on.
  static let fits = 0.25
  /// … and to more than its best one where the others come this close to it.
  static let nearBest = 0.6
  static let mostForOneProcess = 3
  /// Clusters that one session may speak for.
  static let mostForOneSession = 8
  /// An existing cluster is taken rather than a new one that fits a little better.
  static let existingBonus = 1.4
  /// What a further cluster must add to how well all processes are covered.
  static let smallestGain = 0.25

  func proposeClusters(
    for annotation: Annotation, utterances: [Utterance], existing: [Cluster]
  ) throws -> [Cluster] {
    let known = Set(existing.map(\.key))
    let candidates = existing.sorted { $0.key < $1.key } + reader.catalogue.themes.map(\.cluster).filter { !known.contains($0.key) }
    let fit = try ClusterFit(annotation, utterances: utterances, clusters: candidates, reader: reader)
    let chosen = Self.cover(fit, preferred: known)
    return chosen.map { candidates[$0] }.sorted { $0.key < $1.key }
  }

  /// Greedy facility location: take the cluster that adds most to how well the processes are covered, until none adds enough. A
  /// cluster that says the same as one already taken adds nothing. (The greedy choice is within 1 − 1/e of the best one;
  /// Nemhauser, Wolsey & Fisher 1978.)
  private static func cover(_ fit: ClusterFit, preferred: Set<String>) -> [Int] {
    let bonus = fit.clusters.map { preferred.contains($0.key) ? existingBonus : 1 }
    var covered = [Double](repeating: fits, count: fit.processes.count)
    var chosen: [Int] = []
    while chosen.count < mostForOneSession {
      var best: (column: Int, gain: Double)?
      for column in fit.clusters.indices where !chosen.contains(column) {
        var gain = 0.0
        for (row, scores) in fit.scores.enumerated() {
          gain += max(0, min(1, scores[column] * bonus[column]) - covered[row])
        }
        if gain > best?.gain ?? 0 { best = (column, gain) }
      }
      // The first two are taken on less: a network has two clusters at least.
      guard let best, best.gain >= smallestGain || (chosen.count < 2 && best.gain > 0) else { break }
      chosen.append(best.column)
      for (row, scores) in fit.scores.enumerated() {
        covered[row] = max(covered[row], min(1, scores[best.column] * bonus[best.column]))
      }
    }
    return chosen
  }

  func assign(
    _ annotation: Annotation, utterances: [Utterance], to clusters: [Cluster]
  ) throws -> [ClusterMembership] {
    var seen: Set<String> = []
    let distinct = clusters.filter { seen.insert($0.key).inserted }
    let fit = try ClusterFit(annotation, utterances: utterances, clusters: distinct, reader: reader)
    return zip(fit.processes, fit.scores).flatMap { process, scores -> [ClusterMembership] in
      let ranked = zip(distinct, scores).map { (key: $0.key, score: $1) }
        .sorted { $0.score != $1.score ? $0.score > $1.score : $0.key < $1.key }
      guard let top = ranked.first else { return [] }
      return ranked.prefix(Self.mostForOneProcess).filter { $0.score >= Self.fits && $0.score >= Self.nearBest * top.score }
        .map { ClusterMembership(turn: process.turn, clusterKey: $0.key, score: $0.score) }
    }
  }
}
