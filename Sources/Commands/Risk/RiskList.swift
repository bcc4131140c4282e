import ArgumentParser
import CaseStore

struct RiskList: ListCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List open risk flags, gravest first.",
    discussion: """
      Example:
        caseloom risk list --client K-014 --all
      """)

  @Option(name: .shortAndLong, help: .onlyClient, completion: .clientCodes)
  var client: String?

  @Flag(help: "List also flags that a person has resolved.")
  var all = false

  @OptionGroup var store: StoreOptions
  @OptionGroup var output: FormatOptions

  func table(from reader: StoreReader) throws -> Table {
    Table(
      ["id", "risk", "client", "session", "date", "turn"]
        + (all ? ["resolved_at", "resolved_by", "resolution"] : []) + ["quote"],
      wrapping: ["resolution", "quote"],
      rows: try reader.risks(of: reader.known(client), includingResolved: all).map { flag in
        [
          .integer(Int(flag.id)), .text(flag.risk.rawValue), .text(flag.clientCode), .integer(flag.sessionNumber),
          .text(flag.sessionDay.description), .integer(flag.turn),
        ] + (all ? [Cell(flag.resolvedAt), Cell(flag.resolvedBy), Cell(flag.resolution)] : []) + [.text(flag.quote)]
      },
      emptyNote: "There are no \(all ? "" : "open ")risk flags.")
  }
}
