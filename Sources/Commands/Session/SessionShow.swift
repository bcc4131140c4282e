import ArgumentParser
import CaseModel
import CaseStore

struct SessionShow: ShowCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show what is known of a session.",
    discussion: """
      Example:
        caseloom session show --client K-014 --session 3
      """)

  @Option(name: .shortAndLong, help: .client, completion: .clientCodes)
  var client: String

  @Option(help: .session)
  var session: Int

  @OptionGroup var store: StoreOptions
  @OptionGroup var output: FormatOptions

  func sheet(from reader: StoreReader) throws -> Sheet {
    let code = try reader.known(client)
    // Throws where there is no such session, with what to do.
    _ = try reader.session(of: code, number: session)
    guard let summary = try reader.sessions(of: code).first(where: { $0.session.number == session }) else {
      throw CaseError(.internal, "The session is not in the list of sessions.", at: "client \(code)")
    }
    let risks = try reader.risks(of: code).count { $0.sessionNumber == session }
    return Sheet(fields: [
      ("client", .text(code)), ("session", .integer(session)), ("date", .text(summary.session.day.description)),
      ("therapist", Cell(summary.session.therapist)), ("turns", Cell(summary.turns)),
      ("processes", Cell(summary.processes)), ("network", .flag(summary.hasNetwork)),
      ("modules", .list(summary.modules)), ("measures", .list(summary.measures)), ("open_risks", .integer(risks)),
    ])
  }
}
