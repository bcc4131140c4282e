import ArgumentParser
import CaseModel
import CaseStore

struct ModuleRate: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rate",
    abstract: "Record how effective a client's modules have been so far, as a person judges it.",
    discussion: """
      0 is much worse, 0.5 no change, 1 all that was hoped for. The day is --date, else today.

      Example:
        caseloom module rate --client K-014 --effectiveness 0.7 --date 2026-03-24
      """)

  @Option(name: .shortAndLong, help: .client, completion: .clientCodes)
  var client: String

  @Option(help: .init("Give the effectiveness, 0 to 1.", valueName: "number"))
  var effectiveness: Double

  @Option(help: .init("Give the day of the rating, YYYY-MM-DD.", valueName: "day"), transform: Day.parsed)
  var date: Day?

  @Option(help: .init("Keep a note with it.", valueName: "text"))
  var note: String?

  @Flag(help: "Replace the client's rating of that day.")
  var replace = false

  @OptionGroup var store: StoreOptions
  @OptionGroup var author: AuthorOptions

  func validate() throws {
    guard (0...1).contains(effectiveness) else {
      throw ValidationError("--effectiveness is a number from 0 to 1, as in 0.7.")
    }
  }

  func run() throws {
    let (isRecorded, day) = try store.open().write(as: author.author) { writer in
      let day = date ?? writer.now.day
      let isRecorded = try writer.recordRating(
        effectiveness, note: note, client: writer.reader.known(client), day: day, replacing: replace)
      return (isRecorded, day)
    }
    let what = "effectiveness \(Cell.shortest(effectiveness)) for client \(client) on \(day)"
    try say(isRecorded ? "Recorded \(what)." : "Already recorded: \(what).")
  }
}
