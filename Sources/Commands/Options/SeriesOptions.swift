import ArgumentParser
import CaseModel
import CaseStore

/// Which of a client's networks, where there are several series and many sessions.
struct SeriesOptions: ParsableArguments {
  @Option(
    help: .init(
      "Take the networks by this engine, by name or as `network list` prints it (else the newest).", valueName: "engine"
    ))
  var engine: String?

  @Option(
    name: .customLong("as-of"),
    help: .init("Take what was known on this day: the last session until then.", valueName: "day"),
    transform: Day.parsed)
  var lastDay: Day?

  func chosenEngine(of client: String, _ reader: StoreReader) throws -> EngineIdentity? {
    try engine.map { try reader.engine(named: $0, of: client) }
  }

  func network(
    of client: String, session: Int?, kind: Network.Kind = .client, _ reader: StoreReader
  ) throws -> Network {
    try reader.network(
      of: reader.known(client), session: session, through: lastDay, kind: kind,
      engine: chosenEngine(of: client, reader))
  }
}

/// Who decides what of a client's network, from which session on, and why.
struct DecisionOptions: ParsableArguments {
  @Option(name: .shortAndLong, help: .client, completion: .clientCodes)
  var client: String

  @Option(
    name: .shortAndLong,
    help: .init("Let it hold from this session on (else from the last one with a network).", valueName: "number"))
  var session: Int?

  @OptionGroup var store: StoreOptions
  @OptionGroup var author: AuthorOptions

  func validate() throws { try author.requireReason() }

  /// - Parameter change: made from what the store knows, as of the session.
  func save(isProposal: Bool = false, _ change: (StoreReader, Int) throws -> NetworkCorrection.Change) throws {
    let opened = try store.open()
    let number = try opened.read { try numberOfSession($0) }
    try opened.write(as: author.author) { writer in
      try writer.correctNetwork(
        client: client, session: number, change(writer.reader, number), isProposal: isProposal,
        reason: author.reason ?? "")
    }
    try say("Kept, from session \(number) on. `caseloom work` makes the networks with it.")
  }

  func numberOfSession(_ reader: StoreReader) throws -> Int {
    try reader.known(client)
    return try session ?? reader.network(of: client).sessionNumber
  }
}

extension AuthorOptions {
  func requireReason() throws {
    if reason?.contains(where: { !$0.isWhitespace }) != true {
      throw ValidationError("Say why with --reason: a decision is kept with its reason.")
    }
  }
}

extension ClusterPair: ExpressibleByArgument {
  /// `source->target`, by key.
  public init?(argument: String) {
    let ends = argument.split(separator: "->", omittingEmptySubsequences: false)
    guard ends.count == 2, !ends[0].isEmpty, !ends[1].isEmpty, ends[0] != ends[1] else { return nil }
    self.init(source: String(ends[0]), target: String(ends[1]))
  }
}

extension ArgumentHelp {
  static let edge = ArgumentHelp(
    "The edge as SOURCE->TARGET, by the clusters' keys; in quotes, or the shell takes the > for itself.",
    valueName: "edge")
  static let cluster = ArgumentHelp("The cluster's key, as `cluster list` prints it.", valueName: "key")
}
