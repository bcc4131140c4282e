import CaseModel

/// Reads WebVTT and SRT captions.
///
/// Speakers come from voice tags (`<v Name>`, as Teams writes them) or, in a file without any, from labels at the
/// start of a cue's lines (`Name: words`, as Zoom and WhisperX write them). With labels, a cue without one continues
/// the speaker before; with voice tags, it is an error. Captions that never say who speaks (Whisper's own) are
/// refused: who spoke cannot be told from words and pauses.
struct CaptionTranscript {
  /// Cues of the same speaker become one turn when the second begins earlier than this after the end of the first.
  static let mergeGapMilliseconds = 2000

  private static let expected =
    "Use an export with speakers (Zoom, Teams, WhisperX with diarization), or begin each cue at which the speaker "
    + "changes with 'THERAPIST:' or 'CLIENT:'."

  let context: ReadContext
  let dialect: CaptionDialect

  private struct Turn {
    var speaker: String
    var start: Int
    var end: Int
    var text: String
    var line: Int

    mutating func append(_ words: String) {
      if !text.isEmpty, !words.isEmpty { text += " " }
      text += words
    }

    func isContinued(by next: Turn) -> Bool {
      next.start - end < CaptionTranscript.mergeGapMilliseconds
        && (speaker == next.speaker || SpeakerTable.key(speaker) == SpeakerTable.key(next.speaker))
    }
  }

  func read() throws -> ParsedTranscript {
    let (lines, bytesRead) = try TextLines.read(context)
    let cues = try CaptionParser(context: context, dialect: dialect).cues(lines)
    guard let first = cues.first else {
      throw context.file.badData(1, "The file holds no cue.", advice: "Export it again.")
    }
    let hasVoices = cues.contains { $0.payload.contains { CaptionMarkup.hasVoiceTag($0.text) } }
    let turns = hasVoices ? try voicedTurns(cues) : try labelledTurns(cues)
    var draft = TranscriptDraft(line: first.line, context: context)
    for turn in merged(turns) {
      let speaker = try draft.speaker(named: turn.speaker, line: turn.line)
      try draft.add(speaker: speaker, start: turn.start, end: turn.end, text: turn.text, line: turn.line)
    }
    return try draft.finish(bytesRead: bytesRead, labelsAreExplicit: hasVoices)
  }

  private func voicedTurns(_ cues: [CaptionCue]) throws -> [Turn] {
    var turns: [Turn] = []
    for cue in cues {
      let payload = cue.payload.map(\.text).joined(separator: "\n")
      for span in CaptionMarkup.voiceSpans(payload) {
        guard let voice = span.voice else {
          throw context.file.badData(
            cue.payload.first?.number ?? cue.line, "This cue does not say who speaks, while others do.",
            advice: "Add a voice tag, such as <v Name>.")
        }
        turns.append(
          Turn(
            speaker: voice, start: cue.startMilliseconds, end: cue.endMilliseconds, text: span.text,
            line: cue.payload.first?.number ?? cue.line))
      }
    }
    return turns
  }

  private func labelledTurns(_ cues: [CaptionCue]) throws -> [Turn] {
    let parsed = cues.map { cue in
      cue.payload.map { (number: $0.number, line: LabelledLine(CaptionMarkup.strippingTags($0.text))) }
    }
    var labels = SpeakerLabels(options: context.options)
    for line in parsed.joined() { labels.count(line.line) }
    guard parsed.joined().contains(where: { labels.isSpeaker($0.line) }) else { throw noSpeaker(cues) }
    var turns: [Turn] = []
    for (cue, lines) in zip(cues, parsed) {
      var isFirstOfCue = true
      for (number, line) in lines where !line.words.isEmpty {
        let isLabelled = labels.isSpeaker(line)
        guard isLabelled || !turns.isEmpty else {
          throw context.file.badData(
            number, "Neither this cue nor one before it says who speaks.", advice: CaptionTranscript.expected)
        }
        if isLabelled || isFirstOfCue {
          turns.append(
            Turn(
              speaker: isLabelled ? line.label ?? "" : turns[turns.count - 1].speaker, start: cue.startMilliseconds,
              end: cue.endMilliseconds, text: isLabelled ? line.wordsAfterLabel : line.words, line: number))
        } else {
          turns[turns.count - 1].append(line.words)
        }
        isFirstOfCue = false
      }
    }
    return turns
  }

  private func noSpeaker(_ cues: [CaptionCue]) -> CaseError {
    let line = cues.first { !$0.payload.isEmpty }?.payload.first?.number ?? cues[0].line
    return context.file.badData(
      line, "No cue says who speaks, and words and pauses cannot tell it.", advice: CaptionTranscript.expected)
  }

  private func merged(_ turns: [Turn]) -> [Turn] {
    var result: [Turn] = []
    for turn in turns where !turn.text.isEmpty {
      if !result.isEmpty, result[result.count - 1].isContinued(by: turn) {
        result[result.count - 1].append(turn.text)
        result[result.count - 1].end = max(result[result.count - 1].end, turn.end)
      } else {
        result.append(turn)
      }
    }
    return result
  }
}
