import CaseModel
import Foundation
import GRDB
import Schema
import Testing

@testable import CaseStore

/// SQL that must be refused, by which kind of constraint.
struct Forbidden: CustomTestStringConvertible, Sendable {
  var sql: String
  var code: ResultCode

  var testDescription: String { sql }

  static let all =
    [
      "UPDATE effectiveness_rating SET effectiveness = 1.01", "UPDATE effectiveness_rating SET effectiveness = -0.01",
      "UPDATE effectiveness_rating SET rated_on = '2026-02-30'", "UPDATE effectiveness_rating SET note = ''",
      "UPDATE effectiveness_rating SET rated_by = ''", "UPDATE model SET version = 0 WHERE id = 1",
      "UPDATE model SET architecture = ''", "UPDATE model SET outcome = '' WHERE id = 2",
      "UPDATE model SET data_hash = ''", "UPDATE model SET history_count = 0, held_out_count = 0",
      "UPDATE model SET held_out_count = history_count + 1", "UPDATE model SET held_out_count = -1",
      "UPDATE model SET parent_id = id", "UPDATE model SET hyperparameters = '{'", "UPDATE model SET figures = ''",
      "UPDATE model SET weights = x''", "UPDATE model_trial SET champion_id = challenger_id",
      "UPDATE model_trial SET held_out_count = -1", "UPDATE model_trial SET challenger_mse = -0.1",
      "UPDATE model_trial SET challenger_mse = NULL", "UPDATE model_trial SET held_out_count = 0",
      "UPDATE model_trial SET champion_mse = -0.1 WHERE id = 2",
      "UPDATE model_trial SET champion_mse = 0.1 WHERE id = 1", "UPDATE model_trial SET is_accepted = 2",
      "UPDATE model_trial SET reason = ''", "UPDATE model_serving SET reason = 'better'",
    ].map { Forbidden(sql: $0, code: .SQLITE_CONSTRAINT_CHECK) }
    + [
      "UPDATE effectiveness_rating SET effectiveness = NULL", "UPDATE model SET weights = NULL",
      "UPDATE model_trial SET held_out_hash = NULL", "UPDATE model_serving SET model_id = NULL",
    ].map { Forbidden(sql: $0, code: .SQLITE_CONSTRAINT_NOTNULL) }
    + [
      "INSERT INTO effectiveness_rating SELECT 9, client_id, rated_on, 0.1, NULL, 'x', '' FROM effectiveness_rating",
      "UPDATE model SET version = 2 WHERE id = 3", "UPDATE model_trial SET challenger_id = 1 WHERE id = 3",
    ].map { Forbidden(sql: $0, code: .SQLITE_CONSTRAINT_UNIQUE) }
    + [
      Forbidden(
        sql: "INSERT INTO model_serving VALUES ('module_sequences', 'PHQ-9', 1, '', 'first')",
        code: .SQLITE_CONSTRAINT_PRIMARYKEY),
      Forbidden(sql: "UPDATE model SET weights = 'text'", code: .SQLITE_CONSTRAINT_DATATYPE),
      Forbidden(sql: "UPDATE effectiveness_rating SET effectiveness = 'x'", code: .SQLITE_CONSTRAINT_DATATYPE),
    ]
    + [
      // Of another outcome, not there, still needed.
      "UPDATE model_serving SET model_id = 3", "UPDATE model_serving SET model_id = 9",
      "UPDATE model SET outcome = 'GAD-7' WHERE id = 2", "DELETE FROM model WHERE id = 2",
      "DELETE FROM model WHERE id = 1", "UPDATE model SET parent_id = 9", "UPDATE model_trial SET champion_id = 9",
      "UPDATE effectiveness_rating SET client_id = 9",
    ].map { Forbidden(sql: $0, code: .SQLITE_CONSTRAINT_FOREIGNKEY) }
}

@Suite struct ModelSchemaTests {
  /// Two versions for PHQ-9, of which the second serves and began with the first's weights; a third for ratings, refused.
  private func store() throws -> TestStore {
    let test = try TestStore.withModules()
    try test.rate(0.5, "K-1", "2026-03-01", note: "n")
    try test.save(newModel(), trial(of: nil))
    try test.save(newModel(parent: 1), trial(of: 1))
    try test.save(newModel(.rating), trial(of: nil, false))
    return test
  }

  @Test(arguments: Forbidden.all) func theTablesRefuse(_ forbidden: Forbidden) throws {
    let test = try store()
    let before = try test.dump()

    let error = #expect(throws: DatabaseError.self) {
      try test.store.queue.write { try $0.execute(sql: forbidden.sql) }
    }

    #expect(error?.extendedResultCode == forbidden.code)
    #expect(try test.dump() == before)
  }

  @Test func ratingsGoWithTheirClient() throws {
    let test = try store()

    try test.store.queue.write { try $0.execute(sql: "DELETE FROM client") }

    #expect(try test.number("SELECT count(*) FROM effectiveness_rating") == 0)
  }

  /// What the sixth version left, with rows in many tables.
  @Test func aStoreOfVersionSixKeepsAllItHolds() throws {
    let test = try TestStore.withModules(clients: ["K-2"])
    for number in 1...3 { try test.addMade(number, "2026-03-0\(number)") }
    try test.store.write(as: anna) { _ = try $0.recordModules(["sleep", "worry"], client: "K-1", session: 1) }
    try test.measure(20, "K-1", "2026-03-01")
    try test.store.close()
    let path = test.store.path
    let old = try DatabaseQueue(path: path)
    try old.inDatabase { try $0.execute(sql: downgrade()) }
    let before = try old.read(kept)
    #expect(try old.read(schema) == freshSchema(6))
    try old.close()

    let store = try CaseStore(opening: path, clock: test.clock.clock)

    #expect(try store.queue.read(kept) == before)
    #expect(before.contains { $0.hasPrefix("retraining: [model_kind:\"module_sequences\" sessions_since:2") })
    #expect(
      Set(before.map { $0.prefix { $0 != ":" } }).isSuperset(of: ["edge", "measure", "module_history", "network"]))
    #expect(try store.queue.read(schema) == freshSchema(7))
    #expect(try store.examine() == [])
    #expect(try store.queue.read { try Int.fetchOne($0, sql: "PRAGMA user_version") } == 7)
  }

  /// Takes what the seventh migration made away, and puts the third's `model` back.
  private func downgrade() throws -> String {
    let third = String(decoding: Schema.migrations[2].sql, as: UTF8.self)
    let start = try #require(third.range(of: "CREATE TABLE model ("))
    let end = try #require(third.range(of: ") STRICT;", range: start.lowerBound..<third.endIndex))
    return """
      DROP TABLE model_serving; DROP TABLE model_trial; DROP TABLE model; DROP TABLE effectiveness_rating;
      \(third[start.lowerBound..<end.upperBound])
      DELETE FROM migration WHERE number = 7; PRAGMA user_version = 6
      """
  }

  private func kept(_ database: Database) throws -> [String] {
    try allRows(database).filter { !$0.hasPrefix("migration:") }
  }

  private func schema(_ database: Database) throws -> [String] {
    try String.fetchAll(
      database,
      sql: "SELECT type || ' ' || name || ' ' || coalesce(sql, '') FROM sqlite_master WHERE name <> 'migration'"
    ).sorted()
  }

  /// What the first migrations make.
  private func freshSchema(_ count: Int) throws -> [String] {
    let fresh = try DatabaseQueue()
    try fresh.inDatabase { database in
      for migration in Schema.migrations.prefix(count) {
        try database.execute(sql: String(decoding: migration.sql, as: UTF8.self))
      }
    }
    return try fresh.read(schema)
  }
}
