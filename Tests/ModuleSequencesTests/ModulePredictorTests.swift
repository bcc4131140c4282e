import CaseModel
import Foundation
import Testing

@testable import ModuleSequences

@Suite struct ModulePredictorTests {
  /// A model whose weights are given by hand: every LSTM says its output's bias.
  @Test(
    arguments: [
      (nil, 100, true), (-0.1, 100, true), (0.05, 96, true), (0.13, 96, false), (0.05, 1000, false), (0.55, 400, false),
    ] as [(Double?, Int, Bool)])
  func littleThatIsExplainedIsDoubtful(r2: Double?, count: Int, isDoubtful: Bool) {
    var predictor = constant([0.5])
    (predictor.validationR2, predictor.validationCount) = (r2, count)
    #expect(predictor.isDoubtful == isDoubtful)
  }

  private func constant(_ biases: [Float], blend: Double = 1, order: OrderModel? = nil) -> ModulePredictor {
    let members = biases.map { bias in
      var member = LSTMParameters(shape: LSTMShape(vocabulary: 4, embedding: 2, hidden: 3))
      member[.outputBias] = [bias]
      member[.embedding] = [0, 0, 1, 0, 3, 4, 0, -2]
      return member
    }
    return ModulePredictor(
      architecture: .combined, modules: ["a", "b", "c"], order: order, members: members, blend: blend,
      intervalHalfWidth: 0.25, counts: [4, 5, 6])
  }

  @Test func membersAreAveragedAndBlended() throws {
    let order = OrderModel(intercept: 0.125, terms: [.init(feature: .count("a"), weight: 0.25)])

    #expect(try constant([0.25, 0.5]).predict(["a"]).value == 0.375)
    #expect(try constant([0.5], blend: 0.75, order: order).predict(["a", "b"]).value == 0.46875)
    #expect(try constant([0.5], blend: 0, order: order).predict(["a", "b", "a"]).value == 0.625)
  }

  @Test func valuesAndIntervalsStayWithinEffectiveness() throws {
    let predictions = try [-3, 0.125, 0.5, 7].map { try constant([$0]).predict(["b"]) }

    #expect(predictions.map(\.value) == [0, 0.125, 0.5, 1])
    #expect(predictions.map(\.interval) == [0...0.25, 0...0.375, 0.25...0.75, 0.75...1])
  }

  @Test func unknownModulesAndEmptyHistoriesAreNamed() {
    let predictor = constant([0.5])

    let unknown = #expect(throws: CaseError.self) { try predictor.predict([["a"], ["b", "yoga", "a"]]) }
    let empty = #expect(throws: CaseError.self) { try predictor.predict([["a"], []]) }
    let similar = #expect(throws: CaseError.self) { try predictor.similar(to: "yoga") }

    #expect(unknown?.code == .badData && unknown?.message.contains("“yoga”") == true)
    #expect(unknown?.advice == "It knows a, b, c.")
    #expect(empty?.code == .badData && empty?.place == "history 2")
    #expect(similar?.message.contains("“yoga”") == true)
    #expect(["", "a", "aa", "b", "c", "d"].map(predictor.row) == [nil, 1, nil, 2, 3, nil])
  }

  @Test func manyHistoriesKeepTheirOrder() throws {
    let predictor = try QuickTraining.outcome().predictor
    let histories = SyntheticHistories.ruled(300, seed: 77).map(\.modules)

    let together = try predictor.predict(histories, threads: 3)

    #expect(together.count == 300 && Set(together.map(\.value)).count > 250)
    for (history, prediction) in zip(histories.prefix(20), together) {
      #expect(abs(try predictor.predict(history).value - prediction.value) < 1e-6)
    }
    #expect(try predictor.predict([[String]]()).isEmpty)
  }

  /// (1, 0), (0.6, 0.8) and (0, -1): cosines by hand.
  @Test func similarModulesComeFirst() throws {
    let similar = try constant([0.5, 0.5]).similar(to: "a")

    #expect(similar.map(\.module) == ["b", "c"])
    #expect(abs(similar[0].similarity - 0.6) < 1e-6 && abs(similar[1].similarity) < 1e-6)
    let vector = try #require(constant([0.5, 0.5]).embedding(of: "b"))
    #expect(greatestDifference(vector, [0.6, 0.8, 0.6, 0.8].map { $0 / 2.0.squareRoot() }) < 1e-6)
  }

  // MARK: Files

  @Test(arguments: ModulePredictor.Architecture.allCases)
  func filesPredictBitForBit(architecture: ModulePredictor.Architecture) throws {
    let predictor = try QuickTraining.outcome(SyntheticHistories.ruled(80), architecture).predictor
    let bytes = try predictor.encoded()

    let read = try ModulePredictor(decoding: bytes, at: "m.json")

    let histories = SyntheticHistories.ruled(50, seed: 3).map(\.modules)
    #expect(try read.predict(histories) == predictor.predict(histories))
    let isSame = try read.encoded() == bytes && read.members == predictor.members
    #expect(isSame && read.modules == predictor.modules && read.counts == predictor.counts)
  }

  @Test func tornFilesAreRefused() throws {
    let bytes = try constant([0.5], order: OrderModel(intercept: 0, terms: [])).encoded()

    for end in stride(from: 0, to: bytes.count, by: 7) {
      let error = #expect(throws: CaseError.self) { try ModulePredictor(decoding: Array(bytes[..<end]), at: "m.json") }
      #expect(error?.code == .badData && error?.place == "m.json")
    }
    for text in ["", "[]", "{}", "null", "\u{0}\u{1}", "{\"members\":[]}"] {
      #expect(throws: CaseError.self) { try ModulePredictor(decoding: Array(text.utf8), at: "m.json") }
    }
  }

  /// Whatever byte is another one: the file is refused, or it predicts without ending the program.
  @Test func flippedBytesDoNoHarm() throws {
    let bytes = try constant([0.5], order: OrderModel(intercept: 0.1, terms: [])).encoded()
    var refused = 0

    for place in bytes.indices {
      for byte in [UInt8(ascii: "-"), UInt8(ascii: "9"), UInt8(ascii: "f")] {
        var damaged = bytes
        damaged[place] = byte
        do {
          let predictor = try ModulePredictor(decoding: damaged, at: "m.json")
          let prediction = try predictor.predict([predictor.modules[0], predictor.modules[2]])
          #expect(prediction.interval.contains(prediction.value))
        } catch {
          #expect(error is CaseError)
          refused += 1
        }
      }
    }
    #expect(refused > bytes.count / 2)
  }

  @Test func partsThatDoNotFitAreRefused() throws {
    let changes: [(String, (inout ModulePredictor) -> Void)] = [
      ("no members", { $0.members = [] }),
      ("another vocabulary", { $0.modules.append("d") }),
      ("a module twice", { $0.modules = ["a", "a", "b"] }),
      ("unsorted", { $0.modules = ["b", "a", "c"] }),
      ("counts", { $0.counts = [1, 2] }),
      ("blend below", { $0.blend = -0.1 }),
      ("blend above", { $0.blend = 1.1 }),
      ("a negative width", { $0.intervalHalfWidth = -0.01 }),
      (
        "members of two shapes",
        { $0.members.append(LSTMParameters(shape: LSTMShape(vocabulary: 4, embedding: 3, hidden: 3))) }
      ),
      ("a weight that is no number", { $0.members[0].values[2] = .nan }),
      ("an infinite weight", { $0.members[0].values[2] = -.infinity }),
      ("a weight too few", { $0.members[0].values.removeLast() }),
      ("a weight too many", { $0.members[0].values.append(0) }),
      ("no weights", { $0.members[0].values = [] }),
      ("another shape", { $0.members[0].shape.hidden = 9 }),
      ("a negative shape", { $0.members[0].shape.embedding = -2 }),
      ("a great shape", { $0.members[0].shape.vocabulary = .max }),
    ]
    #expect(throws: Never.self) { try ModulePredictor(decoding: constant([0.5]).encoded(), at: "m.json") }

    for (name, change) in changes {
      var predictor = constant([0.5])
      change(&predictor)
      let bytes = try predictor.encoded()

      let error = #expect(throws: CaseError.self, "\(name)") { try ModulePredictor(decoding: bytes, at: "m.json") }
      #expect(error?.code == .badData && error?.place == "m.json")
    }
  }

  /// Finite weights whose sum is not.
  @Test func weightsTooGreatAreSaid() throws {
    var predictor = constant([.greatestFiniteMagnitude])
    for name in [LSTMParameters.Name.inputBias, .outputWeights] {
      predictor.members[0][name] = [Float](repeating: .greatestFiniteMagnitude, count: 12)
    }
    predictor = try ModulePredictor(decoding: predictor.encoded(), at: "m.json")

    let error = #expect(throws: CaseError.self) { try predictor.predict(["a"]) }

    #expect(error?.code == .badData)
  }
}

@Suite struct TrainingFiguresTests {
  private func found(_ pairs: [(predicted: Double, actual: Double)], width: Double = 0.1, mean: Double)
    -> TrainingFigures?
  {
    TrainingFigures(
      pairs.map { .init(value: $0.predicted, interval: ($0.predicted - width)...($0.predicted + width)) },
      pairs.map(\.actual), trainingMean: mean)
  }

  /// By hand: errors 0.1, 0, 0.2, 0.1; the mean is 0.5, from which they are 0.3, 0.1, 0.1, 0.3.
  @Test func figuresAreThoseByHand() throws {
    let figures = try #require(
      found([(0.3, 0.2), (0.4, 0.4), (0.8, 0.6), (0.7, 0.8)], width: 0.15, mean: 0.4))

    #expect(figures.count == 4)
    #expect(abs(figures.mse - 0.06 / 4) < 1e-12)
    #expect(abs(figures.r2 - (1 - 0.06 / 0.2)) < 1e-12)
    // From 0.4: 0.2, 0, 0.2, 0.4.
    #expect(abs(figures.constantMSE - 0.24 / 4) < 1e-12)
    #expect(figures.coverage == 0.75)
  }

  @Test func noHistoriesHaveNoFiguresAndEqualOnesNoVariance() throws {
    #expect(found([], mean: 0.5) == nil)
    // Their mean is not quite 0.7.
    let equal = try #require(found([Double](repeating: 0.7, count: 7).map { (0.65, $0) }, mean: 0.5))
    #expect(equal.r2 == 0 && abs(equal.mse - 0.0025) < 1e-12 && equal.coverage == 1)
    #expect(try #require(found([(0.9, 0.1), (0.1, 0.9)], mean: 0.5)).r2 < -2)
  }

  @Test func keysAreThoseOfTheFiles() throws {
    let figures = try #require(found([(0.5, 0.5), (0.25, 0.75)], mean: 0.5))
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys

    let text = String(decoding: try encoder.encode(figures), as: UTF8.self)

    #expect(text == "{\"constant_mse\":0.03125,\"count\":2,\"coverage\":0.5,\"mse\":0.125,\"r2\":-7}")
  }

  /// The ⌈0.9 (n + 1)⌉-th least error; with fewer than nine, there is none.
  @Test func nineTenthsOfTheErrorsAreWithinTheWidth() {
    func errors(_ count: Int) -> [Double] { (1...max(count, 1)).prefix(count).map { Double($0) / 1000 }.reversed() }

    for count in 0...8 { #expect(ModuleTraining.halfWidth(errors(count)) == 1) }
    #expect(ModuleTraining.halfWidth(errors(9)) == 0.009)
    #expect(ModuleTraining.halfWidth(errors(10)) == 0.010)
    #expect(ModuleTraining.halfWidth(errors(19)) == 0.018)
    #expect(ModuleTraining.halfWidth(errors(99)) == 0.090)
    #expect(ModuleTraining.halfWidth(errors(100)) == 0.091)
  }
}
