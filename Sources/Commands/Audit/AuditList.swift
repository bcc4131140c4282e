import ArgumentParser
import CaseStore

struct AuditList: ListCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List the audit trail, newest first.",
    discussion: """
      Example:
        caseloom audit list --client K-014 --limit 200
      """)

  @Option(name: .shortAndLong, help: .onlyClient, completion: .clientCodes)
  var client: String?

  @Option(help: .init("Print at most this many.", valueName: "number"))
  var limit = 50

  @OptionGroup var store: StoreOptions
  @OptionGroup var output: FormatOptions

  func validate() throws {
    guard (1...1_000_000).contains(limit) else { throw ValidationError("--limit is a number from 1 to 1000000.") }
  }

  func table(from reader: StoreReader) throws -> Table {
    let events = try reader.auditEvents(of: client, limit: limit + 1)
    // The trail outlives the client: only where it knows nothing can the code be wrong.
    if events.isEmpty { _ = try reader.known(client) }
    return Table(
      ["id", "at", "actor", "action", "client", "session", "detail", "reason"], wrapping: ["detail", "reason"],
      rows: events.prefix(limit).map { event in
        [
          .integer(Int(event.id)), .text(event.at), .text(event.actor), .text(event.action), Cell(event.clientCode),
          Cell(event.sessionNumber), .details(event.detail), Cell(event.reason),
        ]
      },
      emptyNote: "The audit trail is empty.",
      note: events.count > limit ? "There are older ones: --limit prints more than \(limit)." : nil)
  }
}
