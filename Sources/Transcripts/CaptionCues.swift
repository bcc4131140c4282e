import CaseModel

/// One caption of a WebVTT or SRT file.
struct CaptionCue {
  /// The line of its times.
  let line: Int
  let startMilliseconds: Int
  let endMilliseconds: Int
  /// The payload as written, with tags.
  var payload: [TextLine]
}

enum CaptionDialect {
  case webVTT, srt
}

/// Finds the cues of a WebVTT (W3C, candidate recommendation of 2019, section 4) or SRT file.
struct CaptionParser {
  let context: ReadContext
  let dialect: CaptionDialect

  func cues(_ lines: [TextLine]) throws -> [CaptionCue] {
    var cues: [CaptionCue] = []
    for (position, block) in try blocks(lines).enumerated() {
      if dialect == .webVTT, position == 0 || isComment(block[0].text) { continue }
      cues.append(try cue(block))
    }
    return cues
  }

  /// Runs of lines that are not empty. In WebVTT the first one is the header.
  private func blocks(_ lines: [TextLine]) throws -> [[TextLine]] {
    var blocks: [[TextLine]] = []
    var block: [TextLine] = []
    for line in lines {
      if !TextBytes.clean(line.text).isEmpty {
        block.append(line)
      } else if !block.isEmpty {
        blocks.append(block)
        block = []
      }
    }
    if !block.isEmpty { blocks.append(block) }
    if dialect == .webVTT { try checkHeader(blocks.first ?? []) }
    return blocks
  }

  private func checkHeader(_ block: [TextLine]) throws {
    let first = block.first?.text ?? ""
    guard first.hasPrefix("WEBVTT"), first.utf8.count == 6 || first.utf8.dropFirst(6).first.map({ $0 <= 0x20 }) == true
    else {
      throw context.file.badData(
        block.first?.number ?? 1, "A WebVTT file begins with a line 'WEBVTT'; this one does not.",
        advice: "Add the line, or say with \(OptionName.format) which format it is.")
    }
    if let line = block.first(where: { TextBytes.contains($0.text, "-->") }) {
      throw context.file.badData(
        line.number, "A cue follows the file's header without an empty line.", advice: "Put an empty line before it.")
    }
  }

  private func isComment(_ line: String) -> Bool {
    ["NOTE", "STYLE", "REGION"].contains { word in
      line.hasPrefix(word) && (line.utf8.dropFirst(word.utf8.count).first.map { $0 <= 0x20 } ?? true)
    } && !TextBytes.contains(line, "-->")
  }

  /// An optional identifier, the times, the payload.
  private func cue(_ block: [TextLine]) throws -> CaptionCue {
    let timing = block.prefix(2).firstIndex { TextBytes.contains($0.text, "-->") }
    guard let timing else {
      throw context.file.badData(
        block[0].number, "Here a cue's times are expected, such as 00:01:02.000 --> 00:01:04.500.",
        advice: "If these are words of the cue before, remove the empty line between them.")
    }
    let times = try self.times(block[timing])
    let payload = block.dropFirst(timing + 1)
    if let next = payload.first(where: { TextBytes.contains($0.text, "-->") }) {
      throw context.file.badData(
        next.number, "This cue follows the one before without an empty line.", advice: "Put an empty line before it.")
    }
    return CaptionCue(
      line: block[timing].number, startMilliseconds: times.start, endMilliseconds: times.end, payload: Array(payload))
  }

  private func times(_ line: TextLine) throws -> (start: Int, end: Int) {
    let text = TextBytes.clean(line.text)
    // Settings (`align:start position:10%`) may follow the second time.
    let parts = text.split(whereSeparator: \.isWhitespace)
    guard parts.count >= 3, parts[1] == "-->",
      let start = ClockTime.milliseconds(parts[0], needsColon: true),
      let end = ClockTime.milliseconds(parts[2], needsColon: true)
    else {
      throw context.file.badData(
        line.number, "The cue's times '\(text.prefix(80))' are not understood.",
        advice: "Write them as 00:01:02.000 --> 00:01:04.500, up to 100 hours.")
    }
    guard end >= start else {
      throw context.file.badData(line.number, "The cue ends before it begins.", advice: "Correct its times.")
    }
    return (start, end)
  }
}
