import ArgumentParser
import CaseStore

struct ClusterList: ListCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List a client's clusters, heaviest first.",
    discussion: """
      Example:
        caseloom cluster list --client K-014
      """)

  @Option(name: .shortAndLong, help: .client, completion: .clientCodes)
  var client: String

  @OptionGroup var store: StoreOptions
  @OptionGroup var output: FormatOptions

  func table(from reader: StoreReader) throws -> Table {
    Table(
      ["cluster", "utterances", "sessions", "shown", "valence", "dimensions", "theme"],
      wrapping: ["dimensions", "theme"],
      rows: try reader.clusters(of: reader.known(client)).map { summary in
        [
          .text(summary.cluster.key), .integer(summary.utterances), .integer(summary.sessions),
          .flag(summary.isShown), .text(summary.cluster.valence.rawValue),
          .list(summary.cluster.dimensions.map(\.rawValue)), .text(summary.cluster.theme),
        ]
      },
      emptyNote: "Client \(client) has no clusters yet. `caseloom work` finds them in the transcripts.")
  }
}
