import ArgumentParser
import CaseModel
import CaseStore
import Casework

struct NetworkRebuild: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rebuild",
    abstract: "Make a client's networks anew from the transcripts and corrections.",
    discussion: """
      Everything is made once more in memory and compared with the store, row for row. What is equal is left alone; where \
      anything differs, the networks are made anew and the old ones kept as superseded. For an engine, or a version of it, \
      that has not read the client yet, a new series is made beside the old one: `network compare` compares them. \
      With --verify nothing is written, and the exit status is 65 where anything differs.

      Example:
        caseloom network rebuild --client K-014 --verify
      """)

  @Option(name: .shortAndLong, help: .client, completion: .clientCodes)
  var client: String

  @Flag(help: "Only compare, and say what differs.")
  var verify = false

  @OptionGroup var store: StoreOptions
  @OptionGroup var author: AuthorOptions

  func run() throws {
    let opened = try store.open()
    let lock = try WorkerLock(store: opened.path)
    defer { withExtendedLifetime(lock) {} }
    try opened.recoverJobs(isOnlyWorker: true)
    let waiting = try opened.read { reader in
      try reader.known(client)
      return try reader.jobs(state: .queued).count
    }
    guard waiting == 0 else {
      throw CaseError(
        .tryAgain, "\(counted(waiting, "job")) waiting: the networks are not what they will be.", at: store.path,
        advice: "Run `caseloom work` first.")
    }
    let engine = try Surroundings.current.engine().engine
    let rebuild = Rebuild(store: opened, engine: engine, author: author.author)
    if verify {
      guard try opened.read({ try !$0.chain(of: client, engine: engine.identity).isEmpty }) else {
        throw CaseError(
          .noInput, "The client has no networks by \(engine.identity).", at: "client \(client)",
          advice: "Without --verify they are made.")
      }
      let differences = try rebuild.verify(client: client)
      try tell(differences)
      guard differences.isEmpty else { throw ExitCode(CaseError.Code.badData.exitCode) }
      return try say("The store holds what a rebuild makes.")
    }
    switch try rebuild.run(client: client) {
    case .made: try say("Made by \(engine.identity).")
    case .equal: try say("The store holds what a rebuild makes: nothing was written.")
    case .mended(let differences):
      try tell(differences)
      try say("Made anew; the old networks are kept as superseded.")
    }
  }

  private func tell(_ differences: [SeriesDifference]) throws {
    for item in differences {
      let place = item.firstSession.map { ", first in session \($0)" } ?? ""
      try note(
        "\(item.subject): \(item.onlyInStore) only in the store, \(item.onlyInRebuild) only in the rebuild\(place)")
    }
  }
}
