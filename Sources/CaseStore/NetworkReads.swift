import CaseModel
import GRDB

/// A network with what a list of networks shows.
public struct NetworkSummary: Sendable {
  public var clientCode: String
  public var sessionNumber: Int
  public var sessionDay: Day
  public var kind: Network.Kind
  public var engine: EngineIdentity
  public var clusters: Int
  public var edges: Int
  public var madeAt: String
  public var isCurrent: Bool
}

extension StoreReader {
  /// A current network of the client.
  ///
  /// - Parameters:
  ///   - number: the session; `nil` for the last that has a network.
  ///   - lastDay: sessions after this day are left out of sight; `nil` for none.
  ///   - engine: `nil` for the one that made the client's newest network.
  /// - Throws: `CaseError` `.noInput` where there is none, saying whether work is still queued.
  public func network(
    of code: String, session number: Int? = nil, through lastDay: Day? = nil, kind: Network.Kind = .client,
    engine: EngineIdentity? = nil
  ) throws -> Network {
    if let number { _ = try sessionID(code, number) }
    let found = try networks(
      of: code, kind: kind, engine: engine,
      which: "AND (:number IS NULL OR s.number = :number) AND (:day IS NULL OR s.held_on <= :day)",
      arguments: ["number": number, "day": lastDay?.description], isLastOnly: true)
    guard let network = found.last else { throw try missingNetwork(code, number, through: lastDay) }
    return network
  }

  /// The client's network before another one of the same series; `nil` where that is the first.
  public func network(before network: Network) throws -> Network? {
    try networks(
      of: network.clientCode, kind: .client, engine: network.engine,
      which: "AND (s.held_on, s.number) < (:day, :number)",
      arguments: ["day": network.sessionDay.description, "number": network.sessionNumber], isLastOnly: true
    ).last
  }

  /// The client's networks after each session, in order: one series.
  ///
  /// - Throws: `CaseError` `.noInput` where there is none.
  public func networkSeries(of code: String, engine: EngineIdentity? = nil) throws -> [Network] {
    let series = try networks(of: code, kind: .client, engine: engine, which: "", arguments: [:], isLastOnly: false)
    guard !series.isEmpty else { throw try missingNetwork(code, nil) }
    return series
  }

  private func networks(
    of code: String, kind: Network.Kind, engine: EngineIdentity?, which: String,
    arguments: [String: (any DatabaseValueConvertible)?], isLastOnly: Bool
  ) throws -> [Network] {
    let clientID = try clientID(code)
    let engineID =
      if let engine { try existingEngineID(engine) } else { try newestEngineID(clientID: clientID) }
    let sql = """
      SELECT n.id, n.clusters_left_out, s.number, s.held_on, e.name, e.version FROM network n
      JOIN session s ON s.id = n.session_id JOIN engine e ON e.id = n.engine_id
      WHERE n.client_id = :client AND n.kind = :kind AND n.superseded_at IS NULL AND n.engine_id = :engine \(which)
      ORDER BY s.held_on DESC, s.number DESC LIMIT \(isLastOnly ? 1 : -1)
      """
    let own: [String: (any DatabaseValueConvertible)?] = [
      "client": clientID, "kind": kind.rawValue, "engine": engineID,
    ]
    let all = own.merging(arguments) { first, _ in first }
    return try Row.fetchAll(database, sql: sql, arguments: StatementArguments(all)).reversed().map { row in
      Network(
        clientCode: code, kind: kind, sessionNumber: row["number"], sessionDay: try day(row["held_on"]),
        engine: EngineIdentity(name: row["name"], version: row["version"]), nodes: try nodes(networkID: row["id"]),
        edges: try edges(networkID: row["id"]), clustersLeftOut: row["clusters_left_out"])
    }
  }

  // MARK: Engines

  func existingEngineID(_ engine: EngineIdentity) throws -> Int64? {
    try Int64.fetchOne(
      database.cachedStatement(sql: "SELECT id FROM engine WHERE name = ? AND version = ?"),
      arguments: [engine.name, engine.version])
  }

  public func hasNetwork(of code: String) throws -> Bool {
    try newestEngineID(clientID: try clientID(code)) != nil
  }

  private func newestEngineID(clientID: Int64) throws -> Int64? {
    try Int64.fetchOne(
      database, sql: "SELECT engine_id FROM network WHERE client_id = ? ORDER BY id DESC LIMIT 1",
      arguments: [clientID])
  }

  /// The engines that made networks of the client, the one of the newest network first.
  public func engines(of code: String) throws -> [EngineIdentity] {
    let sql = """
      SELECT e.name, e.version FROM network n JOIN engine e ON e.id = n.engine_id WHERE n.client_id = ?
      GROUP BY e.id ORDER BY max(n.id) DESC
      """
    return try Row.fetchAll(database, sql: sql, arguments: [try clientID(code)]).map {
      EngineIdentity(name: $0[0], version: $0[1])
    }
  }

  /// The engine that a person means: by its name, or by name and version as `network list` prints them.
  ///
  /// - Throws: `CaseError` `.noInput` where no network of the client is by it.
  public func engine(named name: String, of code: String) throws -> EngineIdentity {
    let engines = try engines(of: code)
    if let engine = engines.first(where: { $0.description == name || $0.name == name }) { return engine }
    let known = engines.map { "“\($0)”" }.joined(separator: ", ")
    throw CaseError(
      .noInput, "No network of the client is by an engine “\(name)”.", at: "client \(code)",
      advice: engines.isEmpty ? "Run `caseloom work` first." : "There are networks by \(known).")
  }

  private func missingNetwork(_ code: String, _ number: Int?, through day: Day? = nil) throws -> CaseError {
    let open = """
      SELECT count(*) FROM job j JOIN session s ON s.id = j.session_id JOIN client c ON c.id = s.client_id
      WHERE c.code = ? AND j.state IN ('queued', 'running')
      """
    let jobs = try Int.fetchOne(database, sql: open, arguments: [code]) ?? 0
    return CaseError(
      .noInput,
      "There is no network yet\(number.map { " of session \($0)" } ?? "")\(day.map { " up to \($0)" } ?? "").",
      at: "client \(code)",
      advice: jobs > 0
        ? "\(jobs) jobs of this client wait: run `caseloom work`, or start the daemon."
        : "Import a transcript of a session first, then run `caseloom work`.")
  }

  private func nodes(networkID: Int64) throws -> [NetworkNode] {
    let sql = """
      SELECT k.key, coalesce(o.theme, k.theme) AS theme, k.valence, o.utterances, o.weight, o.slot,
        (SELECT group_concat(dimension) FROM cluster_dimension d WHERE d.cluster_id = k.id) AS dimensions,
        c.action, c.actor, c.reason
      FROM network_node o JOIN cluster k ON k.id = o.cluster_id LEFT JOIN correction c ON c.id = o.correction_id
      WHERE o.network_id = ? ORDER BY o.weight DESC, k.key
      """
    return try Row.fetchAll(database, sql: sql, arguments: [networkID]).map {
      NetworkNode(
        cluster: cluster($0), utterances: $0["utterances"], weight: $0["weight"], slot: $0["slot"],
        decision: decision($0))
    }
  }

  private func decision(_ row: Row) -> Decision? {
    guard let action = (row["action"] as String?).flatMap({ Decision.Action(rawValue: $0) }) else { return nil }
    return Decision(action: action, actor: row["actor"], reason: row["reason"])
  }

  private func edges(networkID: Int64) throws -> [Edge] {
    let voteSQL = """
      SELECT v.edge_id, v.voter, v.sign, v.strength FROM edge_vote v JOIN edge e ON e.id = v.edge_id
      WHERE e.network_id = ?
      """
    var votes: [Int64: [EdgeVote]] = [:]
    for row in try Row.fetchAll(database, sql: voteSQL, arguments: [networkID]) {
      guard let voter = EdgeVoter(rawValue: row["voter"]), let sign = EdgeSign(rawValue: row["sign"]),
        let strength = EdgeStrength(rawValue: row["strength"])
      else { continue }  // The CHECKs of the table leave nothing else.
      votes[row["edge_id"], default: []].append(EdgeVote(voter: voter, sign: sign, strength: strength))
    }
    let order = EdgeVoter.allCases
    let sql = """
      SELECT e.*, a.key AS source, b.key AS target, c.action, c.actor, c.reason
      FROM edge e JOIN cluster a ON a.id = e.source_cluster_id JOIN cluster b ON b.id = e.target_cluster_id
      LEFT JOIN correction c ON c.id = e.correction_id WHERE e.network_id = ? ORDER BY a.key, b.key
      """
    return try Row.fetchAll(database, sql: sql, arguments: [networkID]).map { row in
      let own = (votes[row["id"]] ?? []).sorted {
        (order.firstIndex(of: $0.voter) ?? 0) < (order.firstIndex(of: $1.voter) ?? 0)
      }
      return Edge(
        pair: ClusterPair(source: row["source"], target: row["target"]),
        sign: EdgeSign(rawValue: row["sign"]) ?? .excitatory,
        strength: EdgeStrength(rawValue: row["strength"]) ?? .weak,
        state: EdgeState(rawValue: row["state"]) ?? .notDiscussed, isInferred: row["is_inferred"], votes: own,
        explanation: row["explanation"], evidenceCount: row["evidence_count"], decision: decision(row))
    }
  }

  /// Networks in order of client and session; superseded ones too when asked for.
  public func networks(of code: String? = nil, includingSuperseded: Bool = false) throws -> [NetworkSummary] {
    if let code { _ = try clientID(code) }
    let sql = """
      SELECT c.code, s.number, s.held_on, n.kind, e.name, e.version, n.made_at, n.superseded_at IS NULL AS is_current,
        (SELECT count(*) FROM network_node o WHERE o.network_id = n.id) AS clusters,
        (SELECT count(*) FROM edge g WHERE g.network_id = n.id) AS edges
      FROM network n JOIN client c ON c.id = n.client_id JOIN session s ON s.id = n.session_id
      JOIN engine e ON e.id = n.engine_id
      WHERE c.code = coalesce(?, c.code) AND (? OR n.superseded_at IS NULL)
      ORDER BY c.code, s.held_on, s.number, n.kind, n.id
      """
    return try Row.fetchAll(database, sql: sql, arguments: [code, includingSuperseded]).map { row in
      NetworkSummary(
        clientCode: row["code"], sessionNumber: row["number"], sessionDay: try day(row["held_on"]),
        kind: Network.Kind(rawValue: row["kind"]) ?? .client,
        engine: EngineIdentity(name: row["name"], version: row["version"]), clusters: row["clusters"],
        edges: row["edges"], madeAt: row["made_at"], isCurrent: row["is_current"])
    }
  }
}
