import Foundation
import Numerics
import Testing

@Suite struct LanesTests {
  /// `count` numbers from -bound to bound, eight at a time, and what a function of lanes makes of them.
  private func values(
    from low: Double, to high: Double, count: Int = 80_000, _ function: (Lanes.Floats) -> Lanes.Floats
  ) -> [(x: Double, y: Double)] {
    stride(from: 0, to: count, by: Lanes.count).flatMap { start in
      var x = Lanes.Floats.zero
      for lane in 0..<Lanes.count { x[lane] = Float(low + (high - low) * Double(start + lane) / Double(count - 1)) }
      let y = function(x)
      return (0..<Lanes.count).map { (Double(x[$0]), Double(y[$0])) }
    }
  }

  @Test func tanhIsNear() {
    for bound in [0.01, 1, 10, 100] {
      let error = values(from: -bound, to: bound, Lanes.tanh).map { abs($0.y - tanh($0.x)) }.max()
      #expect(error ?? 1 < 5e-7)
    }
  }

  @Test func sigmoidIsNear() {
    for bound in [0.01, 1, 20, 100] {
      let error = values(from: -bound, to: bound, Lanes.sigmoid).map { abs($0.y - 1 / (1 + exp(-$0.x))) }.max()
      #expect(error ?? 1 < 3e-7)
    }
  }

  @Test func exponentialIsNear() {
    for bound in [0.01, 1, 87] {
      let error = values(from: -bound, to: 0, Lanes.exponential).map { abs($0.y / exp($0.x) - 1) }.max()
      #expect(error ?? 1 < 2e-7)
    }
  }

  @Test func extremesAreInOrder() {
    let extremes: [Float] = [-.infinity, -1e30, -100, -0.0, 0, 100, 1e30, .infinity]
    let x = Lanes.Floats(extremes)

    let (tanh, sigmoid) = (Lanes.tanh(x), Lanes.sigmoid(x))
    let exponential = Lanes.exponential(Lanes.Floats([-.infinity, -1e30, -88, -87, -1e-30, -0.0, 0, -1]))

    for lane in 0..<3 {
      #expect(abs(tanh[lane] + 1) < 5e-7 && abs(tanh[7 - lane] - 1) < 5e-7)
      // A gate never leaves 0…1 by more than its error.
      #expect(abs(sigmoid[lane]) < 3e-7 && abs(sigmoid[7 - lane] - 1) < 3e-7)
      #expect(tanh[lane] == -tanh[7 - lane])
    }
    #expect(tanh[3] == 0 && tanh[4] == 0 && sigmoid[3] == 0.5 && sigmoid[4] == 0.5)
    for lane in 0..<4 { #expect(abs(exponential[lane] / Float(exp(-87.0)) - 1) < 1e-6) }
    #expect(exponential[4] == 1 && exponential[5] == 1 && exponential[6] == 1)
    #expect(Lanes.tanh(Lanes.Floats(repeating: .nan))[5].isNaN)
  }

  @Test func tanhIsOddAndNeverLeavesItsBounds() {
    let positive = values(from: 0, to: 12, Lanes.tanh)
    let negative = values(from: 0, to: -12, Lanes.tanh)

    #expect(zip(positive, negative).allSatisfy { $0.y == -$1.y })
    #expect(positive.allSatisfy { $0.y <= 1 + 5e-7 && $0.y >= 0 })
  }

  @Test func sumsStayWithinTheCount() {
    let values = (0..<32).map { Float($0) }
    var sums = [Float](repeating: 0.5, count: 32)

    sums.withUnsafeMutableBufferPointer { sums in
      values.withUnsafeBufferPointer { values in
        guard let sums = sums.baseAddress, let values = values.baseAddress else { return }
        Lanes.add(values, to: sums, count: 0)
        // From a place that is not aligned to lanes, too.
        Lanes.add(values + 3, to: sums + 5, count: 16)
      }
    }

    #expect(sums == (0..<32).map { (5..<21).contains($0) ? Float($0) - 2 + 0.5 : 0.5 })
  }
}
