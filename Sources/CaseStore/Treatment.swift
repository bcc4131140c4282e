import CaseModel
import GRDB

/// A module that was delivered in a session.
public struct ModuleDelivery: Sendable {
  public var clientCode: String
  public var sessionNumber: Int
  public var sessionDay: Day
  /// Order within the session, from 1.
  public var position: Int
  public var module: Module
}

/// A measure with where and when it was taken.
public struct TakenMeasure: Sendable {
  public var clientCode: String
  public var sessionNumber: Int?
  public var day: Day
  public var measure: Measure
}

/// What an utterance says of danger, until a person resolves it.
public struct RiskFlag: Sendable {
  public var id: Int64
  public var clientCode: String
  public var sessionNumber: Int
  public var sessionDay: Day
  public var turn: Int
  public var risk: Risk
  public var quote: String
  public var raisedAt: String
  public var resolvedAt: String?
  public var resolvedBy: String?
  public var resolution: String?
}

/// How much has come since a model was trained last.
public struct Retraining: Sendable {
  public var sessionsSince: Int
  /// When the first of them came.
  public var requestedAt: String

  public init(sessionsSince: Int, requestedAt: String) {
    self.sessionsSince = sessionsSince
    self.requestedAt = requestedAt
  }
}

// MARK: Writes

extension StoreWriter {
  /// Brings the module catalogue of the store up to the given one. Modules that are not in it stay.
  public func saveModules(_ modules: [Module]) throws {
    for module in modules {
      try database.execute(
        sql: """
          INSERT INTO module (code, name, summary) VALUES (?, ?, ?)
          ON CONFLICT (code) DO UPDATE SET name = excluded.name, summary = excluded.summary
          """, arguments: [module.code, module.name, module.summary])
    }
    try audit("module.catalogue", detail: ["modules": String(modules.count)])
  }

  /// Records the modules delivered in a session, in order, and marks the module model for retraining.
  ///
  /// The same modules again change nothing.
  /// - Returns: whether anything was recorded.
  /// - Throws: `CaseError` `.badData` for an unknown module, or where the session has other modules and `replacing` is false.
  @discardableResult
  public func recordModules(
    _ codes: [String], client code: String, session number: Int, replacing: Bool = false
  ) throws -> Bool {
    let sessionID = try reader.sessionID(code, number)
    let present = try String.fetchAll(
      database,
      sql: """
        SELECT m.code FROM module_history h JOIN module m ON m.id = h.module_id WHERE h.session_id = ?
        ORDER BY h.position
        """, arguments: [sessionID])
    if codes == present || codes.isEmpty { return false }
    guard present.isEmpty || replacing else {
      throw CaseError(
        .badData, "Session \(number) of client \(code) has modules already: \(present.joined(separator: ", ")).",
        advice: "`caseloom module record --replace` puts others in their place.")
    }
    try database.execute(sql: "DELETE FROM module_history WHERE session_id = ?", arguments: [sessionID])
    for (index, module) in codes.enumerated() {
      guard let id = try Int64.fetchOne(database, sql: "SELECT id FROM module WHERE code = ?", arguments: [module])
      else {
        throw CaseError(
          .badData, "There is no module “\(module)” in the catalogue.",
          advice: "`caseloom module list` shows the modules.")
      }
      try database.execute(
        sql: "INSERT INTO module_history (session_id, position, module_id, recorded_at) VALUES (?, ?, ?, ?)",
        arguments: [sessionID, index + 1, id, now.description])
    }
    try markRetraining(client: code, session: number)
    try audit("module.record", client: code, session: number, detail: ["modules": codes.joined(separator: " ")])
    return true
  }

  /// Records a measure, and marks the module model for retraining where the client has modules, whose outcome it tells.
  ///
  /// The same measure again changes nothing.
  /// - Parameters:
  ///   - day: `nil` for the session's.
  ///   - number: the session it belongs to, if any.
  /// - Returns: whether anything was recorded.
  /// - Throws: `CaseError` `.badData` where another value is recorded for that day and `replacing` is false, or the total is
  ///   no number.
  @discardableResult
  public func recordMeasure(
    _ measure: Measure, client code: String, session number: Int?, day: Day?, replacing: Bool = false
  ) throws -> Bool {
    // Not held against the sum of the items: WHO-5 multiplies, others reverse some of them.
    guard measure.total.isFinite else {
      throw CaseError(.badData, "The total of \(measure.instrument) is not a number.", at: "client \(code)")
    }
    let clientID = try reader.clientID(code)
    let sessionID = try number.map { try reader.sessionID(code, $0) }
    let sessionDay = try sessionID.flatMap {
      try String.fetchOne(database, sql: "SELECT held_on FROM session WHERE id = ?", arguments: [$0])
    }
    let takenOn = day?.description ?? sessionDay ?? now.day.description
    let sql = "SELECT id, total FROM measure WHERE client_id = ? AND instrument = ? AND taken_on = ?"
    if let row = try Row.fetchOne(database, sql: sql, arguments: [clientID, measure.instrument, takenOn]) {
      let items = try Int.fetchAll(
        database, sql: "SELECT score FROM measure_item WHERE measure_id = ? ORDER BY position",
        arguments: [row["id"] as Int64])
      if row["total"] == measure.total && items == measure.items { return false }
      guard replacing else {
        throw CaseError(
          .badData,
          "\(measure.instrument) of client \(code) on \(takenOn) is recorded as \(shortest(row["total"])) already.",
          advice: "`caseloom measure record --replace` puts \(shortest(measure.total)) in its place.")
      }
      try database.execute(sql: "DELETE FROM measure WHERE id = ?", arguments: [row["id"] as Int64])
    }
    try database.execute(
      sql: """
        INSERT INTO measure (client_id, session_id, instrument, taken_on, total, recorded_at) VALUES (?, ?, ?, ?, ?, ?)
        """, arguments: [clientID, sessionID, measure.instrument, takenOn, measure.total, now.description])
    let id = database.lastInsertedRowID
    for (index, score) in measure.items.enumerated() {
      try database.execute(
        sql: "INSERT INTO measure_item (measure_id, position, score) VALUES (?, ?, ?)",
        arguments: [id, index + 1, score])
    }
    if try reader.hasModules(clientID) { try markRetraining(client: code, session: number) }
    try audit("measure.record", client: code, session: number, detail: ["instrument": measure.instrument])
    return true
  }

  /// A person says what was done about a risk flag.
  public func resolveRisk(_ id: Int64, resolution: String) throws {
    let sql = "SELECT c.code, r.resolved_at FROM risk_flag r JOIN client c ON c.id = r.client_id WHERE r.id = ?"
    guard let row = try Row.fetchOne(database, sql: sql, arguments: [id]) else {
      throw CaseError(.noInput, "There is no risk flag \(id).", advice: "`caseloom risk list` shows them.")
    }
    if let at: String = row["resolved_at"] {
      throw CaseError(.usage, "Risk flag \(id) was resolved already, at \(at).")
    }
    try database.execute(
      sql: "UPDATE risk_flag SET resolved_at = ?, resolved_by = ?, resolution = ? WHERE id = ?",
      arguments: [now.description, author.actor, resolution, id])
    try audit("risk.resolve", client: row["code"], detail: ["flag": String(id)])
  }

  /// A number as a person writes it: `14`, `2.5`.
  func shortest(_ number: Double) -> String {
    Int(exactly: number).map(String.init) ?? String(number)
  }
}

// MARK: Reads

extension StoreReader {
  public func modules() throws -> [Module] {
    try Row.fetchAll(database, sql: "SELECT code, name, summary FROM module ORDER BY id").map(module)
  }

  private func module(_ row: Row) -> Module {
    Module(code: row["code"], name: row["name"], summary: row["summary"])
  }

  /// Modules delivered, in order of client, session and position.
  public func moduleHistory(of code: String? = nil) throws -> [ModuleDelivery] {
    if let code { _ = try clientID(code) }
    let sql = """
      SELECT c.code AS client, s.number, s.held_on, h.position, m.code, m.name, m.summary FROM module_history h
      JOIN module m ON m.id = h.module_id JOIN session s ON s.id = h.session_id JOIN client c ON c.id = s.client_id
      WHERE c.code = coalesce(?, c.code) ORDER BY c.code, s.held_on, s.number, h.position
      """
    return try Row.fetchAll(database, sql: sql, arguments: [code]).map { row in
      ModuleDelivery(
        clientCode: row["client"], sessionNumber: row["number"], sessionDay: try day(row["held_on"]),
        position: row["position"], module: module(row))
    }
  }

  func hasModules(_ clientID: Int64) throws -> Bool {
    let sql = """
      SELECT EXISTS (SELECT 1 FROM session s JOIN module_history h ON h.session_id = s.id WHERE s.client_id = ?)
      """
    return try Bool.fetchOne(database.cachedStatement(sql: sql), arguments: [clientID]) ?? false
  }

  /// `nil` where nothing has come since the module model was trained last.
  public func moduleRetraining() throws -> Retraining? {
    try Row.fetchOne(
      database, sql: "SELECT sessions_since, requested_at FROM retraining WHERE model_kind = 'module_sequences'"
    ).map { Retraining(sessionsSince: $0["sessions_since"], requestedAt: $0["requested_at"]) }
  }

  /// Measures in order of client, instrument and day.
  public func measures(of code: String? = nil, instrument: String? = nil) throws -> [TakenMeasure] {
    if let code { _ = try clientID(code) }
    let sql = """
      SELECT c.code, s.number, m.taken_on, m.instrument, m.total,
        (SELECT group_concat(score, ' ') FROM
          (SELECT score FROM measure_item i WHERE i.measure_id = m.id ORDER BY i.position)) AS items
      FROM measure m JOIN client c ON c.id = m.client_id LEFT JOIN session s ON s.id = m.session_id
      WHERE c.code = coalesce(?, c.code) AND m.instrument = coalesce(?, m.instrument)
      ORDER BY c.code, m.instrument, m.taken_on
      """
    return try Row.fetchAll(database, sql: sql, arguments: [code, instrument]).map { row in
      let items: String = row["items"] ?? ""
      return TakenMeasure(
        clientCode: row["code"], sessionNumber: row["number"], day: try day(row["taken_on"]),
        measure: Measure(
          instrument: row["instrument"], items: items.split(separator: " ").compactMap { Int($0) },
          total: row["total"]))
    }
  }

  /// Open flags first, gravest first.
  public func risks(of code: String? = nil, includingResolved: Bool = false) throws -> [RiskFlag] {
    if let code { _ = try clientID(code) }
    let sql = """
      SELECT r.*, c.code, s.number, s.held_on, u.turn FROM risk_flag r JOIN client c ON c.id = r.client_id
      JOIN utterance u ON u.id = r.utterance_id JOIN transcript t ON t.id = u.transcript_id
      JOIN session s ON s.id = t.session_id
      WHERE c.code = coalesce(?, c.code) AND (? OR r.resolved_at IS NULL)
      ORDER BY r.resolved_at IS NOT NULL, r.risk, s.held_on DESC, c.code, s.number, u.turn
      """
    return try Row.fetchAll(database, sql: sql, arguments: [code, includingResolved]).map { row in
      RiskFlag(
        id: row["id"], clientCode: row["code"], sessionNumber: row["number"], sessionDay: try day(row["held_on"]),
        turn: row["turn"], risk: Risk(rawValue: row["risk"]) ?? .active, quote: row["quote"],
        raisedAt: row["raised_at"], resolvedAt: row["resolved_at"], resolvedBy: row["resolved_by"],
        resolution: row["resolution"])
    }
  }
}
