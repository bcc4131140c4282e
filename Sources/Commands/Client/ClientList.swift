import ArgumentParser
import CaseStore

struct ClientList: ListCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List all clients.",
    discussion: """
      Example:
        caseloom client list --format csv > clients.csv
      """)

  @OptionGroup var store: StoreOptions
  @OptionGroup var output: FormatOptions

  func table(from reader: StoreReader) throws -> Table {
    Table(
      ["client", "name", "birth_year", "status", "sessions", "last_session", "open_risks", "note"],
      wrapping: ["name", "note"],
      rows: try reader.clients().map { summary in
        [
          .text(summary.client.code), Cell(summary.client.name), Cell(summary.client.birthYear),
          .text(summary.client.status.rawValue), .integer(summary.sessions),
          Cell(summary.lastSession?.description), .integer(summary.openRisks), Cell(summary.client.note),
        ]
      },
      emptyNote:
        "There are no clients yet. `caseloom transcript import PATH` brings some in; `caseloom client add` adds one."
    )
  }
}
