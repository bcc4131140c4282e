/// What the start of a line may say: a time, and who speaks.
///
/// `[00:01:02] LABEL: words`, where the time may stand in `[]`, `()` or bare, before the label or (in brackets) after
/// it, and the label may stand in `[]`. Whether a label is a speaker is for `SpeakerLabels` to decide.
struct LabelledLine: Equatable {
  static let labelLimitScalars = 40
  static let labelLimitWords = 4

  var startMilliseconds: Int?
  /// What stands before the first colon, where it can be a label by its length and by what follows the colon.
  var label: String?
  /// What follows the label.
  var wordsAfterLabel = ""
  /// The line without a time in brackets: the words where the label is none.
  var words: String
  var isIndented: Bool

  init(_ line: String) {
    isIndented = line.unicodeScalars.first.map { $0 == " " || $0 == "\t" } ?? false
    let text = TextBytes.clean(line)
    words = text
    let scalars = Array(text.unicodeScalars.prefix(128))
    var index = 0
    if let time = LabelledLine.time(scalars, at: 0) {
      startMilliseconds = time.milliseconds
      index = time.next
      while index < scalars.count, scalars[index].properties.isWhitespace || scalars[index] == "-" { index += 1 }
      if time.isBracketed || index == scalars.count { words = LabelledLine.rest(of: text, from: index) }
    }
    readLabel(text, scalars: scalars, from: index)
    // A bare time is one only before a label: "10:30 was when he came" are words.
    if label == nil, words == text { startMilliseconds = nil }
  }

  private mutating func readLabel(_ text: String, scalars: [Unicode.Scalar], from start: Int) {
    var index = start
    var labelEnd: Int?
    while index < scalars.count, index - start <= LabelledLine.labelLimitScalars {
      let scalar = scalars[index]
      if LabelledLine.isColon(scalar) { break }
      if index > start, labelEnd == nil, let time = LabelledLine.time(scalars, at: index), time.isBracketed,
        time.next < scalars.count, LabelledLine.isColon(scalars[time.next])
      {
        labelEnd = index
        startMilliseconds = startMilliseconds ?? time.milliseconds
        index = time.next
        break
      }
      index += 1
    }
    guard index < scalars.count, LabelledLine.isColon(scalars[index]) else { return }
    var name = scalars[start..<(labelEnd ?? index)]
    while let last = name.last, last.properties.isWhitespace { name.removeLast() }
    if name.first == "[", name.last == "]" { name = name.dropFirst().dropLast() }
    let label = String(String.UnicodeScalarView(name))
    let words = label.split(whereSeparator: \.isWhitespace)
    guard !words.isEmpty, words.count <= LabelledLine.labelLimitWords, name.count <= LabelledLine.labelLimitScalars
    else { return }
    if let next = index + 1 < scalars.count ? scalars[index + 1] : nil, !next.properties.isWhitespace {
      // 10:30, https://, C:\, :-) and the like.
      if next.properties.numericType != nil || "/\\)(-:".unicodeScalars.contains(next) { return }
    }
    self.label = TextBytes.clean(label)
    wordsAfterLabel = LabelledLine.rest(of: text, from: index + 1)
  }

  private static func isColon(_ scalar: Unicode.Scalar) -> Bool { scalar == ":" || scalar == "\u{FF1A}" }

  private static func rest(of text: String, from index: Int) -> String {
    TextBytes.clean(String(text.unicodeScalars.dropFirst(index)))
  }

  /// A time at `start`: in brackets, bare and followed by white space, or a whole line of hours, minutes and seconds.
  private static func time(
    _ scalars: [Unicode.Scalar], at start: Int
  ) -> (milliseconds: Int, next: Int, isBracketed: Bool)? {
    guard start < scalars.count else { return nil }
    let closing: Unicode.Scalar? = scalars[start] == "[" ? "]" : scalars[start] == "(" ? ")" : nil
    let first = closing == nil ? start : start + 1
    var index = first
    while index < scalars.count, index - first < 16, scalars[index].value < 0x3B, scalars[index].value >= 0x2C {
      index += 1
    }
    guard index > first else { return nil }
    if index == scalars.count {
      // A whole line: only with hours, as "10:30" may be the end of a sentence.
      guard closing == nil, start == 0, scalars.filter({ $0 == ":" }).count == 2 else { return nil }
    } else {
      guard closing.map({ $0 == scalars[index] }) ?? scalars[index].properties.isWhitespace else { return nil }
    }
    let text = String(String.UnicodeScalarView(scalars[first..<index]))
    guard let milliseconds = ClockTime.milliseconds(text, needsColon: true) else { return nil }
    return (milliseconds, closing == nil ? index : index + 1, closing != nil)
  }
}
