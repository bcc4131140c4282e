import ArgumentParser
import CaseStore

struct CorrectionReport: ListCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Say how much of what the engine found people accepted, changed and rejected.",
    discussion: """
      Of processes, edges and proposals: what somebody looked at and left standing, gave other labels, or rejected; open is what \
      nobody has decided on in the clients' present networks. The share is of what was decided on.

      Example:
        caseloom correction report
      """)

  @Option(name: .shortAndLong, help: .onlyClient, completion: .clientCodes)
  var client: String?

  @OptionGroup var store: StoreOptions
  @OptionGroup var output: FormatOptions

  func table(from reader: StoreReader) throws -> Table {
    Table(
      ["subject", "accepted", "changed", "rejected", "open", "share_accepted"],
      rows: try reader.correctionShares(of: reader.known(client)).map { item in
        [
          .text(item.subject), .integer(item.accepted), .integer(item.changed), .integer(item.rejected),
          Cell(item.open), Cell(item.share.map { ($0 * 1000).rounded() / 1000 }),
        ]
      })
  }
}
