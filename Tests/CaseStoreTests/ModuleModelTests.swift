import CaseModel
import GRDB
import Testing

@testable import CaseStore

/// A model by hand; what it would answer is no matter of the store's.
func newModel(
  _ outcome: Outcome = .measure(.phq9), weights: [UInt8] = [1, 2, 3], parent: Int? = nil, histories: Int = 40
) -> NewModuleModel {
  NewModuleModel(
    card: ModelCard(
      outcome: outcome, architecture: "gru", seed: .max, dataHash: "d4", historyCount: histories, heldOutCount: 8,
      parentVersion: parent, hyperparameters: #"{"width":16}"#, figures: #"{"mse":0.01}"#),
    weights: weights)
}

func trial(of champion: Int?, _ isAccepted: Bool = true, mse: Double = 0.01) -> ModelTrial {
  ModelTrial(
    championVersion: champion, heldOutHash: "h8", heldOutCount: 8, challengerMSE: mse,
    championMSE: champion == nil ? nil : 0.02, isAccepted: isAccepted, reason: isAccepted ? "Not worse." : "Worse.")
}

extension TestStore {
  @discardableResult
  func save(_ new: NewModuleModel, _ trial: ModelTrial, seen: Int? = nil) throws -> Int {
    try store.write(as: anna) { try $0.saveModel(new, trial: trial, retrainingSeen: seen) }
  }

  func rollBack(to version: Int? = nil, _ outcome: Outcome = .measure(.phq9), reason: String = "worse") throws -> [Int]
  {
    let (from, to) = try store.write(as: anna) { try $0.rollbackModel(to: version, outcome: outcome, reason: reason) }
    return [from, to]
  }

  func serving(_ outcome: Outcome = .measure(.phq9)) throws -> Int? {
    try store.read { try $0.servingModel(outcome: outcome) }?.model.version
  }
}

@Suite struct ModuleModelTests {
  @Test func aModelIsReadAsItWasSaved() throws {
    let test = try TestStore()
    #expect(try test.serving() == nil)
    #expect(try test.store.read { try $0.models() }.isEmpty)

    #expect(try test.save(newModel(weights: [0, 255, 7]), trial(of: nil)) == 1)
    #expect(try test.save(newModel(weights: [9], parent: 1), trial(of: 1, false)) == 2)

    let (first, weights) = try #require(try test.store.read { try $0.servingModel(outcome: .measure(.phq9)) })
    #expect(first == ModuleModel(version: 1, card: newModel().card, madeAt: test.clock.now) && weights == [0, 255, 7])
    let second = try test.store.read { try $0.model(version: 2) }
    #expect(second.model.card == newModel(parent: 1).card && second.weights == [9])
    let list = try test.store.read { try $0.models() }
    #expect(list.map(\.model.version) == [2, 1])
    #expect(list.map(\.trial) == [trial(of: 1, false), trial(of: nil)])
    #expect(list.map { $0.serving?.reason } == [nil, .first])
    #expect(try caseError { try test.store.read { try $0.model(version: 3) } }.code == .noInput)
    #expect(try test.store.examine() == [])
  }

  @Test func whatIsAcceptedServesAndTheTrailSaysSo() throws {
    let test = try TestStore()
    try test.save(newModel(), trial(of: nil))

    try test.save(newModel(), trial(of: 1))

    #expect(try test.serving() == 2)
    #expect(try test.store.read { try $0.models() }.map { $0.serving?.reason } == [.notWorse, nil])
    #expect(
      try test.texts("SELECT detail FROM audit_event WHERE action = 'model.train' ORDER BY id DESC LIMIT 1") == [
        #"{"accepted":"yes","histories":"40","outcome":"PHQ-9","version":"2"}"#
      ])
  }

  @Test func eachOutcomeHasAModelOfItsOwn() throws {
    let test = try TestStore()

    try test.save(newModel(), trial(of: nil))
    try test.save(newModel(.rating), trial(of: nil))
    try test.save(newModel(.rating), trial(of: 2))

    #expect(try test.serving() == 1 && test.serving(.rating) == 3 && test.serving(.measure(.gad7)) == nil)
    #expect(try test.store.read { try $0.models(outcome: .rating) }.map(\.model.version) == [3, 2])
  }

  @Test(arguments: [nil, 1, 3]) func aTrialAgainstAnotherThanTheServingModelIsTakenBack(_ champion: Int?) throws {
    let test = try TestStore()
    try test.save(newModel(), trial(of: nil))
    try test.save(newModel(), trial(of: 1))
    let before = try test.dump()

    let error = try caseError { try test.save(newModel(), trial(of: champion)) }

    #expect(error.code == .tryAgain && error.message.contains("version 2"))
    #expect(try test.dump() == before)
  }

  @Test func whatBreaksARuleLeavesNothingBehind() throws {
    let test = try TestStore()
    try test.save(newModel(), trial(of: nil))
    let before = try test.dump()
    var broken = [(newModel(weights: []), trial(of: 1)), (newModel(histories: 7), trial(of: 1))]
    broken.append((newModel(), trial(of: 1, mse: .nan)))
    var unreadable = newModel()
    unreadable.card.figures = "{"
    broken.append((unreadable, trial(of: 1)))

    for (new, trial) in broken {
      #expect(try caseError { try test.save(new, trial) }.code == .badData)
    }
    #expect(try caseError { try test.save(newModel(parent: 9), trial(of: 1)) }.code == .noInput)

    #expect(try test.dump() == before)
  }

  @Test(arguments: [(nil, 5), (0, 5), (3, 2), (5, nil), (9, nil)] as [(Int?, Int?)])
  func whatHasComeSinceTrainingBeganStaysDue(_ seen: Int?, _ left: Int?) throws {
    let test = try TestStore.withModules()
    for day in 1...5 { try test.rate(0.5, "K-1", "2026-03-0\(day)") }
    #expect(try test.sinceTraining() == 5)

    try test.save(newModel(), trial(of: nil), seen: seen)

    #expect(try test.sinceTraining() == left)
  }

  @Test func aRollbackGoesToWhatServedBeforeAndFurtherBack() throws {
    let test = try TestStore()
    try test.save(newModel(), trial(of: nil))
    try test.save(newModel(), trial(of: 1))
    try test.save(newModel(), trial(of: 2, false))
    try test.save(newModel(), trial(of: 2))

    #expect(try test.rollBack() == [4, 2])
    #expect(try test.serving() == 2)
    #expect(
      try test.texts("SELECT detail || reason FROM audit_event WHERE action = 'model.rollback'") == [
        #"{"from":"4","outcome":"PHQ-9","to":"2"}worse"#
      ])
    // Not the version that was just taken out of service, though its number is the next lower one.
    try test.save(newModel(), trial(of: 2))
    #expect(try test.rollBack() == [5, 2])
    #expect(try test.rollBack() == [2, 1])
    #expect(try test.store.read { try $0.models() }.compactMap { $0.serving?.reason } == [.rollback])
    // A rollback can be taken back.
    #expect(try test.rollBack(to: 4) == [1, 4])
    #expect(try test.store.examine() == [])
  }

  @Test func aRollbackThatCannotBeSaysWhy() throws {
    let test = try TestStore()
    #expect(try caseError { try test.rollBack() }.message == "No model serves for PHQ-9.")
    try test.save(newModel(), trial(of: nil))
    try test.save(newModel(), trial(of: 1, false))
    try test.save(newModel(.rating), trial(of: nil))
    let before = try test.dump()

    #expect(try caseError { try test.rollBack() }.message.contains("Version 1 is the first"))
    #expect(try caseError { try test.rollBack(to: 1) }.message == "Version 1 serves for PHQ-9 already.")
    #expect(try caseError { try test.rollBack(to: 2) }.message == "Version 2 never served: Worse.")
    #expect(try caseError { try test.rollBack(to: 3) }.message.contains("no version 3 of the module model for PHQ-9"))
    #expect(try caseError { try test.rollBack(to: 9) }.code == .noInput)
    #expect(try caseError { try test.rollBack(reason: " ") }.code == .usage)

    #expect(try test.dump() == before)
  }
}
