import CaseModel

/// Stage 2 on embeddings: a process joins the client's clusters that it is near to; those that are near to none form dense groups, which
/// become clusters, called after the catalogue's theme where one covers them and by the client's own words where none does.
struct MeaningClusterBuilder: ClusterBuilding {
  let reader: MeaningReader

  /// Mean cosine to a cluster's processes from which on a process joins it (average linkage).
  static let joins = 0.50
  /// Mean cosine from which on processes that joined no cluster are one group.
  static let groups = 0.50
  /// A process is in a second cluster that comes this close to its best one.
  static let nearBest = 0.06
  static let mostForOneProcess = 2
  /// Cosine of a group's mean to a theme from which on the theme's label describes it, if the words do as well.
  static let covers = 0.45
  /// Cosine of the mean of the quotes' vectors to the theme's: a label that the client's words do not bear out would be invented.
  static let wordsCover: Float = 0.55

  func proposeClusters(
    for annotation: Annotation, utterances: [Utterance], existing: [ClusterProfile]
  ) throws -> [ClusterProfile] {
    let known = existing.sorted { $0.cluster.key < $1.cluster.key }
    let processes = annotation.processes.filter { $0.embedding != nil }.sorted { $0.turn < $1.turn }
    let left = processes.filter { process in
      guard let embedding = process.embedding else { return false }
      return !known.contains { $0.total.embeddings.meanSimilarity(to: embedding) >= Self.joins }
    }
    var taken = Set(known.map(\.cluster.key))
    var proposed = known
    for group in Self.groups(of: left) {
      let cluster = try cluster(of: group, taken: taken)
      taken.insert(cluster.key)
      proposed.append(
        ClusterProfile(
          cluster: cluster,
          total: ClusterTotal(
            utterances: group.count, sessions: 1, embeddings: EmbeddingSum(of: group.compactMap(\.embedding)))))
    }
    return proposed.sorted { $0.cluster.key < $1.cluster.key }
  }

  /// Of processes with an embedding: those that are near to one another.
  private static func groups(of processes: [Process]) -> [[Process]] {
    var groups = EmbeddingGroups(processes.compactMap(\.embedding))
    while groups.join(from: Self.groups) {}
    return groups.groups.map { group in group.map { processes[$0] }.sorted { $0.turn < $1.turn } }
  }

  // MARK: Labels

  private func cluster(of group: [Process], taken: Set<String>) throws -> Cluster {
    if let theme = try theme(of: group, taken: taken, wordsFrom: Self.wordsCover) { return theme }
    let sum = EmbeddingSum(of: group.compactMap(\.embedding))
    let telling = Self.telling(group, sum: sum)
    return Cluster(
      key: Cluster.key(from: telling, taken: taken), theme: "“\(telling)”", dimensions: Self.dimensions(of: group),
      valence: Valence.mostFrequent(group.map(\.valence)))
  }

  /// The catalogue's theme that covers the group, where the client's words bear it out.
  private func theme(of group: [Process], taken: Set<String>, wordsFrom least: Float) throws -> Cluster? {
    guard !group.isEmpty else { return nil }
    let words = Vector.unitMean(of: try reader.vectors(of: group.map(\.quote.text)))
    let sum = EmbeddingSum(of: group.compactMap(\.embedding))
    let isBorneOut = { (key: String) in reader.heads.themes[key].map { Vector.dot($0, words) >= least } ?? false }
    let best = reader.themes.filter { !taken.contains($0.cluster.key) && isBorneOut($0.cluster.key) }
      .map { (cluster: $0.cluster, score: sum.meanSimilarity(to: $0.embedding)) }
      .max { $0.score != $1.score ? $0.score < $1.score : $0.cluster.key > $1.cluster.key }
    return best.flatMap { $0.score >= Self.covers ? $0.cluster : nil }
  }

  /// Those of at least half of the processes, else the most frequent.
  private static func dimensions(of group: [Process]) -> [Dimension] {
    let counts = Dimension.allCases.map { dimension in (dimension, group.count { $0.dimensions.contains(dimension) }) }
    let most = counts.map(\.1).max() ?? 0
    return counts.filter { $0.1 > 0 && (2 * $0.1 >= group.count || $0.1 == most) }.map(\.0).prefix(3).sorted()
  }

  /// For a label that is to take another's place, the words must bear it out better than for a new one.
  static let wordsDescribe: Float = 0.65

  func label(of processes: [Process], taken: Set<String>, valence: Valence) throws -> String? {
    let best = try theme(of: processes.filter { $0.embedding != nil }, taken: taken, wordsFrom: Self.wordsDescribe)
    return best.flatMap { $0.valence == valence ? $0.theme : nil }
  }

  private static let labelWords = 9

  /// The words of the process that is nearest to the group's mean, cut to a length that a drawing can show.
  private static func telling(_ group: [Process], sum: EmbeddingSum) -> String {
    let nearest = group.max { left, right in
      let (one, other) = (similarity(left, sum), similarity(right, sum))
      return one != other ? one < other : left.turn > right.turn
    }
    let words = (nearest?.quote.text ?? "").split(whereSeparator: \.isWhitespace)
    let cut = words.prefix(labelWords).joined(separator: " ")
    let ends: Set<Character> = [",", ".", ";", ":", "-", "–", "—"]
    var text = Substring(cut)
    while let last = text.last, ends.contains(last) { text.removeLast() }
    return words.count > labelWords ? text + "…" : String(text)
  }

  private static func similarity(_ process: Process, _ sum: EmbeddingSum) -> Double {
    process.embedding.map { sum.meanSimilarity(to: $0) } ?? 0
  }

  // MARK: Members

  func assign(
    _ annotation: Annotation, utterances: [Utterance], to clusters: [ClusterProfile]
  ) throws -> [ClusterMembership] {
    let sorted = clusters.sorted { $0.cluster.key < $1.cluster.key }
    return annotation.processes.sorted { $0.turn < $1.turn }.flatMap { process -> [ClusterMembership] in
      guard let embedding = process.embedding else { return [] }
      let ranked = sorted.map { (key: $0.cluster.key, score: $0.total.embeddings.meanSimilarity(to: embedding)) }
        .sorted { $0.score != $1.score ? $0.score > $1.score : $0.key < $1.key }
      guard let best = ranked.first else { return [] }
      return ranked.prefix(Self.mostForOneProcess).enumerated()
        .filter { $0 == 0 || ($1.score >= best.score - Self.nearBest && $1.score >= Self.joins) }
        .map {
          ClusterMembership(
            turn: process.turn, clusterKey: $0.element.key, score: max(0, min(1, $0.element.score)))
        }
    }
  }
}
