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
      findings += try queue.read { try migrations($0) + checks($0) }
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
          """),
      DoctorCheck(
        table: "edge", finding: "edge without two votes of its sign that is not a contradicted one",
        sql: """
          SELECT e.id FROM edge e WHERE e.state = 'supported'
          AND (SELECT count(*) FROM edge_vote v WHERE v.edge_id = e.id AND v.sign = e.sign) < 2
          """),
    ] + totals

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

  /// The sessions that a client's running totals count.
  private static let counted = """
    WITH counted AS (
      SELECT g.client_id, g.engine_id, s.id AS session_id
      FROM network_progress g JOIN session through ON through.id = g.through_session_id
      JOIN session s ON s.client_id = g.client_id AND (s.held_on, s.number) <= (through.held_on, through.number)
    )
    """

  private static let rank = "(CASE v.strength WHEN 'weak' THEN 1 WHEN 'moderate' THEN 2 ELSE 3 END)"

  private static let totals = [
    DoctorCheck(
      table: "cluster", finding: "running total that differs from the sum of what it counts",
      sql: """
        \(counted), member AS (
          SELECT m.cluster_id, count(*) AS utterances, count(DISTINCT n.session_id) AS sessions
          FROM counted n JOIN transcript t ON t.session_id = n.session_id
          JOIN annotation a ON a.transcript_id = t.id AND a.engine_id = n.engine_id
          JOIN process p ON p.annotation_id = a.id JOIN cluster_member m ON m.process_id = p.id
          GROUP BY m.cluster_id
        )
        SELECT c.id FROM cluster c JOIN network_progress g ON g.client_id = c.client_id AND g.engine_id = c.engine_id
        LEFT JOIN member r ON r.cluster_id = c.id LEFT JOIN cluster_total k ON k.cluster_id = c.id
        WHERE (coalesce(k.utterances, 0), coalesce(k.sessions, 0)) <> (coalesce(r.utterances, 0), coalesce(r.sessions, 0))
        """),
    DoctorCheck(
      table: "cluster", finding: "running total that differs from the embeddings that it counts",
      sql: """
        \(counted), member AS (
          SELECT m.cluster_id, count(*) AS embeddings, max(length(e.steps)) AS width
          FROM counted n JOIN transcript t ON t.session_id = n.session_id
          JOIN annotation a ON a.transcript_id = t.id AND a.engine_id = n.engine_id
          JOIN process p ON p.annotation_id = a.id JOIN cluster_member m ON m.process_id = p.id
          JOIN process_embedding e ON e.process_id = p.id
          GROUP BY m.cluster_id
        )
        SELECT c.id FROM cluster c JOIN network_progress g ON g.client_id = c.client_id AND g.engine_id = c.engine_id
        LEFT JOIN member r ON r.cluster_id = c.id LEFT JOIN cluster_total k ON k.cluster_id = c.id
        WHERE (coalesce(k.embedding_count, 0), coalesce(length(k.embedding_sum), 0))
          <> (coalesce(r.embeddings, 0), 4 * coalesce(r.width, 0))
        """),
    DoctorCheck(
      table: "cluster", finding: "running total that differs from the evidence that it counts",
      sql: """
        \(counted), difference AS (
          SELECT p.source_cluster_id, p.target_cluster_id, stated_excitatory AS se, stated_inhibitory AS si,
            denied_excitatory AS de, denied_inhibitory AS di, adjacent_excitatory AS ae, adjacent_inhibitory AS ai,
            excitatory_ranks AS er, inhibitory_ranks AS ir
          FROM pair_total p JOIN cluster c ON c.id = p.source_cluster_id
          JOIN network_progress g ON g.client_id = c.client_id AND g.engine_id = c.engine_id
          UNION ALL
          SELECT v.source_cluster_id, v.target_cluster_id,
            -(v.kind = 'stated' AND v.sign = 'excitatory'), -(v.kind = 'stated' AND v.sign = 'inhibitory'),
            -(v.kind = 'denied' AND v.sign = 'excitatory'), -(v.kind = 'denied' AND v.sign = 'inhibitory'),
            -(v.kind = 'adjacent' AND v.sign = 'excitatory'), -(v.kind = 'adjacent' AND v.sign = 'inhibitory'),
            -(v.kind = 'stated' AND v.sign = 'excitatory') * \(rank), -(v.kind = 'stated' AND v.sign = 'inhibitory') * \(rank)
          FROM edge_evidence v JOIN cluster c ON c.id = v.source_cluster_id
          JOIN counted n ON n.session_id = v.session_id AND n.engine_id = c.engine_id
        )
        SELECT source_cluster_id FROM difference GROUP BY source_cluster_id, target_cluster_id
        HAVING sum(se) OR sum(si) OR sum(de) OR sum(di) OR sum(ae) OR sum(ai) OR sum(er) OR sum(ir)
        """),
    DoctorCheck(
      table: "client", finding: "running total that differs from the sessions that it counts",
      sql: """
        \(counted)
        SELECT g.client_id FROM network_progress g WHERE (g.sessions, g.client_turns) <> (
          SELECT count(*), coalesce(sum(t.client_turn_count), 0) FROM counted c
          JOIN network n ON n.session_id = c.session_id AND n.engine_id = c.engine_id AND n.kind = 'client'
            AND n.superseded_at IS NULL
          JOIN transcript t ON t.session_id = c.session_id
          WHERE c.client_id = g.client_id AND c.engine_id = g.engine_id)
        """),
  ]
}
