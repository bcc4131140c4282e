import CaseModel

/// One row of a manifest: a transcript file and what is known of its session.
public struct ManifestEntry: Sendable, Equatable {
  /// The manifest's line on which the row begins.
  public var line: Int
  /// The path of the transcript file, relative to the manifest's folder and within it.
  public var file: String
  public var clientCode: String
  public var day: Day?
  public var sessionNumber: Int?
  public var therapist: String?
  /// Codes of the therapy modules used, in order.
  public var modules: [String]
  public var measures: [Measure]

  public init(
    line: Int, file: String, clientCode: String, day: Day? = nil, sessionNumber: Int? = nil, therapist: String? = nil,
    modules: [String] = [], measures: [Measure] = []
  ) {
    self.line = line
    self.file = file
    self.clientCode = clientCode
    self.day = day
    self.sessionNumber = sessionNumber
    self.therapist = therapist
    self.modules = modules
    self.measures = measures
  }
}

/// The list of the transcript files of a folder, as CSV: `file,client,date,session,therapist,modules,measures`.
///
/// Only `file` and `client` are required. `modules` are joined by `;`, and so are `measures`: `PHQ-9=14` is a total,
/// `PHQ-9=1 2 2 2 1 2 1 0 0` the item scores, whose sum is the total.
public enum Manifest {
  public static let columns = ["file", "client", "date", "session", "therapist", "modules", "measures"]

  /// - Throws: `CaseError`: `badData` at `path:line`, `noInput` for a missing manifest, `unavailable` for one that
  ///   cannot be read. Whether the files exist is not looked at.
  public static func read(path: String) throws -> [ManifestEntry] {
    let source = SourceFile(path: path)
    let reader = try CSVReader(path: path)
    let indexes = try columnIndexes(reader, source: source)
    var entries: [ManifestEntry] = []
    var lineByFile: [String: Int] = [:]
    try reader.forEachRecord { record in
      if record.isBlank { return }
      let entry = try ManifestRow(record, indexes: indexes, source: source).entry()
      if let first = lineByFile.updateValue(entry.line, forKey: entry.file) {
        throw source.badData(
          entry.line, "The file '\(entry.file)' is already on line \(first).", advice: "Remove one of the two rows.")
      }
      entries.append(entry)
    }
    guard !entries.isEmpty else {
      throw source.badData(reader.headerLine, "The manifest has no row below its header.", advice: "List the files.")
    }
    return entries
  }

  private static func columnIndexes(_ reader: CSVReader, source: SourceFile) throws -> [String: Int] {
    let known = columns.joined(separator: ", ")
    var indexes: [String: Int] = [:]
    for (index, header) in reader.header.enumerated() {
      let name = header.lowercased()
      guard columns.contains(name) else {
        throw source.badData(
          reader.headerLine, "The column '\(header)' is not known.", advice: "The columns of a manifest are \(known).")
      }
      guard indexes.updateValue(index, forKey: name) == nil else {
        throw source.badData(reader.headerLine, "The column '\(name)' is there twice.", advice: "Remove one of them.")
      }
    }
    for required in ["file", "client"] where indexes[required] == nil {
      throw source.badData(
        reader.headerLine, "The column '\(required)' is missing.", advice: "The columns of a manifest are \(known).")
    }
    return indexes
  }
}

private struct ManifestRow {
  let line: Int
  let source: SourceFile
  /// By column, without empty ones.
  private var cells: [String: String] = [:]

  init(_ record: borrowing CSVRecord, indexes: [String: Int], source: SourceFile) {
    line = record.line
    self.source = source
    for (column, index) in indexes {
      let text = record.text(at: index)
      if !text.isEmpty { cells[column] = text }
    }
  }

  func entry() throws -> ManifestEntry {
    guard let client = cells["client"] else {
      throw source.badData(line, "The row has no client.", advice: "Fill in the client's code.")
    }
    let heading = try HeadingText(file: source, line: line).heading(
      label: nil, client: client, session: cells["session"], date: cells["date"], therapist: cells["therapist"])
    return ManifestEntry(
      line: line, file: try file(), clientCode: client, day: heading.day, sessionNumber: heading.session,
      therapist: heading.therapist, modules: list("modules"), measures: try measures())
  }

  private func list(_ column: String) -> [String] {
    (cells[column] ?? "").split(separator: ";").map { TextBytes.clean(String($0)) }.filter { !$0.isEmpty }
  }

  /// The path without `.` steps. One that leaves the folder is refused: a manifest comes from elsewhere, and must not
  /// name other files of this machine.
  private func file() throws -> String {
    guard let path = cells["file"] else {
      throw source.badData(line, "The row has no file.", advice: "Fill in the transcript's file name.")
    }
    let steps = path.split(separator: "/").filter { $0 != "." }
    // A backslash too: the same manifest may be read where it separates folders.
    let windowsSteps = path.split(whereSeparator: { $0 == "/" || $0 == "\\" })
    let isAbsolute = path.hasPrefix("/") || path.hasPrefix("\\") || path.dropFirst().hasPrefix(":\\")
    guard !steps.isEmpty, !isAbsolute, !windowsSteps.contains("..") else {
      throw source.badData(
        line, "The file '\(path)' is not within the manifest's folder.",
        advice: "Give a path below the folder, without '..'.")
    }
    return steps.joined(separator: "/")
  }

  private func measures() throws -> [Measure] {
    var measures: [Measure] = []
    for text in list("measures") {
      let measure = try measure(text)
      if measures.contains(where: { $0.instrument == measure.instrument }) {
        throw source.badData(
          line, "The measure \(measure.instrument) is there twice.", advice: "Remove one of the two.")
      }
      measures.append(measure)
    }
    return measures
  }

  private func measure(_ text: String) throws -> Measure {
    let parts = text.split(separator: "=", maxSplits: 1).map { TextBytes.clean(String($0)) }
    if parts.count == 2, !parts[0].isEmpty {
      let numbers = parts[1].split(separator: " ")
      let items = numbers.compactMap { Int($0) }.filter { (-1000...1000).contains($0) }
      if numbers.count > 1, items.count == numbers.count {
        return Measure(instrument: parts[0], items: items, total: Double(items.reduce(0, +)))
      }
      if numbers.count == 1, let total = Double(numbers[0]), total.isFinite, abs(total) <= 1_000_000 {
        return Measure(instrument: parts[0], items: [], total: total)
      }
    }
    throw source.badData(
      line, "The measure '\(text)' is not understood.",
      advice: "Write PHQ-9=14 for a total, or PHQ-9=1 2 2 2 1 2 1 0 0 for the items; put ; between measures.")
  }
}
