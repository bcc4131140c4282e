import CaseModel

/// A line of a file held in memory.
struct TextLine {
  /// From 1.
  let number: Int
  /// Without its line break.
  let text: String
}

enum TextLines {
  /// The lines of a whole file. LF, CRLF and CR each break one.
  ///
  /// - Throws: `badData` for a file that is empty, too large, or not UTF-8 text.
  static func read(_ context: ReadContext) throws -> (lines: [TextLine], bytesRead: Int64) {
    let window = try ByteWindow(file: context.file, chunkBytes: context.limits.chunkBytes)
    let lineLimit = context.limits.utterances * 10
    let byteLimit = context.limits.transcriptBytes
    let tooLarge = context.file.badData(
      1,
      "The file is larger than \(byteLimit / 1_000_000) MB or \(lineLimit) lines, so it surely holds several "
        + "transcripts.",
      advice: "Split it into one file a session.")
    let bytes = try window.readAll(limitBytes: byteLimit) { tooLarge }
    try TextBytes.check(bytes, line: 1, file: context.file)
    var lines: [TextLine] = []
    var start = 0
    var index = 0
    while index <= bytes.count {
      if index == bytes.count || bytes[index] == 10 || bytes[index] == 13 {
        guard lines.count < lineLimit else { throw tooLarge }
        let text = String(decoding: bytes[start..<index], as: UTF8.self)
        lines.append(TextLine(number: lines.count + 1, text: text))
        if index + 1 < bytes.count, bytes[index] == 13, bytes[index + 1] == 10 { index += 1 }
        start = index + 1
      }
      index += 1
    }
    guard lines.contains(where: { !TextBytes.clean($0.text).isEmpty }) else { throw context.emptyFile }
    return (lines, window.offset + Int64(bytes.count))
  }
}
