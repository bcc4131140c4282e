import CaseModel

/// A cause and an effect that a client joins in one turn.
struct CausalLink {
  /// Words of the cause; `nil` where it lies in what was said before this turn ("So I lie down.").
  var cause: Range<Int>?
  var effect: Range<Int>
  var connective: Range<Int>
  var kind: Lexicon.Connective
}

/// Finds explicit causal wording: "whenever I …, I end up …", "… so I don't have to …", "… because …".
struct CausalReader {
  let turn: TurnReading
  let lexicon: Lexicon

  private var text: SpokenText { turn.spoken }

  func links() -> [CausalLink] {
    connectives().compactMap { match in
      let clause = turn.clauses.first { $0.words.contains(match.words.lowerBound) }
      // What others say of cause and effect is not the client's own word; a question states nothing.
      guard let clause, !clause.isReported, !clause.isQuestion else { return nil }
      switch match.tag.order {
      case .leading: return leading(match)
      case .effectFirst: return effectFirst(match)
      case .causeFirst: return causeFirst(match)
      }
    }
  }

  /// Of overlapping connectives the longest; of equally long ones the first.
  private func connectives() -> [PhraseBook<Lexicon.Connective>.Match] {
    let found = lexicon.connectives.matches(in: text.words, text.words.indices)
    var kept: [PhraseBook<Lexicon.Connective>.Match] = []
    for match in found.sorted(by: {
      $0.words.count != $1.words.count ? $0.words.count > $1.words.count : $0.words.lowerBound < $1.words.lowerBound
    })
    where !kept.contains(where: { $0.words.overlaps(match.words) }) {
      kept.append(match)
    }
    return kept.sorted { $0.words.lowerBound < $1.words.lowerBound }
  }

  private func sentence(of word: Int) -> Range<Int> {
    text.sentences.first { $0.contains(word) } ?? text.words.indices
  }

  /// "Whenever I lie about, I think …", and the other way round: "I think … whenever I lie about".
  private func leading(_ match: PhraseBook<Lexicon.Connective>.Match) -> CausalLink? {
    let start = match.words.lowerBound
    let sentence = sentence(of: start)
    guard let clause = turn.clauses.first(where: { $0.words.contains(start) }) else { return nil }
    if let split = secondSubject(after: match.words.upperBound, in: start..<sentence.upperBound) {
      return link(cause: start..<split, effect: split..<sentence.upperBound, match)
    }
    if clause.words.upperBound < sentence.upperBound {
      return link(cause: start..<clause.words.upperBound, effect: clause.words.upperBound..<sentence.upperBound, match)
    }
    if start - sentence.lowerBound >= 2 {
      return link(cause: start..<sentence.upperBound, effect: sentence.lowerBound..<start, match)
    }
    guard let next = text.sentences.first(where: { $0.lowerBound == sentence.upperBound }) else { return nil }
    return link(cause: start..<sentence.upperBound, effect: next, match)
  }

  private static let subjects: Set<String> = [
    "i", "i'm", "i've", "i'd", "i'll", "my", "it", "it's", "it'll", "there's", "that's", "me",
  ]
  private static let binders: Set<String> = [
    "that", "what", "how", "and", "or", "if", "when", "of", "to", "with", "for", "about", "on", "in", "at", "like",
    "as", "but", "is", "do", "did", "am",
    "have", "was", "had", "could", "not", "than", "then", "where", "which", "who",
  ]

  /// Where the main clause begins: at a comma before a subject, or else at a subject that nothing binds to what precedes it.
  private func secondSubject(after place: Int, in run: Range<Int>) -> Int? {
    let words = text.words
    let places = (place + 1..<max(place + 1, run.upperBound)).filter { index in
      Self.subjects.contains(words[index].text) && run.upperBound - index >= 2
        && (words[index].gap != .none || !Self.binders.contains(words[index - 1].text))
    }
    return places.first { words[$0].gap != .none } ?? places.first {
      words[$0].text.hasPrefix("i") && !words[$0].text.hasPrefix("it")
    }
      ?? places.first
  }

  /// "I think … because I lie about"; at the start of a sentence "Because I lie about, I think …" or a reason for what was said
  /// in the sentence before.
  private func effectFirst(_ match: PhraseBook<Lexicon.Connective>.Match) -> CausalLink? {
    let start = match.words.lowerBound
    let sentence = sentence(of: start)
    if start - sentence.lowerBound >= 3 {
      return link(cause: start..<sentence.upperBound, effect: sentence.lowerBound..<start, match)
    }
    if let split = secondSubject(after: match.words.upperBound + 1, in: start..<sentence.upperBound) {
      return link(cause: start..<split, effect: split..<sentence.upperBound, match)
    }
    guard let before = text.sentences.last(where: { $0.upperBound == sentence.lowerBound }) else { return nil }
    return link(cause: sentence, effect: before, match)
  }

  /// "I lie about, so I …"; at the start of a sentence the cause is what was said before it.
  private func causeFirst(_ match: PhraseBook<Lexicon.Connective>.Match) -> CausalLink? {
    let start = match.words.lowerBound
    let sentence = sentence(of: start)
    let effect = start..<sentence.upperBound
    // A cause of empty words ("that", "it") stands for what was said before.
    if turn.contentWords(in: sentence.lowerBound..<start) >= 1 {
      return link(cause: sentence.lowerBound..<start, effect: effect, match)
    }
    guard sentence.lowerBound > 0 else { return link(cause: nil, effect: effect, match) }
    return link(cause: earlier(than: sentence.lowerBound), effect: effect, match)
  }

  private func link(cause: Range<Int>?, effect: Range<Int>, _ match: PhraseBook<Lexicon.Connective>.Match)
    -> CausalLink?
  {
    var cause = cause
    // "When I'm like that, …": the cause has no words of its own, so it takes what was said before it along.
    if let named = cause, turn.contentWords(in: named) <= 1, turn.hits(in: named).isEmpty, named.lowerBound > 0,
      effect.lowerBound >= named.upperBound
    {
      cause = earlier(than: named.lowerBound).lowerBound..<named.upperBound
    }
    guard effect.count >= 2, cause.map({ $0.count >= 2 }) ?? true else { return nil }
    return CausalLink(cause: cause, effect: effect, connective: match.words, kind: match.tag)
  }

  /// The one or two sentences before a word.
  private func earlier(than word: Int) -> Range<Int> {
    let before = text.sentences.filter { $0.upperBound <= word }.suffix(2)
    return (before.first?.lowerBound ?? 0)..<word
  }

}
