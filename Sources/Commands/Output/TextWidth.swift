/// How many columns of a terminal a text takes, and how it is broken into lines.
enum TextWidth {
  static func columns(_ text: String) -> Int {
    if isPlainASCII(text) { return text.utf8.count }
    // What stands in most cells of a long list.
    if text == Cell.nothing { return 1 }
    return text.reduce(0) { $0 + columns($1) }
  }

  private static func isPlainASCII(_ text: String) -> Bool {
    for byte in text.utf8 where byte < 0x20 || byte > 0x7E { return false }
    return true
  }

  private static func columns(_ character: Character) -> Int {
    if character.isASCII { return 1 }
    // What is drawn as one sign takes the columns of its widest part; U+FE0F asks for the wide picture of a sign.
    return character.unicodeScalars.map { $0 == "\u{FE0F}" ? 2 : columns($0) }.max() ?? 0
  }

  private static func columns(_ scalar: Unicode.Scalar) -> Int {
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format: return 0
    default: break
    }
    if scalar.properties.isEmojiPresentation { return 2 }
    return wideRanges.contains { $0.contains(scalar.value) } ? 2 : 1
  }

  /// The blocks of Unicode's EastAsianWidth.txt whose signs are W or F.
  private static let wideRanges: [ClosedRange<UInt32>] = [
    0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xA000...0xA4CF,
    0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE10...0xFE19, 0xFE30...0xFE6F, 0xFF01...0xFF60,
    0xFFE0...0xFFE6, 0x16FE0...0x18DFF, 0x1B000...0x1B2FF, 0x20000...0x3FFFD,
  ]

  /// One line without control characters: a client's words or a note must not move the cursor or break a row.
  static func plain(_ text: String) -> String {
    if isPlainASCII(text) { return text }
    var plain = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      let isControl = scalar.properties.generalCategory == .control || (0x202A...0x202E).contains(scalar.value)
      // CR LF is one line break.
      if isControl && scalar == "\n" && plain.last == " " { continue }
      plain.append(isControl ? " " : scalar)
    }
    return String(plain)
  }

  /// Breaks a text at its spaces into lines of at most `width` columns; a longer word is broken where it must be.
  static func lines(_ text: String, width: Int) -> [String] {
    let width = max(width, 1)
    var lines: [String] = []
    var line = ""
    var used = 0
    for word in text.split(separator: " ") {
      var word = String(word)
      var length = columns(word)
      if !line.isEmpty, used + 1 + length > width {
        lines.append(line)
        (line, used) = ("", 0)
      }
      while length > width {
        let head = prefix(of: word, width: width)
        lines.append(head)
        word.removeFirst(head.count)
        length = columns(word)
      }
      line += line.isEmpty ? word : " " + word
      used = columns(line)
    }
    if !line.isEmpty || lines.isEmpty { lines.append(line) }
    return lines
  }

  /// The longest beginning of `width` columns, and at least one character.
  static func prefix(of text: String, width: Int) -> String {
    var used = 0
    var head = ""
    for character in text {
      used += columns(character)
      if used > width && !head.isEmpty { break }
      head.append(character)
    }
    return head
  }

  static func padded(_ text: String, to width: Int, isRight: Bool = false) -> String {
    let space = String(repeating: " ", count: max(0, width - columns(text)))
    return isRight ? space + text : text + space
  }
}
