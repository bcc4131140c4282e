import ArgumentParser

/// How lists and shows are printed.
enum OutputFormat: String, CaseIterable, ExpressibleByArgument, Sendable {
  /// For people: aligned columns.
  case table
  /// For programs: real types, keys in snake case.
  case json
  /// For spreadsheets and statistics, after RFC 4180.
  case csv
  /// For notes and wikis.
  case markdown
}

/// What a command can print in every format.
protocol Printable {
  /// - Parameter width: columns to wrap to; `nil` for no wrapping.
  func text(as format: OutputFormat, width: Int?) -> String
}

/// Rows of typed values under named columns: what every list is made of.
struct Table: Printable, Equatable, Sendable {
  /// Keys of the columns in snake case.
  var columns: [String]
  var rows: [[Cell]]
  /// The columns that are wrapped where the terminal is too narrow for all.
  var wrapping: [String]
  /// Said on standard error where there is no row.
  var emptyNote: String
  /// Said on standard error after the rows: that there are more, say.
  var note: String?

  init(
    _ columns: [String], wrapping: [String] = [], rows: [[Cell]], emptyNote: String = "", note: String? = nil
  ) {
    self.columns = columns
    self.rows = rows
    self.wrapping = wrapping
    self.emptyNote = emptyNote
    self.note = note
  }

  func text(as format: OutputFormat, width: Int?) -> String {
    switch format {
    case .table: rows.isEmpty ? "" : aligned(width: width)
    case .json: jsonRows() + "\n"
    case .csv: csv()
    case .markdown: markdown()
    }
  }

  // MARK: For programs

  func jsonRows(indentation: String = "") -> String {
    JSONText.array(
      rows.map { row in JSONText.object(zip(columns, row).map { ($0, $1.json) }) }, indentation: indentation)
  }

  /// RFC 4180: CRLF, a header, quotes where they are needed.
  func csv() -> String {
    ([columns] + rows.map { $0.map(\.raw) })
      .map { $0.map(Table.csvField).joined(separator: ",") + "\r\n" }.joined()
  }

  private static let needingQuotes = Set("\",\r\n".utf8)

  private static func csvField(_ text: String) -> String {
    // By bytes: CR LF is a single character to Swift.
    guard text.utf8.contains(where: needingQuotes.contains) else { return text }
    var quoted = "\""
    for scalar in text.unicodeScalars {
      if scalar == "\"" { quoted.unicodeScalars.append(scalar) }
      quoted.unicodeScalars.append(scalar)
    }
    return quoted + "\""
  }

  // MARK: For people

  func markdown() -> String {
    let header = columns.map { Table.title($0) }
    let rule = columns.indices.map { isRight($0) ? "---:" : "---" }
    let body = rows.map { row in row.map(Table.markdownField) }
    return ([header, rule] + body).map { "| " + $0.joined(separator: " | ") + " |\n" }.joined()
  }

  /// Line breaks are kept as `<br>`; nothing else of a text is taken for markup.
  private static func markdownField(_ cell: Cell) -> String {
    if cell == .missing { return "" }
    guard case .text(let text) = cell else { return markdownEscaped(cell.shown) }
    return text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
      .map { markdownEscaped(TextWidth.plain(String($0))) }.joined(separator: "<br>")
  }

  private static func markdownEscaped(_ text: String) -> String {
    var escaped = ""
    for character in text {
      if character == "<" {
        escaped += "&lt;"
      } else {
        if "\\|`*_[]".contains(character) { escaped.append("\\") }
        escaped.append(character)
      }
    }
    return escaped
  }

  /// `birth_year` → `Birth year`.
  static func title(_ key: String) -> String {
    let words = key.replacing("_", with: " ").replacing(".", with: " ")
    return words.prefix(1).uppercased() + words.dropFirst()
  }

  private func isRight(_ column: Int) -> Bool {
    let cells = rows.lazy.map { $0[column] }.filter { $0 != .missing }
    return cells.first != nil && cells.allSatisfy(\.isNumber)
  }

  /// In bytes and in one pass: a list of thousands is printed as fast as it is read.
  private func aligned(width: Int?) -> String {
    let titles = columns.map { ShownCell($0.replacing("_", with: " ").uppercased()) }
    let shown = rows.map { row in row.map { ShownCell($0.shown) } }
    var widths = titles.map(\.width)
    for row in shown {
      for (index, cell) in row.enumerated() where cell.width > widths[index] { widths[index] = cell.width }
    }
    let natural = widths
    if let width { narrow(&widths, columns: wrapping.compactMap { columns.firstIndex(of: $0) }, to: width) }
    let narrowed = columns.indices.filter { widths[$0] < natural[$0] }
    let right = columns.indices.map(isRight)
    var text: [UInt8] = []
    append(titles, widths: widths, right: right, to: &text)
    for row in shown {
      let tooWide = narrowed.filter { row[$0].width > widths[$0] }
      for line in tooWide.isEmpty ? [row] : wrapped(row, columns: tooWide, widths: widths) {
        append(line, widths: widths, right: right, to: &text)
      }
    }
    return String(decoding: text, as: UTF8.self)
  }

  private struct ShownCell {
    var text: String
    var width: Int

    init(_ text: String) {
      self.text = text
      width = TextWidth.columns(text)
    }
  }

  /// Takes from the widest until all fit, or none can be narrower and still be read: then the terminal breaks the lines.
  private func narrow(_ widths: inout [Int], columns: [Int], to width: Int) {
    let least = 14
    for column in columns { widths[column] = min(widths[column], max(width, least)) }
    var excess = widths.reduce(0) { $0 + $1 + 2 } - 2 - width
    while excess > 0, let widest = columns.max(by: { widths[$0] < widths[$1] }), widths[widest] > least {
      widths[widest] -= 1
      excess -= 1
    }
  }

  private func wrapped(_ row: [ShownCell], columns: [Int], widths: [Int]) -> [[ShownCell]] {
    let parts = columns.map { TextWidth.lines(row[$0].text, width: widths[$0]) }
    return (0..<(parts.map(\.count).max() ?? 0)).map { index in
      var cells = index == 0 ? row : row.map { _ in ShownCell("") }
      for (column, lines) in zip(columns, parts) { cells[column] = ShownCell(index < lines.count ? lines[index] : "") }
      return cells
    }
  }

  private func append(_ cells: [ShownCell], widths: [Int], right: [Bool], to text: inout [UInt8]) {
    let space = UInt8(ascii: " ")
    for (index, cell) in cells.enumerated() {
      if index > 0 { text.append(contentsOf: [space, space]) }
      let padding = repeatElement(space, count: max(0, widths[index] - cell.width))
      if right[index] { text.append(contentsOf: padding) }
      text.append(contentsOf: cell.text.utf8)
      if !right[index] { text.append(contentsOf: padding) }
    }
    while text.last == space { text.removeLast() }
    text.append(UInt8(ascii: "\n"))
  }
}
