import CaseModel
import GRDB

/// A client with what a list of clients shows.
public struct ClientSummary: Sendable {
  public var client: Client
  public var sessions: Int
  public var lastSession: Day?
  public var openRisks: Int
}

/// A session with what a list of sessions shows.
public struct SessionSummary: Sendable {
  public var session: Session
  /// Utterances of its transcript; `nil` without one.
  public var turns: Int?
  /// Processes found; `nil` before the transcript has been annotated.
  public var processes: Int?
  public var hasNetwork: Bool
  public var modules: [String]
  public var measures: [String]
}

// MARK: Reads

extension StoreReader {
  /// The query behind `caseloom client list`.
  public static let clientListSQL = """
    SELECT c.code, c.name, c.birth_year, c.status, c.note, coalesce(s.sessions, 0) AS sessions, s.last_session,
      (SELECT count(*) FROM risk_flag r WHERE r.client_id = c.id AND r.resolved_at IS NULL) AS open_risks
    FROM client c LEFT JOIN (
      SELECT client_id, count(*) AS sessions, max(held_on) AS last_session FROM session GROUP BY client_id
    ) s ON s.client_id = c.id
    ORDER BY c.code
    """

  public func clients() throws -> [ClientSummary] {
    try Row.fetchAll(database, sql: Self.clientListSQL).map(summary)
  }

  public func client(_ code: String) throws -> ClientSummary {
    let sql = "SELECT * FROM (\(Self.clientListSQL)) WHERE code = ?"
    guard let row = try Row.fetchOne(database, sql: sql, arguments: [code]) else { throw unknownClient(code) }
    return summary(row)
  }

  private func summary(_ row: Row) -> ClientSummary {
    let client = Client(
      code: row["code"], name: row["name"], birthYear: row["birth_year"],
      status: Client.Status(rawValue: row["status"]) ?? .active, note: row["note"])
    let last: String? = row["last_session"]
    return ClientSummary(
      client: client, sessions: row["sessions"], lastSession: last.flatMap { Day($0) }, openRisks: row["open_risks"])
  }

  /// A client's sessions in order; all clients' when `code` is `nil`.
  public func sessions(of code: String? = nil) throws -> [SessionSummary] {
    if let code { _ = try clientID(code) }
    let sql = """
      SELECT c.code, s.number, s.held_on, s.therapist, t.utterance_count AS turns,
        (SELECT count(p.id) FROM annotation a LEFT JOIN process p ON p.annotation_id = a.id
         WHERE a.id = (SELECT max(id) FROM annotation WHERE transcript_id = t.id) GROUP BY a.id) AS processes,
        EXISTS (SELECT 1 FROM network n WHERE n.session_id = s.id AND n.superseded_at IS NULL) AS has_network,
        (SELECT group_concat(code, ', ') FROM (
          SELECT m.code FROM module_history h JOIN module m ON m.id = h.module_id
          WHERE h.session_id = s.id ORDER BY h.position)) AS modules,
        (SELECT group_concat(words, ', ') FROM (
          SELECT instrument || ' ' || printf('%g', total) AS words FROM measure
          WHERE session_id = s.id ORDER BY instrument)) AS measures
      FROM session s JOIN client c ON c.id = s.client_id LEFT JOIN transcript t ON t.session_id = s.id
      WHERE c.code = coalesce(?, c.code) ORDER BY c.code, s.held_on, s.number
      """
    return try Row.fetchAll(database, sql: sql, arguments: [code]).map { row in
      SessionSummary(
        session: try session(row), turns: row["turns"], processes: row["processes"], hasNetwork: row["has_network"],
        modules: list(row["modules"]), measures: list(row["measures"]))
    }
  }

  private func session(_ row: Row) throws -> Session {
    Session(clientCode: row["code"], number: row["number"], day: try day(row["held_on"]), therapist: row["therapist"])
  }

  private func list(_ text: String?) -> [String] {
    text.map { $0.components(separatedBy: ", ") } ?? []
  }

  // MARK: Identifiers

  func clientID(_ code: String) throws -> Int64 {
    let statement = try database.cachedStatement(sql: "SELECT id FROM client WHERE code = ?")
    guard let id = try Int64.fetchOne(statement, arguments: [code]) else { throw unknownClient(code) }
    return id
  }

  func sessionID(_ code: String, _ number: Int) throws -> Int64 {
    let clientID = try clientID(code)
    let sql = "SELECT id FROM session WHERE client_id = ? AND number = ?"
    guard let id = try Int64.fetchOne(database, sql: sql, arguments: [clientID, number]) else {
      throw CaseError(
        .noInput, "The client has no session \(number).", at: "client \(code)",
        advice: "`caseloom session list --client \(code)` shows the sessions.")
    }
    return id
  }

  func unknownClient(_ code: String) -> CaseError {
    CaseError(.noInput, "There is no client \(code).", advice: "`caseloom client list` shows the codes.")
  }

  func day(_ text: String) throws -> Day {
    guard let day = Day(text) else {
      throw CaseError(.badData, "The store holds “\(text)” for a day.", advice: "Run `caseloom doctor`.")
    }
    return day
  }

  func timestamp(_ text: String) -> Timestamp? { Timestamp(text) }
}

// MARK: Writes

extension StoreWriter {
  /// - Throws: `CaseError` `.badData` for a code that is taken or no code.
  public func addClient(_ client: Client) throws {
    guard Client.isValidCode(client.code) else {
      throw CaseError(
        .badData, "“\(client.code)” cannot be a client's code.",
        advice: "Use 1 to 64 letters, digits and - _ . and begin with a letter or digit, as in K-014.")
    }
    try database.execute(
      sql: "INSERT INTO client (code, name, birth_year, status, note, created_at) VALUES (?, ?, ?, ?, ?, ?)",
      arguments: [
        client.code, client.name, client.birthYear, client.status.rawValue, client.note, now.description,
      ])
    try audit("client.add", client: client.code)
  }

  /// Replaces what is known about the client with this code.
  public func editClient(_ client: Client) throws {
    let id = try reader.clientID(client.code)
    try database.execute(
      sql: "UPDATE client SET name = ?, birth_year = ?, status = ?, note = ? WHERE id = ?",
      arguments: [client.name, client.birthYear, client.status.rawValue, client.note, id])
    try audit("client.edit", client: client.code)
  }

  /// The client's session with this number, made if it is not there.
  ///
  /// - Parameters:
  ///   - number: `nil` for the one after the last.
  ///   - day: `nil` for the day the session has, or `today` for a new one.
  /// - Throws: `CaseError` `.badData` where the session is there with another day.
  func session(
    client: (id: Int64, code: String), number: Int?, day: Day?, today: Day, therapist: String?
  ) throws -> (id: Int64, number: Int, isNew: Bool) {
    let number =
      try number
      ?? (Int.fetchOne(
        database, sql: "SELECT coalesce(max(number), 0) + 1 FROM session WHERE client_id = ?", arguments: [client.id])
        ?? 1)
    let sql = "SELECT id, held_on FROM session WHERE client_id = ? AND number = ?"
    if let row = try Row.fetchOne(database.cachedStatement(sql: sql), arguments: [client.id, number]) {
      let heldOn: String = row["held_on"]
      if let day, day.description != heldOn {
        throw CaseError(
          .badData, "Session \(number) of client \(client.code) was held on \(heldOn), not on \(day).",
          advice: "Give the date that is right, or another session number.")
      }
      return (row["id"], number, false)
    }
    try database.cachedStatement(
      sql: "INSERT INTO session (client_id, number, held_on, therapist, created_at) VALUES (?, ?, ?, ?, ?)"
    ).execute(arguments: [client.id, number, (day ?? today).description, therapist, now.description])
    return (database.lastInsertedRowID, number, true)
  }
}
