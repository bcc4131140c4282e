import CaseModel
import Foundation
import GRDB

/// A version of the module model with its trial, as a list shows it: without weights.
public struct StoredModel: Sendable {
  public var model: ModuleModel
  public var trial: ModelTrial
  /// `nil` unless it serves.
  public var serving: Serving?

  public struct Serving: Sendable {
    public var since: String
    public var reason: ServingReason
  }
}

// MARK: Writes

extension StoreWriter {
  /// Keeps a trained model and its trial; where it was accepted, it serves from now on.
  ///
  /// - Parameter retrainingSeen: `Retraining.sessionsSince` when its training began: what has come since then stays to be
  ///   learned from. `nil` where the histories were none of the store's.
  /// - Returns: the version.
  /// - Throws: `CaseError` `.tryAgain` where another model serves than the one that was the champion, `.noInput` for a
  ///   parent that is not there, `.badData` where the figures break a rule of the store.
  @discardableResult
  public func saveModel(_ new: NewModuleModel, trial: ModelTrial, retrainingSeen: Int? = nil) throws -> Int {
    let card = new.card
    let serving = try reader.models(outcome: card.outcome).first { $0.serving != nil }?.model.version
    guard serving == trial.championVersion else {
      throw CaseError(
        .tryAgain,
        "While the model was trained, \(serving.map { "version \($0)" } ?? "none") came to serve for \(card.outcome).",
        advice: "Train once more: a model is tried against the one that serves.")
    }
    let parentID = try card.parentVersion.map { try reader.modelID($0) }
    let championID = try serving.map { try reader.modelID($0) }
    let last = try Int.fetchOne(database, sql: "SELECT max(version) FROM model WHERE kind = 'module_sequences'")
    let version = (last ?? 0) + 1
    try database.execute(
      sql: """
        INSERT INTO model (kind, version, outcome, architecture, seed, data_hash, history_count, held_out_count, parent_id,
          hyperparameters, figures, weights, made_at)
        VALUES ('module_sequences', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        version, card.outcome.description, card.architecture, Int64(bitPattern: card.seed), card.dataHash,
        card.historyCount, card.heldOutCount, parentID, card.hyperparameters, card.figures, Data(new.weights),
        now.description,
      ])
    let id = database.lastInsertedRowID
    try database.execute(
      sql: """
        INSERT INTO model_trial (challenger_id, champion_id, held_out_hash, held_out_count, challenger_mse, champion_mse,
          is_accepted, reason, decided_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        id, championID, trial.heldOutHash, trial.heldOutCount, trial.challengerMSE, trial.championMSE, trial.isAccepted,
        trial.reason, now.description,
      ])
    if trial.isAccepted { try serve(id, for: card.outcome, reason: serving == nil ? .first : .notWorse) }
    if let retrainingSeen { try takeFromRetraining(retrainingSeen) }
    try audit(
      "model.train",
      detail: [
        "version": String(version), "outcome": card.outcome.description, "histories": String(card.historyCount),
        "accepted": trial.isAccepted ? "yes" : "no",
      ])
    return version
  }

  /// Lets another version serve that has served before.
  ///
  /// - Parameters:
  ///   - version: `nil` for the one that served before the one that serves.
  ///   - reason: kept in the audit trail.
  /// - Throws: `CaseError` `.noInput` where no model serves, none served before, or there is no such version for the outcome;
  ///   `.usage` where the version serves already, has never served, or no reason is given.
  @discardableResult
  public func rollbackModel(
    to version: Int? = nil, outcome: Outcome, reason: String
  ) throws -> (from: Int, to: Int) {
    guard reason.contains(where: { !$0.isWhitespace }) else {
      throw CaseError(.usage, "A rollback is kept with its reason, and none is given.", advice: "Say why.")
    }
    let models = try reader.models(outcome: outcome)
    guard let serving = models.first(where: { $0.serving != nil }) else {
      throw CaseError(
        .noInput, "No model serves for \(outcome).", advice: "`caseloom module models` shows which models there are.")
    }
    let from = serving.model.version
    guard let target = version ?? serving.trial.championVersion else {
      throw CaseError(
        .noInput, "Version \(from) is the first that served for \(outcome): there is none to go back to.",
        advice: "`caseloom module models` shows which models there are.")
    }
    guard target != from else { throw CaseError(.usage, "Version \(target) serves for \(outcome) already.") }
    guard let found = models.first(where: { $0.model.version == target }) else {
      throw CaseError(
        .noInput, "There is no version \(target) of the module model for \(outcome).",
        advice: "`caseloom module models --outcome \(outcome)` shows the versions.")
    }
    guard found.trial.isAccepted else {
      throw CaseError(
        .usage, "Version \(target) never served: \(found.trial.reason)",
        advice: "Go back to one that did; `caseloom module models` shows them.")
    }
    try serve(reader.modelID(target), for: outcome, reason: .rollback)
    try audit(
      "model.rollback", detail: ["outcome": outcome.description, "from": String(from), "to": String(target)],
      reason: reason)
    return (from, target)
  }

  private func serve(_ id: Int64, for outcome: Outcome, reason: ServingReason) throws {
    try database.execute(
      sql: """
        INSERT INTO model_serving (kind, outcome, model_id, since, reason) VALUES ('module_sequences', ?, ?, ?, ?)
        ON CONFLICT (kind, outcome) DO UPDATE SET model_id = excluded.model_id, since = excluded.since,
          reason = excluded.reason
        """, arguments: [outcome.description, id, now.description, reason.rawValue])
  }

  /// What had come when a training began needs none: it made no difference.
  public func settleRetraining(_ seen: Int, reason: String) throws {
    try takeFromRetraining(seen)
    try audit("model.settle", detail: ["sessions": String(seen)], reason: reason)
  }

  private func takeFromRetraining(_ seen: Int) throws {
    try database.execute(
      sql: "DELETE FROM retraining WHERE model_kind = 'module_sequences' AND sessions_since <= ?", arguments: [seen])
    try database.execute(
      sql: "UPDATE retraining SET sessions_since = sessions_since - ? WHERE model_kind = 'module_sequences'",
      arguments: [max(seen, 0)])
  }
}

// MARK: Reads

extension StoreReader {
  /// The newest first.
  ///
  /// - Parameter outcome: `nil` for those of all outcomes.
  public func models(outcome: Outcome? = nil) throws -> [StoredModel] {
    try Row.fetchAll(
      database, sql: Self.modelSQL + " AND m.outcome = coalesce(?, m.outcome) ORDER BY m.version DESC",
      arguments: [outcome?.description]
    ).map(storedModel)
  }

  /// A version of the model with its weights.
  ///
  /// - Throws: `CaseError` `.noInput` where there is none.
  public func model(version: Int) throws -> (model: ModuleModel, weights: [UInt8]) {
    let id = try modelID(version)
    let row = try Row.fetchOne(database, sql: Self.modelSQL + " AND m.id = ?", arguments: [id])
    let weights = try Data.fetchOne(database, sql: "SELECT weights FROM model WHERE id = ?", arguments: [id])
    guard let row, let weights else { throw CaseError(.badData, "Version \(version) of the model has no trial.") }
    return (try storedModel(row).model, [UInt8](weights))
  }

  /// The model that answers for an outcome, with its weights; `nil` where none does yet.
  public func servingModel(outcome: Outcome) throws -> (model: ModuleModel, weights: [UInt8])? {
    let sql = """
      SELECT m.version FROM model_serving v JOIN model m ON m.id = v.model_id
      WHERE v.kind = 'module_sequences' AND v.outcome = ?
      """
    return try Int.fetchOne(database, sql: sql, arguments: [outcome.description]).map { try model(version: $0) }
  }

  func modelID(_ version: Int) throws -> Int64 {
    let sql = "SELECT id FROM model WHERE kind = 'module_sequences' AND version = ?"
    guard let id = try Int64.fetchOne(database, sql: sql, arguments: [version]) else {
      throw CaseError(
        .noInput, "There is no version \(version) of the module model.",
        advice: "`caseloom module models` shows the versions.")
    }
    return id
  }

  private static let modelSQL = """
    SELECT m.version, m.outcome, m.architecture, m.seed, m.data_hash, m.history_count, m.held_out_count,
      m.hyperparameters, m.figures, m.made_at, p.version AS parent, c.version AS champion, t.held_out_hash,
      t.held_out_count AS tried_count, t.challenger_mse, t.champion_mse, t.is_accepted, t.reason, v.since,
      v.reason AS serving_reason
    FROM model m JOIN model_trial t ON t.challenger_id = m.id LEFT JOIN model p ON p.id = m.parent_id
    LEFT JOIN model c ON c.id = t.champion_id LEFT JOIN model_serving v ON v.model_id = m.id
    WHERE m.kind = 'module_sequences'
    """

  private func storedModel(_ row: Row) throws -> StoredModel {
    let version: Int = row["version"]
    guard let outcome = Outcome(row["outcome"]), let madeAt = Timestamp(row["made_at"] as String) else {
      throw CaseError(
        .badData, "The outcome or the time of version \(version) of the model cannot be read.",
        advice: "Run `caseloom doctor`.")
    }
    let card = ModelCard(
      outcome: outcome, architecture: row["architecture"], seed: UInt64(bitPattern: row["seed"]),
      dataHash: row["data_hash"], historyCount: row["history_count"], heldOutCount: row["held_out_count"],
      parentVersion: row["parent"], hyperparameters: row["hyperparameters"], figures: row["figures"])
    let trial = ModelTrial(
      championVersion: row["champion"], heldOutHash: row["held_out_hash"], heldOutCount: row["tried_count"],
      challengerMSE: row["challenger_mse"], championMSE: row["champion_mse"], isAccepted: row["is_accepted"],
      reason: row["reason"])
    let reason = (row["serving_reason"] as String?).flatMap(ServingReason.init)
    return StoredModel(
      model: ModuleModel(version: version, card: card, madeAt: madeAt), trial: trial,
      serving: reason.map { StoredModel.Serving(since: row["since"], reason: $0) })
  }
}
