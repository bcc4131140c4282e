import Foundation

/// The weights of all-MiniLM-L6-v2, in place in the mapped file but for those of query, key and value, which stand together so
/// that one multiplication gives all three.
///
/// A weight of a linear layer is `[output, input]`, row after row, as PyTorch keeps it.
///
/// Unchecked, for the compiler cannot know that nothing is written after `init`.
final class MiniLMWeights: @unchecked Sendable {
  static let width = 384
  static let inner = 1536
  static let layerCount = 6
  static let headCount = 12
  static let positionCount = 512

  typealias Floats = UnsafePointer<Float>

  struct Normalization {
    var weight: Floats
    var bias: Floats
  }

  struct Linear {
    var weight: Floats
    var bias: Floats
    var inputs: Int
    var outputs: Int
  }

  struct Layer {
    /// 384 → 1152: query, key, value.
    var projection: Linear
    /// 384 → 384
    var attentionOutput: Linear
    var attentionNormalization: Normalization
    /// 384 → 1536
    var intermediate: Linear
    /// 1536 → 384
    var output: Linear
    var outputNormalization: Normalization
  }

  /// `[vocabulary, 384]`, `[512, 384]`, `[384]` (of the two types of token only the first is used).
  let words: Floats
  let positions: Floats
  let tokenType: Floats
  let embeddingNormalization: Normalization
  let layers: [Layer]

  private let file: SafetensorsFile
  private let projections: UnsafeMutablePointer<Float>

  /// - Throws: `EncoderError` if the file is missing, damaged or not of this model's shapes.
  init(contentsOf url: URL, vocabularyCount: Int) throws {
    let file = try SafetensorsFile(contentsOf: url)
    let width = Self.width
    words = try file.floats("embeddings.word_embeddings.weight", shape: [vocabularyCount, width])
    positions = try file.floats("embeddings.position_embeddings.weight", shape: [Self.positionCount, width])
    tokenType = try file.floats("embeddings.token_type_embeddings.weight", shape: [2, width])
    embeddingNormalization = try Self.normalization(in: file, "embeddings.LayerNorm")
    // Three matrices and their biases for every layer.
    let stride = 3 * (width * width + width)
    let projections = UnsafeMutablePointer<Float>.allocate(capacity: Self.layerCount * stride)
    do {
      layers = try (0..<Self.layerCount).map { try Self.layer(in: file, $0, projection: projections + $0 * stride) }
    } catch {
      projections.deallocate()
      throw error
    }
    self.file = file
    self.projections = projections
  }

  deinit { projections.deallocate() }

  /// - Parameter memory: [3, 384, 384] and [3, 384], to be written.
  private static func layer(
    in file: SafetensorsFile, _ number: Int, projection memory: UnsafeMutablePointer<Float>
  ) throws -> Layer {
    let prefix = "encoder.layer.\(number)."
    let square = width * width
    for (place, name) in ["query", "key", "value"].enumerated() {
      let weight = try file.floats("\(prefix)attention.self.\(name).weight", shape: [width, width])
      let bias = try file.floats("\(prefix)attention.self.\(name).bias", shape: [width])
      (memory + place * square).initialize(from: weight, count: square)
      (memory + 3 * square + place * width).initialize(from: bias, count: width)
    }
    return Layer(
      projection: Linear(weight: memory, bias: memory + 3 * square, inputs: width, outputs: 3 * width),
      attentionOutput: try linear(in: file, prefix + "attention.output.dense", inputs: width, outputs: width),
      attentionNormalization: try normalization(in: file, prefix + "attention.output.LayerNorm"),
      intermediate: try linear(in: file, prefix + "intermediate.dense", inputs: width, outputs: inner),
      output: try linear(in: file, prefix + "output.dense", inputs: inner, outputs: width),
      outputNormalization: try normalization(in: file, prefix + "output.LayerNorm"))
  }

  private static func linear(
    in file: SafetensorsFile, _ name: String, inputs: Int, outputs: Int
  ) throws -> Linear {
    Linear(
      weight: try file.floats(name + ".weight", shape: [outputs, inputs]),
      bias: try file.floats(name + ".bias", shape: [outputs]), inputs: inputs, outputs: outputs)
  }

  private static func normalization(in file: SafetensorsFile, _ name: String) throws -> Normalization {
    Normalization(
      weight: try file.floats(name + ".weight", shape: [width]), bias: try file.floats(name + ".bias", shape: [width]))
  }
}
