/// One step of the store's schema. A migration that has shipped is never modified: the store keeps its checksum.
public struct Migration: Sendable {
  /// From 1, without gaps. After it has run, `PRAGMA user_version` says this number.
  public let number: Int
  public let name: String
  public let sql: [UInt8]
}

public enum Schema {
  /// All migrations in order. A test holds this list against the folder's files.
  public static let migrations = [
    Migration(number: 1, name: "0001_cases", sql: PackageResources._001_cases_sql),
    Migration(number: 2, name: "0002_networks", sql: PackageResources._002_networks_sql),
    Migration(number: 3, name: "0003_modules_and_measures", sql: PackageResources._003_modules_and_measures_sql),
    Migration(number: 4, name: "0004_work", sql: PackageResources._004_work_sql),
    Migration(number: 5, name: "0005_embeddings", sql: PackageResources._005_embeddings_sql),
    Migration(number: 6, name: "0006_over_time", sql: PackageResources._006_over_time_sql),
    Migration(number: 7, name: "0007_module_models", sql: PackageResources._007_module_models_sql),
  ]
}
