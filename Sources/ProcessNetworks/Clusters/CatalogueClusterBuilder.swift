import CaseModel

/// Stage 2 without a model: the themes of the catalogue that a client's processes speak for.
struct CatalogueClusterBuilder: ClusterBuilding {
  let reader: SessionReader

  /// A process belongs to a cluster from this score on.
  static let fits = 0.25
  /// … and to more than its best one where the others come this close to it.
  static let nearBest = 0.45
  static let mostForOneProcess = 3
  /// Clusters that one session may speak for.
  static let mostForOneSession = 8
  /// An existing cluster is taken rather than a new one that fits a little better.
  static let existingBonus = 1.4
  /// What a further cluster must add to how well all processes are covered.
  static let smallestGain = 0.25

  func proposeClusters(
    for annotation: Annotation, utterances: [Utterance], existing: [ClusterProfile]
  ) throws -> [ClusterProfile] {
    let known = Set(existing.map(\.cluster.key))
    let candidates =
      existing.map(\.cluster).sorted { $0.key < $1.key }
      + reader.catalogue.themes.map(\.cluster).filter { !known.contains($0.key) }
    let fit = try ClusterFit(annotation, utterances: utterances, clusters: candidates, reader: reader)
    var chosen: [Int] = []
    for floor in Self.floors where chosen.count < floor.enough {
      chosen = Self.cover(fit, preferred: known, from: floor.score, taken: chosen, upTo: floor.most)
    }
    if chosen.count < 2, SessionReader.isSubstantial(utterances), !fit.processes.isEmpty {
      let sums = candidates.indices.map { column in fit.scores.map { $0[column] }.reduce(0, +) }
      let rest = candidates.indices.filter { !chosen.contains($0) }.sorted {
        sums[$0] != sums[$1] ? sums[$0] > sums[$1] : $0 < $1
      }
      chosen += rest.prefix(2 - chosen.count)
    }
    let totals = Dictionary(existing.map { ($0.cluster.key, $0.total) }, uniquingKeysWith: { first, _ in first })
    return chosen.map { candidates[$0] }.sorted { $0.key < $1.key }.map {
      ClusterProfile(cluster: $0, total: totals[$0.key] ?? ClusterTotal())
    }
  }

  /// Where few processes fit well, they are taken on less: a network of four clusters says more than one of two, and a client who
  /// speaks at all has two. Each floor applies while there are fewer than `enough` clusters, and adds up to `most`.
  private static let floors: [(score: Double, enough: Int, most: Int)] = [
    (fits, ShownClusters.fewest, mostForOneSession), (0.6 * fits, ShownClusters.fewest, ShownClusters.fewest),
    (0.02, 2, 2),
  ]

  /// Greedy facility location: take the cluster that adds most to how well the processes are covered, until none adds enough. A
  /// cluster that says the same as one already taken adds nothing. (The greedy choice is within 1 − 1/e of the best one;
  /// Nemhauser, Wolsey & Fisher 1978.)
  private static func cover(_ fit: ClusterFit, preferred: Set<String>, from floor: Double, taken: [Int], upTo most: Int)
    -> [Int]
  {
    let values = fit.scores.map { row in
      row.enumerated().map { column, score in
        min(1, score * (preferred.contains(fit.clusters[column].key) ? existingBonus : 1))
      }
    }
    var chosen = taken
    var covered = values.map { row in max(floor, chosen.map { row[$0] }.max() ?? 0) }
    while chosen.count < most {
      var best: (column: Int, gain: Double)?
      for column in fit.clusters.indices where !chosen.contains(column) {
        let gain = values.indices.map { max(0, values[$0][column] - covered[$0]) }.reduce(0, +)
        if gain > best?.gain ?? 0 { best = (column, gain) }
      }
      guard let best, best.gain >= (floor < fits ? 0 : smallestGain) else { break }
      chosen.append(best.column)
      for row in values.indices { covered[row] = max(covered[row], values[row][best.column]) }
    }
    return chosen
  }

  func assign(
    _ annotation: Annotation, utterances: [Utterance], to clusters: [ClusterProfile]
  ) throws -> [ClusterMembership] {
    var seen: Set<String> = []
    let distinct = clusters.map(\.cluster).filter { seen.insert($0.key).inserted }
    let fit = try ClusterFit(annotation, utterances: utterances, clusters: distinct, reader: reader)
    var members: [ClusterMembership] = []
    for floor in Self.floors where Set(members.map(\.clusterKey)).count < min(floor.enough, distinct.count) {
      members = Self.members(of: fit, from: floor.score)
    }
    if Set(members.map(\.clusterKey)).count < min(2, distinct.count), SessionReader.isSubstantial(utterances) {
      members = Self.bestMembers(of: fit)
    }
    return members
  }

  /// For each of the two clusters that fit best, the process that fits it best.
  private static func bestMembers(of fit: ClusterFit) -> [ClusterMembership] {
    let best = fit.clusters.indices.compactMap { column in
      fit.scores.indices.max { fit.scores[$0][column] < fit.scores[$1][column] }.map { (row: $0, column: column) }
    }.sorted { left, right in
      let (one, other) = (fit.scores[left.row][left.column], fit.scores[right.row][right.column])
      return one != other ? one > other : fit.clusters[left.column].key < fit.clusters[right.column].key
    }
    return best.prefix(2).map {
      ClusterMembership(
        turn: fit.processes[$0.row].turn, clusterKey: fit.clusters[$0.column].key, score: fit.scores[$0.row][$0.column])
    }.sorted { $0.turn != $1.turn ? $0.turn < $1.turn : ($1.score, $0.clusterKey) < ($0.score, $1.clusterKey) }
  }

  private static func members(of fit: ClusterFit, from floor: Double) -> [ClusterMembership] {
    zip(fit.processes, fit.scores).flatMap { process, scores -> [ClusterMembership] in
      let ranked = zip(fit.clusters, scores).map { (key: $0.key, score: $1) }
        .sorted { $0.score != $1.score ? $0.score > $1.score : $0.key < $1.key }
      guard let top = ranked.first else { return [] }
      return ranked.prefix(mostForOneProcess).filter { $0.score >= floor && $0.score >= nearBest * top.score }
        .map { ClusterMembership(turn: process.turn, clusterKey: $0.key, score: $0.score) }
    }
  }
}
