import CaseModel
import GRDB
import Schema

extension CaseStore {
  /// Looks for everything that must never be: damage, dangling references, changed migrations, orphans, quotes that are not
  /// literal, totals that do not add up.
  ///
  /// - Returns: a sentence a finding; none when the store is whole.
  public func examine() throws -> [String] {
    try StoreErrors.translated(path) {
      var findings: [String]
      do {
        findings = try queue.read { try integrity($0) }
      } catch let error as DatabaseError where error.resultCode == .SQLITE_CORRUPT {
        // Thrown by the end of the transaction, too: caught around it.
        return ["damaged: \(error.message ?? "the file cannot be read")"]
      }
      guard findings.isEmpty else { return findings }
      // A statement that writes nothing, but that SQLite takes for a write.
      findings += try queue.write { try searchIndex($0) }
      findings += try queue.read {
        try migrations($0) + checks($0) + StoreReader(database: $0).wrongTotals()
      }
      return findings
    }
  }

  private func checks(_ database: Database) throws -> [String] {
    var findings: [String] = []
    for check in DoctorCheck.all {
      let count = try Int.fetchOne(database, sql: "SELECT count(*) FROM (\(check.sql))") ?? 0
      guard count > 0 else { continue }
      let first = try Row.fetchOne(database, sql: check.sql + " LIMIT 1")
      let identifier = first.map { " (the first: \(check.table) \($0[0] as Int64? ?? 0))" } ?? ""
      findings.append("\(count) × \(check.finding)\(identifier)")
    }
    return findings
  }

  private func integrity(_ database: Database) throws -> [String] {
    let damages = try String.fetchAll(database, sql: "PRAGMA integrity_check(20)").filter { $0 != "ok" }
    // In a damaged file, other statements fail.
    guard damages.isEmpty else { return damages.map { "damaged: \($0)" } }
    let dangling = try Row.fetchAll(database, sql: "PRAGMA foreign_key_check")
    return dangling.prefix(20).map {
      "dangling reference: \($0["table"] as String) row \($0["rowid"] as Int64? ?? 0) names a missing \($0["parent"] as String)"
    }
  }

  private func searchIndex(_ database: Database) throws -> [String] {
    do {
      // Not in integrity_check before SQLite 3.44; an index that lags behind its table fails this.
      try database.execute(
        sql: "INSERT INTO utterance_search (utterance_search, rank) VALUES ('integrity-check', 1)")
      return []
    } catch let error as DatabaseError where error.resultCode == .SQLITE_CORRUPT {
      return ["the search index does not match the utterances"]
    }
  }

  private func migrations(_ database: Database) throws -> [String] {
    let applied = try StoreMigrations.applied(database)
    var findings: [String] = []
    for migration in Schema.migrations {
      guard let row = applied.first(where: { $0.number == migration.number }) else {
        findings.append("migration \(migration.name) is not recorded")
        continue
      }
      if row.checksum != StoreMigrations.checksum(of: migration) {
        findings.append("migration \(migration.name) was made by other SQL than this program's")
      }
    }
    return findings
  }
}

/// A query that returns the rows that must not be; its first column is the row's id.
struct DoctorCheck {
  var table: String
  var finding: String
  var sql: String

  static let all =
    quotes + [
      DoctorCheck(
        table: "transcript", finding: "transcript whose count of utterances is not what it has",
        sql: """
          SELECT t.id FROM transcript t
          WHERE t.utterance_count <> (SELECT count(*) FROM utterance u WHERE u.transcript_id = t.id)
          """),
      DoctorCheck(
        table: "utterance", finding: "utterance out of turn: turns must count 1, 2, 3 …",
        sql: """
          SELECT min(id) FROM utterance GROUP BY transcript_id HAVING min(turn) <> 1 OR max(turn) <> count(*)
          """),
      DoctorCheck(
        table: "process", finding: "process without a dimension",
        sql: "SELECT id FROM process WHERE id NOT IN (SELECT process_id FROM process_dimension)"),
      DoctorCheck(
        table: "process", finding: "process of an utterance that is not the client's",
        sql: """
          SELECT p.id FROM process p JOIN utterance u ON u.id = p.utterance_id WHERE u.speaker <> 'client'
          """),
      DoctorCheck(
        table: "process", finding: "process whose utterance is in another transcript than its annotation",
        sql: """
          SELECT p.id FROM process p JOIN utterance u ON u.id = p.utterance_id
          JOIN annotation a ON a.id = p.annotation_id WHERE u.transcript_id <> a.transcript_id
          """),
      DoctorCheck(
        table: "cluster", finding: "cluster with processes of another client",
        sql: """
          SELECT DISTINCT c.id FROM cluster_member m JOIN cluster c ON c.id = m.cluster_id
          JOIN process p ON p.id = m.process_id JOIN utterance u ON u.id = p.utterance_id
          JOIN transcript t ON t.id = u.transcript_id JOIN session s ON s.id = t.session_id
          WHERE s.client_id <> c.client_id
          """),
      DoctorCheck(
        table: "network", finding: "network of a session that is another client's",
        sql: """
          SELECT n.id FROM network n JOIN session s ON s.id = n.session_id WHERE s.client_id <> n.client_id
          """),
      DoctorCheck(
        table: "edge", finding: "edge that claims the client's words and has none",
        sql: """
          SELECT e.id FROM edge e JOIN network n ON n.id = e.network_id
          WHERE n.superseded_at IS NULL AND e.is_inferred = 0 AND NOT EXISTS (
            SELECT 1 FROM edge_evidence v WHERE v.source_cluster_id = e.source_cluster_id
            AND v.target_cluster_id = e.target_cluster_id AND v.kind IN ('stated', 'denied'))
          -- Words go with clusters that were merged or split; what they add up to is checked by the running totals.
          AND NOT EXISTS (SELECT 1 FROM correction c WHERE c.client_id = n.client_id AND c.action IN ('merge', 'split'))
          """),
      DoctorCheck(
        table: "edge", finding: "edge without two votes of its sign that is not a contradicted one",
        sql: """
          SELECT e.id FROM edge e WHERE e.state = 'supported' AND e.correction_id IS NULL
          AND (SELECT count(*) FROM edge_vote v WHERE v.edge_id = e.id AND v.sign = e.sign) < 2
          """),
    ] + models

  /// Which model serves, and why, is told by the trials.
  private static let models = [
    DoctorCheck(
      table: "model", finding: "model without a trial",
      sql: "SELECT id FROM model WHERE id NOT IN (SELECT challenger_id FROM model_trial)"),
    DoctorCheck(
      table: "model", finding: "model that serves, and that no trial accepted",
      sql: """
        SELECT v.model_id FROM model_serving v
        WHERE v.model_id NOT IN (SELECT challenger_id FROM model_trial WHERE is_accepted)
        """),
    DoctorCheck(
      table: "model", finding: "accepted model for an outcome for which none serves",
      sql: """
        SELECT m.id FROM model m JOIN model_trial t ON t.challenger_id = m.id AND t.is_accepted
        WHERE NOT EXISTS (SELECT 1 FROM model_serving v WHERE v.kind = m.kind AND v.outcome = m.outcome)
        """),
    DoctorCheck(
      table: "model_trial", finding: "trial against a model for another outcome",
      sql: """
        SELECT t.id FROM model_trial t JOIN model m ON m.id = t.challenger_id JOIN model c ON c.id = t.champion_id
        WHERE (m.kind, m.outcome) <> (c.kind, c.outcome)
        """),
  ]

  /// Every place that keeps a quote keeps it literally.
  private static let quotes = [
    ("process", "utterance_id", "quote"), ("risk_flag", "utterance_id", "quote"),
    ("edge_evidence", "source_utterance_id", "source_quote"), ("edge_evidence", "target_utterance_id", "target_quote"),
  ].map { table, utterance, quote in
    DoctorCheck(
      table: table, finding: "\(quote.replacing("_", with: " ")) in \(table) that is not literally in its utterance",
      sql: """
        SELECT q.id FROM \(table) q LEFT JOIN utterance u ON u.id = q.\(utterance)
        WHERE substr(u.text, q.\(quote)_start + 1, q.\(quote)_length) IS NOT q.\(quote)
        """)
  }
}
