import CaseModel
import CaseStore
import Casework
import Foundation
import GRDB
import ModuleSequences
import TestSupport
import Testing

@Suite struct ModuleTrialTests {
  private let scratch: Scratch
  private let store: CaseStore

  init() throws {
    scratch = try Scratch()
    store = try scratch.store()
  }

  private func quick(_ count: Int, seed: UInt64 = 1, epochs: Int = 3) -> ModuleTraining.Settings {
    var settings = ModuleTraining.Settings(.combined, seed: seed, count: count)
    settings.members = 2
    settings.lstm.maximumEpochs = epochs
    return settings
  }

  private func train(seed: UInt64 = 1, beginning: ModuleTrial.Beginning = .random) throws -> ModuleTrial.Result {
    try ModuleTrial(store: store, outcome: .rating, author: .tester)
      .run(settings: { quick($0, seed: seed) }, beginning: beginning, threads: 2)
  }

  private func serving() throws -> Int? { try store.read { try $0.servingModel(outcome: .rating) }?.model.version }
  private func waiting() throws -> Int? { try store.read { try $0.moduleRetraining() }?.sessionsSince }

  @Test func tooFewHistoriesMakeNoModel() throws {
    try addHistories(inventedHistories(30), to: store)
    let error = try #require(throws: CaseError.self) { try train() }
    #expect(error.code == .badData && error.message.contains("and 40 are needed"))
    #expect(try store.read { try $0.models() }.isEmpty)
    // What could not be learned from yet is still to be learned from.
    #expect(try waiting() == 60)
  }

  @Test func theFirstServesAndTheSameHistoriesTrainNothing() throws {
    try addHistories(inventedHistories(90), to: store)
    let first = try train()
    #expect(first.version == 1 && first.trial?.isAccepted == true && first.trial?.championMSE == nil)
    #expect(try serving() == 1)
    #expect(try waiting() == nil)
    #expect(try train().version == nil)
    let card = try #require(try store.read { try $0.servingModel(outcome: .rating) }?.model.card)
    let heldOut = try inventedHistories(90).filter { ModuleTraining.split(of: $0.id) == .test }
    #expect(card.historyCount == 90 && card.heldOutCount == heldOut.count && !heldOut.isEmpty)
    #expect(card.hyperparameters.contains("\"maximumEpochs\":3") && card.figures.contains("\"r2\""))
    #expect(try store.examine() == [])
  }

  @Test func aChallengerServesOnlyIfItIsNotWorseOnTheSameHeldOutHistories() throws {
    try addHistories(inventedHistories(200), to: store)
    _ = try train()
    // What clients of a clinic gone wrong rated at random teaches nothing, and must not replace what was learned.
    var random = SplitMix64(seed: 5)
    let noise = try inventedHistories(300, seed: 2, first: 1000).filter { ModuleTraining.split(of: $0.id) != .test }
      .map { ModuleSequence(id: $0.id, modules: $0.modules, effectiveness: random.unit() < 0.5 ? 0 : 1) }
    try addHistories(noise, to: store)
    let worse = try train()
    let trial = try #require(worse.trial)
    #expect(try #require(trial.challengerMSE) > #require(trial.championMSE))
    #expect(worse.version == 2 && !trial.isAccepted && trial.championVersion == 1)
    #expect(try serving() == 1)
    #expect(try waiting() == nil)

    // The champion's figure is what it says of these very histories.
    let (model, weights) = try store.read { try $0.model(version: 1) }
    let champion = try ModulePredictor(decoding: weights, at: "version \(model.version)")
    let heldOut = try store.read { try $0.moduleSequences(outcome: .rating) }
      .filter { ModuleTraining.split(of: $0.id) == .test }
    #expect(trial.championMSE == champion.meanSquaredError(on: heldOut) && trial.heldOutCount == heldOut.count)
  }

  @Test func aDamagedChampionGivesWay() throws {
    try addHistories(inventedHistories(90), to: store)
    _ = try train()
    try store.close()
    try scratch.damage(sql: "UPDATE model SET weights = x'7b7d'")
    let again = try CaseStore(opening: scratch.path + "/clinic.caseloom", clock: .fixed)
    #expect(throws: CaseError.self) { try again.read { try ModuleTrial.servingPredictor(for: .rating, $0) } }
    let result = try ModuleTrial(store: again, outcome: .rating, author: .tester)
      .run(settings: { quick($0, seed: 9) }, threads: 1)
    #expect(result.trial?.isAccepted == true && result.trial?.championMSE == nil)
    #expect(try again.read { try ModuleTrial.servingPredictor(for: .rating, $0).version } == 2)
  }

  @Test func anEarlierVersionsEmbeddingsAreWhatTheNextBeginsWith() throws {
    try addHistories(inventedHistories(90), to: store)
    _ = try train()
    let child = try train(seed: 3, beginning: .version(1))
    #expect(try store.read { try $0.model(version: #require(child.version)).model.card.parentVersion } == 1)
    #expect(try #require(throws: CaseError.self) { try train(beginning: .version(7)) }.code == .noInput)

    let elsewhere = try ModuleTraining(quick(120), threads: 2).run(inventedHistories(120, seed: 8)).predictor
    let version = try #require(try train(seed: 4, beginning: .model(elsewhere)).version)
    let card = try store.read { try $0.model(version: version) }.model.card
    #expect(card.parentVersion == nil && card.hyperparameters.contains("\"initialHash\":\""))
    let random = try #require(try train(seed: 4).version)
    #expect(try store.read { try $0.model(version: version).weights != $0.model(version: random).weights })
  }

  @Test func cancelledTrainingLeavesTheStoreAsItWas() throws {
    try addHistories(inventedHistories(90), to: store)
    let before = try store.read { try $0.auditEvents(limit: 10_000).count }
    #expect(throws: CancellationError.self) {
      try ModuleTrial(store: store, outcome: .rating, author: .tester)
        .run(settings: { quick($0) }, threads: 1, isCancelled: { true })
    }
    #expect(try store.read { try $0.auditEvents(limit: 10_000).count } == before)
    #expect(try serving() == nil && waiting() == 180)
  }

  // MARK: In the background

  @Test func aPlanIsDueByNumberOrByTime() throws {
    let now = Date(timeIntervalSince1970: 1_780_000_000)
    func waiting(_ sessions: Int, hours: Double) -> Retraining {
      let since = Timestamp(millisecondsSinceEpoch: 1_780_000_000_000).advanced(bySeconds: -3600 * hours)
      return Retraining(sessionsSince: sessions, requestedAt: since.description)
    }
    let plan = RetrainingPlan(sessions: 20, seconds: 24 * 3600)
    #expect(!plan.isDue(waiting(19, hours: 23.9), now: now))
    #expect(plan.isDue(waiting(20, hours: 0), now: now) && plan.isDue(waiting(1, hours: 24), now: now))
    #expect(!RetrainingPlan(sessions: nil, seconds: 60).isDue(waiting(500, hours: 0), now: now))
    #expect(!RetrainingPlan(sessions: 5, seconds: nil).isDue(waiting(4, hours: 9999), now: now))
  }

  @Test(.timeLimit(.minutes(2))) func whatFailedIsTriedAgainWhenMoreHasCome() throws {
    let retraining = ModuleRetraining(
      store: store, plan: RetrainingPlan(sessions: 1, seconds: nil, outcome: .rating), author: .tester)
    #expect(try !retraining.beginIfDue(now: Date()))
    try addHistories(inventedHistories(5), to: store)
    #expect(try retraining.beginIfDue(now: Date()))
    guard case .failed = wait(retraining) else {
      Issue.record("five histories made a model")
      return
    }
    #expect(try !retraining.beginIfDue(now: Date()))
    try addHistories(inventedHistories(80, first: 100), to: store)
    #expect(try retraining.beginIfDue(now: Date()))
    #expect(try !retraining.beginIfDue(now: Date()))
    guard case .trained(let result) = wait(retraining) else {
      Issue.record("no model")
      return
    }
    #expect(result.version == 1 && retraining.isAtRest)
    #expect(try serving() == 1 && waiting() == nil)
  }

  private func wait(_ retraining: ModuleRetraining) -> ModuleRetraining.Ending? {
    while retraining.isTraining { usleep(5000) }
    return retraining.takeEnding()
  }
}

extension Scratch {
  /// Changes the closed store's rows behind the program's back.
  func damage(sql: String) throws {
    let queue = try DatabaseQueue(path: path + "/clinic.caseloom")
    try queue.write { try $0.execute(sql: sql) }
    try queue.close()
  }
}
