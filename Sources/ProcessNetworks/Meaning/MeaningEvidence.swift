import CaseModel

/// What the client says, in one session, on ordered pairs of clusters that meet in one turn.
///
/// Every clause of the turn leans to one cluster of a pair or the other, by its embedding, and plays a part: it opens a condition or a
/// reason ("whenever I …", "because …"), follows from one ("so I …", "that makes me …"), or neither. The cluster that the conditions
/// lean to is the source. What comes first in a turn more often brings about what comes later than the other way round.
struct MeaningEvidence {
  /// A client turn with its clusters.
  private struct Turn {
    var utterance: Utterance
    var reading: TurnReading
    var process: Process
    /// Places in `clusters`.
    var members: [Int]
  }

  /// What each clause of a turn says of its part.
  private struct Parts {
    /// +1 where the clause is a condition or reason, less than 0 where it follows from one, else 0.
    var roles: [Double]
    var kinds: [Lexicon.Connective?]
    var connectives: [Range<Int>?]
  }

  let reader: MeaningReader
  private let clusters: [ClusterProfile]
  private let turns: [Turn]

  init(
    reader: MeaningReader, utterances: [Utterance], annotation: Annotation, memberships: [ClusterMembership],
    clusters: [ClusterProfile]
  ) throws {
    self.reader = reader
    let sorted = clusters.sorted { $0.cluster.key < $1.cluster.key }
    self.clusters = sorted
    let members = Dictionary(grouping: memberships, by: \.turn)
    let processes = Dictionary(annotation.processes.map { ($0.turn, $0) }, uniquingKeysWith: { first, _ in first })
    turns = utterances.compactMap { utterance in
      guard utterance.speaker == .client, let process = processes[utterance.turn], let own = members[utterance.turn]
      else { return nil }
      let places = own.compactMap { member in sorted.firstIndex { $0.cluster.key == member.clusterKey } }
      return Turn(
        utterance: utterance, reading: reader.read(utterance.text), process: process,
        members: places.sorted())
    }
  }

  func evidence() throws -> [EdgeEvidence] {
    try turns.flatMap { try evidence(in: $0) }.sorted { left, right in
      if left.pair != right.pair { return left.pair < right.pair }
      if left.targetTurn != right.targetTurn { return left.targetTurn < right.targetTurn }
      return left.kind.rawValue > right.kind.rawValue
    }
  }

  private func evidence(in turn: Turn) throws -> [EdgeEvidence] {
    let clauses = turn.reading.clauses
    guard clauses.count > 1 else { return [] }
    let parts = parts(of: turn.reading)
    let isLinked = parts.kinds.contains { $0 != nil }
    guard turn.members.count > 1 || isLinked else { return [] }
    let texts = clauses.map { turn.reading.text(of: $0.words) }
    let embeddings = zip(texts, try reader.vectors(of: texts)).map { text, vector in
      reader.embedding(of: reader.features(of: text, vector: vector))
    }
    var found: [EdgeEvidence] = []
    for (first, second) in pairs(in: turn, isLinked: isLinked, embeddings: embeddings) {
      let leaning = embeddings.map { embedding in
        clusters[first].total.embeddings.meanSimilarity(to: embedding)
          - clusters[second].total.embeddings.meanSimilarity(to: embedding)
      }
      found += pieces(first, second, leaning: leaning, parts: parts, turn: turn)
    }
    return found
  }

  /// A cluster that the turn does not belong to may still be what one of its linked clauses speaks of.
  private static let strangerFits = 0.5

  private func pairs(in turn: Turn, isLinked: Bool, embeddings: [Embedding]) -> [(Int, Int)] {
    var members = turn.members
    if members.count == 1, isLinked {
      let own = members[0]
      let others = clusters.indices.filter { $0 != own }.map { place in
        (place, embeddings.map { clusters[place].total.embeddings.meanSimilarity(to: $0) }.max() ?? 0)
      }
      if let best = others.max(by: { $0.1 < $1.1 }), best.1 >= Self.strangerFits { members.append(best.0) }
    }
    return members.enumerated().flatMap { index, first in members[(index + 1)...].map { (first, $0) } }
  }

  // MARK: Direction

  /// What place in the turn counts beside the part a clause plays.
  private static let placeShare = 0.5
  private static let effectRole = -0.7
  /// What helps acts on what harms more often than the other way round.
  private static let helpfulShare = 0.05

  private func parts(of reading: TurnReading) -> Parts {
    var parts = Parts(
      roles: [Double](repeating: 0, count: reading.clauses.count),
      kinds: [Lexicon.Connective?](repeating: nil, count: reading.clauses.count),
      connectives: [Range<Int>?](repeating: nil, count: reading.clauses.count))
    let matches = reader.lexicon.connectives.matches(in: reading.spoken.words, reading.spoken.words.indices)
      .sorted { $0.words.count > $1.words.count }
    for (index, clause) in reading.clauses.enumerated() where !clause.isReported && !clause.isQuestion {
      // Only what stands at the head of a clause governs it, and the longest of it.
      guard
        let match = matches.first(where: {
          $0.words.lowerBound >= clause.words.lowerBound
            && $0.words.lowerBound < clause.words.lowerBound + 3 && $0.words.upperBound <= clause.words.upperBound
        }),
        match.tag.weight >= 0.7
      else { continue }
      parts.kinds[index] = match.tag
      parts.connectives[index] = match.words
      parts.roles[index] = match.tag.order == .causeFirst ? Self.effectRole : 1
    }
    return parts
  }

  /// Above 0 where the clauses that weigh more lean to the first cluster of the pair.
  private static func balance(_ leaning: [Double], weights: [Double]) -> Double {
    let mean = weights.reduce(0, +) / Double(weights.count)
    let centred = weights.map { $0 - mean }
    let sum = centred.map(abs).reduce(0, +)
    return sum > 0 ? zip(leaning, centred).map(*).reduce(0, +) / sum : 0
  }

  private func pieces(_ first: Int, _ second: Int, leaning: [Double], parts: Parts, turn: Turn) -> [EdgeEvidence] {
    let count = leaning.count
    let places = (0..<count).map { Self.placeShare * (1 - 2 * Double($0) / Double(count - 1)) }
    let helpful = helpfulness(first) - helpfulness(second)
    let order = Self.balance(leaning, weights: places) + helpful
    let wording = Self.balance(leaning, weights: zip(places, parts.roles).map(+)) + helpful
    // The clauses that lean most to each of the two.
    let clauseOfFirst = leaning.indices.max { leaning[$0] < leaning[$1] } ?? 0
    let clauseOfSecond = leaning.indices.min { leaning[$0] < leaning[$1] } ?? 0
    guard clauseOfFirst != clauseOfSecond else { return [] }
    var found: [EdgeEvidence] = []
    func add(_ kind: EdgeEvidence.Kind, isStraight: Bool, connective: String) {
      let (source, target) = isStraight ? (first, second) : (second, first)
      let (from, to) = isStraight ? (clauseOfFirst, clauseOfSecond) : (clauseOfSecond, clauseOfFirst)
      let quotes = [from, to].map {
        turn.reading.quoteWithEnd(of: turn.reading.clauses[$0].words) ?? turn.process.quote
      }
      found.append(
        EdgeEvidence(
          pair: ClusterPair(source: clusters[source].cluster.key, target: clusters[target].cluster.key), kind: kind,
          sign: sign(source, target, turn: turn), strength: strength(of: turn.reading),
          sourceTurn: turn.utterance.turn, sourceQuote: quotes[0], targetTurn: turn.utterance.turn,
          targetQuote: quotes[1], connective: connective))
    }
    let link = parts.kinds.indices.first { parts.kinds[$0] != nil }
    if let link, let kind = parts.kinds[link], let words = parts.connectives[link] {
      add(kind.isDenial ? .denied : .stated, isStraight: wording > 0, connective: turn.reading.text(of: words))
    } else if turn.reading.has(.always) || turn.reading.has(.often) {
      // What always goes together is said to go together, also where no conjunction joins it.
      let words = turn.reading.places(of: .always) + turn.reading.places(of: .often)
      add(.stated, isStraight: wording > 0, connective: words.first.map { turn.reading.text(of: $0) } ?? "")
    }
    add(.adjacent, isStraight: order > 0, connective: "")
    return found
  }

  private func helpfulness(_ place: Int) -> Double {
    clusters[place].cluster.valence == .adaptive ? Self.helpfulShare / 2 : -Self.helpfulShare / 2
  }

  // MARK: Sign and strength

  /// What helps works against what harms, unless the turn as a whole says that it made things worse; like goes with like.
  private func sign(_ source: Int, _ target: Int, turn: Turn) -> EdgeSign {
    let (source, target) = (clusters[source].cluster, clusters[target].cluster)
    let expected = EdgePolarity.sign(source: source, target: target)
    if expected == .inhibitory, source.valence == .adaptive, turn.process.valence == .maladaptive {
      return .excitatory
    }
    return expected
  }

  private func strength(of reading: TurnReading) -> EdgeStrength {
    if reading.has(.sometimes) { return .weak }
    return reading.has(.always) ? .strong : .moderate
  }
}
