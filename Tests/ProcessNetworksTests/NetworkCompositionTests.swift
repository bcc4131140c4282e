import CaseModel
import Foundation
import Testing

@testable import ProcessNetworks

struct NetworkCompositionTests {
  /// A client's network after each session, as Casework composes it.
  private func networks(of sessions: [[Utterance]], engine: NetworkEngine) throws -> [Network] {
    var known: [Cluster] = []
    var totals = NetworkTotals()
    var slots: [String: Int] = [:]
    var evidence: [SessionEvidence] = []
    var networks: [Network] = []
    for (index, session) in sessions.enumerated() {
      let annotation = try engine.annotator.annotate(session)
      let proposed: [Cluster] = try engine.clusters.proposeClusters(
        for: annotation, utterances: session, existing: known)
      known = (known + proposed.filter { new in !known.contains { $0.key == new.key } }).sorted { $0.key < $1.key }
      let members = try engine.clusters.assign(annotation, utterances: session, to: known)
      let found = try engine.edges.evidence(utterances: session, annotation: annotation, memberships: members)
      totals += NetworkTotals(
        clientTurns: session.count { $0.speaker == .client }, processes: annotation.processes, memberships: members,
        evidence: found)
      evidence += found.map { SessionEvidence(sessionNumber: index + 1, evidence: $0) }
      let network = try engine.compose(
        clientCode: "T-1", kind: .client, sessionNumber: index + 1, sessionDay: Day(daysSinceEpoch: 20_000 + index),
        totals: totals,
        clusters: known.shuffled(), slots: slots, previouslyShown: networks.last?.nodes.map(\.cluster.key) ?? [],
        evidence: { pair in evidence.filter { $0.evidence.pair == pair }.shuffled() })
      for node in network.nodes { slots[node.cluster.key] = node.slot }
      networks.append(network)
    }
    return networks
  }

  @Test func networksKeepTheirPromises() throws {
    let engine = try Embedded.get()
    let sessions = (1...5).map { randomSession(seed: UInt64($0), turns: 40) }
    let networks = try networks(of: sessions, engine: engine)
    for network in networks {
      let keys = network.nodes.map(\.cluster.key)
      #expect((2...10).contains(keys.count) && Set(keys).count == keys.count)
      #expect(Set(network.nodes.map(\.slot)).count == keys.count)
      #expect(
        zip(network.nodes, network.nodes.dropFirst()).allSatisfy {
          ($0.weight, $1.cluster.key) > ($1.weight, $0.cluster.key)
        })
      #expect(network.edges.allSatisfy { keys.contains($0.pair.source) && keys.contains($0.pair.target) })
      #expect(network.edges.map(\.pair) == network.edges.map(\.pair).sorted())
      #expect(network.edges.allSatisfy { !$0.explanation.isEmpty })
      #expect(network.engine == engine.identity)
    }
    for (before, after) in zip(networks, networks.dropFirst()) {
      for node in before.nodes {
        let later = after.nodes.first { $0.cluster.key == node.cluster.key }
        #expect(later == nil || later?.slot == node.slot)
      }
    }
    // The same again, from an engine of its own: nothing depends on chance, on order or on what was read before.
    #expect(try self.networks(of: sessions, engine: NetworkEngine.lexicon(share: seedsPath)) == networks)
  }

  @Test func theExplanationQuotesTheClientAndSaysWhere() throws {
    let text = "Whenever I worry about everything, I lie awake and can't sleep."
    let session = [Utterance(turn: 1, speaker: .client, text: text)]
    let engine = try Embedded.get()
    let annotation = try engine.annotator.annotate(session)
    let members = ["worry_chains", "sleepless_nights"].map { ClusterMembership(turn: 1, clusterKey: $0, score: 1) }
    let found = try engine.edges.evidence(utterances: session, annotation: annotation, memberships: members)
    let network = try engine.compose(
      clientCode: "T-2", kind: .session, sessionNumber: 3, sessionDay: Day(daysSinceEpoch: 20_000),
      totals: NetworkTotals(clientTurns: 1, processes: annotation.processes, memberships: members, evidence: found),
      clusters: ["worry_chains", "sleepless_nights"].map {
        Cluster(key: $0, theme: $0, dimensions: [.affect], valence: .maladaptive)
      }, slots: [:],
      previouslyShown: [],
      evidence: { pair in found.filter { $0.pair == pair }.map { SessionEvidence(sessionNumber: 3, evidence: $0) } })
    let edge = try #require(network.edges.first)
    #expect(
      edge.explanation
        == "In session 3 the client says: “Whenever I worry about everything, I lie awake and can't sleep.”")
  }

  @Test func anInferredEdgeSaysSo() {
    let pair = ClusterPair(source: "a", target: "b")
    let edge = Edge(
      pair: pair, sign: .excitatory, strength: .weak, state: .supported, isInferred: true,
      votes: [
        EdgeVote(voter: .order, sign: .excitatory, strength: .weak),
        EdgeVote(voter: .prior, sign: .excitatory, strength: .weak),
      ], explanation: "")
    let text = EdgeExplanation.text(for: edge, themes: [:], evidence: [])
    #expect(text.contains("Inferred") && text.contains("no words of the client"))
  }
}

struct NetworkIdentityTests {
  @Test func theVersionChangesWithEveryByte() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    func version(_ text: String) throws -> String {
      try Data(text.utf8).write(to: folder.appendingPathComponent("a.yaml"))
      return NetworkEngine.version(of: try SeedFile.all(in: folder.path))
    }
    let first = try version("a: 1")
    #expect(first.wholeMatch(of: /\d+\+[0-9a-f]{8}/) != nil)
    #expect(try version("a: 2") != first)
    #expect(try version("a: 1 # a comment") != first)
    #expect(try version("a: 1") == first)
  }

  @Test func theLexiconEngineNamesItself() throws {
    #expect(try Embedded.get().identity.name == "lexicon")
  }
}
