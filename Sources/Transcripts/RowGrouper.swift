import CaseModel

/// Gathers rows that follow one another into transcripts: for CSV, JSON and JSON Lines.
struct RowGrouper {
  private let context: ReadContext
  private var draft: TranscriptDraft?
  private var lastTurn: (number: Int, line: Int)?
  /// The line on which each transcript began: one that returns later was torn apart by a sort.
  private var firstLines: [TranscriptHeading.Key: Int] = [:]

  init(context: ReadContext) {
    self.context = context
  }

  var isEmpty: Bool { draft == nil }

  /// Begins a transcript, unless the heading is that of the open one.
  /// - Parameter hasOwnObject: the format itself separates transcripts, so that two without any heading are two.
  /// - Returns: the one that this ends.
  mutating func open(
    _ heading: TranscriptHeading, line: Int, bytesRead: Int64, hasOwnObject: Bool = false
  ) throws -> ParsedTranscript? {
    if !hasOwnObject, let open = draft, open.heading.key == heading.key {
      try merge(heading, into: open, line: line)
      return nil
    }
    if !hasOwnObject, heading.key.isEmpty, let open = draft {
      throw context.file.badData(
        line, "Nothing says which transcript this row belongs to, while the one from line \(open.line) on says so.",
        advice: "Repeat the identifier in every row.")
    }
    if !heading.key.isEmpty, let first = firstLines.updateValue(line, forKey: heading.key) {
      throw context.file.badData(
        line, "\(describe(heading.key)) began on line \(first) and returns here, after another one.",
        advice: "Put the rows of each transcript together.")
    }
    let finished = try finish(bytesRead: bytesRead)
    draft = TranscriptDraft(heading: heading, line: line, context: context)
    return finished
  }

  /// Ends the open transcript, if there is one.
  mutating func finish(bytesRead: Int64) throws -> ParsedTranscript? {
    lastTurn = nil
    defer { draft = nil }
    return try draft?.finish(bytesRead: bytesRead)
  }

  /// Index of the speaker in the open transcript.
  mutating func speaker(named name: String, line: Int) throws -> Int? {
    name.isEmpty ? nil : try draft?.speaker(named: name, line: line)
  }

  mutating func speaker(inField field: UnsafeRawBufferPointer, quotesAreDoubled: Bool, line: Int) throws -> Int? {
    try draft?.speaker(inField: field, quotesAreDoubled: quotesAreDoubled, line: line)
  }

  /// Adds a row to the open transcript. One that repeats the turn, speaker and text of the row before is the same
  /// utterance, annotated by a second person, and is left out.
  mutating func add(turn: Int?, speaker: Int, start: Int?, end: Int?, text: String, line: Int) throws {
    if let turn {
      if let last = lastTurn, turn < last.number {
        throw context.file.badData(
          line, "Turn \(turn) follows turn \(last.number) of line \(last.line).",
          advice: "Sort the rows of each transcript by turn.")
      }
      let isRepeated = turn == lastTurn?.number && draft?.isLast(speaker: speaker, text: text) == true
      lastTurn = (turn, line)
      if isRepeated { return }
    }
    try draft?.add(speaker: speaker, start: start, end: end, text: text, line: line)
  }

  private mutating func merge(_ heading: TranscriptHeading, into open: TranscriptDraft, line: Int) throws {
    if let day = heading.day, let known = open.heading.day, day != known {
      throw context.file.badData(
        line, "The date \(day) differs from \(known), which the same transcript has from line \(open.line) on.",
        advice: "Give all rows of a transcript the same date.")
    }
    if let name = heading.therapist, let known = open.heading.therapist, name != known {
      throw context.file.badData(
        line,
        "The therapist '\(name)' differs from '\(known)', whom the same transcript has from line \(open.line) on.",
        advice: "Give all rows of a transcript the same therapist.")
    }
    draft?.heading.day = open.heading.day ?? heading.day
    draft?.heading.therapist = open.heading.therapist ?? heading.therapist
  }

  private func describe(_ key: TranscriptHeading.Key) -> String {
    var parts: [String] = []
    if let label = key.label { parts.append("transcript '\(label)'") }
    if let client = key.client { parts.append("client '\(client)'") }
    if let session = key.session { parts.append("session \(session)") }
    if let day = key.day { parts.append("date \(day)") }
    let text = parts.joined(separator: ", ")
    return text.prefix(1).uppercased() + text.dropFirst()
  }
}
