import CaseModel

/// How surely the client's turns bear out one ordered pair.
public struct EdgeInterval: Hashable, Sendable {
  public var pair: ClusterPair
  /// The edge's signed weight on all turns, −1…+1; 0 where there is none.
  public var weight: Double
  /// 0…1: the share of resamples with an edge of this sign.
  public var excitatoryShare: Double
  public var inhibitoryShare: Double
  /// The 95% percentile interval of the signed weight, which is 0 in a resample without the edge.
  public var lower: Double
  public var upper: Double

  /// 0…1: the share of resamples with an edge of either sign.
  public var share: Double { excitatoryShare + inhibitoryShare }

  public init(
    pair: ClusterPair, weight: Double, excitatoryShare: Double, inhibitoryShare: Double, lower: Double, upper: Double
  ) {
    self.pair = pair
    self.weight = weight
    self.excitatoryShare = excitatoryShare
    self.inhibitoryShare = inhibitoryShare
    self.lower = lower
    self.upper = upper
  }
}

extension EdgeResampling {
  /// The share of resamples from which on a pair is told that has no edge on all turns.
  static let leastShare = 0.05

  /// Judges the network on resamples in two stages (Davison & Hinkley 1997, section 3.8): as many sessions with replacement, and
  /// of each as many of its client turns with replacement.
  ///
  /// With one session the intervals tell what varies from turn to turn alone, and with a few they are too narrow.
  ///
  /// - Parameters:
  ///   - resamples: at least 1.
  ///   - includingInferred: whether edges count that no words of the client state.
  /// - Returns: the pairs with an edge on all turns or in at least 5% of the resamples, sorted.
  /// - Throws: what the judge throws.
  public func intervals(
    resamples: Int = 500, seed: UInt64, includingInferred: Bool = true
  ) throws -> [EdgeInterval] {
    let draws = max(1, resamples)
    let all = try graph(allTotals(), includingInferred: includingInferred)
    var random = SplitMix64(seed: seed)
    var tally = ContributionTally(contributions)
    // Of each pair how often it had each weight, from −3 steps to +3.
    let steps = SignedGraph.stepsPerUnit
    var counts = [Int](repeating: 0, count: all.steps.count * (2 * steps + 1))
    for _ in 0..<draws {
      draw(into: &tally, &random)
      let graph = try graph(tally.totals(), includingInferred: includingInferred)
      for (place, weight) in graph.steps.enumerated() { counts[place * (2 * steps + 1) + weight + steps] += 1 }
    }
    return all.steps.indices.compactMap { place in
      let row = Array(counts[place * (2 * steps + 1)..<(place + 1) * (2 * steps + 1)])
      let interval = interval(place, weight: all.steps[place], counts: row, draws: draws)
      return interval.weight != 0 || interval.share >= Self.leastShare ? interval : nil
    }
  }

  private func draw(into tally: inout ContributionTally, _ random: inout SplitMix64) {
    tally.clear()
    for _ in contributions.sessions {
      let session = contributions.sessions[random.place(below: contributions.sessions.count)]
      tally.beginSession()
      for _ in 0..<session.clientTurns { tally.add(random.place(below: session.clientTurns), of: session) }
    }
  }

  /// - Parameters:
  ///   - place: of the pair in the graph's matrix.
  ///   - counts: of the resamples with each weight, from −3 steps to +3.
  private func interval(_ place: Int, weight: Int, counts: [Int], draws: Int) -> EdgeInterval {
    let clusters = contributions.clusters
    let steps = SignedGraph.stepsPerUnit
    // The ends lean outwards to the next resample.
    let low = Int((Double(draws - 1) * 0.025).rounded(.down))
    let high = Int((Double(draws - 1) * 0.975).rounded(.up))
    return EdgeInterval(
      pair: ClusterPair(source: clusters[place / clusters.count].key, target: clusters[place % clusters.count].key),
      weight: Double(weight) / Double(steps),
      excitatoryShare: Double(counts[(steps + 1)...].reduce(0, +)) / Double(draws),
      inhibitoryShare: Double(counts[..<steps].reduce(0, +)) / Double(draws),
      lower: Double(Self.value(at: low, counts: counts) - steps) / Double(steps),
      upper: Double(Self.value(at: high, counts: counts) - steps) / Double(steps))
  }

  /// The value, 0… , at a place among the sorted values that are counted.
  private static func value(at place: Int, counts: [Int]) -> Int {
    var passed = 0
    for (value, count) in counts.enumerated() {
      passed += count
      if passed > place { return value }
    }
    return counts.count - 1
  }
}
