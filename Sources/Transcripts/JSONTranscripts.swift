import CaseModel

/// Reads a JSON file: a transcript `{client, session, date, therapist, utterances: [{speaker, text, start, end}]}`, an
/// array of these, an array of utterances, or Whisper's `{segments: […]}` where the segments have speakers.
///
/// The file's bytes are held in memory, but only one transcript of an array at a time.
struct JSONTranscripts {
  let context: ReadContext

  private static let expected =
    "A transcript is an object with utterances: {\"client\": …, \"utterances\": [{\"speaker\": …, \"text\": …}]}."

  func forEach(_ body: (ParsedTranscript) throws -> Void) throws {
    let window = try ByteWindow(file: context.file, chunkBytes: context.limits.chunkBytes)
    let limit = context.limits.jsonFileBytes
    let bytes = try window.readAll(limitBytes: limit) {
      context.file.badData(
        1, "The JSON file is larger than \(limit / 1_000_000) MB.",
        advice: "Use JSON Lines, which is read piece by piece.")
    }
    try TextBytes.check(bytes, line: 1, file: context.file)
    var scanner = JSONScanner(bytes, line: 1, file: context.file)
    var reader = Reader(row: JSONRow(context: context), grouper: RowGrouper(context: context), context: context)
    switch scanner.peek() {
    case nil: throw context.emptyFile
    case UInt8(ascii: "["):
      scanner.skip()
      var isFirst = true
      while try scanner.nextElement(isFirst: isFirst) {
        let element = try scanner.value(depth: 1)
        try reader.read(element, bytesRead: window.offset + Int64(scanner.position), body)
        isFirst = false
      }
      if isFirst { throw context.file.badData(scanner.line, "The array is empty.", advice: JSONTranscripts.expected) }
    case UInt8(ascii: "{"):
      let node = try scanner.value()
      guard JSONRow.isTranscript(node) else {
        throw context.file.badData(
          node.line, "The object has no utterances or segments.", advice: JSONTranscripts.expected)
      }
      try reader.read(node, bytesRead: window.offset + Int64(scanner.position), body)
    default:
      throw scanner.fault("The file does not begin with { or [.", advice: JSONTranscripts.expected)
    }
    try scanner.expectEnd()
    if let last = try reader.grouper.finish(bytesRead: window.offset + Int64(bytes.count)) { try body(last) }
  }

  /// Takes elements for utterances or for whole transcripts.
  struct Reader {
    let row: JSONRow
    var grouper: RowGrouper
    let context: ReadContext
    private var lastHeading: TranscriptHeading?

    init(row: JSONRow, grouper: RowGrouper, context: ReadContext) {
      self.row = row
      self.grouper = grouper
      self.context = context
    }

    mutating func read(_ node: JSONNode, bytesRead: Int64, _ body: (ParsedTranscript) throws -> Void) throws {
      if JSONRow.isTranscript(node) {
        try readTranscript(node, bytesRead: bytesRead, body)
        return
      }
      let cells = try row.cells(node)
      let heading = try row.heading(cells)
      if grouper.isEmpty || heading != lastHeading {
        if let finished = try grouper.open(heading, line: node.line, bytesRead: bytesRead) { try body(finished) }
        lastHeading = heading
      }
      try row.add(cells, to: &grouper)
    }

    private mutating func readTranscript(
      _ node: JSONNode, bytesRead: Int64, _ body: (ParsedTranscript) throws -> Void
    ) throws {
      let cells = try row.cells(node, isHeading: true)
      let heading = try row.heading(cells)
      let open = try grouper.open(heading, line: node.line, bytesRead: bytesRead, hasOwnObject: true)
      if let open { try body(open) }
      for element in cells.list ?? [] { try row.add(try row.cells(element), to: &grouper) }
      lastHeading = nil
      if let finished = try grouper.finish(bytesRead: bytesRead) { try body(finished) }
    }
  }
}

/// Reads JSON Lines: an utterance a line, or a whole transcript a line. Streamed.
struct JSONLinesTranscripts {
  let context: ReadContext

  func forEach(_ body: (ParsedTranscript) throws -> Void) throws {
    let lines = LineStream(
      window: try ByteWindow(file: context.file, chunkBytes: context.limits.chunkBytes),
      limitBytes: context.limits.recordBytes)
    var reader = JSONTranscripts.Reader(
      row: JSONRow(context: context), grouper: RowGrouper(context: context), context: context)
    var isEmpty = true
    while let bytes = try lines.next() {
      try TextBytes.check(bytes, line: lines.number, file: context.file)
      var scanner = JSONScanner(bytes, line: lines.number, file: context.file)
      guard scanner.peek() != nil else { continue }
      let node = try scanner.value()
      try scanner.expectEnd()
      try reader.read(node, bytesRead: lines.bytesRead, body)
      isEmpty = false
    }
    if isEmpty { throw context.emptyFile }
    if let last = try reader.grouper.finish(bytesRead: lines.bytesRead) { try body(last) }
  }
}

/// The lines of a file, one at a time.
final class LineStream {
  private let window: ByteWindow
  private let limitBytes: Int
  private var consumed = 0
  /// The number of the line at hand, from 1.
  private(set) var number = 0

  init(window: ByteWindow, limitBytes: Int) {
    self.window = window
    self.limitBytes = limitBytes
  }

  /// Bytes of the file up to and including the line at hand.
  var bytesRead: Int64 { window.offset + Int64(consumed) }

  /// The next line without its break, valid until the next call. `nil` at the end of the file.
  func next() throws -> UnsafeRawBufferPointer? {
    window.consume(consumed)
    consumed = 0
    var searched = 0
    while true {
      let bytes = window.bytes
      while searched < bytes.count, bytes[searched] != 10, bytes[searched] != 13 { searched += 1 }
      if searched < bytes.count {
        let end = searched
        let isAtEdge = end + 1 == bytes.count && bytes[end] == 13 && !window.isAtEnd
        if !isAtEdge {
          consumed = bytes[end] == 13 && end + 1 < bytes.count && bytes[end + 1] == 10 ? end + 2 : end + 1
          number += 1
          return UnsafeRawBufferPointer(rebasing: bytes[..<end])
        }
      }
      if window.isAtEnd {
        guard !bytes.isEmpty else { return nil }
        consumed = bytes.count
        number += 1
        return bytes
      }
      if bytes.count > limitBytes {
        throw window.file.badData(
          number + 1, "The line is longer than \(limitBytes) bytes.",
          advice: "JSON Lines has one utterance a line; is the file JSON?")
      }
      _ = try window.refill()
    }
  }
}
