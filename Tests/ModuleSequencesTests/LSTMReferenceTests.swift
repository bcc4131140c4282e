import CaseModel
import Foundation
import Testing

@testable import ModuleSequences

/// Against PyTorch (`scripts/lstm-reference`).
@Suite struct LSTMReferenceTests {
  let reference = LSTMReference.shared

  @Test func thereAreCasesOfAllKinds() throws {
    let cases = try reference.get().cases

    #expect(cases.count == 4)
    #expect(cases.contains { $0.embedding % 8 != 0 && $0.hidden % 8 != 0 })
    #expect(cases.contains { $0.sequences.count > 16 } && cases.contains { $0.sequences.count == 1 })
  }

  @Test(arguments: LSTMReference.cases)
  func outputsAndErrorAreThose(of expected: LSTMReference.Case) {
    let pass = WholePass(expected.parameters, expected.set)

    #expect(greatestDifference(pass.outputs, expected.outputs) < 2e-6)
    #expect(abs(pass.loss - expected.loss) < 2e-6)
    #expect(
      greatestDifference(LSTMTraining.outputs(of: expected.set, expected.parameters, threads: 2), expected.outputs)
        < 2e-6)
  }

  /// The state after a step is the last one of the sequence up to there.
  @Test(arguments: LSTMReference.cases)
  func hiddenStatesAreThoseOfEveryStep(of expected: LSTMReference.Case) {
    var prefixes = EncodedSequences()
    var states: [[Double]] = []
    for (sequence, steps) in zip(expected.sequences, expected.states) {
      #expect(steps.count == sequence.count)
      for (step, state) in steps.enumerated() {
        prefixes.append(sequence.prefix(step + 1), target: 0)
        states.append(state)
      }
    }

    let pass = WholePass(expected.parameters, prefixes)

    #expect(pass.states.count == states.count)
    for (state, expected) in zip(pass.states, states) { #expect(greatestDifference(state, expected) < 2e-6) }
  }

  @Test(arguments: LSTMReference.cases, [1, 2, 3])
  func gradientsAreThoseOfEveryParameter(of expected: LSTMReference.Case, shards: Int) throws {
    let pass = WholePass(expected.parameters, expected.set, shards: min(shards, expected.sequences.count))

    for name in LSTMParameters.Name.allCases {
      let gradient = try #require(expected.gradients[name.inReference]).values
      #expect(greatestDifference(pass.gradient[name], gradient) < 1e-5, "\(name)")
      // The bound says something: there is more to the gradient than that.
      #expect(gradient.contains { abs($0) > 1e-3 }, "\(name)")
    }
  }

  @Test func stepsOfAdamAreThose() throws {
    let adam = try reference.get().adam
    let start = try #require(LSTMReference.cases.first { $0.name == adam.name })
    var parameters = start.parameters
    var optimizer = Adam(
      count: parameters.values.count, learningRate: Float(adam.rate), weightDecay: Float(adam.decay))
    #expect(adam.steps.count == 3)

    for step in adam.steps {
      var pass = WholePass(parameters, start.set)
      pass.gradient.values.withUnsafeMutableBufferPointer { gradient in
        if let gradient = gradient.baseAddress { optimizer.update(&parameters.values, gradient, ShardTeam(threads: 2)) }
      }

      #expect(abs(pass.loss - step.loss) < 2e-6)
      for name in LSTMParameters.Name.allCases {
        let expected = try #require(step.weights[name.inReference]).values
        #expect(greatestDifference(parameters[name], expected) < 2e-6, "\(name)")
      }
      #expect(pass.gradient.values.allSatisfy { $0 == 0 })
    }
  }

  @Test func ratesOnAPlateauAreThose() throws {
    let expected = try reference.get().plateau
    var plateau = Plateau(patience: expected.patience)
    var rate = Float(expected.lr)

    let rates = expected.losses.map { loss -> Float in
      rate = plateau.rate(rate, after: loss)
      return rate
    }

    #expect(greatestDifference(rates, expected.rates) < 1e-9)
    #expect(Set(expected.rates).count == 6)
  }

  /// The best loss moves only by more than the threshold: three steps of half of it are one better epoch in PyTorch, not none.
  @Test func smallStepsOnAPlateauAddUp() {
    var plateau = Plateau(patience: 2)
    var rate: Float = 1

    for epoch in 0..<50 { rate = plateau.rate(rate, after: 0.05 * (1 - 5e-5 * Double(epoch))) }
    #expect(rate == 1)
    for _ in 0..<60 { rate = plateau.rate(rate, after: 0.05) }
    // Every third epoch, and not below 1e-8.
    #expect(rate == Float(0.5 * 0x1p-19))
    for _ in 0..<60 { rate = plateau.rate(rate, after: .nan) }
    #expect(rate == 0x1p-26)
  }

  @Test func namesReadBackWhatIsPutIn() throws {
    let expected = try reference.get().cases[0]

    let parameters = expected.parameters

    var places: Set<Int> = []
    for name in LSTMParameters.Name.allCases {
      #expect(parameters[name].map(Double.init).count == expected.weights[name.inReference]?.values.count)
      #expect(greatestDifference(parameters[name], expected.weights[name.inReference]?.values ?? []) < 2e-7)
      #expect(places.isDisjoint(with: parameters.places(of: name)))
      places.formUnion(parameters.places(of: name))
    }
    #expect(parameters.embedding(2).map(Double.init).count == 4)
    #expect(parameters.embedding(2) == Array(parameters[.embedding][8..<12]))
  }
}
