import CaseModel
import GRDB

import struct Foundation.Data

/// A cluster with what a list of clusters shows.
public struct ClusterSummary: Sendable {
  public var cluster: Cluster
  public var utterances: Int
  public var sessions: Int
  /// `ClusterTotal.weight`.
  public var weight: Double
  /// Whether the client's last network shows it.
  public var isShown: Bool
  public var decision: Decision?
}

/// A process of a cluster, where it was said.
public struct ClusterProcess: Sendable {
  public var sessionNumber: Int
  public var process: Process
  public var score: Double
  var utteranceID: Int64
}

/// Where a client's running totals stand: by one engine, through one session.
public struct NetworkStand: Sendable {
  public var engine: EngineIdentity
  public var sessionID: Int64
  public var sessionNumber: Int
  public var decisions: NetworkDecisions
}

extension StoreReader {
  /// - Parameter engine: `nil` for the one that made the client's newest network.
  /// - Returns: `nil` where the client has no network yet.
  public func networkStand(of code: String, engine: EngineIdentity? = nil) throws -> NetworkStand? {
    guard let engine = try engine ?? engines(of: code).first else { return nil }
    let sql = """
      SELECT g.through_session_id, s.number FROM network_progress g JOIN engine e ON e.id = g.engine_id
      JOIN session s ON s.id = g.through_session_id WHERE g.client_id = ? AND e.name = ? AND e.version = ?
      """
    guard
      let row = try Row.fetchOne(
        database, sql: sql, arguments: [try clientID(code), engine.name, engine.version])
    else { return nil }
    return NetworkStand(
      engine: engine, sessionID: row[0], sessionNumber: row[1],
      decisions: try decisions(of: code, engine: engine, through: row[0]))
  }

  /// All clusters of the client by one engine, heaviest first, as people named them.
  public func clusters(of code: String, engine: EngineIdentity? = nil) throws -> [ClusterSummary] {
    let clientID = try clientID(code)
    guard let stand = try networkStand(of: code, engine: engine),
      let engineID = try existingEngineID(stand.engine)
    else { return [] }
    let known = try clientClusters(clientID: clientID, engineID: engineID)
    let shown = Set(known.shown)
    return known.profiles.filter { $0.total.utterances > 0 }
      .sorted { ($1.total.weight, $0.cluster.key) < ($0.total.weight, $1.cluster.key) }
      .map { profile in
        ClusterSummary(
          cluster: stand.decisions.named(profile.cluster), utterances: profile.total.utterances,
          sessions: profile.total.sessions, weight: profile.total.weight, isShown: shown.contains(profile.cluster.key),
          decision: stand.decisions.ofClusters[profile.cluster.key]?.decision)
      }
  }

  /// A cluster and the processes in it, in the order they were said.
  public func cluster(_ key: String, of code: String, engine: EngineIdentity? = nil) throws
    -> (ClusterSummary, [ClusterProcess])
  {
    guard let summary = try clusters(of: code, engine: engine).first(where: { $0.cluster.key == key }),
      let stand = try networkStand(of: code, engine: engine)
    else {
      throw CaseError(
        .noInput, "The client has no cluster “\(key)”.", at: "client \(code)",
        advice: "`caseloom cluster list --client \(code)` shows the keys.")
    }
    return (summary, try processes(in: key, of: code, stand: stand, through: stand.sessionID))
  }

  /// The processes in a cluster through a session, in the order they were said; each once.
  public func processes(in cluster: String, of code: String, stand: NetworkStand, through sessionID: Int64) throws
    -> [ClusterProcess]
  {
    let keys = stand.decisions.origins(of: cluster)
    let sql = """
      SELECT k.key, p.utterance_id, s.number, u.turn, p.quote, p.quote_start, p.quote_length, p.valence, p.risk, p.confidence,
        m.score, (SELECT group_concat(dimension) FROM process_dimension d WHERE d.process_id = p.id) AS dimensions, x.steps
      FROM cluster k JOIN engine e ON e.id = k.engine_id JOIN cluster_member m ON m.cluster_id = k.id
      JOIN process p ON p.id = m.process_id LEFT JOIN process_embedding x ON x.process_id = p.id
      JOIN utterance u ON u.id = p.utterance_id JOIN transcript t ON t.id = u.transcript_id
      JOIN session s ON s.id = t.session_id JOIN session last ON last.id = ?
      WHERE k.client_id = ? AND e.name = ? AND e.version = ? AND (s.held_on, s.number) <= (last.held_on, last.number)
        AND k.key IN (\(databaseQuestionMarks(count: keys.count)))
      ORDER BY s.held_on, s.number, u.turn, m.score DESC, k.key
      """
    let arguments =
      StatementArguments([sessionID, try clientID(code)]) + [stand.engine.name, stand.engine.version]
      + StatementArguments(keys)
    var seen: Set<Int64> = []
    return try Row.fetchAll(database, sql: sql, arguments: arguments).compactMap { row -> ClusterProcess? in
      guard stand.decisions.place(row["key"], of: row["utterance_id"]) == cluster,
        seen.insert(row["utterance_id"]).inserted
      else { return nil }
      var process = process(row)
      process.embedding = (row["steps"] as Data?).map { Embedding(bytes: $0) }
      return ClusterProcess(
        sessionNumber: row["number"], process: process, score: row["score"], utteranceID: row["utterance_id"])
    }
  }
}

/// What a stored network rests on.
public struct NetworkGrounds: Sendable {
  /// As of the network's session.
  public var stand: NetworkStand
  /// All clusters that the client had spoken of by then, as people had named them; sorted by key.
  public var clusters: [Cluster]
}

extension StoreReader {
  public func grounds(of network: Network) throws -> NetworkGrounds {
    let sessionID = try sessionID(network.clientCode, network.sessionNumber)
    let decisions = try decisions(of: network.clientCode, engine: network.engine, through: sessionID)
    let sql = """
      SELECT DISTINCT k.key, k.theme, k.valence,
        (SELECT group_concat(dimension) FROM cluster_dimension d WHERE d.cluster_id = k.id) AS dimensions
      FROM cluster k JOIN engine e ON e.id = k.engine_id JOIN cluster_member m ON m.cluster_id = k.id
      JOIN process p ON p.id = m.process_id JOIN annotation a ON a.id = p.annotation_id
      JOIN transcript t ON t.id = a.transcript_id JOIN session s ON s.id = t.session_id JOIN session last ON last.id = ?
      WHERE k.client_id = ? AND e.name = ? AND e.version = ? AND (s.held_on, s.number) <= (last.held_on, last.number)
      """
    let arguments: StatementArguments = [
      sessionID, try clientID(network.clientCode), network.engine.name, network.engine.version,
    ]
    let spoken = try Row.fetchAll(database, sql: sql, arguments: arguments).map { cluster($0) }
    let clusters = (spoken + decisions.parts).filter { decisions.place($0.key) == $0.key }
    let distinct = Dictionary(clusters.map { ($0.key, decisions.named($0)) }, uniquingKeysWith: { first, _ in first })
    return NetworkGrounds(
      stand: NetworkStand(
        engine: network.engine, sessionID: sessionID, sessionNumber: network.sessionNumber, decisions: decisions),
      clusters: distinct.values.sorted { $0.key < $1.key })
  }

  /// What the client's sessions through a network's said, turn by turn, where people decided that it belongs: for resampling.
  public func sessionWords(of grounds: NetworkGrounds, client code: String) throws -> [SessionWords] {
    let (stand, clientID) = (grounds.stand, try clientID(code))
    guard let engineID = try existingEngineID(stand.engine) else { return [] }
    let sessions = try networkSessions(clientID: clientID, engineID: engineID, through: stand.sessionID)
    return try sessions.map { session in
      let number = try Int.fetchOne(database, sql: "SELECT number FROM session WHERE id = ?", arguments: [session.id])
      let memberSQL = """
        SELECT k.key, u.turn, u.id, m.score FROM cluster_member m JOIN cluster k ON k.id = m.cluster_id
        JOIN process p ON p.id = m.process_id JOIN utterance u ON u.id = p.utterance_id
        JOIN transcript t ON t.id = u.transcript_id WHERE t.session_id = ? AND k.engine_id = ? ORDER BY u.turn, k.key
        """
      let memberships = try Row.fetchAll(database, sql: memberSQL, arguments: [session.id, engineID]).map { row in
        ClusterMembership(turn: row[1], clusterKey: stand.decisions.place(row[0], of: row[2]), score: row[3])
      }
      let evidenceSQL = """
        SELECT a.key AS source, b.key AS target, v.*, x.turn AS source_turn, y.turn AS target_turn
        FROM edge_evidence v JOIN cluster a ON a.id = v.source_cluster_id JOIN cluster b ON b.id = v.target_cluster_id
        JOIN utterance x ON x.id = v.source_utterance_id JOIN utterance y ON y.id = v.target_utterance_id
        WHERE v.session_id = ? AND a.engine_id = ? ORDER BY v.id
        """
      let evidence = try Row.fetchAll(database, sql: evidenceSQL, arguments: [session.id, engineID]).map { row in
        var item = storedEvidence(row, pair: ClusterPair(source: row["source"], target: row["target"])).evidence
        item.pair = ClusterPair(
          source: stand.decisions.place(item.pair.source, of: row["source_utterance_id"]),
          target: stand.decisions.place(item.pair.target, of: row["target_utterance_id"]))
        return item
      }.filter { $0.pair.source != $0.pair.target }
      return SessionWords(
        number: number ?? 0, clientTurns: session.clientTurns, memberships: stand.decisions.place(memberships),
        evidence: evidence)
    }
  }
}

extension StoreReader {
  /// Of all processes in clusters, as of a network's session.
  public func embeddings(of keys: [String], _ grounds: NetworkGrounds, client code: String) throws
    -> [String: EmbeddingSum]
  {
    try Dictionary(
      keys.map { key in
        let processes = try processes(in: key, of: code, stand: grounds.stand, through: grounds.stand.sessionID)
        return (key, EmbeddingSum(of: processes.compactMap(\.process.embedding)))
      }, uniquingKeysWith: { first, _ in first })
  }
}

/// What one session said of clusters and pairs.
public struct SessionWords: Sendable {
  public var number: Int
  public var clientTurns: Int
  public var memberships: [ClusterMembership]
  public var evidence: [EdgeEvidence]
}
