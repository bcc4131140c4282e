import Foundation
import SentenceEncoder
import Testing

/// Against sentence-transformers 6.2.0 and tokenizers 0.23.3; `Expected/make_expected.py` says how.
@Suite(.needsModel) struct MiniLMEncoderTests {
  @Test func piecesAreThoseOfTheReference() throws {
    let tokenizer = try WordPieceTokenizer(folder: PublishedModel.folder)
    let reference = try Reference.load()
    #expect(reference.texts.count == 300)
    for (text, ids) in zip(reference.texts, reference.ids) {
      #expect(tokenizer.identifiers(of: text) == ids, "\(text.unicodeScalars.map { String($0.value, radix: 16) })")
    }
  }

  @Test func vectorsAreThoseOfTheReference() throws {
    let encoder = try MiniLMEncoder(folder: PublishedModel.folder)
    let expected = try Reference.vectors()
    let vectors = try encoder.encode(Reference.load().texts)
    #expect(vectors.count == expected.count)
    for (number, (vector, expected)) in zip(vectors, expected).enumerated() {
      #expect(vector.count == encoder.width)
      #expect(cosine(vector, expected) >= 0.9999, "text \(number)")
      let difference = zip(vector, expected).map { abs($0 - $1) }.max() ?? 0
      #expect(difference < 2e-6, "text \(number)")
    }
  }

  /// To the last bit: a store that is built from texts in one call or in several is the same.
  @Test func aTextIsEncodedTheSameAloneAndAmongOthers() throws {
    let encoder = try MiniLMEncoder(folder: PublishedModel.folder)
    let texts = try Reference.load().texts
    let together = try encoder.encode(texts)
    for (text, vector) in zip(texts, together).prefix(60) { #expect(try encoder.encode([text]) == [vector]) }
    for count in [3, 40] {
      for start in stride(from: 0, to: texts.count, by: count) {
        let some = Array(texts[start..<min(start + count, texts.count)].reversed())
        #expect(try encoder.encode(some) == together[start..<(start + some.count)].reversed())
      }
    }
  }

  @Test func equalTextsAreEncodedOnceAndAlike() throws {
    let encoder = try MiniLMEncoder(folder: PublishedModel.folder)
    let vectors = try encoder.encode(["Yeah.", "no", "yeah.", "", "Yeah.", " "])
    #expect(vectors[0] == vectors[2] && vectors[0] == vectors[4] && vectors[3] == vectors[5])
    #expect(vectors[0] != vectors[1])
    #expect(vectors.allSatisfy { abs(cosine($0, $0) - 1) < 1e-6 })
    #expect(try encoder.encode([]).isEmpty)
  }

  @Test func severalThreadsMayEncodeAtOnce() async throws {
    let encoder = try MiniLMEncoder(folder: PublishedModel.folder)
    let texts = try Array(Reference.load().texts.prefix(100))
    let expected = try encoder.encode(texts)
    let results = try await withThrowingTaskGroup(of: [[Float]].self) { group in
      for _ in 0..<4 { group.addTask { try encoder.encode(texts) } }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(results.allSatisfy { $0 == expected })
  }

  @Test func meaningCounts() throws {
    let encoder = try MiniLMEncoder(folder: PublishedModel.folder)
    let vectors = try encoder.encode(["I can't sleep at night.", "I lie awake until morning.", "The train was late."])
    #expect(cosine(vectors[0], vectors[1]) > cosine(vectors[0], vectors[2]) + 0.3)
  }

  /// Texts made to be slow: a megabyte each. Quadratic work on any would take minutes.
  @Test(.timeLimit(.minutes(1))) func longTextsTakeTimeInProportion() throws {
    let tokenizer = try WordPieceTokenizer(folder: PublishedModel.folder)
    let scalars = [
      "a", " ", "\u{301}", "\u{0}", "e\u{301}", "\u{1F468}\u{200D}", "[CLS", "[", "\u{FFFD}", "\u{AC01}", "##",
    ]
    for scalar in scalars {
      let text = String(repeating: scalar, count: 1_000_000 / scalar.utf8.count)
      #expect((2...256).contains(tokenizer.identifiers(of: text).count))
      #expect(tokenizer.identifiers(of: text + " end").count <= 256)
    }
  }
}
