import ArgumentParser
import CaseStore

struct NetworkList: ListCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List networks in order of client and session.",
    discussion: """
      Example:
        caseloom network list --client K-014 --all
      """)

  @Option(name: .shortAndLong, help: .onlyClient, completion: .clientCodes)
  var client: String?

  @Flag(help: "List also networks that newer ones have superseded.")
  var all = false

  @OptionGroup var store: StoreOptions
  @OptionGroup var output: FormatOptions

  func table(from reader: StoreReader) throws -> Table {
    Table(
      ["client", "session", "date", "kind", "clusters", "edges", "made_at", "current", "engine"],
      rows: try reader.networks(of: reader.known(client), includingSuperseded: all).map { network in
        [
          .text(network.clientCode), .integer(network.sessionNumber), .text(network.sessionDay.description),
          .text(network.kind.rawValue), .integer(network.clusters), .integer(network.edges), .text(network.madeAt),
          .flag(network.isCurrent), .text(network.engine.description),
        ]
      },
      emptyNote: "There are no networks yet. `caseloom work` makes them from the transcripts in the store.")
  }
}
