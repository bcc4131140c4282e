import Foundation

/// The pieces of a WordPiece vocabulary and their identifiers, as two tries of bytes: pieces that begin a word, and pieces that
/// continue one (`##` in the file). The longest piece at a place is found in one walk.
struct WordPieceVocabulary: Sendable {
  /// Pieces, one identifier each from 0.
  let count: Int
  private let first: ByteTrie
  private let continuing: ByteTrie

  /// - Parameters:
  ///   - url: `vocab.txt`, a piece a line, the identifier being the number of the line from 0.
  ///   - expectedCount: pieces that the model has embeddings of.
  /// - Throws: `EncoderError` if the file is missing, does not have `expectedCount` lines, or has an empty or a double one.
  init(contentsOf url: URL, expectedCount: Int) throws {
    let advice = ModelFolder.advice
    guard let bytes = (try? Data(contentsOf: url)).map(Array.init) else {
      throw EncoderError(.missing, "The vocabulary cannot be read.", at: url.path, advice: advice)
    }
    var lines = bytes.split(separator: 10, omittingEmptySubsequences: false)
    if lines.last?.isEmpty == true { lines.removeLast() }
    guard lines.count == expectedCount else {
      let message = "The vocabulary has \(lines.count) lines instead of \(expectedCount)."
      throw EncoderError(.damaged, message, at: url.path, advice: advice)
    }
    var first = ByteTrie(bytes: bytes.count)
    var continuing = ByteTrie(bytes: bytes.count / 8)
    for (number, line) in lines.enumerated() {
      let piece = line.last == 13 ? line.dropLast() : line
      let continues = piece.count > 2 && piece.starts(with: [35, 35])
      let isNew =
        continues ? continuing.insert(piece.dropFirst(2), Int32(number)) : first.insert(piece, Int32(number))
      guard isNew else {
        let message = "Line \(number + 1) of the vocabulary is empty or stands there twice."
        throw EncoderError(.damaged, message, at: url.path, advice: advice)
      }
    }
    count = lines.count
    self.first = first
    self.continuing = continuing
  }

  /// The identifier of a whole word; `nil` if it is no piece.
  func identifier(of word: String) -> Int32? {
    let bytes = Array(word.utf8)
    guard let match = longestPiece(in: bytes, from: 0), match.end == bytes.count else { return nil }
    return match.identifier
  }

  /// The longest piece at `start` of `word` (UTF-8), one that begins a word if `start` is 0. `nil` if there is none.
  func longestPiece(in word: [UInt8], from start: Int) -> (identifier: Int32, end: Int)? {
    start == 0 ? first.longestMatch(in: word, from: 0) : continuing.longestMatch(in: word, from: start)
  }
}

/// A set of byte strings with a number each, in one hash table of edges with open addressing.
private struct ByteTrie: Sendable {
  /// `node << 8 | byte`, plus 1 so that 0 is free; at the same place in `targets` the node that the edge leads to.
  private var edges: [UInt64]
  private var targets: [UInt32]
  /// The number of the string that ends at a node, -1 for none. Node 0 is the root.
  private var numbers: [Int32] = [-1]

  /// - Parameter bytes: of all strings together, about: what room is made for at first.
  init(bytes: Int) {
    var room = 1024
    while room < bytes { room *= 2 }
    edges = .init(repeating: 0, count: room)
    targets = .init(repeating: 0, count: room)
  }

  /// - Returns: `false` if the string is empty or was inserted before.
  mutating func insert(_ bytes: ArraySlice<UInt8>, _ number: Int32) -> Bool {
    var node: UInt32 = 0
    for byte in bytes {
      if let next = target(from: node, by: byte) {
        node = next
      } else {
        let next = UInt32(numbers.count)
        numbers.append(-1)
        if numbers.count * 2 > edges.count { grow() }
        place(edge: Self.edge(node, byte), target: next)
        node = next
      }
    }
    guard node != 0, numbers[Int(node)] < 0 else { return false }
    numbers[Int(node)] = number
    return true
  }

  func longestMatch(in bytes: [UInt8], from start: Int) -> (identifier: Int32, end: Int)? {
    var best: (identifier: Int32, end: Int)?
    var node: UInt32 = 0
    var end = start
    while end < bytes.count, let next = target(from: node, by: bytes[end]) {
      node = next
      end += 1
      let number = numbers[Int(node)]
      if number >= 0 { best = (number, end) }
    }
    return best
  }

  private static func edge(_ node: UInt32, _ byte: UInt8) -> UInt64 { (UInt64(node) << 8 | UInt64(byte)) + 1 }

  /// Multiplicative hashing (Knuth, volume 3, 6.4) by 2^64 over the golden ratio.
  private func slot(of edge: UInt64) -> Int {
    Int(truncatingIfNeeded: (edge &* 0x9e37_79b9_7f4a_7c15) >> 32) & (edges.count - 1)
  }

  private func target(from node: UInt32, by byte: UInt8) -> UInt32? {
    let edge = Self.edge(node, byte)
    var slot = slot(of: edge)
    while edges[slot] != 0 {
      if edges[slot] == edge { return targets[slot] }
      slot = (slot + 1) & (edges.count - 1)
    }
    return nil
  }

  private mutating func place(edge: UInt64, target: UInt32) {
    var slot = slot(of: edge)
    while edges[slot] != 0 { slot = (slot + 1) & (edges.count - 1) }
    edges[slot] = edge
    targets[slot] = target
  }

  private mutating func grow() {
    let old = zip(edges, targets).filter { $0.0 != 0 }
    edges = [UInt64](repeating: 0, count: edges.count * 2)
    targets = [UInt32](repeating: 0, count: edges.count)
    for (edge, target) in old { place(edge: edge, target: target) }
  }
}
