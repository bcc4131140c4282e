import ArgumentParser
import CaseModel
import CaseStore
import Casework
import Foundation
import Transcripts

struct TranscriptImport: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Take transcripts into the store.",
    discussion: """
      A path is a transcript (.txt, .vtt, .srt, .csv, .tsv, .json, .jsonl), a folder of them, or a manifest.csv with the columns \
      file, client, date, session, therapist, modules, measures; a folder with a manifest.csv is read by it. A file comes in as a \
      whole or not at all, and the others go on. What is there already is left as it is. What the options do not say is taken \
      from the file, then from its name, as in K-014_2026-03-03_s1.txt. Sessions without a number get the next ones.

      Example:
        caseloom transcript import sessions/
        caseloom transcript import talk.vtt --client K-014 --therapist Ruth
        caseloom transcript import corpus.csv --column speaker=who --column text=said
      """)

  @Argument(
    help: .init("Files, folders and manifests.", valueName: "path"),
    completion: .file(extensions: ["txt", "vtt", "srt", "csv", "tsv", "json", "jsonl", "ndjson"]))
  var paths: [String]

  @Option(help: .init("Say which client the transcripts are of, by code.", valueName: "code"), completion: .clientCodes)
  var client: String?

  @Option(help: .init("Give the one transcript's session number.", valueName: "number"))
  var session: Int?

  @Option(help: .init("Give the one transcript's date, YYYY-MM-DD.", valueName: "day"), transform: Day.parsed)
  var date: Day?

  @Option(help: .init("Name the therapist, as the file writes the speaker.", valueName: "name"))
  var therapist: String?

  @Option(help: .init("Name the client, as the file writes the speaker.", valueName: "name"))
  var clientName: String?

  @Option(
    name: .customLong("column"),
    help: .init(
      "Say which column holds a role: \(TranscriptColumn.allCases.map(\.rawValue).joined(separator: ", ")).",
      valueName: "role=header"), transform: ColumnMapping.init)
  var columns: [ColumnMapping] = []

  @Option(help: .init("Read the files in this format, whatever their names.", valueName: "format"))
  var inputFormat: TranscriptFormat?

  @OptionGroup var store: StoreOptions
  @OptionGroup var author: AuthorOptions

  func validate() throws {
    if let session, session < 1 { throw ValidationError("Sessions are numbered from 1.") }
    if let client, !Client.isValidCode(client) {
      throw ValidationError(
        "“\(client)” cannot be a client's code. Use 1 to 64 letters, digits and - _ . and begin with a letter or digit."
      )
    }
    let roles = columns.map(\.column)
    if let twice = roles.first(where: { role in roles.count { $0 == role } > 1 }) {
      throw ValidationError("--column \(twice.rawValue)=… is there twice.")
    }
  }

  func run() throws {
    let opened = try store.open()
    let plan = try ImportPlan(paths: paths)
    try checkOptions(plan)
    var report = try ImportReport(
      store: opened, plan: plan, client: client, today: Surroundings.current.clock.now().day)
    for error in plan.errors { try report.fail(error) }
    if !plan.skipped.isEmpty {
      try note(
        "Left out, no transcripts by their name: \(listed(plan.skipped)).")
    }
    let importer = Importer(store: opened, author: author.author, options: options, format: inputFormat)
    for item in plan.items.map(completed) {
      do {
        let outcome = try importer.importFile(item) { read, _ in report.showProgress(of: item, bytes: read) }
        try report.add(outcome)
      } catch {
        // The store itself is at fault: the next file would fare no better. What came in before it stays.
        try report.end()
        throw error
      }
    }
    try report.end()
    if let code = report.exitCode { throw ExitCode(code) }
  }

  /// What belongs to one transcript must not be given for many.
  private func checkOptions(_ plan: ImportPlan) throws {
    if plan.items.contains(where: { $0.origin != nil }), client != nil || session != nil || date != nil {
      throw CaseError(
        .usage, "The manifest says itself which client, session and date each file is of.",
        advice: "Leave out --client, --session and --date.")
    }
    if plan.items.count > 1, session != nil || date != nil {
      throw CaseError(
        .usage, "--session and --date belong to one transcript, but there are \(plan.items.count) files.",
        advice: "Import them one by one, name them like K-014_2026-03-03_s1.txt, or list them in a manifest.csv.")
    }
  }

  private var options: TranscriptOptions {
    var options = TranscriptOptions()
    options.therapistName = therapist
    options.clientName = clientName
    for mapping in columns { options.columns[mapping.column] = mapping.header }
    return options
  }

  private func completed(_ item: ImportItem) -> ImportItem {
    var item = item
    if item.origin == nil {
      item.clientCode = client
      item.sessionNumber = session
      item.day = date
    }
    item.therapist = item.therapist ?? therapist
    return item
  }
}

/// `speaker=who`: the header, or JSON key, that holds a role.
struct ColumnMapping: Sendable {
  var column: TranscriptColumn
  var header: String

  init(_ text: String) throws {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 2, let column = TranscriptColumn(rawValue: parts[0].lowercased()) else {
      let roles = TranscriptColumn.allCases.map(\.rawValue).joined(separator: ", ")
      throw ValidationError("“\(text)” is no role=header, as in speaker=who. The roles are \(roles).")
    }
    self.column = column
    header = parts[1]
  }
}
