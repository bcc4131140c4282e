import CaseModel

/// Streams the records of a CSV file (RFC 4180, UTF-8 with or without byte order mark, LF, CRLF or CR).
///
/// The separator (comma, semicolon or tab) is told from the header. Fields may be quoted, and then hold separators,
/// line breaks and doubled quotes. Empty lines are skipped. Memory is that of the largest record.
///
/// ```swift
/// let reader = try CSVReader(path: "measures.csv")
/// try reader.forEachRecord { record in print(record.line, record[0]) }
/// ```
public struct CSVReader {
  /// The first record's fields, without white space at their ends.
  public let header: [String]
  /// The line on which the header begins.
  public let headerLine: Int
  private let scanner: CSVScanner

  /// Reads the header.
  ///
  /// - Parameters:
  ///   - chunkBytes: how much is read from the file at once.
  ///   - recordLimitBytes: a larger record is an error, so that an unclosed quote does not swallow the file.
  /// - Throws: `CaseError`: `noInput` for a missing file, `unavailable` for one that cannot be read, `badData` for an
  ///   empty file and whatever is wrong in the header.
  public init(path: String, chunkBytes: Int = 262_144, recordLimitBytes: Int = 16_000_000) throws {
    let file = SourceFile(path: path)
    scanner = CSVScanner(
      window: try ByteWindow(file: file, chunkBytes: chunkBytes), recordLimitBytes: recordLimitBytes)
    try scanner.chooseSeparator()
    guard let record = try scanner.next() else {
      throw file.badData(1, "The file is empty: it has no header.", advice: "Export it again, with its column names.")
    }
    header = (0..<record.count).map { record.text(at: $0) }
    headerLine = record.line
    // Spreadsheets write a separator too many when a column was emptied.
    scanner.expectedFields = header.count
  }

  /// Calls `body` for each record after the header, once.
  ///
  /// - Throws: `badData` at the line of a record that has not as many fields as the header (empty ones too many at its
  ///   end are left out), whose quotes are wrong, or that is not UTF-8; and whatever `body` throws.
  public func forEachRecord(_ body: (borrowing CSVRecord) throws -> Void) throws {
    while let record = try scanner.next() { try body(record) }
  }
}

/// One record. Its fields lie in the reader's buffer, so it cannot be copied out of the closure that gets it.
public struct CSVRecord: ~Copyable {
  /// The line on which the record begins, from 1.
  public let line: Int
  /// Bytes of the file up to and including this record.
  public let bytesRead: Int64
  fileprivate let fields: [CSVScanner.Field]
  fileprivate let bytes: UnsafeRawBufferPointer

  public var count: Int { fields.count }

  /// The field as the file gives it, doubled quotes made one.
  public subscript(index: Int) -> String {
    let field = raw(index)
    let text = String(decoding: field, as: UTF8.self)
    return quotesAreDoubled(index)
      ? text.split(separator: "\"\"", omittingEmptySubsequences: false).joined(separator: "\"") : text
  }

  /// The field as one line: line breaks and other control characters but tab are spaces, and the ends are trimmed.
  public func text(at index: Int) -> String {
    TextBytes.text(raw(index), quotesAreDoubled: quotesAreDoubled(index))
  }

  /// The field's bytes between its quotes, in which a quote is still doubled.
  func raw(_ index: Int) -> UnsafeRawBufferPointer {
    let field = fields[index]
    return UnsafeRawBufferPointer(rebasing: bytes[field.start..<field.end])
  }

  func quotesAreDoubled(_ index: Int) -> Bool { fields[index].quotesAreDoubled }

  /// True where all fields are empty, as spreadsheets leave them below a table.
  var isBlank: Bool { fields.allSatisfy { $0.start == $0.end } }
}

/// Finds records in the bytes of a window.
final class CSVScanner {
  struct Field {
    var start: Int
    var end: Int
    var quotesAreDoubled: Bool
  }

  private enum Outcome {
    case complete
    /// The record goes on behind the window. The line is that of an open quote, where one is open.
    case needsMore(openQuoteLine: Int?)
  }

  let window: ByteWindow
  let recordLimitBytes: Int
  /// Of the record at hand, relative to its first byte.
  private var fields: [Field] = []
  /// How many fields every record must have; 0 while the header is not known.
  var expectedFields = 0
  private var separator = UInt8(ascii: ",")
  private var line = 1
  private var recordLength = 0
  private var recordLineBreaks = 0

  init(window: ByteWindow, recordLimitBytes: Int) {
    self.window = window
    self.recordLimitBytes = recordLimitBytes
  }

  /// The most frequent of tab, semicolon and comma on the first line that is not empty, outside quotes.
  func chooseSeparator() throws {
    while true {
      var counts: [UInt8: Int] = [:]
      var isQuoted = false
      var isEmpty = true
      var isWhole = false
      for byte in window.bytes {
        if byte == 0x22 { isQuoted.toggle() }
        if !isQuoted, byte == 10 || byte == 13 {
          if isEmpty { continue }
          isWhole = true
          break
        }
        isEmpty = false
        if !isQuoted, byte == 9 || byte == 0x3B || byte == 0x2C { counts[byte, default: 0] += 1 }
      }
      let isTooLong = window.bytes.count > recordLimitBytes
      if try isWhole || isTooLong || !window.refill() {
        let best = counts.max { ($0.value, $0.key) < ($1.value, $1.key) }
        separator = best?.key ?? UInt8(ascii: ",")
        return
      }
    }
  }

  /// The next record that is not an empty line.
  func next() throws -> CSVRecord? {
    while true {
      window.consume(recordLength)
      line += recordLineBreaks
      (recordLength, recordLineBreaks) = (0, 0)
      guard try scanRecord() else { return nil }
      if fields.count == 1, fields[0].end == 0 { continue }
      let bytes = UnsafeRawBufferPointer(rebasing: window.bytes[..<recordLength])
      try TextBytes.check(bytes, line: line, file: window.file)
      try checkFieldCount()
      return CSVRecord(
        line: line, bytesRead: window.offset + Int64(recordLength), fields: fields, bytes: bytes)
    }
  }

  private func scanRecord() throws -> Bool {
    while true {
      if window.bytes.isEmpty {
        if try window.refill() { continue }
        return false
      }
      switch try scan(window.bytes) {
      case .complete: return true
      case .needsMore(let openQuoteLine):
        if window.bytes.count > recordLimitBytes { throw tooLong(openQuoteLine: openQuoteLine) }
        if window.isAtEnd {
          // Bytes in another encoding may hide the closing quote: they are the cause then.
          try TextBytes.check(window.bytes, line: line, file: window.file)
          throw window.file.badData(
            openQuoteLine ?? line, "A quoted field that begins here is not closed.",
            advice: "Put a quote at its end, and double the quotes within it.")
        }
        _ = try window.refill()
      }
    }
  }

  /// Scans one record from the first of `bytes` on.
  private func scan(_ bytes: UnsafeRawBufferPointer) throws -> Outcome {
    // In a local, as each access to a property of a class is checked for exclusivity. The record before has been given
    // back by now, so the storage is used again.
    var fields = self.fields
    self.fields = []
    defer { self.fields = fields }
    fields.removeAll(keepingCapacity: true)
    let (count, separator) = (bytes.count, separator)
    var lineBreaks = 0
    var index = 0
    while true {
      if index < count, bytes[index] == 0x22 {
        guard let close = closingQuote(bytes, from: index + 1) else {
          return .needsMore(openQuoteLine: line + lineBreaks)
        }
        let content = UnsafeRawBufferPointer(rebasing: bytes[(index + 1)..<close.index])
        let openLine = line + lineBreaks
        lineBreaks += TextBytes.lineBreaks(in: content)
        fields.append(Field(start: index + 1, end: close.index, quotesAreDoubled: close.isDoubled))
        index = close.index + 1
        if index < count, bytes[index] != separator, bytes[index] != 10, bytes[index] != 13 {
          throw textAfterQuote(line: line + lineBreaks, openLine: openLine)
        }
      } else {
        let start = index
        while index < count, bytes[index] != separator, bytes[index] != 10, bytes[index] != 13 { index += 1 }
        fields.append(Field(start: start, end: index, quotesAreDoubled: false))
      }
      guard index < count else {
        recordLength = count
        recordLineBreaks = lineBreaks
        return window.isAtEnd ? .complete : .needsMore(openQuoteLine: nil)
      }
      if bytes[index] == separator {
        index += 1
        continue
      }
      if bytes[index] == 13 {
        // Whether a LF belongs to this CR is known only with the next byte.
        if index + 1 == count, !window.isAtEnd { return .needsMore(openQuoteLine: nil) }
        if index + 1 < count, bytes[index + 1] == 10 { index += 1 }
      }
      recordLength = index + 1
      recordLineBreaks = lineBreaks + 1
      return .complete
    }
  }

  private func closingQuote(_ bytes: UnsafeRawBufferPointer, from: Int) -> (index: Int, isDoubled: Bool)? {
    var index = from
    var isDoubled = false
    while index < bytes.count {
      if bytes[index] != 0x22 {
        index += 1
        continue
      }
      guard index + 1 < bytes.count else { return window.isAtEnd ? (index, isDoubled) : nil }
      if bytes[index + 1] != 0x22 { return (index, isDoubled) }
      isDoubled = true
      index += 2
    }
    return nil
  }

  private func checkFieldCount() throws {
    guard expectedFields > 0, fields.count != expectedFields else { return }
    while fields.count > expectedFields, let last = fields.last, last.start == last.end { fields.removeLast() }
    if fields.count == expectedFields { return }
    throw window.file.badData(
      line, "The record has \(fields.count) \(fields.count == 1 ? "field" : "fields"), the header \(expectedFields).",
      advice: "Put fields that hold a separator or a line break in quotes.")
  }

  private func textAfterQuote(line: Int, openLine: Int) -> CaseError {
    let began = openLine == line ? "" : " of the field that began on line \(openLine)"
    return window.file.badData(
      line, "There is text after the closing quote\(began).", advice: "Double the quotes within a quoted field.")
  }

  private func tooLong(openQuoteLine: Int?) -> CaseError {
    guard let openQuoteLine else {
      return window.file.badData(
        line, "The record is longer than \(recordLimitBytes) bytes.", advice: "Check that the file is CSV.")
    }
    return window.file.badData(
      openQuoteLine, "A quoted field that begins here is not closed within \(recordLimitBytes) bytes.",
      advice: "Put a quote at its end, and double the quotes within it.")
  }
}
