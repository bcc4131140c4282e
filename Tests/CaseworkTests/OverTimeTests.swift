import CaseModel
import Foundation
import GRDB
import ProcessNetworks
import SentenceEncoder
import TestSupport
import Testing

@testable import CaseStore
@testable import Casework

private func items(_ code: String) throws -> [ImportItem] {
  try Importer.manifestItems(share + "/clinic/manifest.csv").filter { $0.clientCode == code }
}

private func clinic() throws -> [ImportItem] { try Importer.manifestItems(share + "/clinic/manifest.csv") }

/// What people might decide of client K-014's network, each from a session on.
private func decide(in store: CaseStore, at session: Int) throws {
  let network = try store.read { try $0.network(of: "K-014", session: session) }
  let keys = network.nodes.map(\.cluster.key)
  let edge = network.edges.first { $0.pair.source != keys[1] && $0.pair.target != keys[1] }
  let free = ClusterPair(source: keys[3], target: keys[0])
  let (_, processes) = try store.read { try $0.cluster(keys[2], of: "K-014") }
  let turns = processes.filter { $0.sessionNumber <= session }.prefix(2)
    .map { (session: $0.sessionNumber, turn: $0.process.turn) }
  let part = Cluster(key: "a_part", theme: "A part of its own", dimensions: [.cognition], valence: .neutral)
  try store.write(as: Author(actor: "dr.hall", reason: "seen in session")) { writer in
    let moved = Set(try writer.reader.utteranceIDs(of: "K-014", turns: turns))
    let changes: [NetworkCorrection.Change] = [
      .rename(cluster: keys[0], theme: "What she calls the fog"),
      .merge(cluster: keys[1], into: keys[0]),
      .split(cluster: keys[2], part: part, utterances: moved),
      .pin(cluster: keys[3], isPinned: true),
      .reject(edge?.pair ?? ClusterPair(source: keys[0], target: keys[3])),
      .set(free, sign: .inhibitory, strength: .strong),
    ]
    for change in changes {
      try writer.correctNetwork(client: "K-014", session: session, change, reason: "seen in session")
    }
  }
}

/// - Returns: where the store's series differs from a rebuild.
private func differences(_ store: CaseStore, _ code: String = "K-014", engine: NetworkEngine? = nil) throws
  -> [String]
{
  let engine = try engine ?? embeddedEngine.get()
  return try Rebuild(store: store, engine: engine, author: .tester).verify(client: code).map(\.subject)
}

@Suite struct OverTimeTests {
  @Test func aStoreHoldsWhatARebuildMakes() throws {
    let scratch = try Scratch()
    let store = try scratch.store()
    try importAndWork(try items("K-014"), in: store)

    #expect(try differences(store).isEmpty)
    #expect(try store.examine() == [])
  }

  /// Each damage is one that no rule of the tables sees.
  @Test(arguments: [
    ("UPDATE edge SET strength = CASE strength WHEN 'weak' THEN 'strong' ELSE 'weak' END", "edges"),
    ("UPDATE network_node SET utterances = utterances + 1", "clusters of networks"),
    ("UPDATE process SET confidence = confidence / 2", "processes"),
    ("UPDATE cluster_total SET weight = weight + 1", "running totals"),
    ("DELETE FROM edge_evidence WHERE id % 2", "pieces of evidence"),
    ("UPDATE edge_vote SET strength = 'strong' WHERE strength <> 'strong'", "votes"),
    ("UPDATE cluster_member SET score = score / 2", "memberships"),
  ])
  func aRebuildFindsADamageAndMendsIt(_ sql: String, _ subject: String) throws {
    let scratch = try Scratch()
    let store = try scratch.store()
    try importAndWork(Array(try items("K-014").prefix(3)), in: store)
    let before = try networks(of: "K-014", in: store)
    let engine = try embeddedEngine.get()
    try DatabaseQueue(path: store.path).write { try $0.execute(sql: sql) }

    #expect(try differences(store).contains(subject))
    let outcome = try Rebuild(store: store, engine: engine, author: .tester).run(client: "K-014")

    guard case .mended(let found) = outcome else { return #expect(Bool(false), "it says that it has mended") }
    #expect(found.map(\.subject).contains(subject))
    #expect(try differences(store).isEmpty)
    #expect(try networks(of: "K-014", in: store) == before)
    guard case .equal = try Rebuild(store: store, engine: engine, author: .tester).run(client: "K-014") else {
      return #expect(Bool(false), "a second time there is nothing to do")
    }
  }

  @Test func decisionsAreInTheNetworksFromTheirSessionOn() throws {
    let scratch = try Scratch()
    let store = try scratch.store()
    try importAndWork(Array(try items("K-014").prefix(5)), in: store)
    let before = try networks(of: "K-014", in: store).filter { $0.sessionNumber < 3 }

    try decide(in: store, at: 3)
    try importAndWork(try items("K-014"), in: store)

    #expect(try networks(of: "K-014", in: store).filter { $0.sessionNumber < 3 } == before, "what was before stays")
    for session in 3...6 {
      let network = try store.read { try $0.network(of: "K-014", session: session) }
      let renamed = network.nodes.first { $0.cluster.theme == "What she calls the fog" }
      #expect(renamed?.decision?.actor == "dr.hall", "session \(session)")
      #expect(
        network.edges.contains { $0.decision?.action == .set && $0.sign == .inhibitory && $0.strength == .strong })
      #expect(network.nodes.contains { $0.decision?.action == .pin })
    }
    let clusters = try store.read { try $0.clusters(of: "K-014") }
    #expect(clusters.contains { $0.cluster.key == "a_part" && $0.utterances >= 2 })
    #expect(try differences(store).isEmpty)
    #expect(try store.examine() == [])
  }

  @Test func aMergedClusterHoldsTheTurnsOfBoth() throws {
    let scratch = try Scratch()
    let store = try scratch.store()
    try importAndWork(Array(try items("K-014").prefix(4)), in: store)
    let keys = try store.read { try $0.network(of: "K-014") }.nodes.map(\.cluster.key)
    func turns(_ key: String) throws -> Set<[Int]> {
      Set(try store.read { try $0.cluster(key, of: "K-014") }.1.map { [$0.sessionNumber, $0.process.turn] })
    }
    let both = try turns(keys[0]).union(turns(keys[1]))

    try store.write(as: Author(actor: "dr.hall", reason: "one")) {
      try $0.correctNetwork(client: "K-014", session: 4, .merge(cluster: keys[1], into: keys[0]), reason: "one")
    }
    try importAndWork([], in: store)

    #expect(try turns(keys[0]) == both)
    #expect(throws: CaseError.self) { try turns(keys[1]) }
    #expect(
      try store.read { try $0.clusters(of: "K-014") }.first { $0.cluster.key == keys[0] }?.utterances == both.count)
    #expect(try store.examine() == [])
    #expect(try differences(store).isEmpty)

    // Taken back, everything is as if it had not been.
    let id = try #require(try store.read { try $0.corrections(of: "K-014") }.last?.id)
    try store.write(as: .tester) { try $0.revokeCorrection(id) }
    try importAndWork([], in: store)
    #expect(try !turns(keys[1]).isEmpty)
    #expect(try differences(store).isEmpty)
  }

  /// A correction of a turn holds to the letter, and bears on no session before it.
  @Test func aTurnIsWhatAPersonSaysItIs() throws {
    let scratch = try Scratch()
    let store = try scratch.store()
    try importAndWork(try items("B-027"), in: store)
    let engine = try embeddedEngine.get().identity
    let before = try networks(of: "B-027", in: store).filter { $0.sessionNumber < 2 }
    let sessionID = try #require(
      try store.read { try $0.chain(of: "B-027", engine: engine) }.first { $0.number == 2 }?.sessionID)
    func processes() throws -> [CaseModel.Process] {
      try store.read { try $0.annotation(sessionID: sessionID, engine: engine) }?.annotation.processes ?? []
    }
    let turns = try processes().map(\.turn)

    try store.write(as: Author(actor: "dr.hall", reason: "small talk")) { writer in
      try writer.correctProcess(
        client: "B-027", session: 2, turn: turns[0], isProcess: false, dimensions: [], valence: .neutral, reason: "no")
      try writer.correctProcess(
        client: "B-027", session: 2, turn: turns[1], isProcess: true,
        dimensions: [.affect, .cognition, .context, .attention], valence: .neutral, reason: "all four")
    }
    try importAndWork([], in: store)

    let after = try processes()
    #expect(!after.map(\.turn).contains(turns[0]))
    let set = after.first { $0.turn == turns[1] }
    #expect(set?.dimensions == [.affect, .cognition, .attention, .context])
    #expect(set?.valence == .neutral)
    #expect(set?.confidence == 1)
    #expect(try networks(of: "B-027", in: store).filter { $0.sessionNumber < 2 } == before)
    #expect(try differences(store, "B-027").isEmpty)
  }

  /// What was said of a turn yesterday reaches other clients' sessions from today on, and none before.
  @Test func otherClientsLearnFromTheNextDayOn() throws {
    let scratch = try Scratch()
    let clock = CaseClock { Timestamp("2026-03-20T12:00:00.000Z") ?? Timestamp(millisecondsSinceEpoch: 0) }
    let store = try scratch.store(clock: clock)
    try importAndWork(try clinic(), in: store)
    try store.write(as: Author(actor: "dr.hall", reason: "x")) { writer in
      try writer.correctProcess(
        client: "K-014", session: 1, turn: 4, isProcess: false, dimensions: [], valence: .neutral, reason: "x")
    }
    let chain = try store.read { try $0.chain(of: "B-027", engine: try embeddedEngine.get().identity) }
    for link in chain {
      let learned = try store.read { try $0.verifiedTurns(for: link.sessionID) }.learned
      #expect(learned.isEmpty == (link.day.description <= "2026-03-20"), "\(link.day)")
    }
    #expect(
      chain.contains { $0.day.description > "2026-03-20" } && chain.contains { $0.day.description <= "2026-03-20" })
  }

  @Test func anotherVersionMakesASeriesBesideTheOldOne() throws {
    let scratch = try Scratch()
    let store = try scratch.store()
    let all = try items("S-009")
    try importAndWork(Array(all.prefix(4)), in: store)
    let old = try networks(of: "S-009", in: store)
    let engine = try embeddedEngine.get()
    let next = NetworkEngine(
      identity: EngineIdentity(name: engine.identity.name, version: "next"), annotator: engine.annotator,
      clusters: engine.clusters, edges: engine.edges)

    // One new transcript is enough: the new version reads the others, too.
    let importer = Importer(store: store, author: .tester)
    for item in all { _ = try importer.importFile(item) }
    try drain(Worker(store: store, engine: next, holder: "test"))

    let series = try store.read { try $0.networkSeries(of: "S-009") }
    #expect(series.map(\.sessionNumber) == Array(1...all.count))
    #expect(series.allSatisfy { $0.engine.version == "next" })
    let kept = try store.read { try $0.networkSeries(of: "S-009", engine: engine.identity) }
    #expect(kept == old.filter { $0.kind == .client })
    #expect(try store.read { try $0.networks(of: "S-009", includingSuperseded: true) }.allSatisfy(\.isCurrent))
  }

  @Test func aProposalThatWasDeclinedIsNotMadeAgain() throws {
    let scratch = try Scratch()
    let store = try scratch.store()
    try importAndWork(try items("K-014"), in: store)
    let engine = try embeddedEngine.get()
    let proposals = Proposals(engine: engine, client: "K-014")
    guard let first = try store.read({ try proposals.open($0) }).first else { return }

    try store.write(as: .tester) {
      try $0.declineProposal(first.id, client: "K-014", session: 6, reason: "no")
    }

    #expect(try !store.read { try proposals.open($0) }.map(\.id).contains(first.id))
    #expect(throws: CaseError.self) { try store.read { try proposals.proposal(first.id, $0) } }
  }

  // MARK: Order of arrival

  /// 200 orders by `CASELOOM_ORDERS=200`; the embedded engine where its encoder is installed.
  @Test func anyOrderOfArrivalGivesTheSameRows() throws {
    let environment = ProcessInfo.processInfo.environment
    let engine = try ChosenEngine(environment: environment, share: share).engine
    let orders = environment["CASELOOM_ORDERS"].flatMap(Int.init) ?? 4
    let scratch = try Scratch()
    let sorted = try clinic()
    func store(_ name: String, seed: UInt64?) throws -> CaseStore {
      let store = try scratch.store(name)
      let worker = Worker(store: store, engine: engine, holder: "test")
      let importer = Importer(store: store, author: .tester)
      guard let seed else {
        for item in sorted { _ = try importer.importFile(item) }
        try drain(worker)
        return store
      }
      var random = SplitMix64(seed: seed)
      for item in sorted.shuffled(using: &random) {
        _ = try importer.importFile(item)
        if Int.random(in: 0..<3, using: &random) == 0 { try drain(worker) }
      }
      try drain(worker)
      return store
    }
    let codes = Set(sorted.compactMap(\.clientCode)).sorted()
    let inOrder = try store("in-order", seed: nil)
    let expected = try codes.map { try networks(of: $0, in: inOrder) }
    var equal = 0
    for seed in 1...UInt64(max(1, orders)) {
      let shuffled = try store("order-\(seed)", seed: seed)
      let isEqual = try codes.map { try networks(of: $0, in: shuffled) } == expected
      try shuffled.attach(inOrder)
      let differing = try codes.flatMap { try inOrder.differences(from: shuffled, of: $0, engine: engine.identity) }
      if isEqual && differing.isEmpty { equal += 1 } else { print("order \(seed): \(isEqual), \(differing)") }
      try FileManager.default.removeItem(atPath: shuffled.path)
    }
    #expect(equal == orders, "\(equal) of \(orders) orders of arrival")
  }

  @Test(arguments: 1...3) func decisionsAndOrdersOfArrivalDoNotMeet(_ seed: UInt64) throws {
    let scratch = try Scratch()
    let all = try items("K-014")
    let first = try scratch.store("first")
    try importAndWork(all, in: first)
    try decide(in: first, at: 3)
    try importAndWork([], in: first)

    var random = SplitMix64(seed: seed)
    let second = try scratch.store("second")
    try importAndWork(all.prefix(3).shuffled(using: &random), in: second, workAfterEach: true)
    try decide(in: second, at: 3)
    try importAndWork(all.suffix(3).shuffled(using: &random), in: second, workAfterEach: true)

    #expect(try networks(of: "K-014", in: second) == networks(of: "K-014", in: first))
    #expect(try second.examine() == [])
  }
}
