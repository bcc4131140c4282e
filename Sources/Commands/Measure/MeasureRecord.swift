import ArgumentParser
import CaseModel
import CaseStore

struct MeasureRecord: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "record",
    abstract: "Record a filled-in measure.",
    discussion: """
      The day is --date, else that of --session, else today.

      Example:
        caseloom measure record GAD-7 --client K-014 --session 3 --items 2 1 2 2 1 1 2
        caseloom measure record PHQ-9 --client K-014 --date 2026-03-03 --total 11
      """)

  @Argument(help: .init("The instrument, as the clinic writes it.", valueName: "instrument"))
  var instrument: String

  @Option(name: .shortAndLong, help: .client, completion: .clientCodes)
  var client: String

  @Option(help: .init("Give the total score.", valueName: "score"))
  var total: Double?

  @Option(
    parsing: .upToNextOption,
    help: .init("Give the scores of all items, in order; their sum is the total.", valueName: "score"))
  var items: [Int] = []

  @Option(help: .init("Name the session it was taken at.", valueName: "number"))
  var session: Int?

  @Option(help: .init("Give the day it was taken, YYYY-MM-DD.", valueName: "day"), transform: Day.parsed)
  var date: Day?

  @Flag(help: "Replace what is recorded of the instrument for that day.")
  var replace = false

  @OptionGroup var store: StoreOptions
  @OptionGroup var author: AuthorOptions

  func validate() throws {
    let sum = items.reduce(0, +)
    guard total != nil || !items.isEmpty else { throw ValidationError("Give the score with --total or --items.") }
    if let total, !items.isEmpty, total != Double(sum) {
      throw ValidationError(
        "--total is \(Cell.shortest(total)), but the sum of --items is \(sum). Correct one of them.")
    }
    if let total, !total.isFinite { throw ValidationError("--total is a number.") }
    if instrument.allSatisfy(\.isWhitespace) { throw ValidationError("Name the instrument, as in PHQ-9.") }
  }

  func run() throws {
    let measure = Measure(
      instrument: instrument, items: items, total: total ?? Double(items.reduce(0, +)))
    let (isRecorded, day) = try store.open().write(as: author.author) { writer in
      try writer.reader.known(client)
      try checkSpelling(writer.reader)
      let held = try session.map { try writer.reader.session(of: client, number: $0).day }
      let day = date ?? held ?? writer.now.day
      let isRecorded = try writer.recordMeasure(
        measure, client: client, session: session, day: day, replacing: replace)
      return (isRecorded, day)
    }
    let what = "\(instrument) of client \(client) on \(day): \(Cell.shortest(measure.total))"
    try say(isRecorded ? "Recorded \(what)." : "Already recorded: \(what).")
  }

  /// `phq9` beside the client's PHQ-9 would be two instruments in every report.
  private func checkSpelling(_ reader: StoreReader) throws {
    let known = try reader.measures(of: client).map(\.measure.instrument)
    guard !known.contains(instrument),
      let near = known.first(where: { Likeness.plain($0) == Likeness.plain(instrument) })
    else { return }
    throw CaseError(
      .badData, "This client's earlier measures are called \(near), not \(instrument).", at: "client \(client)",
      advice: "Write \(near).")
  }
}
