import CaseModel
import SentenceEncoder

/// How well words fit each of some themes.
///
/// Three views are added up: likeness of wording (the closest paraphrase), likeness of concepts (the lexicon's, which see through
/// wording), and the theme's own cues. All weights are set by hand; halving that of the concepts costs the matched F1 of
/// clusters on the planted clients .04 to .08, the others move it less.
struct ThemeIndex: Sendable {
  /// A neural encoder sees through wording by itself: with one, wording should weigh more and concepts less.
  static let wordingWeight = 0.45
  static let conceptWeight = 0.9
  static let cueWeight = 0.5

  private let encoder: any SentenceEncoding
  private let lexicon: Lexicon
  let count: Int
  /// Transposed: `width` rows of one float for each paraphrase, so that a vector of few entries costs few rows.
  private let columns: [[Float]]
  private let themeOfParaphrase: [Int]
  /// For each concept, the themes that have it, with the weight of a unit vector for each theme.
  private var themesOfConcept: [[(theme: Int, weight: Double)]]
  /// How much a concept tells themes apart.
  private(set) var rarity: [Double]
  private var cues = PhraseBook<(theme: Int, weight: Double)>()

  /// - Parameter rarity: how much each concept of the lexicon tells themes apart; learned from the themes themselves when `nil`,
  ///   which takes a whole catalogue.
  init(themes: [Theme], lexicon: Lexicon, encoder: any SentenceEncoding, rarity known: [Double]? = nil) throws {
    self.encoder = encoder
    self.lexicon = lexicon
    count = themes.count
    var texts: [String] = []
    var owners: [Int] = []
    for (index, theme) in themes.enumerated() {
      texts += [theme.label] + theme.paraphrases
      owners += [Int](repeating: index, count: theme.paraphrases.count + 1)
    }
    let vectors = try encoder.encode(texts)
    var columns = [[Float]](repeating: [Float](repeating: 0, count: texts.count), count: encoder.width)
    for (row, vector) in vectors.enumerated() {
      for (column, value) in vector.enumerated() where value != 0 { columns[column][row] = value }
    }
    self.columns = columns
    themeOfParaphrase = owners
    rarity = known ?? []
    themesOfConcept = [[(theme: Int, weight: Double)]](repeating: [], count: lexicon.concepts.count)
    addConcepts(of: themes)
    addCues(of: themes)
  }

  /// Scores of each run of words for each theme, about 0…1.
  func scores(of runs: [Range<Int>], in turn: TurnReading) throws -> [[Double]] {
    let wording = try wordingScores(of: runs.map { turn.text(of: $0) })
    return zip(runs, wording).map { run, wording in
      let concepts = conceptScores(of: turn.hits(in: run))
      let cues = cueScores(of: turn.spoken, run)
      let trust = Double(run.count) / (Double(run.count) + Self.wordPrior)
      return (0..<count).map { theme in
        Self.wordingWeight * trust * wording[theme] + Self.conceptWeight * concepts[theme] + Self.cueWeight
          * cues[theme]
      }
    }
  }

  /// The cosine with the closest paraphrase of each theme.
  private func wordingScores(of texts: [String]) throws -> [[Double]] {
    try encoder.encode(texts).map { vector in
      var products = [Float](repeating: 0, count: themeOfParaphrase.count)
      for (place, value) in vector.enumerated() where value != 0 {
        columns[place].withUnsafeBufferPointer { column in
          for row in products.indices { products[row] += value * column[row] }
        }
      }
      var best = [Double](repeating: 0, count: count)
      for (row, product) in products.enumerated() {
        best[themeOfParaphrase[row]] = max(best[themeOfParaphrase[row]], Double(product))
      }
      return best
    }
  }

  /// Concepts that a short clause lacks to be taken at its word, as the length of their vector.
  private static let conceptPrior = 2.5
  /// What a single word says of a concept, against a phrase.
  private static let singleWord = 0.6
  /// Said again, a concept is surer, up to this many phrases.
  private static let mostMentions = 1.6
  /// Words that a short clause lacks to be taken at its word.
  private static let wordPrior = 3.0
  /// Cues that make half of the full score.
  private static let halfOfCues = 1.5
  /// What a cue of one word weighs, against one of several.
  private static let singleWordCue = 0.5
  /// What a mention in a theme's texts weighs against the lexicon's knowledge of the theme.
  private static let textShare = 0.15
  /// Mentions in a theme's texts beyond this number say no more.
  private static let mostInTexts = 6.0

  /// The cosine between the concepts spoken of and those of each theme, less for a clause that speaks of few.
  private func conceptScores(of hits: [ConceptHit]) -> [Double] {
    var scores = [Double](repeating: 0, count: count)
    var squares = 0.0
    var mentions: [Int: Double] = [:]
    for hit in hits {
      mentions[hit.concept, default: 0] += hit.specificity > 1 ? 1 : Self.singleWord
    }
    for (concept, mention) in mentions.sorted(by: { $0.key < $1.key }) {
      let value = rarity[concept] * min(Self.mostMentions, mention)
      squares += value * value
      for (theme, weight) in themesOfConcept[concept] { scores[theme] += value * weight }
    }
    guard squares > 0 else { return scores }
    let length = (squares + Self.conceptPrior * Self.conceptPrior).squareRoot()
    return scores.map { $0 / length }
  }

  /// Cues add up, each with less than the one before.
  private func cueScores(of text: SpokenText, _ run: Range<Int>) -> [Double] {
    var sums = [Double](repeating: 0, count: count)
    for match in cues.matches(in: text.words, run) { sums[match.tag.theme] += match.tag.weight }
    return sums.map { $0 / (Self.halfOfCues + $0) }
  }

  private mutating func addConcepts(of themes: [Theme]) {
    var counts = [[Int: Double]](repeating: [:], count: count)
    var themesWith = [Int](repeating: 0, count: lexicon.concepts.count)
    for (index, theme) in themes.enumerated() {
      // What the label and the cues name is the theme; what one paraphrase mentions by the way is an accident.
      for (text, weight) in [(theme.label, 3.0)] + theme.cues.map({ ($0, 1.0) }) + theme.paraphrases.map({ ($0, 1.0) })
      {
        let words = SpokenText(text).words
        for concept in Set(lexicon.conceptBook.matches(in: words, words.indices).map(\.tag)) {
          counts[index][concept, default: 0] += weight
        }
      }
      if let known = lexicon.themeConcepts[theme.id] {
        // What is known of the theme decides; its texts add a little colour.
        counts[index] = counts[index].mapValues { min(Self.mostInTexts, $0) * Self.textShare }
        for (concept, weight) in known { counts[index][concept, default: 0] += 2 * weight }
      } else {
        counts[index] = counts[index].filter { $0.value > 1 }.mapValues { min(Self.mostInTexts, $0) }
      }
      for (concept, count) in counts[index] where count >= 1 { themesWith[concept] += 1 }
    }
    if rarity.isEmpty {
      rarity = themesWith.map { StableLogarithm.natural(Double(1 + count) / Double(1 + $0)) + 0.3 }
    }
    for (index, concepts) in counts.enumerated() {
      let weights = concepts.sorted { $0.key < $1.key }.map { concept, count in
        (concept: concept, weight: count * rarity[concept])
      }
      let length = weights.map { $0.weight * $0.weight }.reduce(0, +).squareRoot()
      for (concept, weight) in weights { themesOfConcept[concept].append((index, weight / length)) }
    }
  }

  private mutating func addCues(of themes: [Theme]) {
    var owners: [String: Int] = [:]
    for cue in themes.flatMap(\.cues) { owners[cue.lowercased(), default: 0] += 1 }
    for (index, theme) in themes.enumerated() {
      for cue in theme.cues {
        // As words, so that punctuation and the marks of lexicon phrases are nothing special in a cue.
        let words = SpokenText(cue).words.map(\.text)
        guard let phrase = Phrase(words.joined(separator: " ")) else { continue }
        let weight = (words.count > 1 ? 1 : Self.singleWordCue) / Double(owners[cue.lowercased()] ?? 1)
        cues.add(phrase, tag: (index, weight))
      }
    }
  }
}
