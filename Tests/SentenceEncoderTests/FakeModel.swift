import Foundation

/// A folder that looks like the published model, of its size in bytes and all zeros: it loads, and its parts can be damaged. The
/// zeros are holes of the file and take no space.
final class FakeModel {
  struct Array: Equatable {
    var name: String
    var dtype = "F32"
    var shape: [Int]
    /// Bytes from the end of the header.
    var start = 0
    var end = 0
  }

  let folder: URL
  var weights: URL { folder.appendingPathComponent("model.safetensors") }

  init() throws {
    folder = FileManager.default.temporaryDirectory.appendingPathComponent("fake-model-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try write(Self.configuration, to: "config.json")
    try write(Self.vocabulary.joined(separator: "\n") + "\n", to: "vocab.txt")
    try writeWeights(header: Self.header(of: Self.arrays))
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  func write(_ text: String, to name: String) throws {
    try Data(text.utf8).write(to: folder.appendingPathComponent(name))
  }

  func remove(_ name: String) throws { try FileManager.default.removeItem(at: folder.appendingPathComponent(name)) }

  /// - Parameters:
  ///   - length: what the file says of the header's length; the true one if `nil`.
  ///   - count: bytes of the whole file; as many as the published arrays need if `nil`.
  func writeWeights(header: Data, length: UInt64? = nil, count: Int? = nil) throws {
    var data = withUnsafeBytes(of: (length ?? UInt64(header.count)).littleEndian) { Data($0) }
    data.append(header)
    try data.write(to: weights)
    try truncate(to: count ?? data.count + (Self.arrays.last?.end ?? 0))
  }

  /// Cuts the file of the weights, or fills it up with zeros.
  func truncate(to count: Int) throws {
    let file = try FileHandle(forWritingTo: weights)
    try file.truncate(atOffset: UInt64(count))
    try file.close()
  }

  static func header(of arrays: [Array]) -> Data {
    let fields = arrays.map {
      "\"\($0.name)\":{\"dtype\":\"\($0.dtype)\",\"shape\":\($0.shape),\"data_offsets\":[\($0.start),\($0.end)]}"
    }
    let text = "{\"__metadata__\":{\"format\":\"pt\"}," + fields.joined(separator: ",") + "}"
    return Data((text + String(repeating: " ", count: 8 - text.utf8.count % 8)).utf8)
  }

  static let configuration = """
    {"model_type": "bert", "hidden_act": "gelu", "hidden_size": 384, "intermediate_size": 1536,
     "layer_norm_eps": 1e-12, "max_position_embeddings": 512, "num_attention_heads": 12, "num_hidden_layers": 6,
     "vocab_size": 30522, "position_embedding_type": "absolute"}
    """

  static let vocabulary = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"] + (5..<30_522).map { "word\($0)" }

  /// Names and shapes of the published file, one behind the other.
  static let arrays: [Array] = {
    var arrays = [
      Array(name: "embeddings.LayerNorm.bias", shape: [384]), Array(name: "embeddings.LayerNorm.weight", shape: [384]),
      Array(name: "embeddings.position_embeddings.weight", shape: [512, 384]),
      Array(name: "embeddings.token_type_embeddings.weight", shape: [2, 384]),
      Array(name: "embeddings.word_embeddings.weight", shape: [30_522, 384]),
    ]
    for layer in 0..<6 {
      let linear = [
        ("attention.output.dense", 384, 384), ("attention.self.key", 384, 384), ("attention.self.query", 384, 384),
        ("attention.self.value", 384, 384), ("intermediate.dense", 1536, 384), ("output.dense", 384, 1536),
      ]
      for (name, outputs, inputs) in linear {
        arrays.append(Array(name: "encoder.layer.\(layer).\(name).weight", shape: [outputs, inputs]))
        arrays.append(Array(name: "encoder.layer.\(layer).\(name).bias", shape: [outputs]))
      }
      for name in ["attention.output.LayerNorm", "output.LayerNorm"] {
        arrays.append(Array(name: "encoder.layer.\(layer).\(name).weight", shape: [384]))
        arrays.append(Array(name: "encoder.layer.\(layer).\(name).bias", shape: [384]))
      }
    }
    var end = 0
    for place in arrays.indices {
      arrays[place].start = end
      end += arrays[place].shape.reduce(4, *)
      arrays[place].end = end
    }
    return arrays
  }()
}
