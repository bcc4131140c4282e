import CaseModel
import Foundation
import Testing

@testable import ModuleSequences

/// lstm.json, which `scripts/lstm-reference` makes with PyTorch in double precision.
struct LSTMReference: Decodable {
  struct Case: Decodable, CustomTestStringConvertible {
    var name: String
    var embedding: Int
    var hidden: Int
    var vocabulary: Int
    var weights: [String: Numbers]
    var sequences: [[UInt16]]
    var targets: [Double]
    /// Sequence, step, unit.
    var states: [[[Double]]]
    var outputs: [Double]
    var loss: Double
    var gradients: [String: Numbers]

    var testDescription: String { name }

    var shape: LSTMShape { LSTMShape(vocabulary: vocabulary, embedding: embedding, hidden: hidden) }

    var parameters: LSTMParameters {
      var parameters = LSTMParameters(shape: shape)
      for name in LSTMParameters.Name.allCases {
        parameters[name] = weights[name.inReference, default: Numbers(values: [])].values.map(Float.init)
      }
      return parameters
    }

    var set: EncodedSequences {
      var set = EncodedSequences()
      for (sequence, target) in zip(sequences, targets) { set.append(sequence, target: Float(target)) }
      return set
    }
  }

  struct Adam: Decodable {
    struct Step: Decodable {
      var loss: Double
      var weights: [String: Numbers]
    }
    enum CodingKeys: String, CodingKey {
      case name = "case"
      case rate = "lr"
      case decay = "weight_decay"
      case steps
    }

    var name: String
    var rate: Double
    var decay: Double
    var steps: [Step]
  }

  struct Plateau: Decodable {
    var patience: Int
    var lr: Double
    var losses: [Double]
    var rates: [Double]
  }

  /// A number, a list, or a list of lists, flat.
  struct Numbers: Decodable {
    var values: [Double]

    init(values: [Double]) { self.values = values }

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let rows = try? container.decode([[Double]].self) {
        values = rows.flatMap { $0 }
      } else {
        values = try container.decode([Double].self)
      }
    }
  }

  var cases: [Case]
  var adam: Adam
  var plateau: Plateau

  static let shared = Result {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Expected/lstm.json")
    return try JSONDecoder().decode(LSTMReference.self, from: Data(contentsOf: file))
  }

  static var cases: [Case] { (try? shared.get().cases) ?? [] }
}

extension LSTMParameters.Name {
  /// The name in lstm.json.
  var inReference: String {
    switch self {
    case .embedding: "embedding"
    case .inputWeights: "weight_ih_l0"
    case .recurrentWeights: "weight_hh_l0"
    case .inputBias: "bias_ih_l0"
    case .recurrentBias: "bias_hh_l0"
    case .outputWeights: "fc_weight"
    case .outputBias: "fc_bias"
    }
  }
}

/// A forward and a backward pass over all of a set, as training does them for a batch.
struct WholePass {
  var outputs: [Float]
  var states: [[Float]]
  /// Mean squared error.
  var loss: Double
  var gradient: LSTMParameters

  /// - Parameter shards: into how many parts, one after the other, the set is cut; their gradients are summed.
  init(
    _ parameters: LSTMParameters, _ set: EncodedSequences, dropout: Float = 0, seed: UInt64 = 0, shards: Int = 1
  ) {
    let shape = parameters.shape
    let products = LSTMProducts(shape: shape)
    gradient = LSTMParameters(shape: shape)
    outputs = [Float](repeating: 0, count: set.count)
    states = [[Float]](repeating: [], count: set.count)
    loss = 0
    var squares = 0.0
    parameters.values.withUnsafeBufferPointer { values in
      guard let values = values.baseAddress else { return }
      products.make(of: values)
      for shard in 0..<shards {
        var random = SplitMix64(seed: seed &+ UInt64(shard))
        let pass = LSTMPass(shape: shape)
        let part = (shard * set.count / shards)..<((shard + 1) * set.count / shards)
        pass.forward(part, of: set, values, products, dropout: dropout, random: &random)
        for (index, (output, state)) in zip(pass.order, zip(pass.outputs, pass.hiddenStates)) {
          outputs[index] = output
          states[index] = state
        }
        var own = [Float](repeating: 0, count: shape.parameterCount)
        own.withUnsafeMutableBufferPointer { own in
          guard let own = own.baseAddress else { return }
          squares += pass.backward(of: set, values, scale: 1 / Float(set.count), into: own)
          products.spread(pass.tableGradient, values, into: own)
        }
        for place in own.indices { gradient.values[place] += own[place] }
      }
    }
    loss = squares / Double(set.count)
  }
}

/// The greatest distance of two lists' elements; infinite where they differ in length, or where one is no number.
func greatestDifference(_ left: some Collection<Float>, _ right: some Collection<Double>) -> Double {
  guard left.count == right.count else { return .infinity }
  return zip(left, right).reduce(0) { greatest, pair in
    let difference = abs(Double(pair.0) - pair.1)
    return difference.isNaN ? .infinity : max(greatest, difference)
  }
}
