import SentenceEncoder

/// One utterance as words with their places, cut into sentences and clauses.
struct SpokenText: Sendable {
  typealias Position = String.UnicodeScalarView.Index

  /// What stands between a word and the one before it.
  enum Gap: Int, Comparable, Sendable {
    case none, comma, dash, stop, question

    static func < (left: Gap, right: Gap) -> Bool { left.rawValue < right.rawValue }
  }

  struct Word: Sendable {
    /// In lower case, with a straight apostrophe.
    var text: String
    /// See `WordStem`.
    var stem: String
    var range: Range<Position>
    /// Between this word and the one before.
    var gap: Gap
  }

  let text: String
  let words: [Word]
  /// Runs of word indices. Together they cover all words, in order.
  let sentences: [Range<Int>]
  /// Runs of word indices, each inside one sentence. Together they cover all words, in order.
  let clauses: [Range<Int>]
  /// For each sentence, whether it ends in a question mark.
  let questions: [Bool]

  init(_ text: String) {
    self.text = text
    var scanner = WordScanner(text)
    let words = scanner.scan()
    let lastGap = scanner.gap
    self.words = words
    sentences = Self.runs(of: words) { words[$0].gap >= .stop }
    questions = sentences.map { sentence in
      (sentence.upperBound < words.count ? words[sentence.upperBound].gap : lastGap) == .question
    }
    clauses = ClauseSplitter.clauses(of: words)
  }

  /// The characters from the first to the last word of a run, with what stands between them.
  func range(of run: Range<Int>) -> Range<Position>? {
    guard !run.isEmpty, run.lowerBound >= 0, run.upperBound <= words.count else { return nil }
    return words[run.lowerBound].range.lowerBound..<words[run.upperBound - 1].range.upperBound
  }

  static func runs(of words: [Word], startsAt isStart: (Int) -> Bool) -> [Range<Int>] {
    var runs: [Range<Int>] = []
    var start = 0
    for index in words.indices where index > start && isStart(index) {
      runs.append(start..<index)
      start = index
    }
    if start < words.count { runs.append(start..<words.count) }
    return runs
  }
}

/// Finds the words of an utterance. Sounds without a meaning ("um") and the torn starts of stammered words ("deter-" in
/// "deter-determined") are left out, so that phrases match across them; the quote still shows them.
private struct WordScanner {
  private let scalars: String.UnicodeScalarView
  private var position: SpokenText.Position
  private var words: [SpokenText.Word] = []
  /// What was read since the last word.
  private(set) var gap = SpokenText.Gap.none

  private static let sounds: Set<String> = ["um", "uh", "er", "erm", "uhm", "ah", "hmm", "mm", "mhm", "eh"]

  init(_ text: String) {
    scalars = text.unicodeScalars
    position = scalars.startIndex
  }

  mutating func scan() -> [SpokenText.Word] {
    while position < scalars.endIndex {
      let scalar = scalars[position]
      if scalar == "[" {
        skipRemark()
      } else if Self.isLetter(scalar) {
        scanWord()
      } else {
        note(scalar)
        position = scalars.index(after: position)
      }
    }
    return words
  }

  /// `[laughs]` and `[unintelligible 00:03:24]` are the transcriber's words, not the speaker's.
  private mutating func skipRemark() {
    let rest = scalars[position...]
    if let end = rest.firstIndex(of: "]") {
      position = scalars.index(after: end)
    } else {
      position = scalars.index(after: position)
    }
  }

  private mutating func scanWord() {
    let start = position
    var end = position
    var text = ""
    while position < scalars.endIndex {
      let scalar = scalars[position]
      if Self.isLetter(scalar) {
        append(scalar, to: &text)
      } else if Self.isApostrophe(scalar), isLetter(after: position) {
        text.unicodeScalars.append("'")
      } else {
        break
      }
      position = scalars.index(after: position)
      end = position
    }
    guard !Self.sounds.contains(text) else { return }
    // The second "I" of "I-I think" and "deter-determined": the torn start gives way to the whole word.
    if gap == .dash, let last = words.last, isStammer(last, before: text, at: start) {
      words.removeLast()
      gap = last.gap
    }
    words.append(
      SpokenText.Word(
        text: text, stem: WordStem.stem(of: text), range: start..<end, gap: words.isEmpty ? .none : gap))
    gap = .none
  }

  private func isStammer(_ word: SpokenText.Word, before text: String, at start: SpokenText.Position) -> Bool {
    text.hasPrefix(word.text)
      && scalars[word.range.upperBound..<start].allSatisfy { Self.isDash($0) || $0.properties.isWhitespace }
  }

  private mutating func note(_ scalar: Unicode.Scalar) {
    switch scalar {
    case ".", "!", ";", "\u{2026}", "\n": gap = max(gap, .stop)
    case "?": gap = max(gap, .question)
    case ",", ":": gap = max(gap, .comma)
    case _ where Self.isDash(scalar): gap = max(gap, .dash)
    default: break
    }
  }

  private func isLetter(after place: SpokenText.Position) -> Bool {
    let next = scalars.index(after: place)
    return next < scalars.endIndex && Self.isLetter(scalars[next])
  }

  private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isASCII { return (97...122).contains(scalar.value | 32) || (48...57).contains(scalar.value) }
    return scalar.properties.isAlphabetic || scalar.properties.generalCategory == .nonspacingMark
  }

  private static func isApostrophe(_ scalar: Unicode.Scalar) -> Bool { scalar == "'" || scalar == "\u{2019}" }

  private static func isDash(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "-" || scalar == "\u{2013}" || scalar == "\u{2014}"
  }

  private func append(_ scalar: Unicode.Scalar, to text: inout String) {
    if !scalar.isASCII {
      text += scalar.properties.lowercaseMapping
    } else {
      let isCapital = (65...90).contains(scalar.value)
      text.unicodeScalars.append(isCapital ? Unicode.Scalar(UInt8(scalar.value | 32)) : scalar)
    }
  }
}
