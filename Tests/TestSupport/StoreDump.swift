import GRDB

/// A store's content, to compare two stores row for row.
public enum StoreDump {
  /// When something happened and how often it was tried differ between runs that mean the same.
  public static let volatile: Set<String> = [
    "at", "created_at", "imported_at", "made_at", "raised_at", "recorded_at", "requested_at", "applied_at", "run_after",
    "finished_at", "interruptions", "lease_holder", "lease_until",
  ]

  /// A line a row, table by table in order of name and row: ids included.
  public static func rows(of path: String) throws -> [String] {
    var configuration = Configuration()
    configuration.readonly = true
    let queue = try DatabaseQueue(path: path, configuration: configuration)
    return try queue.read { database in
      let names = try String.fetchAll(
        database,
        sql: """
          SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'
          AND name NOT LIKE 'utterance_search%' ORDER BY name
          """)
      return try names.flatMap { name in
        let columns = try database.columns(in: name).map(\.name).filter { !volatile.contains($0) }
        let list = columns.map { "\"\($0)\"" }.joined(separator: ", ")
        return try Row.fetchAll(database, sql: "SELECT \(list) FROM \"\(name)\" ORDER BY \(list)").map { row in
          name + " " + row.map { "\($0)=\($1)" }.joined(separator: " ")
        }
      }
    }
  }
}
