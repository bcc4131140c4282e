import CaseModel

/// Whether the order of clusters by a measure stands when turns are left out (Epskamp, Borsboom & Fried 2018).
public struct CentralityStability: Hashable, Sendable {
  /// What was seen with as many turns left out.
  public struct Level: Hashable, Sendable {
    /// 0…1: of the client turns.
    public var droppedShare: Double
    /// Over the samples for which it exists; nil where there is none.
    public var meanCorrelation: Double?
    /// 0…1: of the samples those with a correlation of at least `correlation`.
    public var shareAbove: Double
  }

  /// The least correlation with the values on all turns (Epskamp, Borsboom & Fried 2018).
  public static let correlation = 0.7
  /// The least share of samples that must reach it.
  public static let certainty = 0.95
  /// Below, clusters are not put in order. Epskamp, Borsboom & Fried 2018: not below .25, preferably above .5.
  public static let least = 0.25

  public var measure: NodeMeasure
  /// By rising share; empty where nothing can be computed.
  public var levels: [Level]
  /// 0…0.75, the CS-coefficient: the greatest share of turns that can be left out such that at it and at every smaller one 95% of
  /// the samples correlate at .7 or more. nil where nothing can be computed.
  public var coefficient: Double?
  /// Why clusters cannot be put in order, in a sentence; nil where they can.
  public var objection: String?
}

/// Clusters in order of a measure, or why there is none.
public enum CentralityRanking: Hashable, Sendable {
  public struct Place: Hashable, Sendable {
    public var cluster: Cluster
    /// On all turns.
    public var value: Double
  }

  /// By falling value, then by key, and the CS-coefficient.
  case ranked([Place], coefficient: Double)
  /// A sentence that says why not.
  case notRanked(reason: String)
}

extension EdgeResampling {
  /// Shares of client turns that are left out, in hundredths.
  private static let droppedHundredths = Array(stride(from: 10, through: 75, by: 5))
  /// The values of fewer clusters correlate by themselves.
  private static let fewestClusters = 3

  /// Leaves out 10% to 75% of all client turns at random, without regard to sessions, and correlates the measure with that on all
  /// turns over the clusters that have an edge there. By Pearson, as the `bootnet` package does, for which the thresholds were
  /// found; unlike there, clusters without an edge, whose zeros agree by themselves, are left out, and a sample in which
  /// all values are equal counts as one that does not correlate.
  ///
  /// - Parameters:
  ///   - samples: for each share, at least 1.
  ///   - includingInferred: whether edges count that no words of the client state.
  /// - Throws: what the judge throws.
  public func centralityStability(
    of measure: NodeMeasure = .strength, samples: Int = 100, seed: UInt64, includingInferred: Bool = false
  ) throws -> CentralityStability {
    let all = try graph(allTotals(), includingInferred: includingInferred)
    let tied = (0..<all.count).filter { all.inStrength($0) + all.outStrength($0) > 0 }
    let values = all.values(of: measure)
    let expected = tied.map { values[$0] }
    let dropped = droppedTurns()
    if let objection = objection(to: expected, measure: measure, levels: dropped.count) {
      return CentralityStability(measure: measure, levels: [], coefficient: nil, objection: objection)
    }

    var random = SplitMix64(seed: seed)
    var levels: [CentralityStability.Level] = []
    for count in dropped {
      var correlations: [Double] = []
      for _ in 0..<max(1, samples) {
        let graph = try graph(totals(dropping: count, &random), includingInferred: includingInferred)
        let values = graph.values(of: measure)
        if let correlation = Pearson.correlation(expected, tied.map { values[$0] }) { correlations.append(correlation) }
      }
      let above = correlations.count { $0 >= CentralityStability.correlation - Pearson.tolerance }
      levels.append(
        CentralityStability.Level(
          droppedShare: Double(count) / Double(contributions.clientTurns),
          meanCorrelation: correlations.isEmpty ? nil : correlations.reduce(0, +) / Double(correlations.count),
          shareAbove: Double(above) / Double(max(1, samples))))
    }
    let coefficient = levels.prefix { $0.shareAbove >= CentralityStability.certainty }.last?.droppedShare ?? 0
    return CentralityStability(
      measure: measure, levels: levels, coefficient: coefficient, objection: Self.objection(to: coefficient))
  }

  /// The clusters in order of the measure, where the order stands (`centralityStability`).
  ///
  /// - Throws: what the judge throws.
  public func ranking(
    by measure: NodeMeasure = .strength, samples: Int = 100, seed: UInt64, includingInferred: Bool = false
  ) throws -> CentralityRanking {
    let stability = try centralityStability(
      of: measure, samples: samples, seed: seed, includingInferred: includingInferred)
    guard stability.objection == nil, let coefficient = stability.coefficient else {
      return .notRanked(reason: stability.objection ?? "")
    }
    let values = try graph(allTotals(), includingInferred: includingInferred).values(of: measure)
    let places = zip(contributions.clusters, values).map { CentralityRanking.Place(cluster: $0, value: $1) }
    let sorted = places.sorted { left, right in
      left.value != right.value ? left.value > right.value : left.cluster.key < right.cluster.key
    }
    return .ranked(sorted, coefficient: coefficient)
  }

  /// Numbers of turns to leave out, rising, each once.
  private func droppedTurns() -> [Int] {
    let counts = Self.droppedHundredths.map { $0 * contributions.clientTurns / 100 }
    return Set(counts).filter { $0 > 0 }.sorted()
  }

  private func totals(dropping count: Int, _ random: inout SplitMix64) -> NetworkTotals {
    var isDropped = [Bool](repeating: false, count: contributions.clientTurns)
    // The first `count` places of a shuffle (Fisher & Yates).
    var turns = Array(isDropped.indices)
    for place in 0..<count {
      turns.swapAt(place, place + random.place(below: turns.count - place))
      isDropped[turns[place]] = true
    }
    var tally = ContributionTally(contributions)
    var first = 0
    for session in contributions.sessions {
      let kept = (0..<session.clientTurns).filter { !isDropped[first + $0] }
      first += session.clientTurns
      if kept.isEmpty { continue }
      tally.beginSession()
      for turn in kept { tally.add(turn, of: session) }
    }
    return tally.totals()
  }

  // MARK: Objections

  private func objection(to values: [Double], measure: NodeMeasure, levels: Int) -> String? {
    if values.count < Self.fewestClusters {
      return "The clusters are not put in order, because fewer than three of them have an edge."
    }
    if Pearson.correlation(values, values) == nil {
      let name = String(measure.rawValue.map { $0 == "_" ? " " : $0 })
      return "The clusters are not put in order, because they do not differ in \(name)."
    }
    return levels > 0 ? nil : "The clusters are not put in order, because the client has said too little."
  }

  private static func objection(to coefficient: Double) -> String? {
    guard coefficient < CentralityStability.least else { return nil }
    return
      "The clusters are not put in order, because the order would not stand if a quarter of the client's turns had "
      + "not been said."
  }
}

/// The product-moment correlation.
enum Pearson {
  /// Values and correlations that differ by less are equal.
  static let tolerance = 1e-9

  /// −1…+1; nil where either list does not vary.
  static func correlation(_ left: [Double], _ right: [Double]) -> Double? {
    let count = Double(left.count)
    let leftMean = left.reduce(0, +) / count
    let rightMean = right.reduce(0, +) / count
    var product = 0.0
    var leftSquares = 0.0
    var rightSquares = 0.0
    for (left, right) in zip(left, right) {
      product += (left - leftMean) * (right - rightMean)
      leftSquares += (left - leftMean) * (left - leftMean)
      rightSquares += (right - rightMean) * (right - rightMean)
    }
    guard leftSquares > tolerance, rightSquares > tolerance else { return nil }
    return product / (leftSquares * rightSquares).squareRoot()
  }
}
