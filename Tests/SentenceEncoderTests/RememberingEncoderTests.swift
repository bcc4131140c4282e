import Foundation
import Testing

@testable import SentenceEncoder

/// Counts what it is asked for.
private final class CountingEncoder: SentenceEncoding, @unchecked Sendable {
  // Used by one test at a time, from one thread.
  private(set) var texts: [String] = []
  let name = "counting"
  let width = 5

  func encode(_ texts: [String]) throws -> [[Float]] {
    self.texts += texts
    return texts.map { text in
      let sum: Int = text.utf8.reduce(7) { $0 + Int($1) }
      let raw: [Float] = (0..<width).map { place -> Float in Float(sum * (place + 3) % 97) - 48 }
      let length: Float = raw.reduce(0) { $0 + $1 * $1 }.squareRoot()
      return raw.map { $0 / max(length, 1) }
    }
  }
}

@Suite struct RememberingEncoderTests {
  @Test func aTextIsEncodedOnce() throws {
    let inner = CountingEncoder()
    let encoder = RememberingEncoder(inner)

    let first = try encoder.encode(["one", "two", "one"])
    let second = try encoder.encode(["two", "three"])

    #expect(inner.texts.sorted() == ["one", "three", "two"])
    #expect(first[0] == first[2])
    #expect(first[1] == second[0])
  }

  @Test func aRememberedVectorIsTheSameBitForBit() throws {
    let texts = (0..<50).map { "text \($0) é" }
    let encoder = RememberingEncoder(CountingEncoder())
    let made = try encoder.recording { try encoder.encode(texts) }

    let inner = CountingEncoder()
    let other = RememberingEncoder(inner)
    other.load(made.vectors)

    #expect(try other.encode(texts) == made.value)
    #expect(inner.texts.isEmpty)
  }

  @Test func onlyWhatWasAskedForIsRecorded() throws {
    let encoder = RememberingEncoder(CountingEncoder())
    _ = try encoder.encode(["before"])
    let none = encoder.recording {}
    let one = try encoder.recording { try encoder.encode(["before", "during"]) }
    let all = encoder.merged(one.vectors, try encoder.recording { try encoder.encode(["after"]) }.vectors)

    #expect(none.vectors.isEmpty)
    #expect(one.vectors.count == 2 * (16 + 4 + 5))
    #expect(all.count == 3 * (16 + 4 + 5))
    #expect(encoder.merged(all, one.vectors) == all)
  }

  @Test func bytesThatAreNoVectorsAreLeftOut() throws {
    let inner = CountingEncoder()
    let encoder = RememberingEncoder(inner)
    encoder.load([1, 2, 3])
    _ = try encoder.encode(["one"])
    #expect(inner.texts == ["one"])
  }

  @Test func aRoundedVectorIsNearlyTheSame() {
    var state: UInt64 = 1
    let vector = (0..<384).map { _ -> Float in
      state = state &* 6_364_136_223_846_793_005 &+ 1
      return Float(Int64(bitPattern: state) >> 40) / 8_388_608
    }
    let rounded = CompactVector(vector).floats
    func product(_ left: [Float], _ right: [Float]) -> Float { zip(left, right).reduce(0) { $0 + $1.0 * $1.1 } }
    let lengths = product(vector, vector).squareRoot() * product(rounded, rounded).squareRoot()
    #expect(product(vector, rounded) / lengths > 0.9999)
    #expect(CompactVector([0, 0, 0]).floats == [0, 0, 0])
    #expect(CompactVector([.nan, 1]).floats.allSatisfy { $0.isFinite })
  }
}
