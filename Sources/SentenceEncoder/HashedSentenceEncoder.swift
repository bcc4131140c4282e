/// Sentences as hashed bags of word stems, pairs of them and character n-grams, weighted by how rare each is.
///
/// Signed feature hashing (Weinberger et al. 2009) into a fixed width: a feature's hash gives its place and its sign, so that
/// collisions cancel out on average instead of adding up. The weight of a feature is `idf · (1 + ln tf)` with
/// `idf = ln((1 + N) / (1 + n)) + 1`, where `n` of the `N` corpus texts have the feature (the smoothed form of
/// scikit-learn's `TfidfTransformer`). It knows nothing of meaning: texts are alike when their wording is.
public struct HashedSentenceEncoder: SentenceEncoding {
  public let width: Int
  /// Texts of the corpus that have a feature, by the feature's hash.
  private let frequencies: [UInt64: Int]
  private let corpusCount: Int

  public var name: String { "hashed-\(width)" }

  /// - Parameters:
  ///   - corpus: texts from which the rarity of features is learned. May be empty: then all features weigh the same.
  ///   - width: floats a vector, a power of two.
  public init(corpus: [String], width: Int = 1024) {
    precondition(width > 0 && width & (width - 1) == 0, "the width must be a power of two")
    var frequencies: [UInt64: Int] = [:]
    for text in corpus {
      for feature in Set(Self.features(of: text).map(\.hash)) { frequencies[feature, default: 0] += 1 }
    }
    self.width = width
    self.frequencies = frequencies
    corpusCount = corpus.count
  }

  public func encode(_ texts: [String]) throws -> [[Float]] {
    texts.map(vector)
  }

  private func vector(of text: String) -> [Float] {
    var counts: [UInt64: (count: Int, weight: Float)] = [:]
    // In order of first occurrence: floats do not add up the same in every order, and a dictionary's order changes from
    // run to run.
    var order: [UInt64] = []
    for feature in Self.features(of: text) {
      if counts[feature.hash] == nil { order.append(feature.hash) }
      counts[feature.hash, default: (0, feature.weight)].count += 1
    }
    var vector = [Float](repeating: 0, count: width)
    for hash in order {
      guard let (count, weight) = counts[hash] else { continue }
      let rarity = StableLogarithm.natural(Double(1 + corpusCount) / Double(1 + frequencies[hash, default: 0])) + 1
      let value = weight * Float(rarity * (1 + StableLogarithm.natural(Double(count))))
      let place = Int(truncatingIfNeeded: hash & UInt64(width - 1))
      vector[place] += hash >> 63 == 0 ? value : -value
    }
    var squares: Float = 0
    for value in vector { squares += value * value }
    guard squares > 0 else { return vector }
    let length = squares.squareRoot()
    for place in vector.indices { vector[place] /= length }
    return vector
  }

  /// Word stems weigh 1, pairs of words 0.7 and character 4-grams 0.35: a word has several n-grams, which would outweigh it.
  private static func features(of text: String) -> [(hash: UInt64, weight: Float)] {
    let words = WordSplitter.words(of: text)
    var features: [(hash: UInt64, weight: Float)] = []
    features.reserveCapacity(words.count * 8)
    var previous: [UInt8] = []
    for (index, word) in words.enumerated() {
      let stem = Array(WordStem.stem(of: String(decoding: word, as: UTF8.self)).utf8)
      features.append((hash(stem, kind: 1), 1))
      if index > 0 { features.append((hash(previous, then: stem, kind: 2), 0.7)) }
      previous = stem
      let framed = [95] + word + [95]
      guard framed.count > 4 else { continue }
      for start in 0...(framed.count - 4) { features.append((hash(framed[start..<(start + 4)], kind: 3), 0.35)) }
    }
    return features
  }

  private static func hash(_ first: [UInt8], then second: [UInt8], kind: UInt8) -> UInt64 {
    var hash = StableHash(seed: kind)
    hash.combine(first)
    hash.combine(32)
    hash.combine(second)
    return hash.value
  }

  private static func hash(_ bytes: some Sequence<UInt8>, kind: UInt8) -> UInt64 {
    var hash = StableHash(seed: kind)
    hash.combine(bytes)
    return hash.value
  }
}
