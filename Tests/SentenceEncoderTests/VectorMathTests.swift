import Foundation
import Numerics
import Testing

@testable import SentenceEncoder

/// Against the functions of the C library in double precision.
struct VectorMathTests {
  @Test func geluIsExactToMillionths() {
    var worst = 0.0
    for step in -20_000...20_000 {
      let x = Float(step) * 5e-4
      let exact = Double(x) / 2 * (1 + erf(Double(x) / 2.0.squareRoot()))
      let value = VectorMath.gelu(.init(repeating: x))[3]
      worst = max(worst, abs(Double(value) - exact))
    }
    #expect(worst < 1e-6)
  }

  @Test(arguments: [0, -0, 30, -30, 1e30, -1e30, Float.greatestFiniteMagnitude, .leastNonzeroMagnitude])
  func geluOfExtremes(x: Float) {
    let value = VectorMath.gelu(.init(repeating: x))[0]
    #expect(abs(value - max(x, 0)) <= 2 * x.ulp)
  }

  @Test func exponentialIsExactToTheLastDigits() {
    for step in 0...86_900 {
      let x = Float(step) * -1e-3
      let exact = exp(Double(x))
      let value = Double(Lanes.exponential(.init(repeating: x))[7])
      if abs(value / exact - 1) > 2e-7 { Issue.record("e^\(x) is \(value) instead of \(exact)") }
    }
    #expect(Lanes.exponential(.init(repeating: -.greatestFiniteMagnitude))[0] < 1e-37)
  }

  @Test(arguments: [1, 2, 7, 8, 9, 24, 255, 256]) func softmaxSumsToOne(width: Int) {
    let padded = (width + 7) / 8 * 8
    let inputs = (0..<(3 * padded)).map { Float(($0 * 37) % 101) - 50 }
    var values = inputs
    VectorMath.softmax(&values, rows: 3, width: width, scale: 0.25)
    for row in 0..<3 {
      let powers = (0..<width).map { exp(Double(inputs[row * padded + $0]) * 0.25) }
      let sum = powers.reduce(0, +)
      for place in 0..<width {
        #expect(abs(Double(values[row * padded + place]) - powers[place] / sum) < 3e-7)
      }
    }
  }

  @Test func productsTreatRowsAlike() {
    // What OpenBLAS is known to do; a new one of these would still have to be a number that tests run with.
    #expect([1, 4, 8, 12, 16, 24, 48].contains(MatrixProduct.rowUnit))
    #expect(MatrixProduct.minimumRows >= 16)
  }
}
