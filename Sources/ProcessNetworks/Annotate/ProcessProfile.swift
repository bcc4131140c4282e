import CaseModel
import SentenceEncoder

/// What the lexicon and the themes make of one client turn: is it a process, of which dimensions and valence, and where.
struct ProcessProfile {
  /// From which confidence on a turn counts as a process.
  static let threshold = 0.5

  private(set) var confidence = 0.0
  private(set) var dimensions: [Dimension] = []
  private(set) var valence = Valence.neutral
  private(set) var quoteWords: Range<Int>
  /// What the confidence was made from.
  private(set) var features = Features()

  struct Features {
    var words = 0.0
    var content = 0.0
    var concepts = 0.0
    var theme = 0.0
    var isAboutClient = false
    var smallTalk = 0.0
    var isQuestion = false
    var asked = 0.0
  }

  init(_ turn: TurnReading, after question: TurnReading?, reader: SessionReader) {
    quoteWords = turn.spoken.words.indices
    let best = Self.bestTheme(in: turn.partScores + [turn.wholeScores], themes: reader.catalogue.themes)
    let asked = question.map { Self.asked(by: $0, lexicon: reader.lexicon) } ?? [:]
    features = Self.features(of: turn, lexicon: reader.lexicon)
    features.theme = best?.score ?? 0
    features.asked = asked.values.max() ?? 0
    confidence = Self.confidence(features)
    dimensions = Self.dimensions(of: turn, asked: asked, theme: best, lexicon: reader.lexicon)
    valence = Self.valence(of: turn, theme: best, lexicon: reader.lexicon)
    quoteWords = Self.quoteWords(of: turn, clauseScores: turn.partScores.map { $0.max() ?? 0 }, lexicon: reader.lexicon)
  }

  private static func bestTheme(in scores: [[Double]], themes: [Theme]) -> (theme: Theme, score: Double)? {
    var best: (theme: Theme, score: Double)?
    for (index, theme) in themes.enumerated() {
      let score = scores.map { $0[index] }.max() ?? 0
      if score > best?.score ?? 0 { best = (theme, score) }
    }
    return best
  }

  /// The dimensions that the therapist asks about.
  static func asked(by question: TurnReading, lexicon: Lexicon) -> [Dimension: Double] {
    // The last sentences carry the question; what comes before reflects the client's words.
    let tail = question.spoken.sentences.suffix(2)
    guard let first = tail.first, let last = tail.last else { return [:] }
    var asked: [Dimension: Double] = [:]
    for match in lexicon.questions.matches(in: question.spoken.words, first.lowerBound..<last.upperBound) {
      for dimension in match.tag.dimensions { asked[dimension] = max(asked[dimension] ?? 0, match.tag.weight) }
    }
    return asked
  }

  private static func features(of turn: TurnReading, lexicon: Lexicon) -> Features {
    let text = turn.spoken
    var features = Features()
    let idle = Set((turn.places(of: .backchannels) + turn.places(of: .greetings)).flatMap { Array($0) })
    features.words = Double(text.words.count - idle.count)
    features.content = Double(turn.clauses.map(\.contentWords).reduce(0, +))
    var strongest: [Int: Double] = [:]
    for hit in turn.clauses.flatMap(\.hits) {
      let concept = lexicon.concepts[hit.concept]
      let weight = concept.weight * (concept.valence == .neutral ? 0.5 : 1)
      strongest[hit.concept] = max(strongest[hit.concept] ?? 0, weight)
    }
    features.concepts = strongest.sorted { $0.key < $1.key }.map(\.value).reduce(0, +)
    features.isAboutClient = text.words.contains {
      ["i", "i'm", "i've", "i'd", "i'll", "me", "my", "myself", "we", "we're"].contains($0.text)
    }
    features.smallTalk = Double(turn.places(of: .logistics).count + turn.places(of: .greetings).count)
    features.isQuestion = text.questions.last == true && text.questions.allSatisfy { $0 }
    return features
  }

  // The weights of the logistic, set by hand.
  private static let bias = 2.5
  /// For each four words, backchannels and greetings not counted.
  private static let fourWordsWeight = 0.6
  private static let conceptsWeight = 1.2
  private static let themeWeight = 1.2
  private static let clientWeight = 0.4
  private static let askedWeight = 2.0
  private static let smallTalkWeight = 0.8
  private static let questionWeight = 1.2

  /// A logistic over a few features; the threshold of 0.5 is where both kinds of error weigh the same.
  private static func confidence(_ features: Features) -> Double {
    var score = -bias
    score += fourWordsWeight * min(6, features.words / 4)
    score += conceptsWeight * min(2.5, features.concepts)
    score += themeWeight * min(1, features.theme)
    score += features.isAboutClient ? clientWeight : 0
    score += askedWeight * features.asked
    score -= smallTalkWeight * min(2, features.smallTalk)
    score -= features.isQuestion ? questionWeight : 0
    if features.words < 2 { score -= 1.5 }
    return 1 / (1 + Self.exponential(-score))
  }

  /// `e^x` by its series on a reduced argument: additions and multiplications alone, so that every platform agrees.
  private static func exponential(_ x: Double) -> Double {
    let reduced = max(-60, min(60, x)) / 64
    var term = 1.0
    var sum = 1.0
    for index in 1...12 {
      term *= reduced / Double(index)
      sum += term
    }
    for _ in 0..<6 { sum *= sum }
    return sum
  }

  private static let askedDimension = 0.8
  private static let themeDimension = 0.4
  private static let smallestDimension = 0.4
  /// Of the strongest dimension.
  private static let dimensionShare = 0.35
  private static let mostDimensions = 3

  /// How much the lexicon's concepts in a turn speak of each dimension.
  static func dimensionScores(of turn: TurnReading, lexicon: Lexicon) -> [Dimension: Double] {
    var scores: [Dimension: Double] = [:]
    var seen: [Int: Int] = [:]
    for hit in turn.clauses.flatMap(\.hits) {
      let concept = lexicon.concepts[hit.concept]
      let repeats = seen[hit.concept, default: 0]
      seen[hit.concept] = repeats + 1
      // Said again it says less.
      let weight = concept.weight / Double(1 + repeats)
      for dimension in concept.dimensions {
        scores[dimension, default: 0] += weight / Double(concept.dimensions.count).squareRoot()
      }
    }
    return scores
  }

  private static func dimensions(
    of turn: TurnReading, asked: [Dimension: Double], theme: (theme: Theme, score: Double)?, lexicon: Lexicon
  ) -> [Dimension] {
    var scores = dimensionScores(of: turn, lexicon: lexicon)
    for (dimension, weight) in asked { scores[dimension, default: 0] += askedDimension * weight }
    if let theme {
      for dimension in theme.theme.dimensions { scores[dimension, default: 0] += themeDimension * min(1, theme.score) }
    }
    let ranked = Dimension.allCases.compactMap { dimension in scores[dimension].map { (dimension, $0) } }
      .sorted { $0.1 != $1.1 ? $0.1 > $1.1 : $0.0 < $1.0 }
    guard let top = ranked.first else { return [.cognition] }
    return ranked.prefix(mostDimensions).filter {
      $0.1 >= max(smallestDimension, dimensionShare * top.1) || $0.0 == top.0
    }.map(\.0).sorted()
  }

  private static let neutralBand = 0.45
  private static let themeValenceWeight = 0.6

  private static func valence(
    of turn: TurnReading, theme: (theme: Theme, score: Double)?, lexicon: Lexicon
  ) -> Valence {
    var score = 0.0
    for hit in turn.clauses.flatMap(\.hits) { score += lexicon.polarity(of: hit) }
    if let theme, theme.theme.valence != .neutral {
      score += (theme.theme.valence == .adaptive ? themeValenceWeight : -themeValenceWeight) * min(1, theme.score)
    }
    return score > neutralBand ? .adaptive : score < -neutralBand ? .maladaptive : .neutral
  }

  /// The run of clauses with the most evidence: each clause is worth what the lexicon and the themes find in it, less a price,
  /// so that a clause without any ends the run (Kadane's maximum subarray).
  private static func quoteWords(of turn: TurnReading, clauseScores: [Double], lexicon: Lexicon) -> Range<Int> {
    let values = zip(turn.clauses, clauseScores).map { clause, theme in
      clause.hits.map { lexicon.concepts[$0.concept] }.map { $0.weight * ($0.valence == .neutral ? 0.4 : 1) }.reduce(
        0, +)
        + 0.5 * theme + 0.02 * Double(min(10, clause.contentWords)) - 0.6
    }
    guard let strongest = values.max() else { return turn.spoken.words.indices }
    var best = values.firstIndex(of: strongest).map { $0..<($0 + 1) } ?? 0..<values.count
    var bestSum = strongest
    var sum = 0.0
    var start = 0
    for (index, value) in values.enumerated() {
      sum += value
      if sum > bestSum { (bestSum, best) = (sum, start..<(index + 1)) }
      if sum <= 0 { (sum, start) = (0, index + 1) }
    }
    return turn.clauses[best.lowerBound].words.lowerBound..<turn.clauses[best.upperBound - 1].words.upperBound
  }
}

extension Lexicon {
  /// −1…+1: how adaptive or maladaptive a mention is. Denied, it counts for the other side, though less plainly so.
  func polarity(of hit: ConceptHit) -> Double {
    let concept = concepts[hit.concept]
    switch concept.valence {
    case .neutral: return 0
    case .adaptive: return concept.weight * (hit.isNegated ? -0.8 : 1.1)
    case .maladaptive: return concept.weight * (hit.isNegated ? 0.7 : -1)
    }
  }
}
