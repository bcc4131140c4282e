import CaseModel
import Testing

struct EmbeddingTests {
  /// Vectors of unit length by a generator of our own.
  private static func vector(_ seed: Int, width: Int = 396) -> [Float] {
    var state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 | 1
    let raw = (0..<width).map { _ -> Float in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Float(Int64(bitPattern: state) >> 40) / 8_388_608
    }
    let length = raw.map { $0 * $0 }.reduce(0, +).squareRoot()
    return raw.map { $0 / length }
  }

  @Test func aByteAComponentKeepsTheCosine() {
    for seed in 1...50 {
      let (left, right) = (Self.vector(seed), Self.vector(seed + 1000))
      let exact = zip(left, right).map { Double($0 * $1) }.reduce(0, +)
      #expect(abs(Embedding(left).similarity(to: Embedding(right)) - exact) < 0.008)
      #expect(abs(Embedding(left).similarity(to: Embedding(left)) - 1) < 0.01)
    }
  }

  @Test func sumsDoNotDependOnOrderOrGrouping() {
    let embeddings = (1...30).map { Embedding(Self.vector($0)) }
    let whole = EmbeddingSum(of: embeddings)
    var parts = EmbeddingSum(of: embeddings[20...].reversed())
    parts += EmbeddingSum(of: embeddings[..<20].shuffled())
    #expect(parts == whole)
    #expect(whole.count == 30)
  }

  @Test func similarityToASumIsTheMeanOfSimilarities() {
    let embeddings = (1...12).map { Embedding(Self.vector($0)) }
    let other = Embedding(Self.vector(99))
    let mean = embeddings.map { $0.similarity(to: other) }.reduce(0, +) / 12
    #expect(abs(EmbeddingSum(of: embeddings).meanSimilarity(to: other) - mean) < 1e-9)
    #expect(abs(EmbeddingSum(of: embeddings).meanSimilarity(to: EmbeddingSum(of: [other])) - mean) < 1e-9)
  }

  @Test func whatIsNoNumberAndAnotherWidthDoNoHarm() {
    #expect(Embedding([.nan, .infinity, -.infinity, 0.001]).steps == [0, 127, -127, 0])
    var sum = EmbeddingSum(of: [Embedding(steps: [1, 2])])
    sum.add(Embedding(steps: [1, 2, 3]))
    #expect(sum.count == 1)
    #expect(sum.meanSimilarity(to: Embedding(steps: [1])) == 0)
    #expect(EmbeddingSum().meanSimilarity(to: Embedding(steps: [1])) == 0)
  }
}
