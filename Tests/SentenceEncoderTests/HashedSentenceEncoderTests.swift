import SentenceEncoder
import Testing

struct HashedSentenceEncoderTests {
  static let corpus = ["I can't sleep at night.", "I worry about my job all the time.", "I feel guilty when I rest."]

  private func cosine(_ left: [Float], _ right: [Float]) -> Float { zip(left, right).map(*).reduce(0, +) }

  @Test func vectorsHaveUnitLengthAndEmptyTextsAreZero() throws {
    let encoder = HashedSentenceEncoder(corpus: Self.corpus)
    let texts = Self.corpus + ["é à ü", "日本語", "a", "\u{1F600}", "", " ... ", "don’t"]
    let vectors = try encoder.encode(texts)
    #expect(vectors.allSatisfy { $0.count == encoder.width })
    for (text, vector) in zip(texts, vectors) {
      let length = cosine(vector, vector).squareRoot()
      // Without a letter or digit there is nothing to weigh.
      let isEmpty = !text.unicodeScalars.contains { $0.properties.isAlphabetic }
      #expect(isEmpty ? length == 0 : abs(length - 1) < 1e-5, "\(text)")
    }
  }

  @Test func aTextIsEncodedTheSameAloneAndAmongOthers() throws {
    let encoder = HashedSentenceEncoder(corpus: Self.corpus)
    let together = try encoder.encode(Self.corpus)
    for (text, vector) in zip(Self.corpus, together) { #expect(try encoder.encode([text]) == [vector]) }
  }

  @Test func inflectionsAreAlikerThanOtherWords() throws {
    let encoder = HashedSentenceEncoder(corpus: [])
    let vectors = try encoder.encode(["I worried about sleeping", "he worries about sleep", "the train was late again"])
    #expect(cosine(vectors[0], vectors[1]) > cosine(vectors[0], vectors[2]) + 0.2)
  }

  @Test func caseAndTheFormOfTheApostropheDoNotMatter() throws {
    let encoder = HashedSentenceEncoder(corpus: Self.corpus)
    let vectors = try encoder.encode(["I can't sleep", "i CAN\u{2019}T sleep!"])
    #expect(vectors[0] == vectors[1])
  }

  @Test func rareWordsWeighMoreThanCommonOnes() throws {
    let corpus = (1...20).map { "common word number\($0)" } + ["rare thing"]
    let encoder = HashedSentenceEncoder(corpus: corpus)
    let vectors = try encoder.encode(["common rare", "common", "rare"])
    #expect(cosine(vectors[0], vectors[2]) > cosine(vectors[0], vectors[1]))
  }
}

struct StableHashTests {
  /// FNV-1a of the empty input with seed byte 0 is its offset basis times its prime (RFC 9923); the finalizer's constants are
  /// those of MurmurHash3's `fmix64`. Computed by hand with Python's integers, modulo 2^64:
  /// `h = 0xcbf29ce484222325 * 0x100000001b3 % 2**64`, then the two rounds of shift and multiplication.
  @Test func theHashIsThePublishedOne() {
    var expected: UInt64 = 0xcbf2_9ce4_8422_2325 &* 0x100_0000_01b3
    expected = (expected ^ (expected >> 33)) &* 0xff51_afd7_ed55_8ccd
    expected = (expected ^ (expected >> 33)) &* 0xc4ce_b9fe_1a85_ec53
    expected ^= expected >> 33
    #expect(StableHash().value == expected)
  }

  @Test func orderAndSeedMatter() {
    func hash(_ bytes: [UInt8], seed: UInt8 = 0) -> UInt64 {
      var hash = StableHash(seed: seed)
      hash.combine(bytes)
      return hash.value
    }
    #expect(hash([1, 2]) != hash([2, 1]))
    #expect(hash([1, 2]) != hash([1, 2], seed: 1))
    #expect(hash([1, 2]) == hash([1, 2]))
  }
}

struct StableLogarithmTests {
  /// The values are those of a table of natural logarithms.
  @Test(arguments: [
    (1.0, 0.0), (2.0, 0.693147180559945), (10.0, 2.302585092994046), (0.5, -0.693147180559945),
    (1e6, 13.815510557964274),
  ])
  func knownValues(x: Double, expected: Double) {
    #expect(abs(StableLogarithm.natural(x) - expected) < 1e-14 * max(1, abs(expected)))
  }

  @Test func productsBecomeSums() {
    for x in stride(from: 0.01, through: 50, by: 0.37) {
      let sum = StableLogarithm.natural(x) + StableLogarithm.natural(3)
      #expect(abs(StableLogarithm.natural(3 * x) - sum) < 1e-13)
    }
  }
}

struct WordStemTests {
  @Test(arguments: [
    ["worry", "worries", "worried", "worrying"], ["stop", "stops", "stopped", "stopping"],
    ["hope", "hopes", "hoped", "hoping"],
    ["sleep", "slept", "sleeping"], ["lie", "lay", "lying"], ["feel", "felt", "feels"],
    ["avoid", "avoided", "avoiding"],
  ])
  func inflectionsMeet(forms: [String]) {
    #expect(Set(forms.map(WordStem.stem)).count == 1, "\(forms.map(WordStem.stem))")
  }

  @Test(arguments: [
    ("hopeless", "hope"), ("careful", "care"), ("quite", "quit"), ("nothing", "noth"), ("need", "ne"), ("bed", "b"),
  ])
  func otherWordsDoNot(left: String, right: String) {
    #expect(WordStem.stem(of: left) != WordStem.stem(of: right))
  }
}
