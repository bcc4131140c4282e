import CaseModel

/// Reads transcripts from a CSV file, one utterance a row.
struct CSVTranscripts {
  let context: ReadContext

  func forEach(_ body: (ParsedTranscript) throws -> Void) throws {
    let reader = try CSVReader(
      path: context.file.path, chunkBytes: context.limits.chunkBytes, recordLimitBytes: context.limits.recordBytes)
    let columns = try ColumnIndexes(header: reader.header, line: reader.headerLine, context: context)
    let row = CSVRow(columns: columns, file: context.file)
    var grouper = RowGrouper(context: context)
    var headingCells = RememberedCells(columns: row.headingColumns)
    var bytesRead: Int64 = 0
    try reader.forEachRecord { record in
      defer { bytesRead = record.bytesRead }
      if record.isBlank { return }
      if grouper.isEmpty || !headingCells.match(record) {
        let heading = try row.heading(record)
        if let finished = try grouper.open(heading, line: record.line, bytesRead: bytesRead) { try body(finished) }
        headingCells.remember(record)
      }
      try row.add(record, to: &grouper)
    }
    guard let last = try grouper.finish(bytesRead: bytesRead) else {
      throw context.file.badData(
        reader.headerLine, "The file holds no transcript: there is no row below the header.",
        advice: "Export it again.")
    }
    try body(last)
  }
}

/// Takes the cells of a row for what its columns say.
struct CSVRow {
  let file: SourceFile
  let headingColumns: [Int]
  private let columns: ColumnIndexes
  private let turn: Int?
  private let speaker: Int
  private let time: Int?
  private let end: Int?
  private let text: Int

  init(columns: ColumnIndexes, file: SourceFile) {
    self.columns = columns
    self.file = file
    headingColumns = [TranscriptColumn.transcript, .client, .session, .date, .therapist].compactMap { columns[$0] }
    (turn, time, end) = (columns[.turn], columns[.time], columns[.end])
    // Both exist: `ColumnIndexes` has seen to it.
    (speaker, text) = (columns[.speaker] ?? 0, columns[.text] ?? 0)
  }

  func heading(_ record: borrowing CSVRecord) throws -> TranscriptHeading {
    func cell(_ column: TranscriptColumn) -> String? {
      guard let index = columns[column] else { return nil }
      let text = record.text(at: index)
      return text.isEmpty ? nil : text
    }
    return try HeadingText(file: file, line: record.line).heading(
      label: cell(.transcript), client: cell(.client), session: cell(.session), date: cell(.date),
      therapist: cell(.therapist))
  }

  func add(_ record: borrowing CSVRecord, to grouper: inout RowGrouper) throws {
    let words = record.text(at: text)
    if words.isEmpty { return }
    let speaker = try grouper.speaker(
      inField: record.raw(speaker), quotesAreDoubled: record.quotesAreDoubled(speaker), line: record.line)
    guard let speaker else {
      throw file.badData(record.line, "The row does not say who speaks.", advice: "Fill in its speaker.")
    }
    try grouper.add(
      turn: turn(record), speaker: speaker, start: milliseconds(record, .time), end: milliseconds(record, .end),
      text: words, line: record.line)
  }

  private func turn(_ record: borrowing CSVRecord) throws -> Int? {
    guard let turn else { return nil }
    let field = record.raw(turn)
    if field.isEmpty { return nil }
    var number = 0
    for byte in field {
      guard (48...57).contains(byte), number < 1_000_000_000_000 else {
        let text = record.text(at: turn)
        if text.isEmpty { return nil }
        if let number = Int(text), number >= 0 { return number }
        throw file.badData(record.line, "The turn '\(text)' is not a whole number.", advice: "Number the turns.")
      }
      number = number * 10 + Int(byte) - 48
    }
    return number
  }

  private func milliseconds(_ record: borrowing CSVRecord, _ column: TranscriptColumn) throws -> Int? {
    guard let index = column == .time ? time : end else { return nil }
    let field = record.raw(index)
    if field.isEmpty { return nil }
    if let time = ClockTime.milliseconds(field) { return time }
    let text = record.text(at: index)
    if text.isEmpty { return nil }
    if let time = ClockTime.milliseconds(text) { return time }
    throw file.badData(record.line, "'\(text)' is not a time.", advice: ClockTime.advice(column: column))
  }
}

/// Turns the texts of a heading into values.
struct HeadingText {
  let file: SourceFile
  let line: Int

  func heading(
    label: String?, client: String?, session: String?, date: String?, therapist: String?
  ) throws -> TranscriptHeading {
    TranscriptHeading(
      label: label, client: client, session: try session.map(sessionNumber), day: try date.map(day),
      therapist: therapist)
  }

  func sessionNumber(_ text: String) throws -> Int {
    if let number = Int(text), (1...100_000).contains(number) { return number }
    throw file.badData(line, "The session '\(text)' is not a number from 1 on.", advice: "Number the sessions.")
  }

  func day(_ text: String) throws -> Day {
    if let day = Day(text) { return day }
    throw file.badData(line, "'\(text)' is not a date.", advice: "Write it as 2026-03-03 (year-month-day).")
  }
}

/// The cells of some columns in an earlier row, so that rows of one transcript are told by comparing bytes.
struct RememberedCells {
  private let columns: [Int]
  private var cells: [[UInt8]] = []

  init(columns: [Int]) {
    self.columns = columns
  }

  func match(_ record: borrowing CSVRecord) -> Bool {
    guard cells.count == columns.count else { return false }
    for (cell, column) in zip(cells, columns) {
      let field = record.raw(column)
      if cell.count != field.count || !cell.elementsEqual(field) { return false }
    }
    return true
  }

  mutating func remember(_ record: borrowing CSVRecord) {
    cells = columns.map { Array(record.raw($0)) }
  }
}
