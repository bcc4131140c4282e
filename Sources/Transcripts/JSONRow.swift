import CaseModel

/// Takes JSON objects for utterances and transcripts, by the same names as CSV columns.
struct JSONRow {
  private static let listNames: Set = ["utterances", "segments", "turns"]
  static let expected = "An utterance is an object with speaker and text, and maybe start and end."

  private let context: ReadContext
  private let names: ColumnNames

  init(context: ReadContext) {
    self.context = context
    names = ColumnNames(mapping: context.options.columns)
  }

  /// The values of an object by column.
  struct Cells {
    var line: Int
    var nodes: [TranscriptColumn: JSONNode] = [:]
    /// The array of a whole transcript.
    var list: [JSONNode]?
  }

  /// True for an object that holds a whole transcript.
  static func isTranscript(_ node: JSONNode) -> Bool {
    guard case .object(let members) = node.value else { return false }
    return members.contains { member in
      guard case .array = member.node.value else { return false }
      return listNames.contains(member.key.lowercased())
    }
  }

  /// - Parameter isHeading: the object is a transcript, in which `id` is its identifier and speaker, text and times (as
  ///   in Whisper's `text`, which repeats all segments) mean nothing.
  func cells(_ node: JSONNode, isHeading: Bool = false) throws -> Cells {
    guard case .object(let members) = node.value else {
      throw context.file.badData(
        node.line, "Here an object is expected, not \(node.value.kind).", advice: JSONRow.expected)
    }
    var cells = Cells(line: node.line)
    for member in members {
      if case .array(let list) = member.node.value, JSONRow.listNames.contains(member.key.lowercased()) {
        guard cells.list == nil else { throw twice(member, column: member.key) }
        cells.list = list
        continue
      }
      let columns = names.columns(for: member.key)
      for column in columns {
        if isHeading, [.turn, .speaker, .time, .end, .text].contains(column) { continue }
        if case .null = member.node.value { continue }
        guard cells.nodes.updateValue(member.node, forKey: column) == nil else {
          throw twice(member, column: column.rawValue)
        }
      }
      if isHeading, columns.isEmpty, ["id", "label"].contains(member.key.lowercased()),
        cells.nodes[.transcript] == nil
      {
        cells.nodes[.transcript] = member.node
      }
    }
    return cells
  }

  func heading(_ cells: Cells) throws -> TranscriptHeading {
    try HeadingText(file: context.file, line: cells.line).heading(
      label: try text(cells.nodes[.transcript], "transcript"), client: try text(cells.nodes[.client], "client"),
      session: try text(cells.nodes[.session], "session"), date: try text(cells.nodes[.date], "date"),
      therapist: try text(cells.nodes[.therapist], "therapist"))
  }

  /// Adds an utterance to the open transcript; one without words is left out.
  func add(_ cells: Cells, to grouper: inout RowGrouper) throws {
    guard let textNode = cells.nodes[.text] else {
      throw context.file.badData(cells.line, "The utterance has no text.", advice: JSONRow.expected)
    }
    guard case .string(let written) = textNode.value else {
      throw context.file.badData(textNode.line, "The text is \(textNode.value.kind).", advice: JSONRow.expected)
    }
    let words = TextBytes.clean(written)
    if words.isEmpty { return }
    let name = try text(cells.nodes[.speaker], "speaker") ?? ""
    guard let speaker = try grouper.speaker(named: name, line: cells.line) else {
      throw context.file.badData(
        cells.line, "The utterance does not say who speaks.",
        advice: "Use an export with speakers; words and pauses cannot tell who spoke.")
    }
    try grouper.add(
      turn: turn(cells.nodes[.turn]), speaker: speaker, start: milliseconds(cells, .time),
      end: milliseconds(cells, .end), text: words, line: cells.line)
  }

  private func twice(_ member: JSONMember, column: String) -> CaseError {
    context.file.badData(
      member.node.line, "The key '\(member.key)' is a second one for \(column).",
      advice: "Say which one it is with \(OptionName.column) \(column)=NAME.")
  }

  /// A text, or a whole number as text.
  private func text(_ node: JSONNode?, _ what: String) throws -> String? {
    guard let node else { return nil }
    switch node.value {
    case .string(let string):
      let text = TextBytes.clean(string)
      return text.isEmpty ? nil : text
    case .number(let number):
      if let whole = Int(exactly: number) { return String(whole) }
      fallthrough
    case .null, .bool, .array, .object:
      throw context.file.badData(
        node.line, "The \(what) is \(node.value.kind).", advice: "Write it as a text or a whole number.")
    }
  }

  private func turn(_ node: JSONNode?) throws -> Int? {
    guard let text = try text(node, "turn") else { return nil }
    if let number = Int(text), number >= 0 { return number }
    throw context.file.badData(
      node?.line ?? 1, "The turn '\(text)' is not a whole number.", advice: "Number the turns.")
  }

  private func milliseconds(_ cells: Cells, _ column: TranscriptColumn) throws -> Int? {
    guard let node = cells.nodes[column] else { return nil }
    var time: Int?
    switch node.value {
    case .number(let seconds): time = ClockTime.milliseconds(seconds: seconds)
    case .string(let text):
      let text = TextBytes.clean(text)
      if text.isEmpty { return nil }
      time = ClockTime.milliseconds(text)
    case .null, .bool, .array, .object: break
    }
    guard let time else {
      throw context.file.badData(node.line, "This is not a time.", advice: ClockTime.advice(column: column))
    }
    return time
  }
}
