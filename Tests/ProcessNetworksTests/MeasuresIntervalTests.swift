import CaseModel
import Testing

@testable import ProcessNetworks

struct MeasuresIntervalTests {
  /// In each of four sessions, a on b in every turn; in one turn of the second one also c on d, d on c; and a on c as often as against
  /// it.
  private let sessions = (1...4).map { number in
    var statements = (1...5).map { Statement(turn: $0, source: "a", target: "b") }
    if number == 2 { statements += [Statement(turn: 3, source: "c", target: "d")] }
    statements += [
      Statement(turn: 1, source: "b", target: "c"), Statement(turn: 2, source: "b", target: "c", sign: .inhibitory),
    ]
    return session(number, clientTurns: 5, statements)
  }

  private func interval(_ source: String, _ target: String, in intervals: [EdgeInterval]) -> EdgeInterval? {
    intervals.first { $0.pair == ClusterPair(source: source, target: target) }
  }

  @Test func theSameSeedGivesTheSameIntervals() throws {
    let resampling = EdgeResampling(sessions, clusters: "dcba")
    let first = try resampling.intervals(seed: 7)
    #expect(try EdgeResampling(sessions.reversed(), clusters: "abcd").intervals(seed: 7) == first)
    #expect(try resampling.intervals(seed: 8) != first)
    #expect(first.map(\.pair) == first.map(\.pair).sorted())
  }

  @Test func whatEveryTurnSaysIsCertain() throws {
    let intervals = try EdgeResampling(sessions, clusters: "abcd").intervals(seed: 1)
    let found = try #require(interval("a", "b", in: intervals))
    #expect(found.weight == 1 && found.excitatoryShare == 1 && found.inhibitoryShare == 0)
    #expect(found.lower == 1 && found.upper == 1)
  }

  /// The turn is in none of the draws of its session, or its session is not drawn.
  @Test func whatOneTurnSaysIsThereAsOftenAsTwoStagesLetIt() throws {
    let intervals = try EdgeResampling(sessions, clusters: "abcd").intervals(resamples: 4_000, seed: 2)
    let found = try #require(interval("c", "d", in: intervals))
    // 1 − (1 − ¼·(1 − 0.8⁵))⁴. Turns without regard to sessions would give 0.64, turns of the sessions as they are 0.67.
    #expect(abs(found.share - 0.521) < 0.03)
    #expect(found.weight == 1 && found.lower == 0 && found.upper == 1)
  }

  @Test func turnsThatAddNothingAreDrawnAsWell() throws {
    let single = session(1, clientTurns: 10, [Statement(turn: 4, source: "a", target: "b")])
    let intervals = try EdgeResampling([single], clusters: "ab").intervals(resamples: 4_000, seed: 3)
    // 1 − 0.9¹⁰; were the nine others left out, 1.
    #expect(abs(try #require(interval("a", "b", in: intervals)).share - 0.651) < 0.03)
  }

  @Test func pairsWithoutAnEdgeAreToldWhereResamplesHaveOne() throws {
    let intervals = try EdgeResampling(sessions, clusters: "abcd").intervals(seed: 4)
    let found = try #require(interval("b", "c", in: intervals))
    #expect(found.weight == 0)
    #expect(found.excitatoryShare > 0.3 && found.inhibitoryShare > 0.3 && found.share < 1)
    #expect(found.lower < 0 && found.upper > 0)
    #expect(intervals.count == 3)
  }

  @Test func inferredEdgesAreLeftOutOnRequest() throws {
    let resampling = EdgeResampling(sessions: sessions, clusters: ["a", "b"].map { cluster($0) }) { _, _ in
      [edge("a", "b", 2, isInferred: true)]
    }
    #expect(try resampling.intervals(resamples: 20, seed: 1).map(\.weight) == [2.0 / 3])
    #expect(try resampling.intervals(resamples: 20, seed: 1, includingInferred: false).isEmpty)
  }

  @Test func nothingToDrawFromIsNoError() throws {
    #expect(try EdgeResampling([], clusters: "").intervals(seed: 1).isEmpty)
    #expect(try EdgeResampling([session(1, clientTurns: 0, [])], clusters: "ab").intervals(seed: 1).isEmpty)
  }

  @Test func whatTheJudgeThrowsIsThrown() {
    let resampling = EdgeResampling(sessions: sessions, clusters: []) { _, _ in throw CaseError(.internal, "no judge.")
    }
    #expect(throws: CaseError(.internal, "no judge.")) { try resampling.intervals(seed: 1) }
    #expect(throws: CaseError(.internal, "no judge.")) { try resampling.ranking(seed: 1) }
  }

  // MARK: Totals

  @Test func evidenceAcrossTurnsBelongsToTheLaterOne() {
    var evidence = Statement(turn: 3, source: "a", target: "b").evidence
    evidence.targetTurn = 5
    let memberships = [3, 5, 4].map { ClusterMembership(turn: $0, clusterKey: "a", score: 1) }
    let session = SessionContribution(number: 1, clientTurns: 2, memberships: memberships, evidence: [evidence])
    #expect(session.turns.map(\.turn) == [3, 4, 5] && session.clientTurns == 3)
    #expect(session.turns.map(\.evidence.count) == [0, 0, 1])
    #expect(session.turns.map { $0.memberships.map(\.turn) } == [[3], [4], [5]])
  }

  @Test func embeddingsAreGivenToEveryDraw() throws {
    let embeddings = EmbeddingSum(count: 3, steps: [1, 2])
    let rare = session(1, clientTurns: 10, [Statement(turn: 1, source: "a", target: "b")])
    let resampling = EdgeResampling(
      sessions: [rare], clusters: [cluster("a"), cluster("b")], embeddings: ["a": embeddings]
    ) { totals, _ in
      guard totals.clusters["a"]?.embeddings == embeddings, totals.clusters["b"] == nil else {
        throw CaseError(.internal, "\(totals)")
      }
      return []
    }
    #expect(try resampling.intervals(resamples: 50, seed: 1).isEmpty)
  }

  /// On real sessions and with the engine's own judge.
  @Test func allTurnsAreJudgedAsTheEngineJudgesThem() throws {
    let engine = try Embedded.get()
    var totals = NetworkTotals()
    var known: [ClusterProfile] = []
    var contributions: [SessionContribution] = []
    for number in 1...4 {
      let utterances = randomSession(seed: UInt64(number), turns: 60)
      let annotation = try engine.annotator.annotate(utterances)
      let reading = try engine.read(utterances, annotation: annotation, existing: known)
      totals += reading.totals
      let clusters = (known.map(\.cluster) + reading.clusters).sorted { $0.key < $1.key }
      known = Dictionary(clusters.map { ($0.key, $0) }, uniquingKeysWith: { first, _ in first }).values
        .sorted { $0.key < $1.key }.map {
          ClusterProfile(cluster: $0, total: totals.clusters[$0.key] ?? ClusterTotal())
        }
      contributions.append(
        SessionContribution(
          number: number, clientTurns: utterances.count { $0.speaker == .client }, memberships: reading.memberships,
          evidence: reading.evidence))
    }
    let clusters = known.map(\.cluster)
    let resampling = EdgeResampling(
      sessions: contributions, clusters: clusters, embeddings: totals.clusters.mapValues(\.embeddings),
      judge: engine.edges.judge)
    var found = resampling.allTotals()
    for key in found.clusters.keys { found.clusters[key]?.weight = totals.clusters[key]?.weight ?? -1 }
    #expect(found == totals)
    let edges = try engine.edges.judge(totals, among: clusters)
    #expect(try resampling.edges() == edges)
    let supported = Set(edges.filter(\.isSupported).map(\.pair))
    #expect(!supported.isEmpty)
    let intervals = try resampling.intervals(resamples: 40, seed: 5)
    #expect(supported.isSubset(of: intervals.map(\.pair)))
    #expect(intervals.allSatisfy { $0.lower <= $0.upper && (0...1).contains($0.share) })
  }
}
