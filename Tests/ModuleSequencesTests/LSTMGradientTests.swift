import CaseModel
import Testing

@testable import ModuleSequences

@Suite struct LSTMGradientTests {
  /// Widths that fill whole lanes and widths that do not.
  static let shapes = [
    LSTMShape(vocabulary: 5, embedding: 3, hidden: 4), LSTMShape(vocabulary: 6, embedding: 8, hidden: 9),
    LSTMShape(vocabulary: 4, embedding: 1, hidden: 1),
  ]

  /// In floats of 24 bits, a step of 1/64 loses about 1e-6 · 64 to rounding and (1/64)² · f‴/6 to the curve.
  @Test(arguments: shapes, [0, 0.4] as [Float])
  func gradientsAreCentralDifferences(shape: LSTMShape, dropout: Float) {
    var random = SplitMix64(seed: 21)
    let parameters = LSTMParameters(shape: shape, random: &random)
    let set = SyntheticHistories.set([6, 1, 4, 4, 2, 7], vocabulary: shape.vocabulary)

    let gradient = WholePass(parameters, set, dropout: dropout, seed: 9).gradient

    let step: Float = 0x1p-6
    for name in LSTMParameters.Name.allCases {
      for place in parameters.places(of: name) {
        var (above, below) = (parameters, parameters)
        above.values[place] += step
        below.values[place] -= step
        let rise =
          WholePass(above, set, dropout: dropout, seed: 9).loss - WholePass(below, set, dropout: dropout, seed: 9).loss
        let difference = rise / Double(above.values[place] - below.values[place])
        #expect(abs(difference - Double(gradient.values[place])) < 5e-4, "\(name) \(place)")
      }
    }
    #expect(gradient.values.contains { abs($0) > 0.1 })
  }

  @Test func dropoutLeavesOutItsShareAndScalesTheRest() {
    // One unit with a state that is no zero, and no bias: the output is 0, or the state over the share kept.
    let shape = LSTMShape(vocabulary: 2, embedding: 1, hidden: 1)
    var parameters = LSTMParameters(shape: shape)
    parameters[.embedding] = [0, 1]
    parameters[.inputWeights] = [1, 1, 1, 1]
    parameters[.outputWeights] = [1]
    let set = SyntheticHistories.set([Int](repeating: 2, count: 4000), vocabulary: 2)
    let full = WholePass(parameters, set).outputs[0]

    let outputs = WholePass(parameters, set, dropout: 0.2, seed: 4).outputs

    #expect(full > 0.1)
    #expect(outputs.allSatisfy { $0 == 0 || abs($0 - full / 0.8) < 1e-6 })
    // A share of 4000 has a standard deviation of 0.0063.
    #expect(abs(Double(outputs.count { $0 == 0 }) / 4000 - 0.2) < 0.025)
    let isRepeated = WholePass(parameters, set, dropout: 0.2, seed: 4).outputs == outputs
    let isAnother = WholePass(parameters, set, dropout: 0.2, seed: 5).outputs != outputs
    #expect(isRepeated && isAnother)
  }

  @Test func theGradientOfABatchIsThatOfItsShards() {
    let shape = LSTMShape(vocabulary: 7, embedding: 4, hidden: 5)
    var random = SplitMix64(seed: 2)
    let parameters = LSTMParameters(shape: shape, random: &random)
    let set = SyntheticHistories.set(SyntheticHistories.lengths(16), vocabulary: 7)

    let whole = WholePass(parameters, set)

    for shards in [2, 4, 16] {
      let parts = WholePass(parameters, set, shards: shards)
      #expect(greatestDifference(parts.gradient.values, whole.gradient.values.map(Double.init)) < 1e-6)
      #expect(abs(parts.loss - whole.loss) < 1e-7)
      #expect(greatestDifference(parts.outputs, whole.outputs.map(Double.init)) < 1e-6)
    }
  }

  /// One step of training on one batch, which it cuts into two shards, is one of Adam on the whole batch's gradient.
  @Test func aStepOfTrainingIsOneOfAdam() {
    let set = SyntheticHistories.set(SyntheticHistories.lengths(16), vocabulary: 7)
    var settings = LSTMSettings()
    (settings.embedding, settings.hidden, settings.dropout, settings.maximumEpochs) = (4, 5, 0, 1)
    var random = SplitMix64(seed: 31)
    var expected = LSTMParameters(
      shape: LSTMShape(vocabulary: 7, embedding: 4, hidden: 5), embeddingScale: settings.embeddingScale,
      random: &random)
    var pass = WholePass(expected, set)
    var adam = Adam(
      count: expected.values.count, learningRate: settings.learningRate, weightDecay: settings.weightDecay)
    pass.gradient.values.withUnsafeMutableBufferPointer { gradient in
      if let gradient = gradient.baseAddress { adam.update(&expected.values, gradient, ShardTeam(threads: 1)) }
    }

    var training = LSTMTraining(settings: settings, vocabulary: 7, seed: 31, threads: 2)
    let loss = training.runEpoch(set)

    #expect(abs(loss - pass.loss) < 1e-7)
    // Adam's first step is the sign of a slope times the rate; where the slope is of the size of rounding, so is the sign.
    let moved = zip(training.parameters.values, expected.values).count { abs($0 - $1) > 2e-6 }
    #expect(moved <= 2)
    #expect(training.parameters.values != LSTMParameters(shape: expected.shape).values)
  }

  @Test func paddingStaysZeroWhileTraining() {
    let set = SyntheticHistories.set(SyntheticHistories.lengths(50), vocabulary: 7)
    var settings = LSTMSettings()
    (settings.embedding, settings.hidden) = (4, 5)
    var training = LSTMTraining(settings: settings, vocabulary: 7, seed: 1, threads: 2)
    let before = training.parameters

    for _ in 0..<5 { _ = training.runEpoch(set) }

    let after = training.parameters
    let used = Set(LSTMParameters.Name.allCases.flatMap { after.places(of: $0) })
    #expect(used.count == 7 * 4 + 20 * 4 + 20 * 5 + 20 + 20 + 5 + 1)
    #expect(after.values.indices.allSatisfy { used.contains($0) || after.values[$0] == 0 })
    #expect(used.allSatisfy { after.values[$0] != before.values[$0] })
  }
}
