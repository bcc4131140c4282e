import CaseModel
import CaseStore
import Crypto
import Foundation
import ModuleSequences

/// Trains a model on a store's histories and lets it serve if it is not worse than the one that serves, on the same held-out
/// histories: those of a fifth of the clients, chosen by their codes for ever, which no model of the store ever learns from.
public struct ModuleTrial: Sendable {
  public struct Result: Sendable {
    /// `nil` where the model is the one that serves already: the same histories, settings and seed.
    public var version: Int?
    public var outcome: ModuleTraining.Outcome?
    public var trial: ModelTrial?
  }

  /// What the embeddings begin with.
  public enum Beginning: Sendable {
    case random
    /// A version of the store, maybe for another outcome.
    case version(Int)
    /// A model from elsewhere: of another population, say.
    case model(ModulePredictor)
  }

  let store: CaseStore
  let outcome: Outcome
  let author: Author

  public init(store: CaseStore, outcome: Outcome, author: Author) {
    self.store = store
    self.outcome = outcome
    self.author = author
  }

  /// - Parameters:
  ///   - settings: from the number of histories.
  ///   - threads: how many may work at once.
  /// - Throws: `CaseError` `.badData` where there are too few histories; `CancellationError`. The store is then as it was.
  public func run(
    settings: (Int) -> ModuleTraining.Settings, beginning: Beginning = .random, threads: Int,
    isCancelled: @escaping @Sendable () -> Bool = { false }
  ) throws -> Result {
    let (sequences, seen, serving) = try store.read { reader in
      (
        try reader.moduleSequences(outcome: outcome), try reader.moduleRetraining()?.sessionsSince,
        try reader.servingModel(outcome: outcome)
      )
    }
    var settings = settings(sequences.count)
    var parent: Int?
    var initial: ModulePredictor?
    switch beginning {
    case .random: break
    case .version(let version):
      parent = version
      initial = try store.read {
        try ModulePredictor(decoding: $0.model(version: version).weights, at: "version \(version)")
      }
    case .model(let predictor):
      settings.initialHash = SHA256.hash(data: try predictor.encoded()).hexadecimal
      initial = predictor
    }
    let hash = Self.hash(sequences)
    let hyperparameters = try Self.json(settings)
    if let card = serving?.model.card, card.dataHash == hash, card.hyperparameters == hyperparameters,
      card.parentVersion == parent
    {
      if let seen {
        try store.write(as: author) {
          try $0.settleRetraining(seen, reason: "the histories are those of the model that serves")
        }
      }
      return Result()
    }
    let made = try ModuleTraining(settings, initial: initial, threads: threads, isCancelled: isCancelled).run(sequences)
    let heldOut = sequences.filter { ($0.split ?? ModuleTraining.split(of: $0.id)) == .test }
    let trial = Self.judge(made, against: serving, on: heldOut)
    let model = NewModuleModel(
      card: ModelCard(
        outcome: outcome, architecture: settings.architecture.rawValue, seed: settings.seed, dataHash: hash,
        historyCount: sequences.count, heldOutCount: heldOut.count, parentVersion: parent,
        hyperparameters: hyperparameters, figures: try Self.json(Figures(made))),
      weights: try made.predictor.encoded())
    let version = try store.write(as: author) { try $0.saveModel(model, trial: trial, retrainingSeen: seen) }
    return Result(version: version, outcome: made, trial: trial)
  }

  /// The model that serves, or a sentence on how to get one.
  ///
  /// - Throws: `CaseError` `.noInput` where none serves.
  public static func servingPredictor(
    for outcome: Outcome, _ reader: StoreReader
  ) throws -> (predictor: ModulePredictor, version: Int) {
    guard let serving = try reader.servingModel(outcome: outcome) else {
      throw CaseError(
        .noInput, "No module model is trained for \(outcome) yet.",
        advice:
          "`caseloom module train --outcome \(outcome)` trains one; it takes \(ModuleTraining.minimumHistories) histories."
      )
    }
    let version = serving.model.version
    return (try ModulePredictor(decoding: serving.weights, at: "version \(version) of the module model"), version)
  }

  // MARK: Judging

  private static func judge(
    _ made: ModuleTraining.Outcome, against serving: (model: ModuleModel, weights: [UInt8])?,
    on heldOut: [ModuleSequence]
  ) -> ModelTrial {
    let challenger = made.test?.mse
    let champion = serving.flatMap { serving in
      // A damaged champion cannot be asked, and must not keep its place.
      try? ModulePredictor(decoding: serving.weights, at: "").meanSquaredError(on: heldOut)
    }
    let (isAccepted, reason): (Bool, String) =
      switch (serving, challenger, champion) {
      case (nil, _, _): (true, "It is the first.")
      case (_, nil, _): (false, "No history was held out, so the two could not be compared.")
      case (_, _, nil): (true, "The model that served cannot be read.")
      case (_, .some(let challenger), .some(let champion)):
        challenger <= champion
          ? (true, "It is not worse than the model that served.") : (false, "It is worse than the model that serves.")
      }
    return ModelTrial(
      championVersion: serving?.model.version, heldOutHash: hash(heldOut), heldOutCount: heldOut.count,
      challengerMSE: challenger, championMSE: heldOut.isEmpty ? nil : champion, isAccepted: isAccepted, reason: reason)
  }

  // MARK: What is kept

  /// What was measured of a model.
  private struct Figures: Encodable {
    var epochs: Int
    var bestEpoch: Int
    var validation: TrainingFigures?
    var test: TrainingFigures?

    enum CodingKeys: String, CodingKey {
      case epochs, validation, test
      case bestEpoch = "best_epoch"
    }

    init(_ made: ModuleTraining.Outcome) {
      epochs = made.epochs.count
      bestEpoch = made.best
      validation = made.validation
      test = made.test
    }
  }

  private static func json(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    return String(decoding: try encoder.encode(value), as: UTF8.self)
  }

  /// SHA-256 of the histories in order.
  static func hash(_ sequences: [ModuleSequence]) -> String {
    var hash = SHA256()
    for sequence in sequences {
      let line = "\(sequence.id)\u{0}\(sequence.modules.joined(separator: " "))\u{0}\(sequence.effectiveness)\n"
      hash.update(data: Array(line.utf8))
    }
    return hash.finalize().hexadecimal
  }
}
