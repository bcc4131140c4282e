import CaseModel
import SentenceEncoder

/// What the three stages share: the lexicon, the theme catalogue, and a way to read a turn with both.
struct SessionReader: Sendable {
  let lexicon: Lexicon
  let catalogue: ThemeCatalogue
  let themes: ThemeIndex
  let encoder: any SentenceEncoding
  private let memory = ReadingMemory()

  init(lexicon: Lexicon, catalogue: ThemeCatalogue, encoder: any SentenceEncoding) throws {
    self.lexicon = lexicon
    self.catalogue = catalogue
    self.encoder = encoder
    themes = try ThemeIndex(themes: catalogue.themes, lexicon: lexicon, encoder: encoder)
  }

  /// A client turn of at least this many words says something.
  static let substantiveWords = 5
  /// … and a client with at least this many such turns has a network.
  static let substantiveTurns = 8

  static func isSubstantial(_ utterances: [Utterance]) -> Bool {
    let turns = utterances.lazy.filter { $0.speaker == .client && SpokenText($0.text).words.count >= substantiveWords }
    return turns.prefix(substantiveTurns).count == substantiveTurns
  }

  /// A turn as read before, or read now.
  func read(_ text: String) throws -> TurnReading {
    if let known = memory[text] { return known }
    var turn = TurnReading(text, lexicon: lexicon)
    let runs = turn.parts + [turn.spoken.words.indices]
    let scores = turn.spoken.words.isEmpty ? [] : try themes.scores(of: runs, in: turn)
    turn.partScores = Array(scores.dropLast())
    turn.wholeScores = scores.last ?? [Double](repeating: 0, count: themes.count)
    memory[text] = turn
    return turn
  }
}

/// One turn with what the lexicon and the catalogue find in it.
struct TurnReading: Sendable {
  struct Clause: Sendable {
    var words: Range<Int>
    var hits: [ConceptHit]
    /// Words that have content of their own.
    var contentWords: Int
    var isQuestion: Bool
    /// What somebody else said.
    var isReported: Bool
  }

  let spoken: SpokenText
  let clauses: [Clause]
  /// The clauses, then the sentences of several clauses.
  let parts: [Range<Int>]
  /// A row for each part, a column for each theme of the catalogue.
  var partScores: [[Double]] = []
  var wholeScores: [Double] = []
  private let lists: [Lexicon.List: [Range<Int>]]

  init(_ text: String, lexicon: Lexicon) {
    let spoken = SpokenText(text)
    var lists: [Lexicon.List: [Range<Int>]] = [:]
    for match in lexicon.lists.matches(in: spoken.words, spoken.words.indices) {
      lists[match.tag, default: []].append(match.words)
    }
    let functionWords = Set((lists[.functionWords] ?? []).flatMap { Array($0) })
    let negations = lists[.negations] ?? []
    let reported = lists[.reported] ?? []
    clauses = spoken.clauses.map { run in
      let sentence = spoken.sentences.firstIndex { $0.contains(run.lowerBound) } ?? 0
      return Clause(
        words: run, hits: lexicon.hits(in: spoken, run, negations: negations),
        contentWords: run.count { !functionWords.contains($0) },
        isQuestion: spoken.questions.indices.contains(sentence) && spoken.questions[sentence],
        isReported: reported.contains { run.overlaps($0) })
    }
    parts = spoken.clauses + spoken.sentences.filter { !spoken.clauses.contains($0) }
    self.spoken = spoken
    self.lists = lists
  }

  func text(of run: Range<Int>) -> String {
    spoken.range(of: run).map { String(spoken.text.unicodeScalars[$0]) } ?? ""
  }

  func quote(of run: Range<Int>) -> Quote? {
    spoken.range(of: run).map { Quote($0, of: spoken.text) }
  }

  /// The same with the punctuation that ends it, so that two quotes that follow one another read as one.
  func quoteWithEnd(of run: Range<Int>) -> Quote? {
    guard let range = spoken.range(of: run) else { return nil }
    let end = spoken.text.unicodeScalars[range.upperBound...].firstIndex {
      !".,;:!?\u{2026}".unicodeScalars.contains($0)
    }
    return Quote(range.lowerBound..<(end ?? spoken.text.unicodeScalars.endIndex), of: spoken.text)
  }

  /// The concepts in a run of words.
  func hits(in run: Range<Int>) -> [ConceptHit] {
    clauses.flatMap(\.hits).filter { run.lowerBound <= $0.words.lowerBound && $0.words.upperBound <= run.upperBound }
  }

  /// Where phrases of a list stand, inside a run of words or anywhere.
  func places(of list: Lexicon.List, in run: Range<Int>? = nil) -> [Range<Int>] {
    let all = lists[list] ?? []
    guard let run else { return all }
    return all.filter { run.lowerBound <= $0.lowerBound && $0.upperBound <= run.upperBound }
  }

  func has(_ list: Lexicon.List, in run: Range<Int>? = nil) -> Bool { !places(of: list, in: run).isEmpty }

  func contentWords(in run: Range<Int>) -> Int {
    let empty = Set(places(of: .functionWords).flatMap { Array($0) })
    return run.count { !empty.contains($0) }
  }
}
