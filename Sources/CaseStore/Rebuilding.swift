import CaseModel
import GRDB

/// What a table of a client's series holds in the store and in a rebuild of it.
public struct SeriesDifference: Sendable {
  /// What differs, in words: `edges`.
  public var subject: String
  public var onlyInStore: Int
  public var onlyInRebuild: Int
  /// The first session with a difference; `nil` where it is of the client as a whole.
  public var firstSession: Int?
}

extension CaseStore {
  /// A store in memory with what the client's networks are made from, and jobs to make them. Nothing of it reaches a disk.
  ///
  /// It holds the client's sessions and corrections, and of other clients only the turns that people corrected.
  public func rebuildingCopy(of code: String, author: Author) throws -> CaseStore {
    _ = try read { try $0.clientID(code) }
    let copy = try CaseStore(inMemory: clock)
    try copy.attach(self)
    try copy.write(as: author) { writer in
      let own = "(SELECT id FROM original.client WHERE code = ?1)"
      let checked = "(SELECT session_id FROM original.correction WHERE subject = 'process')"
      for sql in [
        """
        INSERT INTO main.client SELECT * FROM original.client
        WHERE code = ?1 OR id IN (SELECT client_id FROM original.correction WHERE subject = 'process')
        """,
        "INSERT INTO main.session SELECT * FROM original.session WHERE client_id = \(own) OR id IN \(checked)",
        """
        INSERT INTO main.transcript SELECT * FROM original.transcript WHERE session_id IN (SELECT id FROM main.session)
          AND ?1 IS NOT NULL
        """,
        """
        INSERT INTO main.utterance SELECT u.* FROM original.utterance u JOIN main.transcript t ON t.id = u.transcript_id
        JOIN main.session s ON s.id = t.session_id
        WHERE s.client_id = \(own) OR EXISTS (SELECT 1 FROM original.correction c
          WHERE c.session_id = s.id AND c.subject = 'process' AND c.subject_key = s.number || ':' || u.turn)
        """,
        """
        INSERT INTO main.correction SELECT * FROM original.correction WHERE client_id = \(own) OR subject = 'process'
        """,
        """
        INSERT INTO main.correction_anchor SELECT a.* FROM original.correction_anchor a
        JOIN main.correction c ON c.id = a.correction_id WHERE ?1 IS NOT NULL
        """,
      ] {
        try writer.database.execute(sql: sql, arguments: [code])
      }
      try writer.enqueueAnnotations(client: code)
      try writer.audit("network.rebuild", client: code)
    }
    return copy
  }

  /// Where a client's series in the store differs from the one that a copy made anew; empty where nowhere.
  ///
  /// - Parameter copy: of ``rebuildingCopy(of:author:)``, its jobs done.
  public func differences(from copy: CaseStore, of code: String, engine: EngineIdentity) throws -> [SeriesDifference] {
    try copy.read { reader in
      try SeriesRows.all.compactMap { rows in
        let arguments: StatementArguments = ["client": code, "name": engine.name, "version": engine.version]
        func missing(_ left: String, _ right: String) throws -> (count: Int, first: Int?) {
          let sql = "\(rows.sql(in: left)) EXCEPT \(rows.sql(in: right))"
          let row = try Row.fetchOne(
            reader.database, sql: "SELECT count(*), min(number) FROM (\(sql))", arguments: arguments)
          return (row?[0] ?? 0, row?[1])
        }
        let (gone, new) = (try missing("original", "main"), try missing("main", "original"))
        guard gone.count + new.count > 0 else { return nil }
        return SeriesDifference(
          subject: rows.subject, onlyInStore: gone.count, onlyInRebuild: new.count,
          firstSession: [gone.first, new.first].compactMap { $0 }.min())
      }
    }
  }
}

extension StoreWriter {
  /// Has everything that an engine made of a client made anew. What is there stays until then; networks are superseded, not overwritten.
  public func makeAnew(client code: String, engine: EngineIdentity) throws {
    let arguments: StatementArguments = [try reader.clientID(code), try engineID(engine)]
    try database.execute(
      sql: """
        UPDATE annotation SET input_hash = '' WHERE engine_id = ?2 AND transcript_id IN (
          SELECT t.id FROM transcript t JOIN session s ON s.id = t.session_id WHERE s.client_id = ?1)
        """, arguments: arguments)
    try database.execute(
      sql: "UPDATE network SET input_hash = '' WHERE client_id = ?1 AND engine_id = ?2 AND superseded_at IS NULL",
      arguments: arguments)
    try enqueueAnnotations(client: code)
    try audit("network.rebuild", client: code, detail: ["engine": engine.description])
  }
}

/// The rows of a client's series that a rebuild must give again, by names that do not depend on row ids.
private struct SeriesRows {
  var subject: String
  /// With `$` for the schema; the first column is the session's number, or `NULL`.
  var text: String

  func sql(in schema: String) -> String { text.replacing("$", with: schema) }

  private static let cluster = """
    $.cluster k JOIN $.client c ON c.id = k.client_id AND c.code = :client
    JOIN $.engine e ON e.id = k.engine_id AND e.name = :name AND e.version = :version
    """
  private static let annotation = """
    $.annotation a JOIN $.transcript t ON t.id = a.transcript_id JOIN $.session s ON s.id = t.session_id
    JOIN $.client c ON c.id = s.client_id AND c.code = :client
    JOIN $.engine e ON e.id = a.engine_id AND e.name = :name AND e.version = :version
    """
  private static let network = """
    $.network n JOIN $.session s ON s.id = n.session_id JOIN $.client c ON c.id = n.client_id AND c.code = :client
    JOIN $.engine e ON e.id = n.engine_id AND e.name = :name AND e.version = :version AND n.superseded_at IS NULL
    """

  static let all = [
    SeriesRows(subject: "annotations", text: "SELECT s.number AS number, a.input_hash FROM \(annotation)"),
    SeriesRows(
      subject: "processes",
      text: """
        SELECT s.number AS number, u.turn, p.quote, p.quote_start, p.quote_length, p.valence, p.risk, p.confidence, x.steps,
          (SELECT group_concat(dimension) FROM (SELECT dimension FROM $.process_dimension d WHERE d.process_id = p.id
            ORDER BY dimension))
        FROM \(annotation) JOIN $.process p ON p.annotation_id = a.id JOIN $.utterance u ON u.id = p.utterance_id
        LEFT JOIN $.process_embedding x ON x.process_id = p.id
        """),
    SeriesRows(
      subject: "memberships",
      text: """
        SELECT s.number AS number, u.turn, k.key, k.theme, k.valence, m.score
        FROM \(annotation) JOIN $.process p ON p.annotation_id = a.id JOIN $.utterance u ON u.id = p.utterance_id
        JOIN $.cluster_member m ON m.process_id = p.id JOIN $.cluster k ON k.id = m.cluster_id
        """),
    SeriesRows(
      subject: "pieces of evidence",
      text: """
        SELECT s.number AS number, k.key, b.key, v.kind, v.sign, v.strength, v.source_quote, v.source_quote_start,
          v.target_quote, v.target_quote_start, v.connective, x.turn, y.turn
        FROM \(cluster) JOIN $.edge_evidence v ON v.source_cluster_id = k.id JOIN $.cluster b ON b.id = v.target_cluster_id
        JOIN $.session s ON s.id = v.session_id JOIN $.utterance x ON x.id = v.source_utterance_id
        JOIN $.utterance y ON y.id = v.target_utterance_id
        """),
    SeriesRows(
      subject: "networks",
      text: "SELECT s.number AS number, n.kind, n.input_hash, n.clusters_left_out FROM \(network)"),
    SeriesRows(
      subject: "clusters of networks",
      text: """
        SELECT s.number AS number, n.kind, k.key, o.utterances, o.weight, o.slot, coalesce(o.theme, k.theme), o.correction_id
        FROM \(network) JOIN $.network_node o ON o.network_id = n.id JOIN $.cluster k ON k.id = o.cluster_id
        """),
    SeriesRows(
      subject: "edges",
      text: """
        SELECT s.number AS number, n.kind, k.key, b.key, g.sign, g.strength, g.state, g.is_inferred, g.explanation,
          g.evidence_count, g.correction_id
        FROM \(network) JOIN $.edge g ON g.network_id = n.id JOIN $.cluster k ON k.id = g.source_cluster_id
        JOIN $.cluster b ON b.id = g.target_cluster_id
        """),
    SeriesRows(
      subject: "votes",
      text: """
        SELECT s.number AS number, n.kind, k.key, b.key, v.voter, v.sign, v.strength
        FROM \(network) JOIN $.edge g ON g.network_id = n.id JOIN $.edge_vote v ON v.edge_id = g.id
        JOIN $.cluster k ON k.id = g.source_cluster_id JOIN $.cluster b ON b.id = g.target_cluster_id
        """),
    SeriesRows(
      subject: "running totals",
      text: """
        SELECT NULL AS number, k.key, o.utterances, o.sessions, o.weight, o.slot, o.is_shown, o.embedding_count,
          o.embedding_sum
        FROM \(cluster) JOIN $.cluster_total o ON o.cluster_id = k.id
        """),
  ]
}
