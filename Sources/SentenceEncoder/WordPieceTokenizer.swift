import Foundation

/// Splits a text into the word pieces of BERT's uncased vocabulary, as `BertTokenizerFast` does.
///
/// Wu et al. 2016 (arXiv:1609.08144) for WordPiece, Devlin et al. 2019 (arXiv:1810.04805) for the rest. Equal identifiers are
/// tested against the reference, not argued.
public struct WordPieceTokenizer: Sendable {
  /// Pieces of a text at most, `[CLS]` and `[SEP]` among them; what is beyond is cut off.
  public static let maximumCount = 256
  /// A longer word is `[UNK]`.
  private static let maximumScalarsOfWord = 100

  /// Pieces that there are; all identifiers are below.
  public var vocabularyCount: Int { vocabulary.count }

  private let vocabulary: WordPieceVocabulary
  private let unknown: Int32
  private let start: Int32
  private let end: Int32
  /// Read as one piece where they stand in a text, in just this spelling, as the reference does.
  private let special: [(spelling: [Unicode.Scalar], identifier: Int32)]

  /// - Parameter folder: the model's, of which `vocab.txt` is read.
  /// - Throws: `EncoderError` if the file is missing, has not 30,522 different lines, or lacks a special piece.
  public init(folder: URL) throws {
    let url = folder.appendingPathComponent("vocab.txt")
    let count = ModelConfiguration.miniLM.vocabSize
    let vocabulary = try WordPieceVocabulary(contentsOf: url, expectedCount: count)
    func identifier(of piece: String) throws -> Int32 {
      if let identifier = vocabulary.identifier(of: piece) { return identifier }
      let message = "The vocabulary lacks the piece \(piece)."
      throw EncoderError(.damaged, message, at: url.path, advice: ModelFolder.advice)
    }
    self.vocabulary = vocabulary
    unknown = try identifier(of: "[UNK]")
    start = try identifier(of: "[CLS]")
    end = try identifier(of: "[SEP]")
    special = try ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"].map {
      (Array($0.unicodeScalars), try identifier(of: $0))
    }
  }

  /// The identifiers of a text's pieces: `[CLS]`, those of the text, `[SEP]`; 2 to `maximumCount` of them. Any text will do.
  ///
  /// Time grows with the length of the text and no faster: a word is searched for pieces only up to 100 scalars, a piece has
  /// a few dozen at most, and the search ends when the identifiers are complete.
  public func identifiers(of text: String) -> [Int32] {
    var identifiers = [start]
    let limit = Self.maximumCount - 1
    var word = Word()
    let scalars = text.unicodeScalars
    var place = scalars.startIndex
    while place < scalars.endIndex, identifiers.count < limit {
      let scalar = scalars[place]
      if scalar == "[", let (identifier, spelling) = specialPiece(in: scalars[place...]) {
        finish(&word, into: &identifiers)
        identifiers.append(identifier)
        place = scalars.index(place, offsetBy: spelling)
        continue
      }
      place = scalars.index(after: place)
      let role = BertScalar.role(of: scalar)
      if role == .nothing { continue }
      if role != .other { finish(&word, into: &identifiers) }
      if role == .space { continue }
      BertScalar.folded(scalar) { part in
        let isWord = role == .other && BertScalar.isPunctuation(part)
        if isWord { finish(&word, into: &identifiers) }
        word.append(part)
        if isWord { finish(&word, into: &identifiers) }
      }
      if role == .ideograph { finish(&word, into: &identifiers) }
    }
    finish(&word, into: &identifiers)
    if identifiers.count > limit { identifiers.removeLast(identifiers.count - limit) }
    identifiers.append(end)
    return identifiers
  }

  private func specialPiece(in text: Substring.UnicodeScalarView) -> (identifier: Int32, scalars: Int)? {
    for (spelling, identifier) in special where text.starts(with: spelling) { return (identifier, spelling.count) }
    return nil
  }

  /// Appends the pieces of `word`, the longest first, and empties it.
  private func finish(_ word: inout Word, into identifiers: inout [Int32]) {
    guard word.scalars > 0 else { return }
    defer { word.removeAll() }
    let before = identifiers.count
    var place = 0
    while word.scalars <= Self.maximumScalarsOfWord, place < word.bytes.count {
      guard let piece = vocabulary.longestPiece(in: word.bytes, from: place) else {
        identifiers.removeLast(identifiers.count - before)
        break
      }
      identifiers.append(piece.identifier)
      place = piece.end
    }
    if identifiers.count == before { identifiers.append(unknown) }
  }

  /// A word as it is being read. Its bytes end when it is too long, so that a text of one word does not make it large.
  private struct Word {
    private(set) var bytes: [UInt8] = []
    private(set) var scalars = 0

    mutating func append(_ scalar: Unicode.Scalar) {
      scalars += 1
      guard scalars <= maximumScalarsOfWord else { return }
      if scalar.isASCII {
        bytes.append(UInt8(truncatingIfNeeded: scalar.value))
      } else {
        bytes.append(contentsOf: String(scalar).utf8)
      }
    }

    mutating func removeAll() {
      bytes.removeAll(keepingCapacity: true)
      scalars = 0
    }
  }
}
