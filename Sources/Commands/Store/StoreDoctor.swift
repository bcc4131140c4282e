import ArgumentParser
import CaseModel

struct StoreDoctor: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "Examine the store for everything that must never be.",
    discussion: """
      Prints a line for each finding and exits with 65; prints what was checked and exits with 0 when there is none.

      Example:
        caseloom doctor --store backup.caseloom
      """)

  @OptionGroup var store: StoreOptions

  func run() throws {
    let opened = try store.open()
    let findings = try opened.examine()
    guard findings.isEmpty else {
      for finding in findings { try say(finding) }
      try note(
        "caseloom: \(opened.path): \(counted(findings.count, "finding")). Keep a copy of the file as it is; "
          + "`caseloom restore` puts a backup in its place.")
      throw ExitCode(CaseError.Code.badData.exitCode)
    }
    let (clients, sessions) = try opened.read { (try $0.clients().count, try $0.sessions()) }
    let turns = sessions.compactMap(\.turns)
    try say("\(opened.path) is whole.")
    try say(
      "It holds \(counted(clients, "client")), \(counted(sessions.count, "session")), "
        + "\(counted(turns.count, "transcript")) and \(counted(turns.reduce(0, +), "utterance")).")
    try say(
      """
      Checked:
        the file itself, its indexes and every rule of its tables (integrity_check)
        that no row names another that is missing (foreign_key_check)
        that the search index matches the utterances
        that the schema was made by this program's migrations
        that every quote is literally in its utterance
        that turns count 1, 2, 3 … and counts and running totals are what they count
        that no process, cluster or network belongs to two clients
        that every edge has its votes, and words of the client where it claims them
        that every module model has its trial, and the one that serves was accepted in it
      """)
  }
}
