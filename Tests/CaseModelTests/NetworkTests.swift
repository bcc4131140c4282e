import CaseModel
import Testing

@Suite struct EdgeTests {
  /// Thirds, signed: by the paper's three strengths (strong, moderate, weak) and two signs.
  static let weights: [(strength: EdgeStrength, sign: EdgeSign, weight: Double)] = [
    (.weak, .excitatory, 1.0 / 3), (.moderate, .excitatory, 2.0 / 3), (.strong, .excitatory, 1),
    (.weak, .inhibitory, -1.0 / 3), (.moderate, .inhibitory, -2.0 / 3), (.strong, .inhibitory, -1),
  ]

  @Test(arguments: weights)
  func weightIsAThirdForEachStepOfStrength(_ strength: EdgeStrength, _ sign: EdgeSign, _ weight: Double) {
    let edge = Edge(
      pair: ClusterPair(source: "a", target: "b"), sign: sign, strength: strength, state: .supported, isInferred: false,
      votes: [], explanation: "")

    #expect(edge.weight == weight)
  }

  @Test func strengthAndRiskAndDimensionsHaveTheirOrder() {
    #expect(EdgeStrength.allCases.sorted() == [.weak, .moderate, .strong])
    #expect(Risk.allCases.shuffled().sorted() == [.none, .passive, .active])
    #expect(
      Dimension.allCases.shuffled().sorted() == [
        .affect, .cognition, .attention, .motivation, .`self`, .overtBehavior, .biophysiological, .sociocultural,
        .context,
      ])
  }

  @Test func pairsAreSortedBySourceThenTarget() {
    let pairs = [("a", "b"), ("a", "c"), ("b", "a"), ("b", "c")].map { ClusterPair(source: $0.0, target: $0.1) }

    #expect(pairs.shuffled().sorted() == pairs)
  }

  @Test func pairsNotDiscussedAreTheOrderedPairsWithoutAnEdge() throws {
    let day = try #require(Day("2026-03-03"))
    let cluster = Cluster(key: "a", theme: "a", dimensions: [.affect], valence: .neutral)
    let edge = Edge(
      pair: ClusterPair(source: "a", target: "b"), sign: .excitatory, strength: .weak, state: .supported,
      isInferred: false, votes: [vote(.wording), vote(.order)], explanation: "")
    func network(nodes: Int, edges: Int) -> Network {
      Network(
        clientCode: "K", kind: .client, sessionNumber: 1, sessionDay: day,
        engine: EngineIdentity(name: "test", version: "1"),
        nodes: Array(repeating: NetworkNode(cluster: cluster, utterances: 1, slot: 0), count: nodes),
        edges: Array(repeating: edge, count: edges), clustersLeftOut: 0)
    }

    #expect(network(nodes: 0, edges: 0).pairsNotDiscussed == 0)
    #expect(network(nodes: 1, edges: 0).pairsNotDiscussed == 0)
    #expect(network(nodes: 4, edges: 5).pairsNotDiscussed == 7)
  }
}

@Suite struct NetworkTotalsTests {
  @Test func aSessionCountsUtterancesByClusterAndEvidenceByKindAndSign() {
    let pair = ClusterPair(source: "a", target: "b")
    let totals = NetworkTotals(
      clientTurns: 12, processes: [],
      memberships: [membership(2, "a"), membership(4, "a"), membership(4, "b")],
      evidence: [
        evidence(pair, .stated, .excitatory), evidence(pair, .stated, .excitatory),
        evidence(pair, .denied, .inhibitory),
        evidence(ClusterPair(source: "b", target: "a"), .adjacent, .excitatory),
      ])

    #expect(totals.sessions == 1)
    #expect(totals.clientTurns == 12)
    #expect(
      totals.clusters == ["a": ClusterTotal(utterances: 2, sessions: 1), "b": ClusterTotal(utterances: 1, sessions: 1)])
    #expect(
      totals.pairs == [
        pair: PairTotal(statedExcitatory: 2, deniedInhibitory: 1, excitatoryRanks: 4),
        ClusterPair(source: "b", target: "a"): PairTotal(adjacentExcitatory: 1),
      ])
  }

  @Test func aPieceOfEvidenceCountsInItsPlaceAlone() {
    let expected: [(EdgeEvidence.Kind, EdgeSign, PairTotal)] = [
      (.stated, .excitatory, PairTotal(statedExcitatory: 1, excitatoryRanks: 2)),
      (.stated, .inhibitory, PairTotal(statedInhibitory: 1, inhibitoryRanks: 2)),
      (.denied, .excitatory, PairTotal(deniedExcitatory: 1)), (.denied, .inhibitory, PairTotal(deniedInhibitory: 1)),
      (.adjacent, .excitatory, PairTotal(adjacentExcitatory: 1)),
      (.adjacent, .inhibitory, PairTotal(adjacentInhibitory: 1)),
    ]
    #expect(expected.count == EdgeEvidence.Kind.allCases.count * EdgeSign.allCases.count)
    for (kind, sign, total) in expected {
      var sum = PairTotal()
      sum.add(evidence(ClusterPair(source: "a", target: "b"), kind, sign))
      #expect(sum == total)
    }
  }

  @Test func anEmptySessionStillCountsAsOne() {
    let totals = NetworkTotals(clientTurns: 3, processes: [], memberships: [], evidence: [])

    #expect(totals == NetworkTotals(sessions: 1, clientTurns: 3))
  }

  /// Property over seeded random sessions: any order and any grouping gives the same counts, which are those over all.
  @Test(arguments: 0..<40) func additionNeitherMindsOrderNorGrouping(_ seed: Int) {
    var generator = SplitMix64(seed: UInt64(seed))
    let sessions = (0..<Int.random(in: 2...8, using: &generator)).map { _ in RandomSession(&generator) }
    let totals = sessions.map(\.totals)
    let inOrder = sum(totals)

    #expect(counts(sum(totals.shuffled(using: &generator))) == counts(inOrder))
    let cut = Int.random(in: 0...totals.count, using: &generator)
    #expect(counts(sum([sum(Array(totals[..<cut])), sum(Array(totals[cut...]))])) == counts(inOrder))
    #expect(counts(inOrder) == counts(counted(sessions)))
    #expect(sum([NetworkTotals(), inOrder]) == inOrder)
  }

  /// What alone depends on the order is left out.
  private func counts(_ totals: NetworkTotals) -> NetworkTotals {
    var totals = totals
    for key in totals.clusters.keys.sorted() { totals.clusters[key]?.weight = 0 }
    return totals
  }

  @Test func aWeightFallsByAFifthInEachSessionOfSilence() {
    func session(_ keys: [String]) -> NetworkTotals {
      NetworkTotals(
        clientTurns: 9, processes: [],
        memberships: keys.enumerated().map { ClusterMembership(turn: $0, clusterKey: $1, score: 1) }, evidence: [])
    }
    let totals = sum([session(["a", "a", "a", "b"]), session(["b"]), session(["b", "b"]), session(["a", "b"])])

    // 3, 2.4, 1.92, 2.92.
    #expect(abs((totals.clusters["a"]?.weight ?? 0) - 2.92) < 1e-12)
    #expect(totals.clusters["a"]?.utterances == 4)
    #expect(totals.clusters["b"]?.weight == 5)
  }

  private func sum(_ totals: [NetworkTotals]) -> NetworkTotals {
    totals.reduce(into: NetworkTotals()) { $0 += $1 }
  }

  /// The reference: counts over all sessions at once, by filters instead of addition.
  private func counted(_ sessions: [RandomSession]) -> NetworkTotals {
    var totals = NetworkTotals(sessions: sessions.count, clientTurns: sessions.map(\.clientTurns).reduce(0, +))
    for key in Set(sessions.flatMap { $0.memberships.map(\.clusterKey) }) {
      totals.clusters[key] = ClusterTotal(
        utterances: sessions.flatMap(\.memberships).count { $0.clusterKey == key },
        sessions: sessions.count { $0.memberships.contains { $0.clusterKey == key } })
    }
    let all = sessions.flatMap(\.evidence)
    for pair in Set(all.map(\.pair)) {
      func count(_ kind: EdgeEvidence.Kind, _ sign: EdgeSign) -> Int {
        all.count { $0.pair == pair && $0.kind == kind && $0.sign == sign }
      }
      totals.pairs[pair] = PairTotal(
        statedExcitatory: count(.stated, .excitatory), statedInhibitory: count(.stated, .inhibitory),
        deniedExcitatory: count(.denied, .excitatory), deniedInhibitory: count(.denied, .inhibitory),
        adjacentExcitatory: count(.adjacent, .excitatory), adjacentInhibitory: count(.adjacent, .inhibitory),
        excitatoryRanks: 2 * count(.stated, .excitatory), inhibitoryRanks: 2 * count(.stated, .inhibitory))
    }
    return totals
  }
}

private struct RandomSession {
  var clientTurns: Int
  var memberships: [ClusterMembership]
  var evidence: [EdgeEvidence]

  init(_ generator: inout SplitMix64) {
    let keys = ["a", "b", "c", "d", "e"]
    func any<Value>(_ values: [Value], _ generator: inout SplitMix64) -> Value {
      values[Int.random(in: 0..<values.count, using: &generator)]
    }
    clientTurns = Int.random(in: 0...30, using: &generator)
    memberships = []
    for turn in 0..<clientTurns {
      for key in keys where Int.random(in: 0..<4, using: &generator) == 0 {
        memberships.append(membership(turn * 2 + 1, key))
      }
    }
    var found: [EdgeEvidence] = []
    for _ in 0..<Int.random(in: 0...12, using: &generator) {
      let pair = ClusterPair(source: any(keys, &generator), target: any(keys, &generator))
      guard pair.source != pair.target else { continue }
      found.append(
        CaseModelTests.evidence(
          pair, any(EdgeEvidence.Kind.allCases, &generator), any(EdgeSign.allCases, &generator)))
    }
    evidence = found
  }

  var totals: NetworkTotals {
    NetworkTotals(clientTurns: clientTurns, processes: [], memberships: memberships, evidence: evidence)
  }
}

private func membership(_ turn: Int, _ key: String) -> ClusterMembership {
  ClusterMembership(turn: turn, clusterKey: key, score: 0.5)
}

private func evidence(_ pair: ClusterPair, _ kind: EdgeEvidence.Kind, _ sign: EdgeSign) -> EdgeEvidence {
  let words = Quote(start: 0, length: 1, text: "I")
  return EdgeEvidence(
    pair: pair, kind: kind, sign: sign, sourceTurn: 1, sourceQuote: words, targetTurn: 1, targetQuote: words,
    connective: "")
}
