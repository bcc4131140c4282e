import Dispatch
import Foundation
import Numerics

/// Sentences as vectors of meaning: sentence-transformers/all-MiniLM-L6-v2, computed here.
///
/// A BERT of 6 layers and width 384 (Wang et al. 2020, arXiv:2002.10957; Reimers & Gurevych 2019, arXiv:1908.10084), the mean
/// over a text's tokens scaled to unit length. What is beyond 256 word pieces does not count. A text without words gets the
/// vector of an empty text, as in the reference, and not zeros.
///
/// The same text gives the same bits in every call on one machine, whatever else is encoded with it; on another kind of
/// processor, or with another OpenBLAS, the last bits differ (measured: 4e-7 at most). Encoding uses all processors and sets
/// the threads of OpenBLAS to one, for the whole process.
public struct MiniLMEncoder: SentenceEncoding {
  public var name: String { "minilm-l6-v2" }
  public var width: Int { MiniLMWeights.width }

  public let tokenizer: WordPieceTokenizer
  private let weights: MiniLMWeights
  private let folder: URL

  /// - Parameter folder: the model as published, with `config.json`, `vocab.txt` and `model.safetensors`. The weights stay in
  ///   the file and are mapped: to update a model, put a new file in its place and do not write into the old one. Shapes and
  ///   sizes are checked; whether the numbers are the published ones, a checksum must tell (and 90 MB take it a while).
  /// - Throws: `EncoderError` if a file is missing, damaged or another model's.
  public init(folder: URL) throws {
    try ModelFolder.check(folder)
    self.folder = folder
    tokenizer = try WordPieceTokenizer(folder: folder)
    weights = try MiniLMWeights(
      contentsOf: folder.appendingPathComponent("model.safetensors"), vocabularyCount: tokenizer.vocabularyCount)
    OpenBLAS.useOneThread()
  }

  /// One vector of 384 floats and unit length for each text, in order.
  ///
  /// - Throws: `EncoderError` if the weights give something that is no number, which only damaged ones do.
  public func encode(_ texts: [String]) throws -> [[Float]] {
    // Texts of the same pieces ("Yeah." and "yeah.") have the same vector.
    var numbers: [[Int32]: Int] = [:]
    var distinct: [[Int32]] = []
    let places = texts.map { text in
      let identifiers = tokenizer.identifiers(of: text)
      if let number = numbers[identifiers] { return number }
      numbers[identifiers] = distinct.count
      distinct.append(identifiers)
      return distinct.count - 1
    }
    let vectors = try encode(pieces: distinct)
    return places.map { vectors[$0] }
  }

  /// One vector for each list of identifiers, which are the tokenizer's. Equal ones are encoded each for itself: for
  /// measuring what it is worth to leave them out.
  package func encode(pieces texts: [[Int32]]) throws -> [[Float]] {
    let workers = ProcessInfo.processInfo.activeProcessorCount
    let work = EncodingWork(texts, workers: workers)
    DispatchQueue.concurrentPerform(iterations: min(workers, work.packCount)) { _ in
      let workspace = MiniLMWorkspace(rows: work.greatestRows)
      let pass = MiniLMPass(weights: weights, workspace: workspace)
      while let (numbers, pack) = work.next() {
        pass.encode(pack) { work.finish(numbers[$0], vector: $1) }
      }
    }
    guard work.isFinite else {
      let message = "The weights are damaged: they give a vector that has no length."
      let path = folder.appendingPathComponent("model.safetensors").path
      throw EncoderError(.damaged, message, at: path, advice: ModelFolder.advice)
    }
    return work.vectors
  }
}

/// The packs of one call, which threads take one after the other, and their vectors.
private final class EncodingWork: @unchecked Sendable {
  /// Rows of a pack at most, 9.2 KB each. More do not make products faster, and fall out of the cache between them.
  private static let maximumRows = 512
  /// With fewer rows the weights take as long as the products.
  private static let minimumRows = 64

  private let packs: [(numbers: [Int], pack: MiniLMPack)]
  private let lock = NSLock()
  private var taken = 0
  private var finite = true
  private var results: [[Float]]

  /// Packs the longest texts first, so that at the end no thread has long to go.
  init(_ texts: [[Int32]], workers: Int) {
    let unit = MatrixProduct.rowUnit
    let sizes = texts.map { MatrixProduct.roundedUp($0.count, to: unit) }
    let total = sizes.reduce(0, +)
    var count = max((total + Self.maximumRows - 1) / Self.maximumRows, min(workers, total / Self.minimumRows), 1)
    // Few packs are made as many as fill all threads to the end.
    if count > 1, count < 8 * workers { count = MatrixProduct.roundedUp(count, to: workers) }
    let target = (total + count - 1) / count
    var groups: [[Int]] = []
    var filled = target
    for number in texts.indices.sorted(by: { (texts[$1].count, $0) < (texts[$0].count, $1) }) {
      if filled >= target || filled + sizes[number] > Self.maximumRows {
        groups.append([])
        filled = 0
      }
      groups[groups.count - 1].append(number)
      filled += sizes[number]
    }
    packs = groups.map { numbers in (numbers, MiniLMPack(numbers.map { texts[$0] })) }
    results = .init(repeating: [], count: texts.count)
  }

  var packCount: Int { packs.count }
  var greatestRows: Int { packs.map(\.pack.rows).max() ?? 0 }
  var isFinite: Bool { lock.withLock { finite } }
  var vectors: [[Float]] { lock.withLock { results } }

  func next() -> (numbers: [Int], pack: MiniLMPack)? {
    lock.withLock {
      guard taken < packs.count else { return nil }
      taken += 1
      return packs[taken - 1]
    }
  }

  func finish(_ number: Int, vector: UnsafeBufferPointer<Float>) {
    let vector = Array(vector)
    lock.withLock {
      results[number] = vector
      if !vector.allSatisfy(\.isFinite) { finite = false }
    }
  }
}
