import CaseModel

/// Reads plain text: `LABEL: words`, where a line without a label continues the turn before.
struct TextTranscript {
  let context: ReadContext

  private static let expected =
    "Begin each turn with its speaker, as in 'THERAPIST: How was your week?' and 'CLIENT: Long.', or with a name "
    + "that \(OptionName.therapist) gives."

  func read() throws -> ParsedTranscript {
    let (lines, bytesRead) = try TextLines.read(context)
    let parsed = lines.map { LabelledLine($0.text) }
    var labels = SpeakerLabels(options: context.options)
    parsed.forEach { labels.count($0) }
    guard let first = parsed.firstIndex(where: labels.isSpeaker) else { throw noSpeaker(lines) }
    try checkHeadings(lines, parsed: parsed, labels: labels, first: first)

    var draft = TranscriptDraft(line: lines[first].number, context: context)
    for turn in turns(lines, parsed, labels: labels) where !turn.text.isEmpty {
      let speaker = try draft.speaker(named: turn.speaker, line: turn.line)
      try draft.add(speaker: speaker, start: turn.start, end: nil, text: turn.text, line: turn.line)
    }
    return try draft.finish(bytesRead: bytesRead, labelsAreExplicit: false)
  }

  private struct Turn {
    var speaker: String
    var start: Int?
    var text: String
    var line: Int
  }

  private func turns(
    _ lines: [TextLine], _ parsed: [LabelledLine], labels: SpeakerLabels
  ) -> [Turn] {
    var turns: [Turn] = []
    // A time on a line of its own is that of the turn which follows.
    var time: Int?
    for (line, parsed) in zip(lines, parsed) {
      if labels.isSpeaker(parsed) {
        let start = parsed.startMilliseconds ?? time
        time = nil
        turns.append(
          Turn(speaker: parsed.label ?? "", start: start, text: parsed.wordsAfterLabel, line: line.number))
      } else if parsed.words.isEmpty {
        time = parsed.startMilliseconds ?? time
      } else if !turns.isEmpty {
        if !turns[turns.count - 1].text.isEmpty { turns[turns.count - 1].text += " " }
        turns[turns.count - 1].text += parsed.words
      }
    }
    return turns
  }

  private func noSpeaker(_ lines: [TextLine]) -> CaseError {
    let start = lines.first { !TextBytes.clean($0.text).isEmpty }.map { TextBytes.clean($0.text) } ?? ""
    if start.hasPrefix("WEBVTT") || lines.prefix(8).contains(where: { TextBytes.contains($0.text, "-->") }) {
      return context.file.badData(
        1, "This is a file of captions, not a transcript as text.",
        advice: "Name it .vtt or .srt, or say so with \(OptionName.format).")
    }
    return context.file.badData(1, "No line begins with a speaker.", advice: TextTranscript.expected)
  }

  /// Nothing but speech may stand in the file: a heading would otherwise become words of a turn.
  private func checkHeadings(
    _ lines: [TextLine], parsed: [LabelledLine], labels: SpeakerLabels, first: Int
  ) throws {
    for (line, parsed) in zip(lines, parsed) where labels.isHeading(parsed) {
      throw context.file.badData(
        line.number, "'\(parsed.label ?? ""):' is a heading, not a speaker.",
        advice: "Remove the line; if these are words of the turn before, indent it or join the two lines.")
    }
    for (line, parsed) in zip(lines, parsed).prefix(first) where !parsed.words.isEmpty {
      throw context.file.badData(
        line.number, "There is text before the first speaker.", advice: TextTranscript.expected)
    }
  }
}
