import CaseModel
import GRDB

/// A correction with what a list of corrections shows.
public struct CorrectionSummary: Sendable {
  public var id: Int64
  public var clientCode: String
  /// It holds from this session on.
  public var sessionNumber: Int?
  /// `process`, `cluster` or `edge`.
  public var subject: String
  /// Turn and session, a cluster's key, or `source->target`.
  public var key: String
  public var action: String
  public var detail: [String: String]
  public var actor: String
  public var reason: String
  public var madeAt: String
  public var revokedAt: String?
}

/// What people said of turns, as far as it bears on one session.
public struct VerifiedTurns: Sendable {
  public var learned: [VerifiedTurn] = []
  /// Those of the session's own turns.
  public var decided: [Int: VerifiedTurn] = [:]
  /// Row ids of the sessions that the turns are from.
  public var sessions: Set<Int64> = []
}

/// A correction of a network with its place among the sessions.
struct PlacedCorrection {
  var correction: NetworkCorrection
  var sessionNumber: Int
  var day: String
  /// All of it as one text, for hashes.
  var content: String
}

// MARK: Writes

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
    try revoke(subject: "process", key: key, actions: ["set", "reject"], clientID: clientID)
    try insertCorrection(
      clientID: clientID, sessionID: reader.sessionID(code, number), subject: "process", key: key,
      action: isProcess ? "set" : "reject",
      detail: [
        "dimensions": dimensions.sorted().map(\.rawValue).joined(separator: ","), "valence": valence.rawValue,
      ], reason: reason)
    try audit(
      "process.correct", client: code, session: number,
      detail: ["turn": String(turn), "process": isProcess ? "yes" : "no"])
    try enqueueAnnotations(client: code, from: number)
  }

  /// Keeps what a person decides of the client's network, from a session on, in place of what was decided before of the same thing and in
  /// the same way; and queues the network of that session. The clusters' words are kept with it, to find them again by.
  ///
  /// - Throws: `CaseError` `.noInput` for a cluster that the client has not spoken of by that session.
  public func correctNetwork(
    client code: String, session number: Int, _ change: NetworkCorrection.Change, isProposal: Bool = false,
    engine: EngineIdentity? = nil, reason: String
  ) throws {
    let clientID = try reader.clientID(code)
    let sessionID = try reader.sessionID(code, number)
    var anchors = try words(of: change.clusters, client: code, session: (number, sessionID), engine: engine)
    var stored = StoredChange(change)
    if isProposal { stored.detail["proposal"] = "yes" }
    // A later word on the same edge, label or pin replaces the earlier one of that session; merges and splits follow one another.
    if stored.isReplacing {
      try revoke(
        subject: stored.subject, key: stored.key, actions: stored.rivals, clientID: clientID, sessionID: sessionID)
    }
    let id = try insertCorrection(
      clientID: clientID, sessionID: sessionID, subject: stored.subject, key: stored.key, action: stored.action,
      detail: stored.detail, reason: reason)
    if case .split(_, let part, let utterances) = change { anchors[part.key] = utterances.sorted() }
    for (key, utterances) in anchors.sorted(by: { $0.key < $1.key }) {
      for utterance in utterances {
        try database.cachedStatement(
          sql: "INSERT OR IGNORE INTO correction_anchor (correction_id, cluster_key, utterance_id) VALUES (?, ?, ?)"
        ).execute(arguments: [id, key, utterance])
      }
    }
    try audit("\(stored.subject).\(stored.action)", client: code, session: number, detail: ["correction": String(id)])
    try enqueue(.network, sessionID: sessionID)
  }

  private func words(
    of clusters: [String], client code: String, session: (number: Int, id: Int64), engine: EngineIdentity?
  ) throws -> [String: [Int64]] {
    guard var stand = try reader.networkStand(of: code, engine: engine) else {
      throw CaseError(
        .noInput, "The client has no network yet.", at: "client \(code)", advice: "Run `caseloom work` first.")
    }
    stand.decisions = try reader.decisions(of: code, engine: stand.engine, through: session.id)
    return try Dictionary(
      clusters.map { key in
        let words = try reader.processes(in: key, of: code, stand: stand, through: session.id)
        guard !words.isEmpty else {
          throw CaseError(
            .noInput, "By session \(session.number) the client has no cluster “\(key)”.", at: "client \(code)",
            advice: "`caseloom cluster list --client \(code)` shows the keys.")
        }
        return (key, words.map(\.utteranceID))
      }, uniquingKeysWith: { first, _ in first })
  }

  /// Keeps that a person does not want a proposal.
  public func declineProposal(_ id: String, client code: String, session number: Int, reason: String) throws {
    try insertCorrection(
      clientID: try reader.clientID(code), sessionID: try reader.sessionID(code, number), subject: "cluster", key: id,
      action: StoredChange.decline, detail: [:], reason: reason)
    try audit("cluster.decline", client: code, session: number)
  }

  /// Takes a correction back: it stays in the table, and counts no more.
  ///
  /// - Throws: `CaseError` `.noInput` where there is none, `.usage` where it was taken back before.
  public func revokeCorrection(_ id: Int64) throws {
    let sql = """
      SELECT c.subject, c.revoked_at, k.code, s.number FROM correction c JOIN client k ON k.id = c.client_id
      LEFT JOIN session s ON s.id = c.session_id WHERE c.id = ?
      """
    guard let row = try Row.fetchOne(database, sql: sql, arguments: [id]) else {
      throw CaseError(.noInput, "There is no correction \(id).", advice: "`caseloom correction list` shows them.")
    }
    guard row["revoked_at"] == nil else {
      throw CaseError(.usage, "Correction \(id) was taken back already, at \(row["revoked_at"] as String).")
    }
    try database.execute(
      sql: "UPDATE correction SET revoked_at = ? WHERE id = ?", arguments: [now.description, id])
    try audit("correction.revoke", client: row["code"], session: row["number"], detail: ["correction": String(id)])
    guard let number = row["number"] as Int? else { return }
    if row["subject"] == "process" {
      try enqueueAnnotations(client: row["code"], from: number)
    } else {
      try enqueue(.network, sessionID: reader.sessionID(row["code"], number))
    }
  }

  private func revoke(subject: String, key: String, actions: [String], clientID: Int64, sessionID: Int64? = nil) throws
  {
    let list = actions.map { "'\($0)'" }.joined(separator: ", ")
    try database.execute(
      sql: """
        UPDATE correction SET revoked_at = ?1 WHERE client_id = ?2 AND subject = ?3 AND subject_key = ?4
          AND action IN (\(list)) AND revoked_at IS NULL AND (?5 IS NULL OR session_id = ?5)
        """, arguments: [now.description, clientID, subject, key, sessionID])
  }

  @discardableResult
  private func insertCorrection(
    clientID: Int64, sessionID: Int64, subject: String, key: String, action: String, detail: [String: String],
    reason: String
  ) throws -> Int64 {
    try database.execute(
      sql: """
        INSERT INTO correction (client_id, session_id, subject, subject_key, action, detail, actor, reason, made_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        clientID, sessionID, subject, key, action, try DetailText.json(detail), author.actor, reason, now.description,
      ])
    return database.lastInsertedRowID
  }
}

// MARK: Reads

extension StoreReader {
  /// What people said of turns, as far as it bears on one session.
  ///
  /// A session learns from what is known of the client's own sessions through it, whenever that was said; and of other clients from what
  /// was said before the session's day. So a correction reaches no session before it (docs/decisions/0007).
  public func verifiedTurns(for sessionID: Int64) throws -> VerifiedTurns {
    let sql = """
      SELECT s.id AS session_id, u.turn, u.text, c.action, c.detail ->> '$.dimensions' AS dimensions,
        c.detail ->> '$.valence' AS valence
      FROM correction c JOIN session own ON own.id = ?
      JOIN session s ON s.id = c.session_id JOIN transcript t ON t.session_id = s.id
      JOIN utterance u ON u.transcript_id = t.id AND c.subject_key = s.number || ':' || u.turn
      WHERE c.subject = 'process' AND CASE WHEN c.client_id = own.client_id
        THEN c.revoked_at IS NULL AND (s.held_on, s.number) <= (own.held_on, own.number)
        ELSE date(c.made_at) < own.held_on AND (c.revoked_at IS NULL OR date(c.revoked_at) >= own.held_on) END
      ORDER BY c.client_id = own.client_id, c.made_at, s.held_on, s.number, u.turn
      """
    var turns = VerifiedTurns()
    for row in try Row.fetchAll(database.cachedStatement(sql: sql), arguments: [sessionID]) {
      let isProcess = (row["action"] as String) == "set"
      let turn = VerifiedTurn(
        text: row["text"], isProcess: isProcess, dimensions: isProcess ? dimensions(row["dimensions"]) : [],
        valence: Valence(rawValue: row["valence"] ?? "") ?? .neutral)
      turns.learned.append(turn)
      turns.sessions.insert(row["session_id"])
      if row["session_id"] == sessionID { turns.decided[row["turn"]] = turn }
    }
    return turns
  }

  /// What people decided of the client's network, in the order in which it takes effect.
  func networkCorrections(clientID: Int64) throws -> [PlacedCorrection] {
    let sql = """
      SELECT c.*, s.number, s.held_on FROM correction c JOIN session s ON s.id = c.session_id
      WHERE c.client_id = ? AND c.subject IN ('cluster', 'edge') AND c.action <> '\(StoredChange.decline)'
        AND c.revoked_at IS NULL ORDER BY s.held_on, s.number, c.made_at, c.id
      """
    return try Row.fetchAll(database.cachedStatement(sql: sql), arguments: [clientID]).compactMap { row in
      let (key, action): (String, String) = (row["subject_key"], row["action"])
      let detail = try DetailText.fields(row["detail"])
      let id: Int64 = row["id"]
      let moved: Set<Int64> =
        action == Decision.Action.split.rawValue ? try anchors(of: id, cluster: detail["part"] ?? "") : []
      guard let change = StoredChange.change(action: action, key: key, detail: detail, utterances: moved) else {
        throw CaseError(.badData, "Correction \(id) cannot be understood.", advice: "Run `caseloom doctor`.")
      }
      let (actor, reason, madeAt): (String, String, String) = (row["actor"], row["reason"], row["made_at"])
      return PlacedCorrection(
        correction: NetworkCorrection(id: id, change: change, actor: actor, reason: reason),
        sessionNumber: row["number"], day: row["held_on"],
        content: [action, key, row["detail"], actor, reason, madeAt].joined(separator: "\u{1}"))
    }
  }

  private func anchors(of correction: Int64, cluster: String) throws -> Set<Int64> {
    let sql = "SELECT utterance_id FROM correction_anchor WHERE correction_id = ? AND cluster_key = ?"
    return try Int64.fetchSet(database, sql: sql, arguments: [correction, cluster])
  }

  /// What all corrections come to in the client's network through a session (nothing before the first).
  public func decisions(of code: String, engine: EngineIdentity, through sessionID: Int64?) throws -> NetworkDecisions {
    var decisions = NetworkDecisions()
    guard let sessionID else { return decisions }
    let clientID = try clientID(code)
    let corrections = try networkCorrections(clientID: clientID)
    guard !corrections.isEmpty,
      let last = try Row.fetchOne(
        database, sql: "SELECT held_on, number FROM session WHERE id = ?", arguments: [sessionID])
    else { return decisions }
    for item in corrections where (item.day, item.sessionNumber) <= (last["held_on"], last["number"]) {
      let keys = try item.correction.change.clusters.map { key in
        decisions.parts.contains { $0.key == key } ? key : try found(key, item, clientID: clientID, engine: engine)
      }
      decisions.apply(item.correction, to: keys.contains(nil) ? nil : keys.compactMap { $0 })
    }
    return decisions
  }

  /// The key of the cluster that a correction names: the same where the client spoke of it by the correction's session, else the one that
  /// has at least half of the words.
  private func found(_ key: String, _ item: PlacedCorrection, clientID: Int64, engine: EngineIdentity) throws -> String?
  {
    let isKnown = """
      SELECT 1 FROM cluster k JOIN engine e ON e.id = k.engine_id JOIN cluster_member m ON m.cluster_id = k.id
      JOIN process p ON p.id = m.process_id JOIN annotation a ON a.id = p.annotation_id
      JOIN transcript t ON t.id = a.transcript_id JOIN session s ON s.id = t.session_id
      WHERE k.client_id = ? AND e.name = ? AND e.version = ? AND k.key = ? AND (s.held_on, s.number) <= (?, ?) LIMIT 1
      """
    let arguments: StatementArguments = [
      clientID, engine.name, engine.version, key, item.day, item.sessionNumber,
    ]
    if try Int.fetchOne(database.cachedStatement(sql: isKnown), arguments: arguments) != nil { return key }
    let byWords = """
      SELECT k.key, count(*) AS words FROM correction_anchor c JOIN process p ON p.utterance_id = c.utterance_id
      JOIN annotation a ON a.id = p.annotation_id JOIN engine e ON e.id = a.engine_id
      JOIN cluster_member m ON m.process_id = p.id JOIN cluster k ON k.id = m.cluster_id
      WHERE c.correction_id = ? AND c.cluster_key = ? AND e.name = ? AND e.version = ? AND k.client_id = ?
      GROUP BY k.key ORDER BY words DESC, k.key LIMIT 1
      """
    let best = try Row.fetchOne(
      database.cachedStatement(sql: byWords),
      arguments: [item.correction.id, key, engine.name, engine.version, clientID])
    let anchors = try anchors(of: item.correction.id, cluster: key).count
    guard let best, 2 * (best["words"] as Int) >= anchors else { return nil }
    return best["key"]
  }

  /// Row ids of client turns, for splits.
  ///
  /// - Throws: `CaseError` `.noInput` for a turn that is none of the client's.
  public func utteranceIDs(of code: String, turns: [(session: Int, turn: Int)]) throws -> [Int64] {
    let clientID = try clientID(code)
    return try turns.map { session, turn in
      let sql = """
        SELECT u.id FROM utterance u JOIN transcript t ON t.id = u.transcript_id JOIN session s ON s.id = t.session_id
        WHERE s.client_id = ? AND s.number = ? AND u.turn = ? AND u.speaker = 'client'
        """
      guard let id = try Int64.fetchOne(database, sql: sql, arguments: [clientID, session, turn]) else {
        throw CaseError(
          .noInput, "Turn \(turn) of session \(session) is no turn of the client's.", at: "client \(code)",
          advice: "`caseloom cluster show` lists the turns of a cluster.")
      }
      return id
    }
  }

  /// Corrections in the order in which they were made; those that were taken back too when asked for.
  public func corrections(of code: String? = nil, includingRevoked: Bool = false) throws -> [CorrectionSummary] {
    let sql = """
      SELECT c.*, k.code, s.number FROM correction c JOIN client k ON k.id = c.client_id
      LEFT JOIN session s ON s.id = c.session_id
      WHERE k.code = coalesce(?, k.code) AND (? OR c.revoked_at IS NULL) ORDER BY c.id
      """
    return try Row.fetchAll(database, sql: sql, arguments: [code, includingRevoked]).map { row in
      CorrectionSummary(
        id: row["id"], clientCode: row["code"], sessionNumber: row["number"], subject: row["subject"],
        key: row["subject_key"], action: row["action"], detail: try DetailText.fields(row["detail"]),
        actor: row["actor"], reason: row["reason"], madeAt: row["made_at"], revokedAt: row["revoked_at"])
    }
  }

  /// Proposals that people did not want, by id.
  public func declinedProposals(of code: String) throws -> Set<String> {
    let sql = """
      SELECT subject_key FROM correction
      WHERE client_id = ? AND action = '\(StoredChange.decline)' AND revoked_at IS NULL
      """
    return try String.fetchSet(database, sql: sql, arguments: [try clientID(code)])
  }
}
