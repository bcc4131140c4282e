import ArgumentParser
import CaseStore

struct ClientShow: ShowCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show a client and the client's sessions.",
    discussion: """
      Example:
        caseloom client show K-014
      """)

  @Argument(help: .init("The client's code.", valueName: "code"), completion: .clientCodes)
  var code: String

  @OptionGroup var store: StoreOptions
  @OptionGroup var output: FormatOptions

  func sheet(from reader: StoreReader) throws -> Sheet {
    let code = try reader.known(code)
    let summary = try reader.client(code)
    return Sheet(
      fields: [
        ("client", .text(code)), ("name", Cell(summary.client.name)), ("birth_year", Cell(summary.client.birthYear)),
        ("status", .text(summary.client.status.rawValue)), ("note", Cell(summary.client.note)),
        ("open_risks", .integer(summary.openRisks)),
      ],
      lists: [("sessions", SessionList.table(try reader.sessions(of: code), withClient: false))])
  }
}
