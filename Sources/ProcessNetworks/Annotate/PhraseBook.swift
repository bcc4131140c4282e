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

  /// `nil` when the phrase is empty or begins or ends with `...`.
  init?(_ source: String) {
    self.source = source
    elements = source.split(separator: " ").map { part in
      if part == "..." { return .anything }
      return .words(part.split(separator: "|").map(Form.init))
    }
    guard case .words? = elements.first, case .words? = elements.last else { return nil }
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
struct PhraseBook<Tag> {
  struct Match {
    var tag: Tag
    var words: Range<Int>
    /// Words matched by name.
    var specificity: Int
  }

  private var entries: [(phrase: Phrase, tag: Tag)] = []
  private var byWord: [String: [Int]] = [:]
  private var byStem: [String: [Int]] = [:]
  private var byBeginning: [String: [Int]] = [:]
  /// Bytes of the beginnings that there are, so that no others are looked up.
  private var beginningLengths: [Int] = []

  var count: Int { entries.count }

  mutating func add(_ phrase: Phrase, tag: Tag) {
    guard case .words(let forms)? = phrase.elements.first else { return }
    for form in forms {
      switch form {
      case .exactly(let text): byWord[text, default: []].append(entries.count)
      case .stem(let stem): byStem[stem, default: []].append(entries.count)
      case .beginning(let text): byBeginning[text, default: []].append(entries.count)
      }
    }
    beginningLengths = Set(byBeginning.keys.map(\.utf8.count)).sorted()
    entries.append((phrase, tag))
  }

  /// All matches inside a run of words, by their start and then in the order in which the phrases were added.
  func matches(in words: [SpokenText.Word], _ run: Range<Int>) -> [Match] {
    var matches: [Match] = []
    for start in run {
      for entry in candidates(for: words[start]) {
        let (phrase, tag) = entries[entry]
        if let end = phrase.end(in: words, from: start, limit: run.upperBound) {
          matches.append(Match(tag: tag, words: start..<end, specificity: phrase.wordCount))
        }
      }
    }
    return matches
  }

  /// Phrases whose first word may be this one, in the order in which they were added.
  private func candidates(for word: SpokenText.Word) -> [Int] {
    var found = byWord[word.text] ?? []
    var isSorted = true
    if let more = byStem[word.stem] {
      isSorted = found.isEmpty
      found += more
    }
    let bytes = word.text.utf8
    for length in beginningLengths {
      guard let end = bytes.index(bytes.startIndex, offsetBy: length, limitedBy: bytes.endIndex) else { break }
      // A beginning that cuts a letter of several bytes in two is no text, and no phrase has it.
      guard let beginning = String(bytes[..<end]), let more = byBeginning[beginning] else { continue }
      isSorted = found.isEmpty
      found += more
    }
    return isSorted ? found : Set(found).sorted()
  }
}

extension PhraseBook: Sendable where Tag: Sendable {}
extension PhraseBook.Match: Sendable where Tag: Sendable {}
