import Numerics

/// The loops of a transformer between its multiplications, eight floats at a time. All widths and counts are multiples of 8
/// unless said otherwise.
enum VectorMath {
  /// `x/2 · (1 + erf(x/√2))`, the exact form of GELU (Hendrycks & Gimpel 2016, arXiv:1606.08415); the error is under 1e-6
  /// up to |x| = 10, and two units in the last place of |x| beyond.
  ///
  /// `erf(x/√2)` is `x · P(x²) / Q(x²)` on |x| <= 5.5, beyond which it is 1 to 4e-8. The coefficients are our own minimax fit,
  /// by `Tests/SentenceEncoderTests/Expected/fit_gelu.py`; a division costs less here than the exponential of other forms.
  @inline(__always) static func gelu(_ x: Lanes.Floats) -> Lanes.Floats {
    let bounded = x.replacing(with: 5.5, where: x .> 5.5).replacing(with: -5.5, where: x .< -5.5)
    let square = bounded * bounded
    var above = square * 4.495085192957049e-08 + 1.3051851965428796e-05
    above = above * square + 0.00036064942833036184
    above = above * square + 0.009490663185715675
    above = above * square + 0.06975923478603363
    above = above * square + 0.7978838682174683
    var below = square * 1.2027815046167234e-06 + 7.78817557147704e-05
    below = below * square + 0.001947473268955946
    below = below * square + 0.02924819104373455
    below = below * square + 0.25409358739852905
    below = below * square + 1
    let half = x * 0.5
    return half + half * (bounded * (above / below))
  }

  /// `values = gelu(values)`
  static func applyGELU(_ values: UnsafeMutablePointer<Float>, count: Int) {
    var place = 0
    while place < count {
      Lanes.store(gelu(Lanes.load(values + place)), values + place)
      place += Lanes.count
    }
  }

  /// Makes every row a copy of `row`.
  static func fill(
    _ values: UnsafeMutablePointer<Float>, rows: Int, with row: UnsafePointer<Float>, width: Int
  ) {
    for number in 0..<rows { (values + number * width).update(from: row, count: width) }
  }

  /// `rows` rows of `width`, each at the next multiple of 8: `e^(scale · x)` of every value over the sum of the row.
  ///
  /// `width` may be any number; what is behind a row is written over.
  static func softmax(_ values: UnsafeMutablePointer<Float>, rows: Int, width: Int, scale: Float) {
    let padded = (width + Lanes.count - 1) / Lanes.count * Lanes.count
    for row in 0..<rows {
      let start = values + row * padded
      for place in width..<padded { start[place] = -.greatestFiniteMagnitude }
      var greatest = Lanes.load(start)
      var place = Lanes.count
      while place < padded {
        let next = Lanes.load(start + place)
        greatest = greatest.replacing(with: next, where: next .> greatest)
        place += Lanes.count
      }
      let top = greatest.max()
      var sum = Lanes.Floats.zero
      place = 0
      while place < padded {
        let power = Lanes.exponential((Lanes.load(start + place) - top) * scale)
        sum += power
        Lanes.store(power, start + place)
        place += Lanes.count
      }
      let share = 1 / sum.sum()
      place = 0
      while place < padded {
        Lanes.store(Lanes.load(start + place) * share, start + place)
        place += Lanes.count
      }
    }
  }

  /// Adds `bias` to each of `rows` rows of 384 and normalizes them.
  static func normalize(
    _ values: UnsafeMutablePointer<Float>, rows: Int, adding bias: UnsafePointer<Float>,
    by normalization: MiniLMWeights.Normalization
  ) {
    let width = MiniLMWeights.width
    for row in 0..<rows {
      let start = values + row * width
      var place = 0
      while place < width {
        Lanes.store(Lanes.load(start + place) + Lanes.load(bias + place), start + place)
        place += Lanes.count
      }
      normalize(row: start, by: normalization)
    }
  }

  /// Layer normalization of one row of 384 (Ba, Kiros & Hinton 2016, arXiv:1607.06450), by its mean and variance, which add up
  /// in two passes: one would lose digits where the mean is large. The epsilon is the model's `layer_norm_eps`.
  @inline(__always) static func normalize(
    row: UnsafeMutablePointer<Float>, by normalization: MiniLMWeights.Normalization
  ) {
    let width = MiniLMWeights.width
    var sum = Lanes.Floats.zero
    var place = 0
    while place < width {
      sum += Lanes.load(row + place)
      place += Lanes.count
    }
    let mean = sum.sum() / Float(width)
    var squares = Lanes.Floats.zero
    place = 0
    while place < width {
      let difference = Lanes.load(row + place) - mean
      squares += difference * difference
      place += Lanes.count
    }
    let scale = 1 / (squares.sum() / Float(width) + 1e-12).squareRoot()
    place = 0
    while place < width {
      let normal = (Lanes.load(row + place) - mean) * scale
      Lanes.store(
        normal * Lanes.load(normalization.weight + place) + Lanes.load(normalization.bias + place), row + place)
      place += Lanes.count
    }
  }
}
