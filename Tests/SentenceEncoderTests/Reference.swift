import Foundation
import Testing

/// The texts of `Expected/`, with the reference's word pieces and vectors. `make_expected.py` beside them says how they were made.
struct Reference: Decodable {
  let texts: [String]
  let ids: [[Int32]]

  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Expected")

  static func load() throws -> Reference {
    try JSONDecoder().decode(Reference.self, from: Data(contentsOf: folder.appendingPathComponent("sentences.json")))
  }

  /// 384 floats for each text.
  static func vectors() throws -> [[Float]] {
    let data = try Data(contentsOf: folder.appendingPathComponent("vectors.f32"))
    let floats = data.withUnsafeBytes { bytes in
      stride(from: 0, to: bytes.count, by: 4).map {
        Float(bitPattern: UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: $0, as: UInt32.self)))
      }
    }
    return stride(from: 0, to: floats.count, by: 384).map { Array(floats[$0..<$0 + 384]) }
  }
}

/// The published model, which is no part of the repository: 90 MB in `$CASELOOM_MODELS/all-minilm-l6-v2`.
enum PublishedModel {
  static let folder: URL = {
    let environment = ProcessInfo.processInfo.environment
    let data = environment["XDG_DATA_HOME"] ?? (environment["HOME"] ?? "") + "/.local/share"
    let models = environment["CASELOOM_MODELS"] ?? data + "/caseloom/models"
    return URL(fileURLWithPath: models).appendingPathComponent("all-minilm-l6-v2")
  }()

  static var isThere: Bool {
    FileManager.default.fileExists(atPath: folder.appendingPathComponent("model.safetensors").path)
  }
}

extension Trait where Self == ConditionTrait {
  static var needsModel: Self {
    .enabled(if: PublishedModel.isThere, "the model is not in \(PublishedModel.folder.path); set CASELOOM_MODELS")
  }
}

func cosine(_ left: [Float], _ right: [Float]) -> Double {
  func product(_ left: [Float], _ right: [Float]) -> Double {
    zip(left, right).reduce(0) { $0 + Double($1.0) * Double($1.1) }
  }
  return product(left, right) / (product(left, left) * product(right, right)).squareRoot()
}
