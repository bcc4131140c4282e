import Foundation

/// What `config.json` says of a BERT model, as far as the vectors depend on it.
struct ModelConfiguration: Decodable, Equatable {
  var modelType: String
  var hiddenAct: String
  var hiddenSize: Int
  var intermediateSize: Int
  var layerNormEps: Double
  var maxPositionEmbeddings: Int
  var numAttentionHeads: Int
  var numHiddenLayers: Int
  var vocabSize: Int

  /// sentence-transformers/all-MiniLM-L6-v2, after Wang et al. 2020 (arXiv:2002.10957).
  static let miniLM = ModelConfiguration(
    modelType: "bert", hiddenAct: "gelu", hiddenSize: 384, intermediateSize: 1536, layerNormEps: 1e-12,
    maxPositionEmbeddings: 512, numAttentionHeads: 12, numHiddenLayers: 6, vocabSize: 30_522)
}

/// The folder of a model as it is published: `config.json`, `vocab.txt`, `model.safetensors`.
enum ModelFolder {
  static let advice = "Fetch the folder of all-MiniLM-L6-v2 again (config.json, vocab.txt, model.safetensors)."

  /// - Throws: `EncoderError` if `config.json` is missing, no configuration, or that of another model.
  static func check(_ folder: URL) throws {
    let url = folder.appendingPathComponent("config.json")
    guard let data = try? Data(contentsOf: url) else {
      throw EncoderError(.missing, "The model's configuration cannot be read.", at: url.path, advice: advice)
    }
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    guard let found = try? decoder.decode(ModelConfiguration.self, from: data) else {
      throw EncoderError(.damaged, "This is no configuration of a BERT model.", at: url.path, advice: advice)
    }
    guard found == .miniLM else {
      throw EncoderError(.unsupported, "This is the configuration of another model.", at: url.path, advice: advice)
    }
  }
}
