import CaseModel
import Foundation
import GRDB
import Testing

@testable import CaseStore

/// A clock that stands until a test moves it.
final class TestClock: @unchecked Sendable {
  private let lock = NSLock()
  private var moment: Timestamp

  init(_ moment: Timestamp = Timestamp(millisecondsSinceEpoch: 1_772_530_200_000)) {  // 2026-03-03T09:30:00.000Z
    self.moment = moment
  }

  var now: Timestamp { lock.withLock { moment } }

  func advance(bySeconds seconds: Double) { lock.withLock { moment = moment.advanced(bySeconds: seconds) } }

  var clock: CaseClock { CaseClock(now: { [self] in now }) }
}

/// What one task has done, for another to see, until it says stop.
final class TestCounter: @unchecked Sendable {
  private let lock = NSLock()
  private var number = 0
  private var hasEnded = false

  var count: Int { lock.withLock { number } }
  var isStopped: Bool { lock.withLock { hasEnded } }

  func increment() { lock.withLock { number += 1 } }

  func stop() { lock.withLock { hasEnded = true } }
}

/// A folder of one test's own, in memory where the system has such a place, and gone with the test.
final class TestFolder {
  let path: String

  init() throws {
    let shared = "/dev/shm"
    let parent = FileManager.default.isWritableFile(atPath: shared) ? shared : NSTemporaryDirectory()
    path = parent + "/caseloom-tests-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func file(_ name: String) -> String { path + "/" + name }

  func bytes(_ name: String) throws -> Data { try Data(contentsOf: URL(fileURLWithPath: file(name))) }

  func write(_ bytes: Data, to name: String) throws { try bytes.write(to: URL(fileURLWithPath: file(name))) }

  var names: [String] { get throws { try FileManager.default.contentsOfDirectory(atPath: path).sorted() } }
}

/// A new store in a folder of its own.
struct TestStore {
  let folder: TestFolder
  let clock = TestClock()
  let store: CaseStore

  /// What `CaseStore.create` leaves, made once for all tests.
  private static let new: Result<Data, any Error> = Result {
    let folder = try TestFolder()
    let path = folder.file("clinic.caseloom")
    try CaseStore.create(at: path, clock: TestClock().clock, author: anna).close()
    return try folder.bytes("clinic.caseloom")
  }

  init() throws { try self.init(bytes: Self.new.get()) }

  /// A copy of a closed store's file.
  init(bytes: Data) throws {
    folder = try TestFolder()
    try folder.write(bytes, to: "clinic.caseloom")
    store = try CaseStore(opening: folder.file("clinic.caseloom"), clock: clock.clock)
  }

  /// What raw SQL counts, or finds first.
  func number(_ sql: String) throws -> Int? { try store.queue.read { try Int.fetchOne($0, sql: sql) } }

  func texts(_ sql: String) throws -> [String] { try store.queue.read { try String.fetchAll($0, sql: sql) } }

  /// Raw SQL behind the store's back: no audit event, no foreign keys.
  func tamper(_ sql: String) throws {
    try store.queue.inDatabase { database in
      try database.execute(sql: "PRAGMA foreign_keys = OFF")
      try database.execute(sql: sql)
      try database.execute(sql: "PRAGMA foreign_keys = ON")
    }
  }

  @discardableResult
  func add(_ transcript: NewTranscript) throws -> AddedTranscript {
    try store.write(as: anna) { try $0.addTranscript(transcript) }
  }

  @discardableResult
  func add(_ client: String, _ number: Int?, _ day: String?, _ words: [String] = talk) throws -> AddedTranscript {
    try add(transcript(client, number, day, words))
  }

  func dump() throws -> [String] { try store.queue.read(allRows) }
}

/// All rows of all tables as text, to see that nothing changed.
func allRows(_ database: Database) throws -> [String] {
  let tables = try String.fetchAll(
    database, sql: "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name")
  return try tables.flatMap { table in
    try Row.fetchAll(database, sql: "SELECT * FROM \(table)").map { "\(table): \($0)" }
  }
}

let anna = Author(actor: "dr.anna", reason: "test")
let engine = EngineIdentity(name: "hand", version: "1")
let hash = String(repeating: "0", count: 64)

/// Five turns, the client's at 2 and 4.
let talk = [
  "How was your week?", "I feel guilty so I don't go out at all.", "What happens then?",
  "When I stay in I feel lonely and I sleep badly.", "I see.",
]

func day(_ text: String) throws -> Day { try #require(Day(text)) }

/// Therapist and client by turns; every word list gives another transcript.
func transcript(
  _ client: String, _ number: Int?, _ day: String?, _ words: [String] = talk, name: String = "a.txt",
  format: String = "text"
) -> NewTranscript {
  NewTranscript(
    clientCode: client, sessionNumber: number, day: day.flatMap { Day($0) }, therapist: "Hall", sourceName: name,
    format: format,
    utterances: words.enumerated().map { index, text in
      Utterance(turn: index + 1, speaker: index % 2 == 0 ? .therapist : .client, text: text)
    })
}

/// The same conversation in other words, so that it is another transcript.
func talk(_ number: Int) -> [String] { talk.map { "\($0) (\(number))" } }

/// The first place of `words` in `utterance`.
func quote(_ words: String, in utterance: String) throws -> Quote {
  Quote(try #require(utterance.range(of: words)), of: utterance)
}

/// The error of the domain that `body` throws.
func caseError<Value>(_ body: () throws -> Value, _ location: SourceLocation = #_sourceLocation) throws -> CaseError {
  try #require(throws: CaseError.self, sourceLocation: location) { _ = try body() }
}

// MARK: Results by hand

/// Processes at turns 2 and 4 of `talk`, or of what begins like it; the second speaks of danger.
func annotation(_ words: [String]) throws -> Annotation {
  let first = Process(
    turn: 2, quote: try quote("I feel guilty", in: words[1]), dimensions: [.affect, .`self`], valence: .maladaptive,
    risk: .none, confidence: 0.9)
  let second = Process(
    turn: 4, quote: try quote("I feel lonely", in: words[3]), dimensions: [.affect], valence: .maladaptive,
    risk: .passive, confidence: 0.7)
  return Annotation(
    processes: [first, second], risks: [RiskFinding(turn: 4, quote: second.quote, risk: .passive)])
}

extension StoreWriter {
  func saveAnnotation(_ annotation: Annotation, of added: AddedTranscript, by engine: EngineIdentity = engine) throws {
    try saveAnnotation(annotation, sessionID: added.sessionID, engine: engine, inputHash: hash)
  }
}

/// A made-up session: six client turns, their processes, clusters and evidence all drawn from the seed.
struct MadeSession {
  var words: [String]
  var annotation: Annotation
  var result: SessionResult

  static let themes = ["avoidance", "guilt", "loneliness", "rest", "work"].map {
    Cluster(key: $0, theme: "\($0) in short", dimensions: [.affect, .context], valence: .maladaptive)
  }

  init(seed: Int) throws {
    var generator = SplitMix64(seed: UInt64(seed))
    words = (1...12).map { $0 % 2 == 1 ? "Then?" : "I feel it so I stay in (\(seed), \($0))." }
    let turns = [2, 4, 6, 8, 10, 12]
    let feel = try quote("I feel it", in: words[1])
    let stay = try quote("I stay in", in: words[1])
    annotation = Annotation(
      processes: turns.map {
        Process(turn: $0, quote: feel, dimensions: [.affect], valence: .neutral, risk: .none, confidence: 0.5)
      }, risks: [])
    var memberships: [ClusterMembership] = []
    for turn in turns {
      for theme in Self.themes where Int.random(in: 0..<3, using: &generator) == 0 {
        memberships.append(ClusterMembership(turn: turn, clusterKey: theme.key, score: 0.5))
      }
    }
    let keys = Set(memberships.map(\.clusterKey)).sorted()
    var evidence: [EdgeEvidence] = []
    for _ in 0..<5 where keys.count > 1 {
      let source = Int.random(in: 0..<keys.count, using: &generator)
      let target = (source + Int.random(in: 1..<keys.count, using: &generator)) % keys.count
      let kind = EdgeEvidence.Kind.allCases[Int.random(in: 0..<3, using: &generator)]
      evidence.append(
        EdgeEvidence(
          pair: ClusterPair(source: keys[source], target: keys[target]), kind: kind,
          sign: Bool.random(using: &generator) ? .excitatory : .inhibitory, sourceTurn: 2, sourceQuote: feel,
          targetTurn: 4, targetQuote: stay, connective: kind == .adjacent ? "" : "so"))
    }
    result = SessionResult(
      clusters: Self.themes.filter { keys.contains($0.key) }, memberships: memberships, evidence: evidence,
      totals: NetworkTotals(clientTurns: 6, processes: [], memberships: memberships, evidence: evidence))
  }
}

/// A network of the three heaviest clusters, with an edge for each of their pairs that evidence speaks of.
func network(
  _ kind: Network.Kind, of link: ChainLink, client: String, totals: NetworkTotals, slots: [String: Int],
  engine: EngineIdentity = engine
) -> Network {
  let weights = totals.clusters.mapValues(\.utterances)
  let heaviest = weights.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map(\.key).prefix(3)
  var taken = slots
  let nodes = heaviest.map { key in
    let slot = taken[key] ?? (0...).first { !taken.values.contains($0) } ?? 0
    taken[key] = slot
    let cluster = MadeSession.themes.first { $0.key == key }
    return NetworkNode(
      cluster: cluster ?? Cluster(key: key, theme: key, dimensions: [], valence: .neutral),
      utterances: totals.clusters[key]?.utterances ?? 0, slot: slot)
  }
  let pairs = totals.pairs.keys.sorted().filter { heaviest.contains($0.source) && heaviest.contains($0.target) }
  let edges = pairs.map { pair in
    let total = totals.pairs[pair] ?? PairTotal()
    let words = total.statedExcitatory + total.statedInhibitory + total.deniedExcitatory + total.deniedInhibitory
    return Edge(
      pair: pair, sign: .excitatory, strength: .moderate, state: .supported, isInferred: words == 0,
      votes: [
        EdgeVote(voter: .wording, sign: .excitatory, strength: .weak),
        EdgeVote(voter: .order, sign: .excitatory, strength: .strong),
      ], explanation: "\(words) of the client's words")
  }
  return Network(
    clientCode: client, kind: kind, sessionNumber: link.number, sessionDay: link.day, engine: engine,
    nodes: Array(nodes), edges: edges, clustersLeftOut: totals.clusters.count - nodes.count)
}

extension TestStore {
  /// Adds a made session with its annotation, and makes its networks and those of all later sessions, as Casework does.
  @discardableResult
  func addMade(_ number: Int, _ day: String, client: String = "K-1", engine: EngineIdentity = engine) throws -> Int64 {
    let made = try MadeSession(seed: number)
    let added = try add(client, number, day, made.words)
    try store.write(as: anna) { try $0.saveAnnotation(made.annotation, of: added, by: engine) }
    try remake(from: added.sessionID, client: client, engine: engine)
    return added.sessionID
  }

  /// Makes the networks of a session and of all after it.
  func remake(from sessionID: Int64, client: String = "K-1", engine: EngineIdentity = engine) throws {
    let chain = try store.read { try $0.chain(of: client, engine: engine) }
    let start = try #require(chain.firstIndex { $0.sessionID == sessionID })
    for index in start..<chain.count {
      let predecessor = index > 0 ? chain[index - 1].sessionID : nil
      try store.write(as: anna) { writer in
        try makeNetworks(writer, chain[index], after: predecessor, client: client, engine: engine)
      }
    }
  }

  private func makeNetworks(
    _ writer: StoreWriter, _ link: ChainLink, after predecessor: Int64?, client: String, engine: EngineIdentity
  ) throws {
    let made = try MadeSession(seed: link.number)
    let known = try writer.clientClusters(of: client, engine: engine, through: predecessor)
    try writer.saveSessionResult(made.result, sessionID: link.sessionID, client: client, engine: engine)
    var totals = known.totals
    totals += made.result.totals
    try writer.saveNetworks(
      session: network(.session, of: link, client: client, totals: made.result.totals, slots: [:], engine: engine),
      client: network(.client, of: link, client: client, totals: totals, slots: known.slots, engine: engine),
      sessionID: link.sessionID, inputHash: hash, totals: made.result.totals)
  }

  /// What the store knows through a session, and puts back as it was.
  func known(
    through sessionID: Int64?, client: String = "K-1", engine: EngineIdentity = engine
  ) throws -> ClientClusters {
    struct Done: Error { var known: ClientClusters }
    do {
      return try store.write(as: anna) { writer in
        throw Done(known: try writer.clientClusters(of: client, engine: engine, through: sessionID))
      }
    } catch let done as Done { return done.known }
  }
}
