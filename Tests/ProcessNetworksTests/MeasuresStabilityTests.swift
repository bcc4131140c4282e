import CaseModel
import Testing

@testable import ProcessNetworks

struct MeasuresStabilityTests {
  private static let clusters = "abcdef"

  /// Twenty turns in each of five sessions, of which all but two say the same: a acts on four others, b on two, c on one.
  private let steady = (1...5).map { number in
    let pairs = [("a", "b"), ("a", "c"), ("a", "d"), ("a", "e"), ("b", "c"), ("b", "d"), ("c", "d")]
    return session(
      number, clientTurns: 20,
      (1...18).flatMap { turn in pairs.map { Statement(turn: turn, source: $0.0, target: $0.1) } })
  }

  /// One hundred turns, of which each of fourteen says another thing once.
  private func noise(seed: UInt64) -> [SessionContribution] {
    var random = SplitMix64(seed: seed)
    let keys = Self.clusters.map(String.init)
    let pairs = keys.flatMap { source in keys.filter { $0 != source }.map { (source, $0) } }
    let statements = pairs.shuffled(using: &random).prefix(14).enumerated().map { turn, pair in
      Statement(turn: turn + 1, source: pair.0, target: pair.1)
    }
    return [session(1, clientTurns: 100, statements)]
  }

  @Test func aSteadyNetworkIsRanked() throws {
    let resampling = EdgeResampling(steady, clusters: Self.clusters)
    let stability = try resampling.centralityStability(of: .outStrength, samples: 40, seed: 1)
    #expect(stability.coefficient == 0.75 && stability.objection == nil)
    let shares = stride(from: 10, through: 75, by: 5).map { Double($0) / 100 }
    #expect(stability.levels.map(\.droppedShare) == shares)
    #expect(stability.levels.allSatisfy { $0.shareAbove == 1 && ($0.meanCorrelation ?? 0) > 0.999 })
    guard case .ranked(let places, let coefficient) = try resampling.ranking(by: .outStrength, samples: 40, seed: 1)
    else {
      Issue.record("no order")
      return
    }
    #expect(coefficient == 0.75)
    #expect(places.map(\.cluster.key) == ["a", "b", "c", "d", "e", "f"])
    #expect(places.map(\.value) == [4, 2, 1, 0, 0, 0])
  }

  @Test(arguments: [UInt64(1), 2, 3]) func noiseIsNotRanked(seed: UInt64) throws {
    let resampling = EdgeResampling(noise(seed: seed), clusters: Self.clusters)
    let stability = try resampling.centralityStability(samples: 60, seed: seed)
    let coefficient = try #require(stability.coefficient)
    #expect(coefficient < CentralityStability.least)
    #expect((stability.levels.last?.meanCorrelation ?? 1) < 0.7)
    #expect(
      try resampling.ranking(samples: 60, seed: seed)
        == .notRanked(
          reason:
            "The clusters are not put in order, because the order would not stand if a quarter of the client's turns "
            + "had not been said."))
  }

  /// Between the two: a thing that is said in fewer turns is sooner lost.
  @Test func theCoefficientRisesWithTheTurnsThatSayAThing() throws {
    let pairs = [("a", "b"), ("a", "c"), ("a", "d"), ("a", "e"), ("b", "c"), ("b", "d"), ("c", "d")]
    let coefficients = try [1, 3, 12].map { repeats in
      let statements = (0..<repeats * pairs.count).map { turn in
        let pair = pairs[turn % pairs.count]
        return Statement(turn: turn, source: pair.0, target: pair.1)
      }
      let resampling = EdgeResampling(
        sessions: [session(1, clientTurns: 100, statements)], clusters: Self.clusters.map { cluster(String($0)) }
      ) { totals, _ in totals.pairs.keys.sorted().map { edge($0.source, $0.target, 1) } }
      return try #require(try resampling.centralityStability(of: .outStrength, samples: 60, seed: 1).coefficient)
    }
    #expect(coefficients[0] < coefficients[1] && coefficients[1] < coefficients[2], "\(coefficients)")
  }

  @Test func theSameSeedGivesTheSameStability() throws {
    let resampling = EdgeResampling(noise(seed: 1), clusters: Self.clusters)
    let first = try resampling.centralityStability(samples: 30, seed: 9)
    #expect(try resampling.centralityStability(samples: 30, seed: 9) == first)
    #expect(try resampling.centralityStability(samples: 30, seed: 10) != first)
  }

  @Test(arguments: NodeMeasure.allCases) func everyMeasureCanBeAsked(measure: NodeMeasure) throws {
    let stability = try EdgeResampling(steady, clusters: Self.clusters)
      .centralityStability(of: measure, samples: 2, seed: 1)
    // All edges are strong and each shortest path has one, so that nothing lies between.
    #expect((stability.coefficient == nil) == (measure == .betweenness))
  }

  // MARK: Where nothing can be computed

  private func reason(_ statements: [Statement], clientTurns: Int) throws -> String? {
    let resampling = EdgeResampling([session(1, clientTurns: clientTurns, statements)], clusters: Self.clusters)
    let stability = try resampling.centralityStability(samples: 5, seed: 1)
    #expect(stability.coefficient == nil && stability.levels.isEmpty)
    guard case .notRanked(let reason) = try resampling.ranking(samples: 5, seed: 1) else { return nil }
    #expect(reason == stability.objection)
    return reason
  }

  @Test func fewClustersWithAnEdgeAreNotRanked() throws {
    let statements = (1...50).map { Statement(turn: $0, source: "a", target: "b") }
    #expect(
      try reason(statements, clientTurns: 60)
        == "The clusters are not put in order, because fewer than three of them have an edge.")
  }

  @Test func equalClustersAreNotRanked() throws {
    let statements = (1...50).flatMap { turn in
      [("a", "b"), ("b", "c"), ("c", "a")].map { Statement(turn: turn, source: $0.0, target: $0.1) }
    }
    #expect(
      try reason(statements, clientTurns: 60)
        == "The clusters are not put in order, because they do not differ in strength.")
  }

  @Test func aSingleTurnIsNotEnough() throws {
    let statements = [("a", "b"), ("a", "c")].map { Statement(turn: 1, source: $0.0, target: $0.1) }
    #expect(
      try reason(statements, clientTurns: 1)
        == "The clusters are not put in order, because the client has said too little."
    )
  }

  @Test func fewTurnsAreLeftOutByNumber() throws {
    let statements = (1...10).flatMap { turn in
      [Statement(turn: turn, source: "a", target: "b"), Statement(turn: turn, source: "a", target: "c")]
    }
    let stability = try EdgeResampling([session(1, clientTurns: 10, statements)], clusters: "abc")
      .centralityStability(samples: 5, seed: 1)
    #expect(stability.levels.map(\.droppedShare) == [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7])
    #expect(stability.coefficient == 0.7)
  }

  // MARK: Correlation

  /// Python's `statistics.correlation([1, 2, 3, 5], [2, 1, 4, 4])`.
  @Test func correlationIsPearsons() throws {
    let found = try #require(Pearson.correlation([1, 2, 3, 5], [2, 1, 4, 4]))
    #expect(abs(found - 0.7481900559272088) < 1e-12)
    #expect(Pearson.correlation([1, 2, 3], [3, 2, 1]) == -1)
    #expect(Pearson.correlation([1, 2, 3], [2, 2, 2]) == nil)
  }
}
