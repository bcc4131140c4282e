import CaseModel
import SentenceEncoder

/// What the three stages share: the lexicon, the theme catalogue, and a way to read a turn with both.
struct SessionReader: Sendable {
  let lexicon: Lexicon
  let catalogue: ThemeCatalogue
  let themes: ThemeIndex
  let encoder: any SentenceEncoding

  init(lexicon: Lexicon, catalogue: ThemeCatalogue, encoder: any SentenceEncoding) throws {
    self.lexicon = lexicon
    self.catalogue = catalogue
    self.encoder = encoder
    themes = try ThemeIndex(themes: catalogue.themes, lexicon: lexicon, encoder: encoder)
  }

  func read(_ text: String) -> TurnReading { TurnReading(text, lexicon: lexicon) }
}

/// One turn with what the lexicon finds in it.
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
  /// Negations and diminishing words, by their first word.
  let negators: [PhraseBook<Int>.Match]

  init(_ text: String, lexicon: Lexicon) {
    let spoken = SpokenText(text)
    let negators = lexicon.matches(.negations, in: spoken)
    let functionWords = Set(lexicon.matches(.functionWords, in: spoken).flatMap { Array($0.words) })
    let reported = lexicon.matches(.reported, in: spoken)
    self.spoken = spoken
    self.negators = negators
    clauses = spoken.clauses.map { run in
      let sentence = spoken.sentences.firstIndex { $0.contains(run.lowerBound) } ?? 0
      return Clause(
        words: run, hits: lexicon.hits(in: spoken, run, negators: negators),
        contentWords: run.count { !functionWords.contains($0) },
        isQuestion: spoken.questions.indices.contains(sentence) && spoken.questions[sentence],
        isReported: reported.contains { run.overlaps($0.words) })
    }
  }

  func text(of run: Range<Int>) -> String {
    spoken.range(of: run).map { String(spoken.text.unicodeScalars[$0]) } ?? ""
  }

  func quote(of run: Range<Int>) -> Quote? {
    spoken.range(of: run).map { Quote($0, of: spoken.text) }
  }

  /// The concepts in a run of words.
  func hits(in run: Range<Int>) -> [ConceptHit] {
    clauses.flatMap(\.hits).filter { run.lowerBound <= $0.words.lowerBound && $0.words.upperBound <= run.upperBound }
  }
}
