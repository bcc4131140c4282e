import CaseModel

/// Which headers of a CSV file, or keys of a JSON object, are which columns.
struct ColumnNames {
  private let mapped: [String: [TranscriptColumn]]
  private let usual: [String: TranscriptColumn]

  init(mapping: [TranscriptColumn: String]) {
    var mapped: [String: [TranscriptColumn]] = [:]
    var usual: [String: TranscriptColumn] = [:]
    for column in TranscriptColumn.allCases {
      if let name = mapping[column] {
        if !name.isEmpty { mapped[name.lowercased(), default: []].append(column) }
      } else {
        for name in column.usualNames { usual[name] = column }
      }
    }
    self.mapped = mapped
    self.usual = usual
  }

  /// More than one where the mapping says so. A mapped name loses its usual meaning.
  func columns(for name: String) -> [TranscriptColumn] {
    // Most names are written as the table has them.
    if mapped.isEmpty, let column = usual[name] { return [column] }
    if let columns = mapped[name.lowercased()] { return columns }
    let plain = name.lowercased().filter { !$0.isWhitespace && $0 != "_" && $0 != "-" }
    return usual[plain].map { [$0] } ?? []
  }
}

/// Where the columns of a CSV file are.
struct ColumnIndexes {
  private var indexes: [TranscriptColumn: Int] = [:]

  subscript(column: TranscriptColumn) -> Int? { indexes[column] }

  /// - Throws: `badData` at the header's line where speaker or text is missing, a mapped header does not exist, or two
  ///   headers mean the same.
  init(header: [String], line: Int, context: ReadContext) throws {
    let names = ColumnNames(mapping: context.options.columns)
    let list = header.map { "'\($0)'" }.joined(separator: ", ")
    for (index, name) in header.enumerated() {
      for column in names.columns(for: name) {
        if let first = indexes[column] {
          throw context.file.badData(
            line, "Both '\(header[first])' and '\(name)' can be the column for \(column.rawValue).",
            advice: "Say which one is with \(OptionName.column) \(column.rawValue)=NAME.")
        }
        indexes[column] = index
      }
    }
    for column in TranscriptColumn.allCases where indexes[column] == nil {
      if let mapped = context.options.columns[column], !mapped.isEmpty {
        throw context.file.badData(
          line, "There is no column '\(mapped)' for \(column.rawValue).", advice: "The columns are \(list).")
      }
      if column == .speaker || column == .text {
        throw context.file.badData(
          line, "No column for \(column.rawValue) is recognised among \(list).",
          advice: "Say which one it is with \(OptionName.column) \(column.rawValue)=NAME.")
      }
    }
  }
}
