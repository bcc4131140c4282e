/// Steele, Lea & Flood 2014: small, and the same numbers for the same seed everywhere, which the standard library's generators do not
/// promise.
public struct SplitMix64: RandomNumberGenerator, Sendable {
  private var state: UInt64

  public init(seed: UInt64) {
    state = seed
  }

  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// 0..<bound; `bound` is at least 1. The bias is below bound/2⁶⁴.
  public mutating func place(below bound: Int) -> Int { Int(next().multipliedFullWidth(by: UInt64(bound)).high) }

  /// 0..<1.
  public mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// Near to N(0, 1): twelve uniform numbers (Irwin & Hall), cut at ±6. It needs no logarithm, whose last digit differs from one C
  /// library to another.
  public mutating func normal() -> Double { (0..<12).reduce(-6) { sum, _ in sum + unit() } }

  /// Fisher & Yates. The standard library's own shuffle may take its numbers in another way in its next version.
  public mutating func shuffle<Element>(_ elements: inout [Element]) {
    for place in elements.indices.dropLast() {
      elements.swapAt(place, place + self.place(below: elements.count - place))
    }
  }
}
