/// Widths of text without a font at hand, and its breaking into lines.
package enum TextMeasure {
  /// Width of `text` at a size of 1: that of Helvetica and its metric twins (Arial, Liberation Sans, Nimbus Sans) and a
  /// little more, because a reader's system may set it in a wider font.
  package static func width(_ text: some StringProtocol, size: Double, isBold: Bool = false) -> Double {
    let thousandths = text.reduce(0.0) { $0 + advance(of: $1) }
    return thousandths / 1000 * size * (isBold ? 1.12 : 1.04)
  }

  /// `text` in at most `lineLimit` lines no wider than `width`; what does not fit ends in an ellipsis.
  package static func lines(_ text: String, size: Double, width: Double, lineLimit: Int) -> [String] {
    var lines: [String] = []
    for word in words(text, size: size, width: width) {
      if let last = lines.last, !last.hasSuffix("\u{ad}"), self.width(last + " " + word, size: size) <= width {
        lines[lines.count - 1] = last + " " + word
      } else {
        lines.append(word)
      }
    }
    // A soft hyphen marks where a long word was broken.
    lines = lines.map { $0.hasSuffix("\u{ad}") ? $0.dropLast() + "-" : $0 }
    guard lines.count > lineLimit else { return lines }
    var last = lines[lineLimit - 1]
    while !last.isEmpty, self.width(last + "…", size: size) > width { last.removeLast() }
    while last.last == " " || last.last == "-" { last.removeLast() }
    return lines[..<(lineLimit - 1)] + [last + "…"]
  }

  /// `text` in exactly `count` lines of as equal a length as its words allow, none wider than `width`; nil where that
  /// cannot be done without breaking a word. The least sum of squared lengths, by dynamic programming (D. Knuth & M. Plass,
  /// "Breaking paragraphs into lines", 1981, without stretching).
  package static func balancedLines(_ text: String, size: Double, count: Int, width: Double) -> [String]? {
    let words = text.split(whereSeparator: \.isWhitespace)
    guard count >= 1, words.count >= count else { return nil }
    let widths = words.map { self.width($0, size: size) }
    let space = self.width(" ", size: size)
    // best[n]: the first n words in the lines so far, and where the last of these lines starts.
    var best: [(cost: Double, starts: [Int])?] = [(0, [])] + words.map { _ in nil }
    for _ in 0..<count {
      var next: [(cost: Double, starts: [Int])?] = Array(repeating: nil, count: words.count + 1)
      for start in words.indices {
        guard let before = best[start] else { continue }
        var length = -space
        for end in start..<words.count {
          length += space + widths[end]
          if length > width { break }
          let cost = before.cost + length * length
          if next[end + 1].map({ cost < $0.cost }) ?? true { next[end + 1] = (cost, before.starts + [start]) }
        }
      }
      best = next
    }
    guard let starts = best[words.count]?.starts else { return nil }
    return zip(starts, starts.dropFirst() + [words.count]).map { words[$0..<$1].joined(separator: " ") }
  }

  /// The words of `text`, those wider than `width` in pieces that end in a soft hyphen.
  private static func words(_ text: String, size: Double, width: Double) -> [String] {
    text.split(whereSeparator: \.isWhitespace).flatMap { word -> [String] in
      var pieces: [String] = []
      var piece = ""
      for character in word {
        if !piece.isEmpty, self.width(piece + String(character) + "-", size: size) > width,
          self.width(word, size: size) > width
        {
          pieces.append(piece + "\u{ad}")
          piece = ""
        }
        piece.append(character)
      }
      return pieces + [piece]
    }
  }

  /// Advance in thousandths of the size.
  private static func advance(of character: Character) -> Double {
    guard let scalar = character.unicodeScalars.first else { return 0 }
    let value = Int(scalar.value)
    if (32..<127).contains(value) { return Double(latin[value - 32]) }
    switch value {
    case 0...31, 0xAD, 0x200B...0x200F, 0x300...0x36F: return 0
    case 0x2013, 0xB7: return 556
    case 0x2014, 0x2026: return 1000
    case 0x2018...0x201F: return 333
    // Capitals of other alphabets are up to 920 wide, small letters up to 780.
    case 0x80...0x10FF: return character.isUppercase ? 800 : 640
    // East Asian scripts and pictures fill a square, pictures a little more.
    case 0x1100...0x11FF, 0x2E80...0xA4CF, 0xAC00...0xD7FF, 0xF900...0xFAFF, 0xFE30...0xFE4F, 0xFF00...0xFF60:
      return 1000
    case 0x2190...0x2BFF, 0x1F000...0x1FFFF: return 1250
    default: return 800
    }
  }

  /// U+0020…U+007E of Helvetica, from Adobe's font metrics (AFM).
  private static let latin: [Int] = [
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556,
    556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833,
    722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556,
    556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334,
    260, 334, 584,
  ]
}
