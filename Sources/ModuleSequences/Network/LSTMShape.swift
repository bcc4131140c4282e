import CaseModel
import Numerics

import struct Foundation.Data

/// Widths of a network: embedding → one layer of LSTM → one number.
///
/// Parameters are in one run of floats, so that an optimizer is one loop. Widths are rounded up to whole `Lanes`; the units that
/// only fill up begin with zeros and stay zero through every step of training, since nothing comes from them and nothing goes to them.
struct LSTMShape: Hashable, Codable, Sendable {
  /// Rows of the embedding: modules and one for padding or the unknown.
  var vocabulary: Int
  var embedding: Int
  var hidden: Int

  var paddedEmbedding: Int { Self.padded(embedding) }
  var paddedHidden: Int { Self.padded(hidden) }
  /// Input, forget, cell and output gate, in PyTorch's order.
  var gates: Int { 4 * paddedHidden }

  // Where each parameter begins.
  var inputWeights: Int { vocabulary * paddedEmbedding }
  var recurrentWeights: Int { inputWeights + gates * paddedEmbedding }
  var inputBias: Int { recurrentWeights + gates * paddedHidden }
  var recurrentBias: Int { inputBias + gates }
  var outputWeights: Int { recurrentBias + gates }
  var outputBias: Int { outputWeights + paddedHidden }
  /// One float of the output's bias and seven that stay zero.
  var parameterCount: Int { outputBias + Lanes.count }

  /// Of a file, before anything is multiplied.
  var isPlausible: Bool {
    (1...65_536).contains(vocabulary) && (1...4096).contains(embedding) && (1...4096).contains(hidden)
  }

  private static func padded(_ width: Int) -> Int { (width + Lanes.count - 1) / Lanes.count * Lanes.count }
}

/// The parameters of a network by name, without padding: what files and tests hold.
struct LSTMParameters: Hashable, Sendable {
  enum Name: String, CaseIterable, Sendable {
    /// In PyTorch, `weight_ih_l0`, `weight_hh_l0`, `bias_ih_l0`, `bias_hh_l0` of the LSTM and `weight`, `bias` of the linear layer.
    case embedding, inputWeights, recurrentWeights, inputBias, recurrentBias, outputWeights, outputBias
  }

  var shape: LSTMShape
  /// Padded, in the order of `Name`.
  var values: [Float]

  /// All zero.
  init(shape: LSTMShape) {
    self.shape = shape
    values = [Float](repeating: 0, count: shape.parameterCount)
  }

  /// The index in `values` of each element of a parameter, row by row, as PyTorch's `flatten()` has them.
  func places(of name: Name) -> [Int] {
    let shape = shape
    func rows(_ start: Int, _ rows: Int, _ width: Int, _ stride: Int) -> [Int] {
      (0..<rows).flatMap { row in (0..<width).map { start + row * stride + $0 } }
    }
    func gateRows(_ start: Int, _ width: Int, _ stride: Int) -> [Int] {
      (0..<4).flatMap { rows(start + $0 * shape.paddedHidden * stride, shape.hidden, width, stride) }
    }
    return switch name {
    case .embedding: rows(0, shape.vocabulary, shape.embedding, shape.paddedEmbedding)
    case .inputWeights: gateRows(shape.inputWeights, shape.embedding, shape.paddedEmbedding)
    case .recurrentWeights: gateRows(shape.recurrentWeights, shape.hidden, shape.paddedHidden)
    case .inputBias: gateRows(shape.inputBias, 1, 1)
    case .recurrentBias: gateRows(shape.recurrentBias, 1, 1)
    case .outputWeights: rows(shape.outputWeights, 1, shape.hidden, shape.paddedHidden)
    case .outputBias: [shape.outputBias]
    }
  }

  subscript(_ name: Name) -> [Float] {
    get { places(of: name).map { values[$0] } }
    set { for (place, value) in zip(places(of: name), newValue) { values[place] = value } }
  }

  /// Random parameters as PyTorch begins with them: embeddings from N(0, 1), here times `embeddingScale`, all others uniform
  /// within ±1/√hidden.
  init(shape: LSTMShape, embeddingScale: Float = 1, random: inout SplitMix64) {
    self.init(shape: shape)
    for name in Name.allCases {
      let bound = 1 / Float(shape.hidden).squareRoot()
      for place in places(of: name) {
        values[place] =
          name == .embedding ? embeddingScale * Float(random.normal()) : bound * Float(2 * random.unit() - 1)
      }
    }
  }

  /// The vector of a row of the embedding.
  func embedding(_ row: Int) -> [Float] {
    let start = row * shape.paddedEmbedding
    return Array(values[start..<(start + shape.embedding)])
  }
}

/// The shape, and all values as little-endian floats in Base64.
extension LSTMParameters: Codable {
  private enum CodingKeys: CodingKey { case shape, values }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    shape = try container.decode(LSTMShape.self, forKey: .shape)
    let bytes = [UInt8](try container.decode(Data.self, forKey: .values))
    guard shape.isPlausible, bytes.count == 4 * shape.parameterCount else {
      throw DecodingError.dataCorruptedError(
        forKey: .values, in: container, debugDescription: "\(bytes.count) bytes are not the weights of this shape")
    }
    values = stride(from: 0, to: bytes.count, by: 4).map { place in
      Float(bitPattern: (0..<4).reduce(UInt32(0)) { $0 | UInt32(bytes[place + $1]) << UInt32(8 * $1) })
    }
    guard values.allSatisfy(\.isFinite) else {
      throw DecodingError.dataCorruptedError(forKey: .values, in: container, debugDescription: "a weight is no number")
    }
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(shape, forKey: .shape)
    try container.encode(
      Data(values.flatMap { value in (0..<4).map { UInt8(truncatingIfNeeded: value.bitPattern >> (8 * $0)) } }),
      forKey: .values)
  }
}
