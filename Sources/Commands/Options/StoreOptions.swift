import ArgumentParser
import CaseModel
import CaseStore
import Casework
import Foundation

/// Where the store is.
struct StoreOptions: ParsableArguments {
  @Option(
    name: .customLong("store"),
    help: .init(
      "Use the store at this path (else CASELOOM_STORE, else the XDG data folder).", valueName: "path"),
    completion: .file())
  var named: String?

  var path: String {
    StoreLocation.path(named: named, environment: Surroundings.current.environment)
  }

  func open() throws -> CaseStore {
    try CaseStore(opening: path, clock: Surroundings.current.clock)
  }
}

/// Who changes something, and why: the audit trail keeps both.
struct AuthorOptions: ParsableArguments {
  @Option(help: .init("Say who makes the change (else CASELOOM_ACTOR, else USER).", valueName: "name"))
  var actor: String?

  @Option(name: .shortAndLong, help: .init("Say why, for the audit trail.", valueName: "text"))
  var reason: String?

  var author: Author {
    let environment = Surroundings.current.environment
    let names = [actor, environment["CASELOOM_ACTOR"], environment["USER"]].compactMap { $0 }
    return Author(actor: names.first { !$0.isEmpty } ?? Self.accountName, reason: reason)
  }

  /// Of the account that runs the program: jobs of cron have no USER.
  private static var accountName: String {
    guard let entry = getpwuid(getuid()) else { return "user \(getuid())" }
    return String(cString: entry.pointee.pw_name)
  }
}

/// In which form a list or a show is printed.
struct FormatOptions: ParsableArguments {
  @Option(name: .customLong("format"), help: .init("Print in this format.", valueName: "format"))
  var format: OutputFormat = .table

  func print(_ printable: some Printable) throws {
    let surroundings = Surroundings.current
    try surroundings.write(.output, printable.text(as: format, width: surroundings.outputColumns))
  }
}
