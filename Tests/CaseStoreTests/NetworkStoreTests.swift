import CaseModel
import Testing

@testable import CaseStore

@Suite struct NetworkStoreTests {
  private func store(sessions: Int = 3) throws -> TestStore {
    let test = try TestStore()
    for number in 1...sessions { try test.addMade(number, "2026-03-0\(number)") }
    return test
  }

  @Test func aNetworkIsReadAsItWasSaved() throws {
    let test = try store(sessions: 1)
    let link = try #require(try test.store.read { try $0.chain(of: "K-1", engine: engine) }.first)
    let totals = try MadeSession(seed: 1).result.totals
    let saved = network(.client, of: link, client: "K-1", totals: totals, slots: [:])

    let read = try test.store.read { try $0.network(of: "K-1") }

    #expect(read == saved)
    #expect(!read.nodes.isEmpty && !read.edges.isEmpty)
    #expect(try test.store.read { try $0.sessions() }.map(\.hasNetwork) == [true])
  }

  @Test func anEdgeOfEveryStateSignStrengthAndVoterIsReadAsItWasSaved() throws {
    let test = try store(sessions: 1)
    let link = try #require(try test.store.read { try $0.chain(of: "K-1", engine: engine) }.first)
    let totals = try MadeSession(seed: 1).result.totals
    var saved = network(.client, of: link, client: "K-1", totals: totals, slots: [:])
    let keys = saved.nodes.map(\.cluster.key)
    let pairs = keys.flatMap { source in
      keys.filter { $0 != source }.map { ClusterPair(source: source, target: $0) }
    }.sorted()
    let edges: [(EdgeSign, EdgeStrength, EdgeState)] = [
      (.excitatory, .weak, .supported), (.inhibitory, .moderate, .contradicted), (.excitatory, .strong, .notDiscussed),
    ]
    saved.edges = zip(pairs, edges).map { pair, kind in
      Edge(
        pair: pair, sign: kind.0, strength: kind.1, state: kind.2, isInferred: true,
        votes: EdgeVoter.allCases.map { EdgeVote(voter: $0, sign: kind.0, strength: kind.1) }, explanation: "ä “so”")
    }

    try test.store.write(as: anna) { writer in
      _ = try writer.clientClusters(of: "K-1", engine: engine, through: nil)
      try writer.saveNetworks(
        session: network(.session, of: link, client: "K-1", totals: totals, slots: [:]), client: saved,
        sessionID: link.sessionID, inputHash: hash, totals: totals)
    }

    #expect(saved.edges.count == 3)
    #expect(try test.store.read { try $0.network(of: "K-1") } == saved)
  }

  @Test func aNetworkMadeAgainSupersedesTheOneBefore() throws {
    let test = try store(sessions: 2)
    let first = try test.number("SELECT min(id) FROM session") ?? 0
    let before = try test.texts("SELECT id FROM network ORDER BY id")

    try test.remake(from: Int64(first))

    let all = try test.store.read { try $0.networks(of: "K-1", includingSuperseded: true) }
    #expect(all.count == 8 && all.count { $0.isCurrent } == 4)
    #expect(try test.store.read { try $0.networks() }.allSatisfy(\.isCurrent))
    #expect(try test.texts("SELECT id FROM network WHERE superseded_at IS NOT NULL ORDER BY id") == before)
    #expect(
      try test.number("SELECT count(*) FROM network_node WHERE network_id IN (\(before.joined(separator: ",")))") ?? 0
        > 0)
    #expect(throws: Error.self) { try test.tamper("UPDATE network SET superseded_at = NULL") }
  }

  @Test func theLastNetworkIsTheOneOfTheLatestDay() throws {
    let test = try store()
    try test.addMade(9, "2026-01-01")

    let last = try test.store.read { try $0.network(of: "K-1") }

    #expect(last.sessionNumber == 3)
    #expect(try last.sessionDay == day("2026-03-03"))
    #expect(try test.store.read { try $0.network(of: "K-1", session: 9) }.sessionNumber == 9)
    #expect(try test.store.read { try $0.networks() }.map(\.sessionNumber) == [9, 9, 1, 1, 2, 2, 3, 3])
  }

  @Test func aClusterKeepsItsSlotOverAllSessions() throws {
    let test = try store(sessions: 9)

    var slots: [String: Int] = [:]
    for number in 1...9 {
      for node in try test.store.read({ try $0.network(of: "K-1", session: number) }).nodes {
        #expect(slots[node.cluster.key, default: node.slot] == node.slot)
        slots[node.cluster.key] = node.slot
      }
    }

    #expect(Set(slots.values).count == slots.count)
  }

  @Test func clustersAreListedByWeightWithWhatTheLastNetworkShows() throws {
    let test = try store()
    var totals = NetworkTotals()
    for number in 1...3 { totals += try MadeSession(seed: number).result.totals }

    let clusters = try test.store.read { try $0.clusters(of: "K-1") }

    #expect(clusters.map(\.utterances) == clusters.map(\.utterances).sorted(by: >))
    for cluster in clusters {
      let total = totals.clusters[cluster.cluster.key]
      #expect(total == ClusterTotal(utterances: cluster.utterances, sessions: cluster.sessions))
    }
    let shown = try test.store.read { try $0.network(of: "K-1") }.nodes.map(\.cluster.key)
    #expect(Set(clusters.filter(\.isShown).map(\.cluster.key)) == Set(shown))
  }

  @Test func aClusterOpensToItsProcessesInOrder() throws {
    let test = try store()
    let key = try #require(try test.store.read { try $0.clusters(of: "K-1") }.first).cluster.key

    let (summary, processes) = try test.store.read { try $0.cluster(key, of: "K-1") }

    let expected = try (1...3).flatMap { number in
      try MadeSession(seed: number).result.memberships.filter { $0.clusterKey == key }.map { "\(number) \($0.turn)" }
    }
    #expect(processes.map { "\($0.sessionNumber) \($0.process.turn)" } == expected)
    #expect(processes.count == summary.utterances)
    #expect(processes.allSatisfy { $0.process.quote.text == "I feel it" && $0.score == 0.5 })
    #expect(try caseError { try test.store.read { try $0.cluster("none", of: "K-1") } }.code == .noInput)
  }

  @Test func evidenceComesStatedFirstInOrderOfSessionsThroughTheOneAskedFor() throws {
    let test = try store(sessions: 4)
    let chain = try test.store.read { try $0.chain(of: "K-1", engine: engine) }
    var expected: [ClusterPair: [String]] = [:]
    for kind in [EdgeEvidence.Kind.stated, .denied, .adjacent] {
      var ofKind: [ClusterPair: [String]] = [:]
      for number in 1...3 {
        for item in try MadeSession(seed: number).result.evidence where item.kind == kind {
          ofKind[item.pair, default: []].append("\(number) \(kind) \(item.sign)")
        }
      }
      for (pair, items) in ofKind { expected[pair, default: []] += items.prefix(3) }
    }

    for (pair, items) in expected {
      let found = try test.store.read {
        try $0.evidence(on: pair, of: "K-1", engine: engine, through: chain[2].sessionID)
      }
      #expect(found.map { "\($0.sessionNumber) \($0.evidence.kind) \($0.evidence.sign)" } == items)
      let own = try test.store.read {
        try $0.evidence(on: pair, of: "K-1", engine: engine, through: chain[2].sessionID, only: true, limit: 99)
      }
      let made = try MadeSession(seed: 3).result.evidence.filter { $0.pair == pair }
      #expect(Set(own.map(\.evidence)) == Set(made) && own.count == made.count)
    }
    #expect(!expected.isEmpty)
  }

  @Test func aMissingNetworkSaysWhetherWorkWaits() throws {
    let test = try TestStore()
    try test.store.write(as: anna) { try $0.addClient(Client(code: "K-2")) }
    try test.add("K-1", 1, "2026-03-01")

    let waiting = try caseError { try test.store.read { try $0.network(of: "K-1", session: 1) } }
    let empty = try caseError { try test.store.read { try $0.network(of: "K-2") } }

    #expect(waiting.code == .noInput && waiting.message == "There is no network yet of session 1.")
    #expect(waiting.advice?.contains("caseloom work") == true)
    #expect(empty.advice?.contains("Import a transcript") == true)
    #expect(try caseError { try test.store.read { try $0.network(of: "K-1", session: 2) } }.code == .noInput)
  }

  @Test func aResultWithoutItsNetworksIsTakenBack() throws {
    let test = try TestStore()
    let made = try MadeSession(seed: 1)
    let added = try test.add("K-1", 1, "2026-03-01", made.words)
    try test.store.write(as: anna) { try $0.saveAnnotation(made.annotation, of: added) }
    let before = try test.dump()

    let error = try caseError {
      try test.store.write(as: anna) {
        try $0.saveSessionResult(made.result, sessionID: added.sessionID, client: "K-1", engine: engine)
      }
    }

    #expect(error.code == .internal)
    #expect(try test.dump() == before)
  }

  @Test func aMembershipOfNoProcessIsRefused() throws {
    let test = try store(sessions: 1)
    let before = try test.dump()
    let link = try #require(try test.store.read { try $0.chain(of: "K-1", engine: engine) }.first)
    var result = try MadeSession(seed: 1).result
    result.memberships[0].turn = 1

    let error = try caseError {
      try test.store.write(as: anna) {
        try $0.saveSessionResult(result, sessionID: link.sessionID, client: "K-1", engine: engine)
      }
    }

    #expect(error.code == .badData)
    #expect(try test.dump() == before)
  }
}
