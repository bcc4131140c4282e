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

/// A cluster with what a list of clusters shows.
public struct ClusterSummary: Sendable {
  public var cluster: Cluster
  public var utterances: Int
  public var sessions: Int
  /// Whether the client's last network shows it.
  public var isShown: Bool
}

/// A process of a cluster, where it was said.
public struct ClusterProcess: Sendable {
  public var sessionNumber: Int
  public var process: Process
  public var score: Double
}

extension StoreReader {
  /// A current network of the client.
  ///
  /// - Parameters:
  ///   - number: the session; `nil` for the last that has a network.
  ///   - engine: `nil` for the one that made the client's newest network.
  /// - Throws: `CaseError` `.noInput` where there is none, saying whether work is still queued.
  public func network(of code: String, session number: Int? = nil, kind: Network.Kind = .client) throws -> Network {
    let clientID = try clientID(code)
    if let number { _ = try sessionID(code, number) }
    let sql = """
      SELECT n.id, n.kind, n.clusters_left_out, s.number, s.held_on, e.name, e.version FROM network n
      JOIN session s ON s.id = n.session_id JOIN engine e ON e.id = n.engine_id
      WHERE n.client_id = ?1 AND n.kind = ?2 AND n.superseded_at IS NULL AND (?3 IS NULL OR s.number = ?3)
        AND n.engine_id = (SELECT engine_id FROM network WHERE client_id = ?1 ORDER BY id DESC LIMIT 1)
      ORDER BY s.held_on DESC, s.number DESC LIMIT 1
      """
    guard let row = try Row.fetchOne(database, sql: sql, arguments: [clientID, kind.rawValue, number]) else {
      throw try missingNetwork(code, number)
    }
    return Network(
      clientCode: code, kind: kind, sessionNumber: row["number"], sessionDay: try day(row["held_on"]),
      engine: EngineIdentity(name: row["name"], version: row["version"]), nodes: try nodes(networkID: row["id"]),
      edges: try edges(networkID: row["id"]), clustersLeftOut: row["clusters_left_out"])
  }

  private func missingNetwork(_ code: String, _ number: Int?) throws -> CaseError {
    let open = """
      SELECT count(*) FROM job j JOIN session s ON s.id = j.session_id JOIN client c ON c.id = s.client_id
      WHERE c.code = ? AND j.state IN ('queued', 'running')
      """
    let jobs = try Int.fetchOne(database, sql: open, arguments: [code]) ?? 0
    return CaseError(
      .noInput, "There is no network yet\(number.map { " of session \($0)" } ?? "").", at: "client \(code)",
      advice: jobs > 0
        ? "\(jobs) jobs of this client wait: run `caseloom work`, or start the daemon."
        : "Import a transcript of a session first, then run `caseloom work`.")
  }

  private func nodes(networkID: Int64) throws -> [NetworkNode] {
    let sql = """
      SELECT k.key, k.theme, k.valence, o.weight, o.slot,
        (SELECT group_concat(dimension) FROM cluster_dimension d WHERE d.cluster_id = k.id) AS dimensions
      FROM network_node o JOIN cluster k ON k.id = o.cluster_id WHERE o.network_id = ?
      ORDER BY o.weight DESC, k.key
      """
    return try Row.fetchAll(database, sql: sql, arguments: [networkID]).map {
      NetworkNode(cluster: cluster($0), weight: $0["weight"], slot: $0["slot"])
    }
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
      SELECT e.*, a.key AS source, b.key AS target FROM edge e JOIN cluster a ON a.id = e.source_cluster_id
      JOIN cluster b ON b.id = e.target_cluster_id WHERE e.network_id = ? ORDER BY a.key, b.key
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
        explanation: row["explanation"])
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

  /// All clusters of the client by the engine of its newest network, heaviest first.
  public func clusters(of code: String) throws -> [ClusterSummary] {
    let sql = """
      SELECT k.key, k.theme, k.valence, t.utterances, t.sessions, t.is_shown,
        (SELECT group_concat(dimension) FROM cluster_dimension d WHERE d.cluster_id = k.id) AS dimensions
      FROM cluster k JOIN cluster_total t ON t.cluster_id = k.id
      WHERE k.client_id = ?1
        AND k.engine_id = (SELECT engine_id FROM network WHERE client_id = ?1 ORDER BY id DESC LIMIT 1)
      ORDER BY t.utterances DESC, k.key
      """
    return try Row.fetchAll(database, sql: sql, arguments: [try clientID(code)]).map { row in
      ClusterSummary(
        cluster: cluster(row), utterances: row["utterances"], sessions: row["sessions"], isShown: row["is_shown"])
    }
  }

  /// A cluster and the processes in it, in the order they were said.
  public func cluster(_ key: String, of code: String) throws -> (ClusterSummary, [ClusterProcess]) {
    guard let summary = try clusters(of: code).first(where: { $0.cluster.key == key }) else {
      throw CaseError(
        .noInput, "The client has no cluster “\(key)”.", at: "client \(code)",
        advice: "`caseloom cluster list --client \(code)` shows the keys.")
    }
    let sql = """
      SELECT s.number, u.turn, p.quote, p.quote_start, p.quote_length, p.valence, p.risk, p.confidence, m.score,
        (SELECT group_concat(dimension) FROM process_dimension d WHERE d.process_id = p.id) AS dimensions
      FROM cluster k JOIN cluster_member m ON m.cluster_id = k.id JOIN process p ON p.id = m.process_id
      JOIN utterance u ON u.id = p.utterance_id JOIN transcript t ON t.id = u.transcript_id
      JOIN session s ON s.id = t.session_id
      WHERE k.client_id = ?1 AND k.key = ?2
        AND k.engine_id = (SELECT engine_id FROM network WHERE client_id = ?1 ORDER BY id DESC LIMIT 1)
      ORDER BY s.held_on, s.number, u.turn
      """
    let processes = try Row.fetchAll(database, sql: sql, arguments: [try clientID(code), key]).map { row in
      ClusterProcess(sessionNumber: row["number"], process: process(row), score: row["score"])
    }
    return (summary, processes)
  }
}
