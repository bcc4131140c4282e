import ArgumentParser
import CaseModel
import CaseStore

struct ClusterSplit: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "split",
    abstract: "Make a cluster of its own of some of a cluster's turns.",
    discussion: """
      What the client says later goes to the one of the two that it is nearer to.

      Example:
        caseloom cluster split worry -c K-014 --turns 1:12,3:8 -l "Money" -r "Two"
      """)

  @Argument(help: .cluster)
  var key: String

  @Option(
    help: .init("The turns that leave it, as session:turn with commas between them.", valueName: "turns"),
    transform: TurnList.init)
  var turns: TurnList

  @Option(name: .shortAndLong, help: .init("Call the new cluster this.", valueName: "text"))
  var label: String

  @OptionGroup var decision: DecisionOptions

  func run() throws {
    try decision.save { reader, session in
      try ClusterSplit.change(key, label: label, turns: turns.places, client: decision.client, session: session, reader)
    }
  }

  /// - Throws: `CaseError` for turns that are not the cluster's, or that are all of it.
  static func change(
    _ key: String, label: String, turns: [(session: Int, turn: Int)], client: String, session: Int,
    _ reader: StoreReader
  ) throws -> NetworkCorrection.Change {
    let (summary, processes) = try reader.cluster(key, of: client)
    let moved = processes.filter { process in
      turns.contains { $0 == (process.sessionNumber, process.process.turn) }
    }
    guard moved.count == turns.count else {
      let missing = turns.filter { place in
        !moved.contains { ($0.sessionNumber, $0.process.turn) == place }
      }
      throw CaseError(
        .noInput,
        "Not in the cluster: turn \(missing.map { "\($0.session):\($0.turn)" }.joined(separator: ", ")).",
        at: "client \(client), cluster \(key)", advice: "`caseloom cluster show \(key)` lists its turns.")
    }
    guard moved.count < processes.count else {
      throw CaseError(
        .usage, "These are all turns of the cluster: nothing would be left of it.", at: "client \(client)",
        advice: "`caseloom cluster rename` gives it another label.")
    }
    let taken = Set(try reader.clusters(of: client).map(\.cluster.key))
    let dimensions = Set(moved.flatMap(\.process.dimensions)).sorted()
    let part = Cluster(
      key: Cluster.key(from: label, taken: taken), theme: label,
      dimensions: dimensions.isEmpty ? summary.cluster.dimensions : dimensions,
      valence: Valence.mostFrequent(moved.map(\.process.valence)))
    return .split(
      cluster: key, part: part, utterances: Set(try reader.utteranceIDs(of: client, turns: turns)))
  }
}

/// `1:12,3:8`.
struct TurnList {
  var places: [(session: Int, turn: Int)]

  init(_ text: String) throws {
    places = try text.split(separator: ",").map { part in
      let numbers = part.split(separator: ":", omittingEmptySubsequences: false)
        .map { Int($0.filter { !$0.isWhitespace }) }
      guard numbers.count == 2, let session = numbers[0], let turn = numbers[1] else {
        throw ValidationError("“\(part)” is no turn. Write session:turn, as in 3:12.")
      }
      return (session, turn)
    }
    guard !places.isEmpty else { throw ValidationError("Say which turns, as in 1:12,3:8.") }
  }
}
