import CaseModel
import Crypto
import GRDB
import Schema

/// Numbered SQL files, each run once in a transaction of its own, with its checksum kept in the table `migration`.
enum StoreMigrations {
  /// "CSLM", in SQLite's `application_id`: `file(1)` and we know a store by it.
  static let applicationID: Int32 = 0x4353_4C4D

  struct Applied {
    var number: Int
    var name: String
    var checksum: String
  }

  static var newest: Int { Schema.migrations.last?.number ?? 0 }

  static func checksum(of migration: Migration) -> String {
    SHA256.hash(data: migration.sql).hexadecimal
  }

  static func bringUpToDate(_ queue: DatabaseQueue, path: String, isNew: Bool, now: Timestamp) throws {
    let version = try queue.inDatabase { database in
      try verifyIsStore(database, path: path, isNew: isNew)
    }
    try queue.inDatabase { database in
      // Outside a transaction, as SQLite wants it; a store stays in WAL mode for good, a backup is not in it.
      try database.execute(sql: "PRAGMA journal_mode = WAL")
    }
    if version < newest {
      try queue.write { database in
        // Another process may have been first.
        let current = try schemaVersion(database)
        for migration in Schema.migrations where migration.number > current {
          try apply(migration, to: database, now: now)
        }
        // Weights came with the sixth.
        if current > 0 && current < 6 {
          try StoreWriter(database: database, now: now, author: Author(actor: "migration")).sumAllAgain()
        }
      }
    }
  }

  /// The schema's version, after a look at whether this is a store that this program may open.
  private static func verifyIsStore(_ database: Database, path: String, isNew: Bool) throws -> Int {
    let identifier = try Int32.fetchOne(database, sql: "PRAGMA application_id") ?? 0
    let version = try schemaVersion(database)
    if isNew { return 0 }
    guard identifier == applicationID else {
      throw CaseError(.badData, "This file is not a Caseloom store.", at: path, advice: "Name another with --store.")
    }
    guard version <= newest else {
      throw CaseError(
        .unavailable, "A newer Caseloom made this store (schema \(version); this program knows \(newest)).", at: path,
        advice: "Install that version; the store is left as it is.")
    }
    return version
  }

  private static func schemaVersion(_ database: Database) throws -> Int {
    try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
  }

  private static func apply(_ migration: Migration, to database: Database, now: Timestamp) throws {
    if migration.number == 1 {
      try database.execute(sql: "PRAGMA application_id = \(applicationID)")
      try database.execute(
        sql: """
          CREATE TABLE migration (
            number INTEGER PRIMARY KEY, name TEXT NOT NULL, checksum TEXT NOT NULL, applied_at TEXT NOT NULL
          ) STRICT
          """)
    }
    try database.execute(sql: String(decoding: migration.sql, as: UTF8.self))
    try database.execute(
      sql: "INSERT INTO migration (number, name, checksum, applied_at) VALUES (?, ?, ?, ?)",
      arguments: [migration.number, migration.name, checksum(of: migration), now.description])
    try database.execute(sql: "PRAGMA user_version = \(migration.number)")
  }

  static func applied(_ database: Database) throws -> [Applied] {
    try Row.fetchAll(database, sql: "SELECT number, name, checksum FROM migration ORDER BY number").map {
      Applied(number: $0["number"], name: $0["name"], checksum: $0["checksum"])
    }
  }
}
