import CaseModel
import GRDB

import struct Foundation.Data

/// A session's transcript as the first stage needs it.
public struct AnnotationInput: Sendable {
  public var utterances: [Utterance]
  public var contentHash: String
}

extension StoreReader {
  public func annotationInput(sessionID: Int64) throws -> AnnotationInput {
    let sql = "SELECT content_hash FROM transcript WHERE session_id = ?"
    guard let hash = try String.fetchOne(database, sql: sql, arguments: [sessionID]) else {
      throw CaseError(.noInput, "The session has no transcript any more.")
    }
    return AnnotationInput(utterances: try utterances(sessionID: sessionID), contentHash: hash)
  }

  /// The annotation of a session by one engine, and the hash of what it was made from; `nil` if there is none.
  public func annotation(
    sessionID: Int64, engine: EngineIdentity
  ) throws -> (annotation: Annotation, inputHash: String)? {
    let sql = """
      SELECT a.id, a.input_hash FROM annotation a JOIN transcript t ON t.id = a.transcript_id
      JOIN engine e ON e.id = a.engine_id WHERE t.session_id = ? AND e.name = ? AND e.version = ?
      """
    guard let row = try Row.fetchOne(database, sql: sql, arguments: [sessionID, engine.name, engine.version]) else {
      return nil
    }
    let annotation = Annotation(
      processes: try processes(annotationID: row["id"]), risks: try findings(sessionID: sessionID))
    return (annotation, row["input_hash"])
  }

  /// The dangers that are flagged in the session's transcript, resolved or not, by whichever engine.
  private func findings(sessionID: Int64) throws -> [RiskFinding] {
    let sql = """
      SELECT u.turn, r.risk, r.quote, r.quote_start, r.quote_length FROM risk_flag r
      JOIN utterance u ON u.id = r.utterance_id JOIN transcript t ON t.id = u.transcript_id
      WHERE t.session_id = ? ORDER BY u.turn
      """
    return try Row.fetchAll(database, sql: sql, arguments: [sessionID]).map { row in
      RiskFinding(
        turn: row["turn"], quote: Quote(start: row["quote_start"], length: row["quote_length"], text: row["quote"]),
        risk: Risk(rawValue: row["risk"]) ?? .active)
    }
  }

  private func processes(annotationID: Int64) throws -> [Process] {
    let sql = """
      SELECT u.turn, p.quote, p.quote_start, p.quote_length, p.valence, p.risk, p.confidence, e.steps,
        (SELECT group_concat(dimension) FROM process_dimension d WHERE d.process_id = p.id) AS dimensions
      FROM process p JOIN utterance u ON u.id = p.utterance_id LEFT JOIN process_embedding e ON e.process_id = p.id
      WHERE p.annotation_id = ? ORDER BY u.turn
      """
    return try Row.fetchAll(database, sql: sql, arguments: [annotationID]).map { row in
      var process = process(row)
      process.embedding = (row["steps"] as Data?).map { Embedding(bytes: $0) }
      return process
    }
  }

  func process(_ row: Row) -> Process {
    Process(
      turn: row["turn"], quote: Quote(start: row["quote_start"], length: row["quote_length"], text: row["quote"]),
      dimensions: dimensions(row["dimensions"]), valence: Valence(rawValue: row["valence"]) ?? .neutral,
      risk: Risk(rawValue: row["risk"]) ?? .none, confidence: row["confidence"])
  }

  func dimensions(_ list: String?) -> [Dimension] {
    (list ?? "").split(separator: ",").compactMap { Dimension(rawValue: String($0)) }.sorted()
  }
}

extension StoreWriter {
  func engineID(_ engine: EngineIdentity) throws -> Int64 {
    let sql = "SELECT id FROM engine WHERE name = ? AND version = ?"
    if let id = try Int64.fetchOne(
      database.cachedStatement(sql: sql), arguments: [engine.name, engine.version])
    {
      return id
    }
    try database.execute(
      sql: "INSERT INTO engine (name, version) VALUES (?, ?)", arguments: [engine.name, engine.version])
    return database.lastInsertedRowID
  }

  /// Keeps what an engine found in a session's transcript, in place of what the same engine found before.
  ///
  /// Risk flags are added and raised, never taken back or lowered, and one that a person resolved stays resolved.
  /// - Throws: `CaseError` `.noInput` where there is no transcript, `.internal` for a turn that it does not have.
  public func saveAnnotation(
    _ annotation: Annotation, sessionID: Int64, engine: EngineIdentity, inputHash: String
  ) throws {
    let engineID = try engineID(engine)
    let sql = """
      SELECT t.id AS transcript_id, s.client_id, s.number, c.code FROM transcript t
      JOIN session s ON s.id = t.session_id JOIN client c ON c.id = s.client_id WHERE s.id = ?
      """
    guard let owner = try Row.fetchOne(database, sql: sql, arguments: [sessionID]) else {
      throw CaseError(.noInput, "The session has no transcript any more.")
    }
    let transcriptID: Int64 = owner["transcript_id"]
    try database.execute(
      sql: "DELETE FROM annotation WHERE transcript_id = ? AND engine_id = ?", arguments: [transcriptID, engineID])
    if database.changesCount > 0 {
      // Its memberships went with it: the running totals have to be summed again.
      try database.execute(
        sql: "DELETE FROM network_progress WHERE client_id = ? AND engine_id = ?",
        arguments: [owner["client_id"] as Int64, engineID])
    }
    try database.execute(
      sql: "INSERT INTO annotation (transcript_id, engine_id, input_hash, made_at) VALUES (?, ?, ?, ?)",
      arguments: [transcriptID, engineID, inputHash, now.description])
    let annotationID = database.lastInsertedRowID
    for process in annotation.processes {
      try insert(
        process, annotationID: annotationID, utteranceID: utteranceID(process.turn, transcriptID: transcriptID))
    }
    for finding in annotation.risks {
      try database.cachedStatement(
        sql: """
          INSERT INTO risk_flag
            (client_id, utterance_id, engine_id, risk, quote, quote_start, quote_length, raised_at)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?)
          ON CONFLICT (utterance_id) DO UPDATE SET engine_id = excluded.engine_id, risk = excluded.risk,
            quote = excluded.quote, quote_start = excluded.quote_start, quote_length = excluded.quote_length,
            raised_at = excluded.raised_at
          WHERE risk = 'passive' AND excluded.risk = 'active' AND resolved_at IS NULL
          """
      ).execute(arguments: [
        owner["client_id"] as Int64, try utteranceID(finding.turn, transcriptID: transcriptID), engineID,
        finding.risk.rawValue, finding.quote.text, finding.quote.start, finding.quote.length, now.description,
      ])
    }
    try audit(
      "session.annotate", client: owner["code"], session: owner["number"],
      detail: [
        "engine": engine.description, "processes": String(annotation.processes.count),
        "risks": String(annotation.risks.count),
      ])
  }

  private func utteranceID(_ turn: Int, transcriptID: Int64) throws -> Int64 {
    let sql = "SELECT id FROM utterance WHERE transcript_id = ? AND turn = ?"
    guard let id = try Int64.fetchOne(database.cachedStatement(sql: sql), arguments: [transcriptID, turn]) else {
      throw CaseError(.internal, "An engine speaks of turn \(turn), which the transcript does not have.")
    }
    return id
  }

  private func insert(_ process: Process, annotationID: Int64, utteranceID: Int64) throws {
    try database.cachedStatement(
      sql: """
        INSERT INTO process
          (annotation_id, utterance_id, quote, quote_start, quote_length, valence, risk, confidence)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        """
    ).execute(arguments: [
      annotationID, utteranceID, process.quote.text, process.quote.start, process.quote.length,
      process.valence.rawValue, process.risk.rawValue, process.confidence,
    ])
    let processID = database.lastInsertedRowID
    for dimension in process.dimensions {
      try database.cachedStatement(sql: "INSERT INTO process_dimension (process_id, dimension) VALUES (?, ?)")
        .execute(arguments: [processID, dimension.rawValue])
    }
    if let embedding = process.embedding, !embedding.steps.isEmpty {
      try database.cachedStatement(sql: "INSERT INTO process_embedding (process_id, steps) VALUES (?, ?)")
        .execute(arguments: [processID, embedding.bytes])
    }
  }
}
