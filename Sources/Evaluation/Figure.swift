/// One figure of an evaluation, with its interval and what trivial judges reach on the same cases.
public struct Figure: Sendable {
  public struct Baseline: Hashable, Sendable {
    public var name: String
    public var value: Double

    public init(_ name: String, _ value: Double) {
      self.name = name
      self.value = value
    }
  }

  /// Dotted, from the general to the special: `process.f1`.
  public var name: String
  public var value: Double
  /// 95%, by bootstrap; `nil` where the cases are too few to resample.
  public var interval: ClosedRange<Double>?
  /// What was resampled: turns, texts, clients or histories.
  public var cases: Int
  public var baselines: [Baseline]

  public init(
    _ name: String, _ value: Double, interval: ClosedRange<Double>? = nil, cases: Int, baselines: [Baseline] = []
  ) {
    self.name = name
    self.value = value
    self.interval = interval
    self.cases = cases
    self.baselines = baselines
  }
}

extension Agreement {
  /// The sum over some of the cases, each of which is one agreement.
  static func sum(_ cases: [Agreement], over sample: [Int]) -> Agreement {
    var total = Agreement()
    for index in sample { total = total + cases[index] }
    return total
  }
}

extension Bootstrap {
  /// A figure of agreements that add up, with its interval.
  func figure(
    _ name: String, of cases: [Agreement], baselines: [Figure.Baseline] = [], _ value: (Agreement) -> Double
  ) -> Figure {
    Figure(
      name, value(Agreement.sum(cases, over: Array(cases.indices))),
      interval: interval(count: cases.count) { value(Agreement.sum(cases, over: $0)) }, cases: cases.count,
      baselines: baselines)
  }
}
