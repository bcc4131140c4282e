import CaseModel
import Testing

@testable import ModuleSequences

@Suite struct LSTMTrainingTests {
  /// Sequences whose target is a fifth for each 1 in them: something to learn.
  private func counted(_ count: Int, seed: UInt64 = 6) -> EncodedSequences {
    var random = SplitMix64(seed: seed)
    var set = EncodedSequences()
    for length in SyntheticHistories.lengths(count, seed: seed) {
      let tokens = (0..<length).map { _ in UInt16(1 + random.place(below: 4)) }
      set.append(tokens, target: 0.2 * Float(tokens.count { $0 == 1 }))
    }
    return set
  }

  private func settings(batch: Int = 16, epochs: Int = 3) -> LSTMSettings {
    var settings = LSTMSettings()
    (settings.embedding, settings.hidden, settings.batch, settings.maximumEpochs) = (4, 6, batch, epochs)
    settings.learningRate = 0.01
    return settings
  }

  private func train(
    _ settings: LSTMSettings, seed: UInt64 = 1, threads: Int = 1, count: Int = 300
  ) throws -> LSTMTraining.Result {
    var training = LSTMTraining(settings: settings, vocabulary: 6, seed: seed, threads: threads)
    return try training.run(train: counted(count), validation: counted(60, seed: 7))
  }

  @Test(arguments: [16, 256])
  func threadsChangeNothing(batch: Int) throws {
    let first = try train(settings(batch: batch))

    for threads in [1, 2, 3, 8] {
      let again = try train(settings(batch: batch), threads: threads)
      let isSame = again.parameters.values.map(\.bitPattern) == first.parameters.values.map(\.bitPattern)
      #expect(isSame, "\(threads) threads")
      #expect(again.epochs == first.epochs)
    }
    let isOther = try train(settings(batch: batch), seed: 2).parameters != first.parameters
    #expect(isOther)
  }

  @Test func outputsDoNotDependOnThreads() throws {
    let parameters = try train(settings()).parameters
    let set = counted(700, seed: 9)

    let outputs = LSTMTraining.outputs(of: set, parameters, threads: 1)

    let areSame = [2, 3, 8].allSatisfy { LSTMTraining.outputs(of: set, parameters, threads: $0) == outputs }
    #expect(areSame && outputs.count == 700)
    #expect(LSTMTraining.outputs(of: EncodedSequences(), parameters, threads: 2).isEmpty)
  }

  @Test func whatCanBeLearnedIsLearned() throws {
    let result = try train(settings(epochs: 40))

    let first = try #require(result.epochs.first)
    let best = result.epochs[result.best - 1]
    #expect(best.validation < 0.2 * first.validation)
    #expect(best.validation < 0.01)
  }

  @Test func theBestEpochIsKept() throws {
    var settings = settings(epochs: 60)
    settings.patience = 4
    // So fast that losses go up and down.
    settings.learningRate = 0.1

    let result = try train(settings)

    let losses = result.epochs.map(\.validation)
    let least = try #require(losses.min())
    #expect(losses.firstIndex(of: least).map { $0 + 1 } == result.best)
    #expect(result.epochs.count == result.best + 4 && result.epochs.count < 60)
    #expect(result.epochs.map(\.epoch) == Array(1...result.epochs.count))
    // The weights are those that had this loss, and those of the same training stopped there.
    let set = counted(60, seed: 7)
    let squares = zip(LSTMTraining.outputs(of: set, result.parameters, threads: 1), set.targets)
      .reduce(0.0) { $0 + (Double($1.0) - Double($1.1)) * (Double($1.0) - Double($1.1)) }
    #expect(abs(squares / 60 - least) < 1e-12)
    settings.maximumEpochs = result.best
    let stopped = try train(settings).parameters == result.parameters
    #expect(stopped)
  }

  @Test func ratesFallOnAPlateau() throws {
    var settings = settings(batch: 256, epochs: 8)
    // Nothing moves, so no epoch after the first is better.
    (settings.learningRate, settings.weightDecay, settings.plateau) = (1e-7, 0, 1)
    settings.dropout = 0

    let rates = try train(settings).epochs.map(\.learningRate)

    #expect(rates == [1, 1, 1, 0.5, 0.5, 0.25, 0.25, 0.125].map { Double(Float(1e-7) * Float($0)) })
  }

  @Test func withoutValidationTheTrainingLossDecides() throws {
    var training = LSTMTraining(settings: settings(epochs: 6), vocabulary: 6, seed: 1, threads: 2)

    let result = try training.run(train: counted(100), validation: EncodedSequences())

    #expect(result.epochs.count == 6 && result.epochs.allSatisfy { $0.validation == $0.train })
    #expect(result.parameters.values.allSatisfy { $0.isFinite })
  }

  @Test func cancellationEndsIt() throws {
    var training = LSTMTraining(settings: settings(epochs: 50), vocabulary: 6, seed: 1, threads: 1)
    var asked = 0

    let isCancelled = {
      asked += 1
      return asked == 3
    }
    #expect(throws: CancellationError.self) {
      try training.run(train: counted(30), validation: counted(20), isCancelled: isCancelled)
    }
    #expect(asked == 3)
  }

  @Test func oddBatchesAreLearned() throws {
    for (count, batch) in [(1, 16), (17, 16), (15, 7), (65, 64), (130, 256), (5, 1)] {
      let result = try train(settings(batch: batch, epochs: 2), threads: 2, count: count)
      let isFinite = result.parameters.values.allSatisfy(\.isFinite)
      #expect(isFinite && result.epochs.allSatisfy { $0.train.isFinite && $0.train > 0 })
    }
  }

  @Test func aRowBeginsWithWhatItIsGiven() {
    var training = LSTMTraining(settings: settings(), vocabulary: 6, seed: 1, threads: 1)
    let before = training.parameters

    training.begin(row: 2, with: [1, 2, 3, 4])

    for row in 0..<6 {
      #expect(training.parameters.embedding(row) == (row == 2 ? [1, 2, 3, 4] : before.embedding(row)))
    }
    let changed = zip(training.parameters.values, before.values).count { $0 != $1 }
    #expect(changed == 4)
  }
}
