import CaseModel
import GRDB

extension StoreWriter {
  /// Keeps what a person says of one client turn, in place of what was said of it before, which stays in the table as revoked.
  ///
  /// - Throws: `CaseError` `.noInput` where there is no such client turn, `.usage` for a process without dimensions.
  public func correctProcess(
    client code: String, session number: Int, turn: Int, isProcess: Bool, dimensions: [Dimension], valence: Valence,
    reason: String
  ) throws {
    let clientID = try reader.clientID(code)
    let sql = """
      SELECT u.speaker FROM utterance u JOIN transcript t ON t.id = u.transcript_id JOIN session s ON s.id = t.session_id
      WHERE s.client_id = ? AND s.number = ? AND u.turn = ?
      """
    guard try String.fetchOne(database, sql: sql, arguments: [clientID, number, turn]) == Speaker.client.rawValue else {
      throw CaseError(
        .noInput, "Turn \(turn) of session \(number) is no turn of the client's.", at: "client \(code)",
        advice: "`caseloom transcript show` lists the turns.")
    }
    guard !isProcess || !dimensions.isEmpty else {
      throw CaseError(.usage, "A process has at least one dimension.")
    }
    let key = "\(number):\(turn)"
    try database.execute(
      sql: """
        UPDATE correction SET revoked_at = ?
        WHERE client_id = ? AND subject = 'process' AND subject_key = ? AND revoked_at IS NULL
        """, arguments: [now.description, clientID, key])
    try database.execute(
      sql: """
        INSERT INTO correction (client_id, subject, subject_key, action, detail, actor, reason, made_at)
        VALUES (?, 'process', ?, ?, json_object('dimensions', ?, 'valence', ?), ?, ?, ?)
        """,
      arguments: [
        clientID, key, isProcess ? "set" : "reject",
        dimensions.sorted().map(\.rawValue).joined(separator: ","), valence.rawValue, author.actor, reason,
        now.description,
      ])
    try audit(
      "process.correct", client: code, session: number,
      detail: ["turn": String(turn), "process": isProcess ? "yes" : "no"])
  }
}

extension StoreReader {
  /// All turns of the clinic that a person has checked, of every client, in the order in which they were checked.
  public func verifiedTurns() throws -> [VerifiedTurn] {
    let sql = """
      SELECT u.text, c.action, c.detail ->> '$.dimensions' AS dimensions, c.detail ->> '$.valence' AS valence
      FROM correction c JOIN session s ON s.client_id = c.client_id JOIN transcript t ON t.session_id = s.id
      JOIN utterance u ON u.transcript_id = t.id AND c.subject_key = s.number || ':' || u.turn
      WHERE c.subject = 'process' AND c.revoked_at IS NULL ORDER BY c.id
      """
    return try Row.fetchAll(database, sql: sql).map { row in
      let isProcess = (row["action"] as String) == "set"
      return VerifiedTurn(
        text: row["text"], isProcess: isProcess, dimensions: isProcess ? dimensions(row["dimensions"]) : [],
        valence: Valence(rawValue: row["valence"] ?? "") ?? .neutral)
    }
  }
}
