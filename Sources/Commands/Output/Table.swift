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
  /// The column that takes the lines' rest and is wrapped on a terminal.
  var wrapping: String?
  /// Said on standard error where there is no row.
  var emptyNote: String
  /// Said on standard error after the rows: that there are more, say.
  var note: String?

  init(
    _ columns: [String], wrapping: String? = nil, rows: [[Cell]], emptyNote: String = "", note: String? = nil
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
    let words = key.replacing("_", with: " ")
    return words.prefix(1).uppercased() + words.dropFirst()
  }

  private func isRight(_ column: Int) -> Bool {
    let cells = rows.lazy.map { $0[column] }.filter { $0 != .missing }
    return cells.first != nil && cells.allSatisfy(\.isNumber)
  }

  private func aligned(width: Int?) -> String {
    let titles = columns.map { $0.replacing("_", with: " ").uppercased() }
    let shown = rows.map { $0.map(\.shown) }
    var widths = titles.map(TextWidth.columns)
    for row in shown {
      for (index, text) in row.enumerated() { widths[index] = max(widths[index], TextWidth.columns(text)) }
    }
    let wrapped = wrapping.flatMap { columns.firstIndex(of: $0) }
    if let width, let wrapped {
      let others = widths.enumerated().reduce(0) { $0 + ($1.offset == wrapped ? 0 : $1.element + 2) }
      // Too narrow to be read as a column: the terminal itself then breaks the lines.
      if width - others >= 20 { widths[wrapped] = min(widths[wrapped], width - others) }
    }
    let right = columns.indices.map(isRight)
    var text = line(titles, widths: widths, right: right)
    for row in shown {
      if let wrapped, TextWidth.columns(row[wrapped]) > widths[wrapped] {
        text += wrappedLines(row, column: wrapped, widths: widths, right: right)
      } else {
        text += line(row, widths: widths, right: right)
      }
    }
    return text
  }

  private func wrappedLines(_ row: [String], column: Int, widths: [Int], right: [Bool]) -> String {
    var text = ""
    for (index, part) in TextWidth.lines(row[column], width: widths[column]).enumerated() {
      var cells = index == 0 ? row : row.map { _ in "" }
      cells[column] = part
      text += line(cells, widths: widths, right: right)
    }
    return text
  }

  private func line(_ cells: [String], widths: [Int], right: [Bool]) -> String {
    var line = ""
    for (index, cell) in cells.enumerated() {
      if index > 0 { line += "  " }
      let isLast = index == cells.count - 1
      line += isLast && !right[index] ? cell : TextWidth.padded(cell, to: widths[index], isRight: right[index])
    }
    while line.last == " " { line.removeLast() }
    return line + "\n"
  }
}
