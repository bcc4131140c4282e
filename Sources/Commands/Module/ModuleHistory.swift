import ArgumentParser
import CaseStore

struct ModuleHistory: ListCommand {
  static let configuration = CommandConfiguration(
    commandName: "history",
    abstract: "List the modules delivered, session by session.",
    discussion: """
      Example:
        caseloom module history --client K-014
      """)

  @Option(name: .shortAndLong, help: .onlyClient, completion: .clientCodes)
  var client: String?

  @OptionGroup var store: StoreOptions
  @OptionGroup var output: FormatOptions

  func table(from reader: StoreReader) throws -> Table {
    Table(
      ["client", "session", "date", "position", "module", "name"], wrapping: ["name"],
      rows: try reader.moduleHistory(of: reader.known(client)).map { delivery in
        [
          .text(delivery.clientCode), .integer(delivery.sessionNumber), .text(delivery.sessionDay.description),
          .integer(delivery.position), .text(delivery.module.code), .text(delivery.module.name),
        ]
      },
      emptyNote: "No modules are recorded yet. `caseloom module record` records those of a session.")
  }
}
