/// FNV-1a with 64 bits (Fowler, Noll & Vo; RFC 9923), and a finalizer that spreads its low bits (the one of MurmurHash3).
///
/// Swift's own `Hasher` is seeded anew in each process, so nothing that is kept or compared may come from it.
public struct StableHash: Sendable {
  private var state: UInt64

  /// - Parameter seed: mixed in first, so that different kinds of features do not meet.
  public init(seed: UInt8 = 0) {
    state = 0xcbf2_9ce4_8422_2325
    combine(seed)
  }

  public mutating func combine(_ byte: UInt8) {
    state = (state ^ UInt64(byte)) &* 0x100_0000_01b3
  }

  public mutating func combine(_ bytes: some Sequence<UInt8>) {
    for byte in bytes { combine(byte) }
  }

  public var value: UInt64 {
    var mixed = state
    mixed = (mixed ^ (mixed >> 33)) &* 0xff51_afd7_ed55_8ccd
    mixed = (mixed ^ (mixed >> 33)) &* 0xc4ce_b9fe_1a85_ec53
    return mixed ^ (mixed >> 33)
  }
}
