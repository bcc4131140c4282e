import ArgumentParser
import CaseStore

struct SessionList: ListCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List sessions in order of client and date.",
    discussion: """
      Example:
        caseloom session list --client K-014
      """)

  @Option(name: .shortAndLong, help: .onlyClient, completion: .clientCodes)
  var client: String?

  @OptionGroup var store: StoreOptions
  @OptionGroup var output: FormatOptions

  func table(from reader: StoreReader) throws -> Table {
    Self.table(try reader.sessions(of: reader.known(client)), withClient: true)
  }

  static func table(_ sessions: [SessionSummary], withClient: Bool) -> Table {
    Table(
      (withClient ? ["client"] : [])
        + ["session", "date", "therapist", "turns", "processes", "network", "modules", "measures"],
      wrapping: ["therapist", "modules", "measures"],
      rows: sessions.map { summary in
        (withClient ? [.text(summary.session.clientCode)] : []) + [
          .integer(summary.session.number), .text(summary.session.day.description), Cell(summary.session.therapist),
          Cell(summary.turns), Cell(summary.processes), .flag(summary.hasNetwork), .list(summary.modules),
          .list(summary.measures),
        ]
      },
      emptyNote: "There are no sessions yet. `caseloom transcript import PATH` brings them in.")
  }
}
