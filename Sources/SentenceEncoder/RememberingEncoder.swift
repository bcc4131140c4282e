import Foundation

/// An encoder that computes a text's vector once: what it encoded is remembered, and can be kept and given back as bytes.
///
/// Vectors are rounded to a signed byte a component, with a scale of their own, before anyone sees them (the cosine of a vector to its
/// rounding is above .9999): so results do not depend on whether a vector was computed or remembered.
public final class RememberingEncoder: SentenceEncoding {
  private struct Key: Hashable {
    var first: UInt64
    var second: UInt64

    init(_ text: String) {
      func hash(_ seed: UInt8) -> UInt64 {
        var hash = StableHash(seed: seed)
        hash.combine(text.utf8)
        return hash.value
      }
      (first, second) = (hash(1), hash(2))
    }

    init(first: UInt64, second: UInt64) { (self.first, self.second) = (first, second) }
  }

  private struct State {
    var vectors: [Key: CompactVector] = [:]
    /// What was asked for since the recording began; `nil` where nobody records.
    var recorded: [Key: CompactVector]?
  }

  /// 400 bytes each at a width of 384.
  private static let capacity = 20_000
  private static let keyBytes = 16

  private let encoder: any SentenceEncoding
  private let lock = NSLock()
  // All access is under `lock`; that is what makes this class safe to share.
  nonisolated(unsafe) private var state = State()

  public init(_ encoder: any SentenceEncoding) {
    self.encoder = encoder
  }

  public var name: String { encoder.name }
  public var width: Int { encoder.width }

  public func encode(_ texts: [String]) throws -> [[Float]] {
    let keys = texts.map { Key($0) }
    var known = lock.withLock { keys.map { state.vectors[$0] } }
    var missing: [Key: String] = [:]
    for (place, key) in keys.enumerated() where known[place] == nil { missing[key] = texts[place] }
    if !missing.isEmpty {
      // In a fixed order: how an encoder packs texts must not depend on the hasher's seed.
      let fresh = missing.sorted { ($0.key.first, $0.key.second) < ($1.key.first, $1.key.second) }
      let vectors = try encoder.encode(fresh.map(\.value)).map { CompactVector($0) }
      let found = Dictionary(zip(fresh.map(\.key), vectors), uniquingKeysWith: { first, _ in first })
      for (place, key) in keys.enumerated() where known[place] == nil { known[place] = found[key] }
    }
    let result = known.compactMap { $0 }
    lock.withLock {
      if state.vectors.count + missing.count > Self.capacity { state.vectors.removeAll(keepingCapacity: true) }
      for (key, vector) in zip(keys, result) {
        state.vectors[key] = vector
        state.recorded?[key] = vector
      }
    }
    return result.map(\.floats)
  }

  // MARK: Keeping

  /// - Returns: what `body` returns, and the vectors that it asked for, in bytes that ``load(_:)`` understands, sorted.
  public func recording<Value>(_ body: () throws -> Value) rethrows -> (value: Value, vectors: [UInt8]) {
    lock.withLock { state.recorded = [:] }
    defer { lock.withLock { state.recorded = nil } }
    let value = try body()
    let recorded = lock.withLock { state.recorded ?? [:] }
    return (value, Self.bytes(of: recorded))
  }

  /// Takes vectors that were kept. Bytes of another width are left out.
  public func load(_ bytes: [UInt8]) {
    let vectors = vectors(in: bytes)
    lock.withLock {
      if state.vectors.count + vectors.count > Self.capacity { state.vectors.removeAll(keepingCapacity: true) }
      state.vectors.merge(vectors) { known, _ in known }
    }
  }

  /// All vectors of the two.
  public func merged(_ kept: [UInt8], _ more: [UInt8]) -> [UInt8] {
    Self.bytes(of: vectors(in: kept).merging(vectors(in: more)) { first, _ in first })
  }

  private func vectors(in bytes: [UInt8]) -> [Key: CompactVector] {
    let size = Self.keyBytes + CompactVector.scaleBytes + width
    guard bytes.count.isMultiple(of: size) else { return [:] }
    return Dictionary(
      stride(from: 0, to: bytes.count, by: size).map { start in
        let body = start + Self.keyBytes
        return (
          Key(first: Self.number(bytes[start..<(start + 8)]), second: Self.number(bytes[(start + 8)..<body])),
          CompactVector(bytes: bytes[body..<(start + size)])
        )
      }, uniquingKeysWith: { first, _ in first })
  }

  private static func bytes(of vectors: [Key: CompactVector]) -> [UInt8] {
    vectors.sorted { ($0.key.first, $0.key.second) < ($1.key.first, $1.key.second) }.flatMap { key, vector in
      bytes(of: key.first) + bytes(of: key.second) + vector.bytes
    }
  }

  private static func bytes(of number: UInt64) -> [UInt8] {
    (0..<8).map { UInt8(truncatingIfNeeded: number >> (8 * UInt64($0))) }
  }

  private static func number(_ bytes: ArraySlice<UInt8>) -> UInt64 {
    bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }
}

/// A vector with a byte for each component and a scale.
struct CompactVector: Hashable, Sendable {
  static let scaleBytes = 4

  var scale: Float
  var steps: [Int8]

  init(_ vector: [Float]) {
    let largest = vector.reduce(0) { max($0, abs($1)) }
    scale = largest / 127
    let factor: Float = largest > 0 ? 127 / largest : 0
    steps = vector.map { component in
      let step = (component * factor).rounded()
      return step.isFinite ? Int8(max(-127, min(127, step))) : 0
    }
  }

  init(bytes: ArraySlice<UInt8>) {
    let head = bytes.prefix(Self.scaleBytes)
    scale = Float(bitPattern: head.reversed().reduce(0) { $0 << 8 | UInt32($1) })
    steps = bytes.dropFirst(Self.scaleBytes).map { Int8(bitPattern: $0) }
  }

  var bytes: [UInt8] {
    (0..<Self.scaleBytes).map { UInt8(truncatingIfNeeded: scale.bitPattern >> (8 * UInt32($0))) }
      + steps.map { UInt8(bitPattern: $0) }
  }

  var floats: [Float] { steps.map { Float($0) * scale } }
}
