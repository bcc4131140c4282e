/// The loops of a transformer between its multiplications, eight floats at a time. All widths and counts are multiples of 8
/// unless said otherwise. Only instructions of baseline x86-64 or ARM64 come out of it.
enum VectorMath {
  typealias Lanes = SIMD8<Float>
  static let lanes = 8

  @inline(__always) static func load(_ place: UnsafePointer<Float>) -> Lanes {
    UnsafeRawPointer(place).loadUnaligned(as: Lanes.self)
  }

  @inline(__always) static func store(_ value: Lanes, _ place: UnsafeMutablePointer<Float>) {
    UnsafeMutableRawPointer(place).storeBytes(of: value, as: Lanes.self)
  }

  /// `e^x` for `x <= 0`, below -87 taken as -87; relative error under 2e-7.
  ///
  /// The reduction and polynomial of `expf` in Cephes (Moshier, netlib.org/cephes). The nearest integer comes from adding and
  /// subtracting 1.5 · 2^23, for a baseline x86-64 has no instruction to round with.
  @inline(__always) static func exponential(_ x: Lanes) -> Lanes {
    let x = x.replacing(with: -87, where: x .< -87)
    let shifted = x * 1.44269504 + 12_582_912
    let count = shifted - 12_582_912
    let rest = x - count * 0.693359375 + count * 2.12194440e-4
    var sum = rest * 1.9875691500e-4 + 1.3981999507e-3
    sum = sum * rest + 8.3334519073e-3
    sum = sum * rest + 4.1665795894e-2
    sum = sum * rest + 1.6666665459e-1
    sum = sum * rest + 5.0000001201e-1
    sum = sum * rest * rest + rest + 1
    // The low bits of `shifted` are the integer; in the place of an exponent they scale by a power of two.
    let power = (unsafeBitCast(shifted, to: SIMD8<UInt32>.self) &+ 127) &<< 23
    return sum * unsafeBitCast(power, to: Lanes.self)
  }

  /// `x/2 · (1 + erf(x/√2))`, the exact form of GELU (Hendrycks & Gimpel 2016, arXiv:1606.08415); the error is under 1e-6
  /// up to |x| = 10, and two units in the last place of |x| beyond.
  ///
  /// `erf(x/√2)` is `x · P(x²) / Q(x²)` on |x| <= 5.5, beyond which it is 1 to 4e-8. The coefficients are our own minimax fit,
  /// by `Tests/SentenceEncoderTests/Expected/fit_gelu.py`; a division costs less here than the exponential of other forms.
  @inline(__always) static func gelu(_ x: Lanes) -> Lanes {
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
      store(gelu(load(values + place)), values + place)
      place += lanes
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
    let padded = (width + lanes - 1) / lanes * lanes
    for row in 0..<rows {
      let start = values + row * padded
      for place in width..<padded { start[place] = -.greatestFiniteMagnitude }
      var greatest = load(start)
      var place = lanes
      while place < padded {
        let next = load(start + place)
        greatest = greatest.replacing(with: next, where: next .> greatest)
        place += lanes
      }
      let top = greatest.max()
      var sum = Lanes.zero
      place = 0
      while place < padded {
        let power = exponential((load(start + place) - top) * scale)
        sum += power
        store(power, start + place)
        place += lanes
      }
      let share = 1 / sum.sum()
      place = 0
      while place < padded {
        store(load(start + place) * share, start + place)
        place += lanes
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
        store(load(start + place) + load(bias + place), start + place)
        place += lanes
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
    var sum = Lanes.zero
    var place = 0
    while place < width {
      sum += load(row + place)
      place += lanes
    }
    let mean = sum.sum() / Float(width)
    var squares = Lanes.zero
    place = 0
    while place < width {
      let difference = load(row + place) - mean
      squares += difference * difference
      place += lanes
    }
    let scale = 1 / (squares.sum() / Float(width) + 1e-12).squareRoot()
    place = 0
    while place < width {
      let normal = (load(row + place) - mean) * scale
      store(normal * load(normalization.weight + place) + load(normalization.bias + place), row + place)
      place += lanes
    }
  }
}
