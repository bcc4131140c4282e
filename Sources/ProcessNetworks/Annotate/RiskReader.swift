import CaseModel

/// Finds what a turn says of danger, by rules that a person can read: a phrase of danger counts unless it is a manner of speaking,
/// is denied, is said of or by somebody else, or lies in the past.
///
/// It directs a clinician's attention and predicts nothing: no single sentence can.
struct RiskReader {
  struct Finding {
    var risk: Risk
    /// The clauses that say it.
    var words: Range<Int>
  }

  let lexicon: Lexicon

  /// - Parameter question: the therapist's turn before; "Do you think of ending your life?" – "Sometimes." is an answer.
  func finding(in turn: TurnReading, after question: TurnReading?) -> Finding? {
    var worst: Finding?
    for match in literalMatches(in: turn.spoken) {
      let risk = risk(of: match, in: turn)
      if risk > worst?.risk ?? .none { worst = Finding(risk: risk, words: clauses(around: match.words, in: turn)) }
    }
    if let answer = question.flatMap({ affirmed(by: turn, question: $0) }), answer.risk > worst?.risk ?? .none {
      worst = answer
    }
    return worst
  }

  /// Phrases of danger that no manner of speaking covers.
  private func literalMatches(in text: SpokenText) -> [PhraseBook<Lexicon.RiskRule>.Match] {
    let matches = lexicon.risks.matches(in: text.words, text.words.indices)
    let figures = matches.filter { $0.tag == .figure }
    return matches.filter { match in
      match.tag != .figure
        && !figures.contains { $0.words.overlaps(match.words) && $0.words.count >= match.words.count }
    }
  }

  private func risk(of match: PhraseBook<Lexicon.RiskRule>.Match, in turn: TurnReading) -> Risk {
    let clauses = clauses(around: match.words, in: turn)
    if isDenied(match.words, in: turn) || isOfSomebodyElse(match.words, clauses: clauses, in: turn)
      || isAskedByAnother(match.words, in: turn)
    {
      return .none
    }
    let isPast = turn.has(.past, in: clauses)
    switch match.tag {
    case .active: return isPast ? .passive : .active
    case .threat: return isPast ? .none : .active
    case .passive: return isPast ? .none : .passive
    case .figure: return .none
    }
  }

  private static let denials: Set<String> = [
    "not", "never", "don't", "didn't", "wouldn't", "won't", "haven't", "couldn't", "isn't", "wasn't", "no", "hadn't",
    "doesn't", "nothing", "without", "can't", "cannot", "nor",
  ]
  /// "can't stop thinking of", "don't know if I", "not sure I don't", "couldn't help": no denials.
  private static let undoing: Set<String> = [
    "stop", "know", "help", "sure", "deny", "say", "rule", "only", "just", "care", "matter",
  ]

  private func isDenied(_ run: Range<Int>, in turn: TurnReading) -> Bool {
    let words = turn.spoken.words
    var place = run.lowerBound - 1
    var steps = 0
    while place >= 0, steps < 6, words[place + 1].gap < .stop {
      if words[place].text == "but" { return false }
      if Self.denials.contains(words[place].text) {
        let between = words[(place + 1)..<run.lowerBound].map(\.stem)
        // "No, I wouldn't" denies; "No. I want to die" and "no, I want to die" do not.
        if words[place].text == "no", place + 1 < words.count, words[place + 1].gap != .none { return false }
        return !between.contains { Self.undoing.contains($0) }
      }
      place -= 1
      steps += 1
    }
    return false
  }

  private func isOfSomebodyElse(_ run: Range<Int>, clauses: Range<Int>, in turn: TurnReading) -> Bool {
    let words = turn.spoken.words
    let before = clauses.lowerBound..<run.lowerBound
    let isAboutClient = words[clauses].contains {
      ["i", "i'm", "i've", "i'd", "i'll", "me", "myself", "my life"].contains($0.text)
    }
    guard !isAboutClient else { return false }
    return turn.has(.otherPersons, in: before)
  }

  /// "They asked me if I wanted to kill myself" says nothing yet.
  private func isAskedByAnother(_ run: Range<Int>, in turn: TurnReading) -> Bool {
    let before = turn.spoken.words[max(0, run.lowerBound - 8)..<run.lowerBound]
    guard let asking = before.lastIndex(where: { ["ask", "wonder"].contains($0.stem) }) else { return false }
    let isClientsOwn = asking > 0 && ["i", "i've", "i'd"].contains(turn.spoken.words[asking - 1].text)
    return !isClientsOwn && before[asking...].contains { ["if", "whether", "about"].contains($0.text) }
  }

  private static let affirmations: Set<String> = [
    "yes", "yeah", "yep", "sometimes", "often", "maybe", "mhm", "daily", "constantly",
  ]

  /// A short answer that says yes to the therapist's question about danger.
  private func affirmed(by turn: TurnReading, question: TurnReading) -> Finding? {
    let words = turn.spoken.words
    guard words.count <= 12, question.spoken.questions.last == true, let first = words.first else { return nil }
    let isYes = Self.affirmations.contains(first.text) || (words.count <= 4 && ["i", "every"].contains(first.text))
    let isNo = words.contains { Self.denials.contains($0.text) || $0.text == "nope" }
    guard isYes, !isNo, let last = question.spoken.sentences.last else { return nil }
    let turned = question.spoken.words[last].map { word -> SpokenText.Word in
      var word = word
      if let own = Self.fromYouToMe[word.text] { (word.text, word.stem) = (own, own) }
      return word
    }
    let matches = lexicon.risks.matches(in: turned, turned.indices)
    guard !matches.contains(where: { $0.tag == .figure }) else { return nil }
    if matches.contains(where: { $0.tag == .active }) { return Finding(risk: .active, words: words.indices) }
    return matches.contains { $0.tag == .passive } ? Finding(risk: .passive, words: words.indices) : nil
  }

  private static let fromYouToMe = ["yourself": "myself", "your": "my", "you": "i", "you're": "i'm", "you've": "i've"]

  private func clauses(around run: Range<Int>, in turn: TurnReading) -> Range<Int> {
    let touched = turn.clauses.filter { $0.words.overlaps(run) }
    return (touched.first?.words.lowerBound ?? run.lowerBound)..<(touched.last?.words.upperBound ?? run.upperBound)
  }
}
