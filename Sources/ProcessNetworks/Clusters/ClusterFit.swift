import CaseModel

/// How well the processes of a session fit some clusters.
struct ClusterFit {
  /// In order of turn.
  let processes: [Process]
  let clusters: [Cluster]
  /// A row a process, a column a cluster; 0…1.
  let scores: [[Double]]

  /// Clusters of the catalogue are known by their paraphrases and cues, whatever they are called by now; others by their label
  /// alone.
  init(_ annotation: Annotation, utterances: [Utterance], clusters: [Cluster], reader: SessionReader) throws {
    let sorted = annotation.processes.sorted { $0.turn < $1.turn }
    let columns = try ClusterColumns(clusters, reader: reader)
    var places: [Int: Int] = [:]
    for (place, utterance) in utterances.enumerated() { places[utterance.turn] = place }
    processes = sorted
    self.clusters = clusters
    scores = try sorted.map { process in
      guard let place = places[process.turn] else { return [Double](repeating: 0, count: clusters.count) }
      let before = place > 0 && utterances[place - 1].speaker == .therapist ? utterances[place - 1].text : nil
      let after =
        place + 1 < utterances.count && utterances[place + 1].speaker == .therapist ? utterances[place + 1].text : nil
      return try columns.scores(of: process, text: utterances[place].text, before: before, after: after)
    }
  }
}

/// Clusters as columns of scores: those of the catalogue from its index, others from an index made from their labels.
struct ClusterColumns {
  private enum Source {
    case catalogue(Int)
    case label(Int)
  }

  private let reader: SessionReader
  private let clusters: [Cluster]
  private let sources: [Source]
  private let labels: ThemeIndex?

  init(_ clusters: [Cluster], reader: SessionReader) throws {
    var themes: [Theme] = []
    sources = clusters.map { cluster in
      if let place = reader.catalogue.place(of: cluster.key) { return .catalogue(place) }
      themes.append(
        Theme(
          id: cluster.key, label: cluster.theme, area: "", dimensions: cluster.dimensions, valence: cluster.valence,
          paraphrases: [], cues: [], relations: []))
      return .label(themes.count - 1)
    }
    labels =
      themes.isEmpty
      ? nil
      : try ThemeIndex(themes: themes, lexicon: reader.lexicon, encoder: reader.encoder, rarity: reader.themes.rarity)
    self.reader = reader
    self.clusters = clusters
  }

  /// Scores of runs of words, a row a run and a column a cluster, without regard to what process they carry.
  func scores(of runs: [Range<Int>], in turn: TurnReading) throws -> [[Double]] {
    let known = try reader.themes.scores(of: runs, in: turn)
    let named = try labels?.scores(of: runs, in: turn)
    return runs.indices.map { row(known[$0], named?[$0]) }
  }

  /// Scores of the parts of a turn, as `TurnReading.parts` has them.
  func partScores(of turn: TurnReading) throws -> [[Double]] {
    let named = try labels?.scores(of: turn.parts, in: turn)
    return turn.parts.indices.map { row(turn.partScores[$0], named?[$0]) }
  }

  private func row(_ known: [Double], _ named: [Double]?) -> [Double] {
    sources.map { source in
      switch source {
      case .catalogue(let place): known[place]
      case .label(let place): named?[place] ?? 0
      }
    }
  }

  /// What the best clause or sentence counts, against the turn as a whole.
  private static let partShare = 0.45
  /// What the therapist asks before a turn and takes up after it counts this much: therapists name in plain words what clients
  /// say in pictures. For a short answer ("Every night.") the question counts more.
  private static let contextShare = 0.2
  private static let shortAnswerWords = 12
  private static let questionShare = 0.35

  /// Scores of a process for each cluster: the best of its clauses and sentences and the whole turn, corrected for valence and
  /// dimensions that disagree.
  func scores(of process: Process, text: String, before: String?, after: String?) throws -> [Double] {
    let turn = try reader.read(text)
    guard !turn.spoken.words.isEmpty else { return [Double](repeating: 0, count: clusters.count) }
    let parts = try partScores(of: turn)
    let named = try labels?.scores(of: [turn.spoken.words.indices], in: turn)[0]
    let all = row(turn.wholeScores, named)
    let isShort = turn.spoken.words.count <= Self.shortAnswerWords
    let asked = try before.map { try context($0, isBefore: true) }
    let taken = try after.map { try context($0, isBefore: false) }
    return clusters.indices.map { column in
      let best = parts.map { $0[column] }.max() ?? 0
      var score = Self.partShare * best + (1 - Self.partShare) * all[column]
      if let asked { score += (isShort ? Self.questionShare : Self.contextShare) * asked[column] }
      if let taken { score += Self.contextShare * taken[column] }
      return min(1, score * agreement(of: process, with: clusters[column]))
    }
  }

  /// The last sentence before a turn is the question that it answers; the first after it takes it up.
  private func context(_ text: String, isBefore: Bool) throws -> [Double] {
    let turn = try reader.read(text)
    let sentence = isBefore ? turn.spoken.sentences.last : turn.spoken.sentences.first
    guard let sentence, let part = turn.parts.firstIndex(of: sentence) else {
      return [Double](repeating: 0, count: clusters.count)
    }
    return try partScores(of: turn)[part]
  }

  /// 0.5…1: a process that does the client good does not belong to a cluster that does harm, unless the words say so plainly.
  private func agreement(of process: Process, with cluster: Cluster) -> Double {
    let shared = process.dimensions.count { cluster.dimensions.contains($0) }
    let either = Set(process.dimensions).union(cluster.dimensions).count
    let dimensions = 0.8 + 0.2 * Double(shared) / Double(max(1, either))
    let isOpposite = process.valence != .neutral && cluster.valence != .neutral && process.valence != cluster.valence
    return dimensions * (isOpposite ? 0.75 : 1)
  }
}
