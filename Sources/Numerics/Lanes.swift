/// Eight floats at a time. Only instructions of baseline x86-64 or ARM64 come out of it.
public enum Lanes {
  public typealias Floats = SIMD8<Float>
  public static let count = 8

  @inlinable @inline(__always) public static func load(_ place: UnsafePointer<Float>) -> Floats {
    UnsafeRawPointer(place).loadUnaligned(as: Floats.self)
  }

  @inlinable @inline(__always) public static func store(_ value: Floats, _ place: UnsafeMutablePointer<Float>) {
    UnsafeMutableRawPointer(place).storeBytes(of: value, as: Floats.self)
  }

  /// `e^x` for `x <= 0`, below -87 taken as -87; relative error under 2e-7.
  ///
  /// The reduction and polynomial of `expf` in Cephes (Moshier, netlib.org/cephes). The nearest integer comes from adding and
  /// subtracting 1.5 · 2^23, for a baseline x86-64 has no instruction to round with.
  @inlinable @inline(__always) public static func exponential(_ x: Floats) -> Floats {
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
    return sum * unsafeBitCast(power, to: Floats.self)
  }

  /// The hyperbolic tangent; the error is under 5e-7.
  ///
  /// `x · P(x²) / Q(x²)` on |x| <= 7.8, beyond which it is 1 to 4e-7. The coefficients are our own fit for the least greatest
  /// error, by `Tests/ModuleSequencesTests/Expected/fit_tanh.py`.
  @inlinable @inline(__always) public static func tanh(_ x: Floats) -> Floats {
    let bounded = x.replacing(with: 7.8, where: x .> 7.8).replacing(with: -7.8, where: x .< -7.8)
    let square = bounded * bounded
    var above = square * 1.1520103972704025e-05 + 0.002958210679053267
    above = above * square + 0.1293171837778379
    above = above * square + 0.9999994859963599
    var below = square * 2.491142845510107e-07 + 0.000239768884659587
    below = below * square + 0.023843181849815806
    below = below * square + 0.4626485958667969
    below = below * square + 1
    return bounded * (above / below)
  }

  /// `1 / (1 + e^-x)`; the error is under 3e-7.
  @inlinable @inline(__always) public static func sigmoid(_ x: Floats) -> Floats { tanh(x * 0.5) * 0.5 + 0.5 }

  /// `sums += values`; `count` is a multiple of 8.
  @inlinable public static func add(
    _ values: UnsafePointer<Float>, to sums: UnsafeMutablePointer<Float>, count: Int
  ) {
    var place = 0
    while place < count {
      store(load(sums + place) + load(values + place), sums + place)
      place += Lanes.count
    }
  }
}
