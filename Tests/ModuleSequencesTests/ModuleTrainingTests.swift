import CaseModel
import Testing

@testable import ModuleSequences

/// Small and quick models.
enum QuickTraining {
  static func settings(
    _ architecture: ModulePredictor.Architecture = .combined, seed: UInt64 = 1, epochs: Int = 3
  ) -> ModuleTraining.Settings {
    var settings = ModuleTraining.Settings(architecture, seed: seed, count: 80)
    settings.members = architecture == .seed ? 1 : 3
    (settings.lstm.embedding, settings.lstm.hidden, settings.lstm.maximumEpochs) = (4, 6, epochs)
    return settings
  }

  static func outcome(
    _ histories: [ModuleSequence] = SyntheticHistories.ruled(80),
    _ architecture: ModulePredictor.Architecture = .combined, seed: UInt64 = 1, epochs: Int = 3, threads: Int = 2
  ) throws -> ModuleTraining.Outcome {
    try ModuleTraining(settings(architecture, seed: seed, epochs: epochs), threads: threads).run(histories)
  }
}

@Suite struct ModuleTrainingTests {
  @Test(arguments: ModulePredictor.Architecture.allCases)
  func threadsChangeNothing(architecture: ModulePredictor.Architecture) throws {
    let first = try QuickTraining.outcome(SyntheticHistories.ruled(80), architecture, threads: 1)
    let bytes = try first.predictor.encoded()

    for threads in [1, 2, 3, 8] {
      let again = try QuickTraining.outcome(SyntheticHistories.ruled(80), architecture, threads: threads)
      let isSame = try again.predictor.encoded() == bytes
      #expect(isSame, "\(threads) threads")
      #expect(again.epochs == first.epochs && again.best == first.best)
      #expect(again.test == first.test && again.validation == first.validation)
    }
    let isOther =
      try QuickTraining.outcome(SyntheticHistories.ruled(80), architecture, seed: 2).predictor.members
      != first.predictor.members
    #expect(isOther)
  }

  @Test func membersDiffer() throws {
    let predictor = try QuickTraining.outcome().predictor

    #expect(predictor.memberCount == 3)
    #expect(Set(predictor.members).count == 3)
    // The first member is trained as it would be without the others.
    var settings = QuickTraining.settings()
    settings.members = 1
    let alone = try ModuleTraining(settings, threads: 1).run(SyntheticHistories.ruled(80)).predictor
    #expect(alone.members[0] == predictor.members[0])
  }

  /// Computed in Python by the definitions: FNV-1a of the bytes, one number of SplitMix64 from there, its remainder by 5.
  @Test func theSplitOfAnIdIsForEver() {
    let splits = ["", "a", "b", "K-001", "K-002", "K-003", "K-004", "K-005", "Zoë"].map(ModuleTraining.split)

    #expect(splits == [.train, .train, .test, .validation, .train, .validation, .train, .train, .train])
  }

  @Test func aFifthEachIsHeldOut() {
    let splits = (0..<5000).map { ModuleTraining.split(of: "K-\($0)") }

    // The standard deviation of a share is 0.0057.
    for (split, share) in [(ModuleSequence.Split.test, 0.2), (.validation, 0.2), (.train, 0.6)] {
      #expect(abs(Double(splits.count { $0 == split }) / 5000 - share) < 0.02)
    }
  }

  @Test(arguments: ModulePredictor.Architecture.allCases)
  func testHistoriesChangeNothingButTheirFigures(architecture: ModulePredictor.Architecture) throws {
    let histories = SyntheticHistories.ruled(100)
    var others = histories
    for index in others.indices where ModuleTraining.split(of: others[index].id) == .test {
      others[index].effectiveness = 1 - others[index].effectiveness
      others[index].modules = ["of tests alone"] + others[index].modules
    }

    let first = try QuickTraining.outcome(histories, architecture)
    let second = try QuickTraining.outcome(others, architecture)
    let without = try QuickTraining.outcome(
      histories.filter { ModuleTraining.split(of: $0.id) != .test }, architecture)

    let areSame = try [second, without].map { try $0.predictor.encoded() == first.predictor.encoded() }
    #expect(areSame == [true, true])
    #expect(first.validation == second.validation && first.epochs == second.epochs)
    #expect(first.test != second.test && first.test?.count == second.test?.count)
    #expect(without.test == nil && without.testPoints.isEmpty)
    #expect(!second.predictor.modules.contains("of tests alone"))
    #expect(first.counts.values.reduce(0, +) == 100 && first.counts[.test] == first.testPoints.count)
  }

  @Test func aSplitThatIsSaidIsKept() throws {
    var histories = SyntheticHistories.ruled(60)
    for index in histories.indices { histories[index].split = index < 45 ? .train : index < 52 ? .validation : .test }

    let outcome = try QuickTraining.outcome(histories, .seed)

    #expect(outcome.counts == [.train: 45, .validation: 7, .test: 8])
    #expect(outcome.validation?.count == 7 && outcome.test?.count == 8)
    // Too few errors for a nine-tenths interval.
    #expect(outcome.predictor.intervalHalfWidth == 1)
    #expect(outcome.testPoints.map(\.actual) == histories[52...].map(\.effectiveness))
  }

  @Test func fewHistoriesMakeNoModel() throws {
    func histories(_ count: Int) -> [ModuleSequence] {
      SyntheticHistories.ruled(count + 30).enumerated().map { index, history in
        ModuleSequence(
          id: history.id, modules: history.modules, effectiveness: history.effectiveness,
          split: index < count ? .train : .test)
      }
    }

    let error = #expect(throws: CaseError.self) { try QuickTraining.outcome(histories(39)) }
    #expect(error?.code == .badData && error?.message.contains("39 to learn from (and 30 held out)") == true)
    #expect(try QuickTraining.outcome(histories(40), epochs: 1).counts[.train] == 40)
    #expect(throws: CaseError.self) { try QuickTraining.outcome([]) }
    var onlyValidation = histories(60)
    for index in onlyValidation.indices { onlyValidation[index].split = .validation }
    #expect(throws: CaseError.self) { try QuickTraining.outcome(onlyValidation) }
  }

  @Test func historiesThatAreNoneAreRefused() {
    for (modules, effectiveness) in [([], 0.5), (["m0"], .nan), (["m0"], .infinity)] as [([String], Double)] {
      var histories = SyntheticHistories.ruled(80)
      histories[17] = ModuleSequence(id: "K-bad", modules: modules, effectiveness: effectiveness)

      let error = #expect(throws: CaseError.self) { try QuickTraining.outcome(histories) }
      #expect(error?.code == .badData && error?.place == "K-bad")
    }
  }

  @Test(arguments: ModulePredictor.Architecture.allCases)
  func cancellationEndsIt(architecture: ModulePredictor.Architecture) {
    let training = ModuleTraining(QuickTraining.settings(architecture), threads: 2) { true }

    #expect(throws: CancellationError.self) { try training.run(SyntheticHistories.ruled(80)) }
  }

  /// With nothing learned, a member keeps what it began with.
  @Test func earlierEmbeddingsAreWhatANewModelBeginsWith() throws {
    let earlier = try QuickTraining.outcome(seed: 5).predictor
    var settings = QuickTraining.settings(seed: 9, epochs: 1)
    (settings.lstm.learningRate, settings.lstm.weightDecay, settings.lstm.embedding) = (0, 0, 7)
    settings.members = 4
    var histories = SyntheticHistories.ruled(80)
    for index in histories.indices { histories[index].modules.append(index % 2 == 0 ? "a new one" : "m3") }

    let later = try ModuleTraining(settings, initial: earlier, threads: 2).run(histories).predictor
    let unrelated = try ModuleTraining(settings, threads: 2).run(histories).predictor

    #expect(later.modules == ["a new one", "m0", "m1", "m2", "m3", "m4", "m5"])
    for (index, member) in later.members.enumerated() {
      #expect(member.shape.embedding == 4)
      for module in earlier.modules {
        let row = try #require(earlier.row(of: module))
        #expect(member.embedding(row + 1) == earlier.members[index % 3].embedding(row))
      }
      #expect(!earlier.members[index % 3].values.contains(member.embedding(1)[0]))
    }
    #expect(unrelated.members[0].shape.embedding == 7)
  }

  @Test(arguments: ModulePredictor.Architecture.allCases)
  func equallyEffectiveHistoriesTrain(architecture: ModulePredictor.Architecture) throws {
    var histories = SyntheticHistories.ruled(80)
    for index in histories.indices { histories[index].effectiveness = 0.7 }

    let outcome = try QuickTraining.outcome(histories, architecture, epochs: 40)

    let predicted = try outcome.predictor.predict(["m0", "m1"])
    #expect(predicted.value.isFinite && abs(predicted.value - 0.7) < 0.15)
    #expect(outcome.test?.r2 == 0 && outcome.validation?.r2 == 0)
    #expect(outcome.epochs.allSatisfy { $0.train.isFinite && $0.validation.isFinite })
    if architecture == .combined { #expect(outcome.predictor.order?.terms.isEmpty == true) }
  }

  @Test(arguments: ModulePredictor.Architecture.allCases)
  func oneModuleIsVocabularyEnough(architecture: ModulePredictor.Architecture) throws {
    let histories = (0..<80).map { index in
      ModuleSequence(
        id: "K-\(index)", modules: [String](repeating: "only", count: 1 + index % 6),
        effectiveness: 0.1 + 0.1 * Double(index % 6))
    }

    let outcome = try QuickTraining.outcome(histories, architecture, epochs: 20)

    #expect(outcome.predictor.modules == ["only"])
    let counts = outcome.counts
    #expect(outcome.predictor.counts == [(counts[.train] ?? 0) + (counts[.validation] ?? 0)])
    #expect(try outcome.predictor.predict(["only"]).value.isFinite)
    #expect(try outcome.predictor.similar(to: "only").isEmpty)
    if architecture == .combined { #expect((outcome.validation?.r2 ?? 0) > 0.95) }
  }

  /// What the ensemble and the linear model make of planted rules, of which the mean knows nothing.
  @Test func plantedRulesArePredicted() throws {
    let outcome = try QuickTraining.outcome(SyntheticHistories.ruled(400), epochs: 30)

    let test = try #require(outcome.test)
    #expect(test.r2 > 0.85 && test.mse < 0.25 * test.constantMSE)
    #expect(test.count > 60 && test.coverage > 0.8)
    #expect(abs(outcome.predictor.intervalHalfWidth - 0.05) < 0.03)
  }
}
