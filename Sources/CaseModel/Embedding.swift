/// A vector of unit length with a byte for each component: what an engine knows of the meaning of a process.
///
/// Whole numbers add up to the same sum in every order, so that a store's running sums equal those of a rebuild bit for bit.
public struct Embedding: Hashable, Sendable {
  /// A component of 1/254 is one step; those beyond ±0.5 are cut. A vector of some hundred components has none so large, and the cosine
  /// of two of them changes by less than 0.008.
  public static let stepsPerUnit: Float = 254

  public var steps: [Int8]

  public init(steps: [Int8]) {
    self.steps = steps
  }

  /// - Parameter vector: of unit length. What is not a number counts as 0.
  public init(_ vector: [Float]) {
    steps = vector.map { component in
      let scaled = (component * Self.stepsPerUnit).rounded()
      return scaled.isNaN ? 0 : Int8(max(-127, min(127, scaled)))
    }
  }

  /// The cosine of two embeddings of the same engine; 0 where their widths differ.
  public func similarity(to other: Embedding) -> Double {
    EmbeddingSum(of: [other]).meanSimilarity(to: self)
  }
}

/// The sum of embeddings: by it the mean similarity to all of them is one product.
public struct EmbeddingSum: Hashable, Sendable {
  public private(set) var count: Int
  /// Empty while nothing was added.
  public private(set) var steps: [Int32]

  public init(count: Int = 0, steps: [Int32] = []) {
    self.count = count
    self.steps = steps
  }

  public init(of embeddings: some Sequence<Embedding>) {
    self.init()
    for embedding in embeddings { add(embedding) }
  }

  /// An embedding of another width than those before is left out: it comes from another engine.
  public mutating func add(_ embedding: Embedding) {
    if steps.isEmpty { steps = [Int32](repeating: 0, count: embedding.steps.count) }
    guard steps.count == embedding.steps.count else { return }
    for index in steps.indices { steps[index] += Int32(embedding.steps[index]) }
    count += 1
  }

  public static func += (left: inout EmbeddingSum, right: EmbeddingSum) {
    guard right.count > 0 else { return }
    guard left.count > 0 else {
      left = right
      return
    }
    guard left.steps.count == right.steps.count else { return }
    for index in left.steps.indices { left.steps[index] += right.steps[index] }
    left.count += right.count
  }

  /// The mean of the cosines to the embeddings that were added (average linkage); 0 where there are none.
  public func meanSimilarity(to embedding: Embedding) -> Double {
    guard count > 0, steps.count == embedding.steps.count else { return 0 }
    var product: Int64 = 0
    for index in steps.indices { product += Int64(steps[index]) * Int64(embedding.steps[index]) }
    return Double(product) / (Double(Embedding.stepsPerUnit) * Double(Embedding.stepsPerUnit) * Double(count))
  }

  /// The mean of the cosines between the embeddings of the two; 0 where either has none.
  public func meanSimilarity(to other: EmbeddingSum) -> Double {
    guard count > 0, other.count > 0, steps.count == other.steps.count else { return 0 }
    var product: Int64 = 0
    for index in steps.indices { product += Int64(steps[index]) * Int64(other.steps[index]) }
    let unit = Double(Embedding.stepsPerUnit)
    return Double(product) / (unit * unit * Double(count) * Double(other.count))
  }
}
