import CaseModel

/// What is said of a transcript as a whole.
struct TranscriptHeading: Equatable {
  var label: String?
  var client: String?
  var session: Int?
  var day: Day?
  var therapist: String?

  /// What tells one transcript from another. The day does where there is neither an identifier nor a number.
  struct Key: Hashable {
    var label: String?
    var client: String?
    var session: Int?
    var day: Day?

    var isEmpty: Bool { label == nil && client == nil && session == nil && day == nil }
  }

  var key: Key { Key(label: label, client: client, session: session, day: label == nil && session == nil ? day : nil) }
}

/// A transcript in the making. Every format ends here, so that the rules on speakers, size and content are in one
/// place.
struct TranscriptDraft {
  var heading: TranscriptHeading
  let line: Int
  private(set) var speakers: SpeakerTable
  private(set) var utterances: [Utterance] = []
  /// Index of each utterance's speaker in `speakers`.
  private var speakerIndexes: [Int32] = []
  private var textBytes = 0
  private let context: ReadContext

  init(heading: TranscriptHeading = .init(), line: Int, context: ReadContext) {
    self.heading = heading
    self.line = line
    self.context = context
    speakers = SpeakerTable(limit: context.limits.speakers, file: context.file)
  }

  mutating func speaker(named name: String, line: Int) throws -> Int {
    try speakers.index(of: name, line: line)
  }

  mutating func speaker(
    inField field: UnsafeRawBufferPointer, quotesAreDoubled: Bool, line: Int
  ) throws -> Int? {
    try speakers.index(ofField: field, quotesAreDoubled: quotesAreDoubled, line: line)
  }

  func isLast(speaker: Int, text: String) -> Bool {
    guard let last = utterances.last, speakerIndexes.last == Int32(speaker) else { return false }
    return last.text.utf8.elementsEqual(text.utf8)
  }

  /// - Parameter text: cleaned and not empty.
  mutating func add(speaker: Int, start: Int?, end: Int?, text: String, line: Int) throws {
    if let start, let end, end < start {
      throw context.file.badData(line, "The utterance ends before it begins.", advice: "Correct its times.")
    }
    textBytes += text.utf8.count
    guard utterances.count < context.limits.utterances, textBytes <= context.limits.transcriptBytes else {
      throw context.file.badData(
        line,
        "The transcript has more than \(context.limits.utterances) utterances or "
          + "\(context.limits.transcriptBytes / 1_000_000) MB of text, so it is surely several.",
        advice: "Give each session its own file, or a column that tells the transcripts apart.")
    }
    utterances.append(
      Utterance(
        turn: utterances.count + 1, speaker: .other, startMilliseconds: start, endMilliseconds: end, text: text))
    speakerIndexes.append(Int32(speaker))
  }

  /// Gives every utterance its speaker.
  mutating func finish(bytesRead: Int64, labelsAreExplicit: Bool = true) throws -> ParsedTranscript {
    let roles = try SpeakerRoles(
      file: context.file, options: context.options, therapistHint: heading.therapist, clientHint: heading.client,
      labelsAreExplicit: labelsAreExplicit
    ).resolve(speakers.labels)
    let names = speakers.labels.map { SpeakerRoles.role(of: $0.name) == nil ? $0.name : nil }
    var hasClient = false
    for (position, index) in speakerIndexes.enumerated() {
      utterances[position].speaker = roles[Int(index)]
      utterances[position].speakerName = names[Int(index)]
      hasClient = hasClient || roles[Int(index)] == .client
    }
    guard hasClient else {
      throw context.file.badData(
        line, "The transcript that begins here has no utterance of the client.",
        advice: "Check who speaks: \(OptionName.therapist) and \(OptionName.client) name them.")
    }
    return ParsedTranscript(
      label: heading.label, line: line, clientCode: heading.client, sessionNumber: heading.session, day: heading.day,
      therapist: heading.therapist, utterances: utterances, bytesRead: bytesRead)
  }
}
