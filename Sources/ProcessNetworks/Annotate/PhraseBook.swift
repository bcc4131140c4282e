import SentenceEncoder

/// A phrase of the lexicon, compiled: `can't|cannot sleep`, `worr*`, `stop ... =from`.
///
/// Words are separated by blanks. A word stands for all its inflections ("make" for "makes", "made", "making"); `=word` for
/// itself alone; `begin*` for any word that begins so; `a|b` for either. `...` is up to three words that do not end a sentence.
/// A phrase begins and ends with a word.
struct Phrase: Sendable {
  enum Element: Hashable, Sendable {
    case words([Form])
    case anything
  }

  enum Form: Hashable, Sendable {
    case exactly(String)
    case stem(String)
    case beginning(String)

    init(_ source: Substring) {
      if source.hasSuffix("*") {
        self = .beginning(String(source.dropLast()))
      } else if source.hasPrefix("=") {
        self = .exactly(String(source.dropFirst()))
      } else {
        self = .stem(WordStem.stem(of: String(source)))
      }
    }

    func fits(_ word: SpokenText.Word) -> Bool {
      switch self {
      case .exactly(let text): word.text == text
      case .stem(let stem): word.stem == stem
      case .beginning(let text): word.text.utf8.starts(with: text.utf8)
      }
    }
  }

  static let longestGap = 3

  let source: String
  let elements: [Element]

  /// `nil` when the phrase is empty, begins or ends with `...`, or a beginning is shorter than two letters.
  init?(_ source: String) {
    self.source = source
    elements = source.split(separator: " ").map { part in
      if part == "..." { return .anything }
      return .words(part.split(separator: "|").map(Form.init))
    }
    guard case .words(let first)? = elements.first, case .words? = elements.last else { return nil }
    for case .beginning(let text) in first where text.utf8.count < 2 { return nil }
  }

  /// Words that are matched by name, which is how specific the phrase is.
  var wordCount: Int { elements.count { $0 != .anything } }

  /// Where a match that begins at `start` ends, or `nil`.
  func end(in words: [SpokenText.Word], from start: Int, element: Int = 0, limit: Int) -> Int? {
    guard element < elements.count else { return start }
    switch elements[element] {
    case .words(let forms):
      guard start < limit, element == 0 || words[start].gap < .stop else { return nil }
      let word = words[start]
      guard forms.contains(where: { $0.fits(word) }) else { return nil }
      return end(in: words, from: start + 1, element: element + 1, limit: limit)
    case .anything:
      for skipped in 0...Self.longestGap where start + skipped < limit {
        if let end = end(in: words, from: start + skipped, element: element + 1, limit: limit) { return end }
        if words[start + skipped].gap >= .stop { return nil }
      }
      return nil
    }
  }
}

/// Many phrases, found in one pass over the words. Each has a tag that says what it stands for.
///
/// Phrases are looked up by their first two words where both are plain words, because hundreds begin with "I" or "don't".
struct PhraseBook<Tag> {
  struct Match {
    var tag: Tag
    var words: Range<Int>
    /// Words matched by name.
    var specificity: Int
  }

  private var entries: [(phrase: Phrase, tag: Tag)] = []
  /// A number for each plain word that begins a phrase or comes second.
  private var numbers: [Phrase.Form: Int] = [:]
  private var byPair: [Pair: [Int]] = [:]
  private var byFirst: [Int: [Int]] = [:]
  /// By the first two bytes of the beginning, which every one has.
  private var byBeginning: [UInt16: [(beginning: String, entry: Int)]] = [:]

  private struct Pair: Hashable {
    var first: Int
    var second: Int
  }

  var count: Int { entries.count }

  mutating func add(_ phrase: Phrase, tag: Tag) {
    let entry = entries.count
    entries.append((phrase, tag))
    guard case .words(let firsts)? = phrase.elements.first else { return }
    let seconds = plainSeconds(of: phrase)
    for first in firsts {
      if case .beginning(let text) = first {
        byBeginning[Self.firstTwo(text), default: []].append((text, entry))
      } else if let seconds {
        let number = number(of: first)
        for second in seconds {
          byPair[Pair(first: number, second: self.number(of: second)), default: []].append(entry)
        }
      } else {
        byFirst[number(of: first), default: []].append(entry)
      }
    }
  }

  /// The forms of the second word, unless there is none, or it may be anything, or one is only a beginning.
  private func plainSeconds(of phrase: Phrase) -> [Phrase.Form]? {
    guard phrase.elements.count > 1, case .words(let forms) = phrase.elements[1] else { return nil }
    for case .beginning in forms { return nil }
    return forms
  }

  private mutating func number(of form: Phrase.Form) -> Int {
    if let known = numbers[form] { return known }
    numbers[form] = numbers.count
    return numbers.count - 1
  }

  /// All matches inside a run of words, by their start and then in the order in which the phrases were added.
  func matches(in words: [SpokenText.Word], _ run: Range<Int>) -> [Match] {
    var matches: [Match] = []
    var here = run.isEmpty ? [] : numbers(of: words[run.lowerBound])
    for start in run {
      let next = start + 1 < run.upperBound ? numbers(of: words[start + 1]) : []
      for entry in candidates(for: words[start], here, next) {
        if let end = entries[entry].phrase.end(in: words, from: start, limit: run.upperBound) {
          let (phrase, tag) = entries[entry]
          matches.append(Match(tag: tag, words: start..<end, specificity: phrase.wordCount))
        }
      }
      here = next
    }
    return matches
  }

  private func numbers(of word: SpokenText.Word) -> [Int] {
    [numbers[.exactly(word.text)], numbers[.stem(word.stem)]].compactMap { $0 }
  }

  /// Phrases that may begin with this word, in the order in which they were added.
  private func candidates(for word: SpokenText.Word, _ here: [Int], _ next: [Int]) -> [Int] {
    var found: [Int] = []
    for first in here {
      if let more = byFirst[first] { found += more }
      for second in next {
        if let more = byPair[Pair(first: first, second: second)] { found += more }
      }
    }
    if let beginnings = byBeginning[Self.firstTwo(word.text)] {
      for (beginning, entry) in beginnings where word.text.utf8.starts(with: beginning.utf8) { found.append(entry) }
    }
    return found.count < 2 ? found : Set(found).sorted()
  }

  private static func firstTwo(_ text: String) -> UInt16 {
    text.utf8.prefix(2).reduce(0) { $0 << 8 | UInt16($1) }
  }
}

extension PhraseBook: Sendable where Tag: Sendable {}
extension PhraseBook.Match: Sendable where Tag: Sendable {}
