import ArgumentParser
import CaseStore

struct MeasureList: ListCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List measures in order of client, instrument and day.",
    discussion: """
      Example:
        caseloom measure list --client K-014 --instrument PHQ-9
      """)

  @Option(name: .shortAndLong, help: .onlyClient, completion: .clientCodes)
  var client: String?

  @Option(help: .init("List this instrument alone.", valueName: "instrument"))
  var instrument: String?

  @OptionGroup var store: StoreOptions
  @OptionGroup var output: FormatOptions

  func table(from reader: StoreReader) throws -> Table {
    Table(
      ["client", "instrument", "date", "session", "total", "items"],
      rows: try reader.measures(of: reader.known(client), instrument: instrument).map { taken in
        [
          .text(taken.clientCode), .text(taken.measure.instrument), .text(taken.day.description),
          Cell(taken.sessionNumber), .number(taken.measure.total), .integers(taken.measure.items),
        ]
      },
      emptyNote: "No measures are recorded yet. `caseloom measure record` records one.")
  }
}
