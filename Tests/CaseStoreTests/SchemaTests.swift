import Foundation
import GRDB
import Schema
import Testing

@testable import CaseStore

@Suite struct SchemaTests {
  /// The folder of the migrations in the checkout.
  private let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("Migrations").path

  @Test func theListIsTheFoldersFilesInOrderByteForByte() throws {
    let files = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".sql") }.sorted()

    #expect(Schema.migrations.map { $0.name + ".sql" } == files)
    #expect(Schema.migrations.map(\.number) == Array(1...files.count))
    for migration in Schema.migrations {
      let file = URL(fileURLWithPath: folder).appendingPathComponent(migration.name + ".sql")
      #expect(try Data(migration.sql) == Data(contentsOf: file))
      #expect(Int(migration.name.prefix(4)) == migration.number)
    }
  }

  @Test func aNewStoreHasRunAllMigrations() throws {
    let test = try TestStore()

    #expect(try test.number("PRAGMA user_version") == Schema.migrations.count)
    #expect(try test.texts("SELECT name FROM migration ORDER BY number") == Schema.migrations.map(\.name))
    #expect(try test.texts("PRAGMA journal_mode") == ["wal"])
    #expect(try test.number("PRAGMA foreign_keys") == 1)
    #expect(try test.number("PRAGMA secure_delete") == 1)
    #expect(try test.number("PRAGMA synchronous") == 2)
  }

  @Test func everyTableIsStrictButThoseOfFullTextSearch() throws {
    let test = try TestStore()

    let loose = try test.texts("SELECT name FROM pragma_table_list WHERE schema = 'main' AND strict = 0 ORDER BY name")

    #expect(loose.filter { !$0.hasPrefix("utterance_search") } == ["sqlite_schema"])
  }

  @Test func namesAreSingularSnakeCase() throws {
    let test = try TestStore()

    let names = try test.texts(
      """
      SELECT name FROM pragma_table_list WHERE schema = 'main' AND name NOT LIKE 'sqlite_%'
      UNION SELECT c.name FROM pragma_table_list t, pragma_table_info(t.name) c
      WHERE t.schema = 'main' AND t.name NOT LIKE 'sqlite_%' AND t.name NOT LIKE 'utterance_search%'
      """)

    for name in names { #expect(name.allSatisfy { $0.isLowercase || $0 == "_" }) }
  }

  /// Without such an index, every row deleted from the parent scans the whole child table.
  @Test func everyForeignKeyHasAnIndexThatBeginsWithIt() throws {
    let test = try TestStore()
    let missing = try test.store.queue.read { database in
      try String.fetchAll(database, sql: "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table'")
        .flatMap { table in
          let covered = try coveredColumns(database, table)
          return try foreignKeys(database, table).filter { key in
            !covered.contains { $0.count >= key.count && Set($0.prefix(key.count)) == Set(key) }
          }.map { "\(table) (\($0.joined(separator: ", ")))" }
        }
    }

    // Engines are never deleted.
    #expect(missing.filter { !$0.hasSuffix(" (engine_id)") }.sorted() == [])
  }

  /// The columns of every foreign key of a table.
  private func foreignKeys(_ database: Database, _ table: String) throws -> [[String]] {
    let rows = try Row.fetchAll(
      database, sql: "SELECT id, \"from\" AS name FROM pragma_foreign_key_list(?) ORDER BY id, seq", arguments: [table])
    return Dictionary(grouping: rows) { $0["id"] as Int }.values.map { $0.map { $0["name"] as String } }
  }

  /// The columns of every whole index of a table, its primary key among them, in their order.
  private func coveredColumns(_ database: Database, _ table: String) throws -> [[String]] {
    let indexes = try String.fetchAll(
      database, sql: "SELECT name FROM pragma_index_list(?) WHERE partial = 0", arguments: [table])
    let covered = try indexes.map {
      try String.fetchAll(
        database, sql: "SELECT name FROM pragma_index_info(?) ORDER BY seqno", arguments: [$0])
    }
    let primary = try String.fetchAll(
      database, sql: "SELECT name FROM pragma_table_info(?) WHERE pk > 0 ORDER BY pk", arguments: [table])
    return covered + [primary]
  }
}
