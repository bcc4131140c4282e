import ArgumentParser
import CaseStore

struct ClusterShow: ShowCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show a cluster and the client's words in it.",
    discussion: """
      Example:
        caseloom cluster show escape_for_relief --client K-014
      """)

  @Argument(help: .init("The cluster's key, as `cluster list` prints it.", valueName: "key"))
  var key: String

  @Option(name: .shortAndLong, help: .client, completion: .clientCodes)
  var client: String

  @OptionGroup var store: StoreOptions
  @OptionGroup var output: FormatOptions

  func sheet(from reader: StoreReader) throws -> Sheet {
    let (summary, processes) = try reader.cluster(key, of: reader.known(client))
    let rows = processes.map { item -> [Cell] in
      [
        .integer(item.sessionNumber), .integer(item.process.turn), .text(item.process.valence.rawValue),
        .list(item.process.dimensions.map(\.rawValue)), .number((item.score * 100).rounded() / 100),
        .text(item.process.quote.text),
      ]
    }
    return Sheet(
      fields: [
        ("client", .text(client)), ("cluster", .text(key)), ("theme", .text(summary.cluster.theme)),
        ("valence", .text(summary.cluster.valence.rawValue)),
        ("dimensions", .list(summary.cluster.dimensions.map(\.rawValue))),
        ("utterances", .integer(summary.utterances)), ("sessions", .integer(summary.sessions)),
        ("shown", .flag(summary.isShown)),
      ],
      lists: [
        (
          "processes",
          Table(
            ["session", "turn", "valence", "dimensions", "score", "quote"], wrapping: ["dimensions", "quote"],
            rows: rows)
        )
      ])
  }
}
