import ArgumentParser
import CaseStore

struct CorrectionList: ListCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List corrections in the order in which they were made.",
    discussion: """
      A correction of a cluster that the network does not know any more is kept and shown as dormant.

      Example:
        caseloom correction list --client K-014 --all
      """)

  @Option(name: .shortAndLong, help: .onlyClient, completion: .clientCodes)
  var client: String?

  @Flag(help: "List also those that were taken back or replaced.")
  var all = false

  @OptionGroup var store: StoreOptions
  @OptionGroup var output: FormatOptions

  func table(from reader: StoreReader) throws -> Table {
    let corrections = try reader.corrections(of: reader.known(client), includingRevoked: all)
    var dormant: Set<Int64> = []
    for code in Set(corrections.map(\.clientCode)) {
      if let stand = try reader.networkStand(of: code) { dormant.formUnion(stand.decisions.dormant) }
    }
    return Table(
      ["id", "client", "from_session", "subject", "key", "action", "detail", "state", "made_at", "actor", "reason"],
      wrapping: ["key", "detail", "reason"],
      rows: corrections.map { item in
        let state = item.revokedAt != nil ? "revoked" : dormant.contains(item.id) ? "dormant" : "in force"
        return [
          .integer(Int(item.id)), .text(item.clientCode), Cell(item.sessionNumber), .text(item.subject),
          .text(item.key), .text(item.action), .details(item.detail), .text(state), .text(item.madeAt),
          .text(item.actor), .text(item.reason),
        ]
      },
      emptyNote: "Nobody has corrected anything yet.")
  }
}
