import CaseModel

/// Intervals by resampling (Efron 1979): the figure is computed again on as many cases drawn with replacement.
public struct Bootstrap: Sendable {
  public var draws: Int
  public var seed: UInt64

  /// - Parameter draws: 1,000 give the ends of a 95% interval to about one in the second decimal.
  public init(draws: Int = 1_000, seed: UInt64 = 20_251_121) {
    self.draws = draws
    self.seed = seed
  }

  /// The 95% percentile interval of a figure over `count` cases.
  ///
  /// - Parameter figure: of the cases with these numbers, 0..<count, some of them repeated.
  public func interval(count: Int, _ figure: ([Int]) -> Double) -> ClosedRange<Double> {
    guard count > 0, draws > 0 else { return 0...0 }
    var random = SplitMix64(seed: seed)
    var sample = [Int](repeating: 0, count: count)
    var values: [Double] = []
    values.reserveCapacity(draws)
    for _ in 0..<draws {
      for index in sample.indices { sample[index] = random.place(below: count) }
      values.append(figure(sample))
    }
    values.sort()
    let low = values[Int((Double(draws - 1) * 0.025).rounded(.down))]
    let high = values[Int((Double(draws - 1) * 0.975).rounded(.up))]
    return low...high
  }
}
