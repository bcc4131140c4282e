import CaseModel
import GRDB

import struct Foundation.Data

// What running totals are totals of: memberships and evidence, a row each.

/// A session whose rows are summed.
struct SummedSession {
  var id: Int64
  var clientTurns: Int
}

extension StoreReader {
  /// The sessions with a current network of the client, through `last`, in order.
  func networkSessions(clientID: Int64, engineID: Int64, through last: Int64) throws -> [SummedSession] {
    let sql = """
      SELECT s.id, t.client_turn_count FROM network n JOIN session s ON s.id = n.session_id
      JOIN transcript t ON t.session_id = s.id JOIN session p ON p.id = ?
      WHERE n.client_id = ? AND n.engine_id = ? AND n.kind = 'client' AND n.superseded_at IS NULL
        AND (s.held_on, s.number) <= (p.held_on, p.number) ORDER BY s.held_on, s.number
      """
    return try Row.fetchAll(database, sql: sql, arguments: [last, clientID, engineID]).map {
      SummedSession(id: $0[0], clientTurns: $0[1])
    }
  }

  /// The totals of the client's sessions before `link` and of `link` itself, after what was decided through it.
  public func totals(of code: String, engine: EngineIdentity, through link: ChainLink, decisions: NetworkDecisions)
    throws -> NetworkTotals
  {
    let clientID = try clientID(code)
    guard let engineID = try existingEngineID(engine) else { return NetworkTotals() }
    var sessions = try networkSessions(clientID: clientID, engineID: engineID, through: link.sessionID)
    if sessions.last?.id != link.sessionID {
      let sql = "SELECT client_turn_count FROM transcript WHERE session_id = ?"
      let turns = try Int.fetchOne(database, sql: sql, arguments: [link.sessionID]) ?? 0
      sessions.append(SummedSession(id: link.sessionID, clientTurns: turns))
    }
    return try sum(over: sessions, clientID: clientID, engineID: engineID, decisions: decisions)
  }

  /// Sums memberships and evidence of sessions in order, each where people decided that it belongs.
  func sum(over sessions: [SummedSession], clientID: Int64, engineID: Int64, decisions: NetworkDecisions) throws
    -> NetworkTotals
  {
    var bySession = Dictionary(
      uniqueKeysWithValues: sessions.map { ($0.id, NetworkTotals(sessions: 1, clientTurns: $0.clientTurns)) })
    try addMemberships(to: &bySession, clientID: clientID, engineID: engineID, decisions: decisions)
    try addEvidence(to: &bySession, clientID: clientID, engineID: engineID, decisions: decisions)
    return sessions.reduce(into: NetworkTotals()) { totals, session in
      totals += bySession[session.id] ?? NetworkTotals(sessions: 1, clientTurns: session.clientTurns)
    }
  }

  private func addMemberships(
    to bySession: inout [Int64: NetworkTotals], clientID: Int64, engineID: Int64, decisions: NetworkDecisions
  ) throws {
    let sql = """
      SELECT t.session_id, k.key, p.utterance_id, e.steps FROM cluster k JOIN cluster_member m ON m.cluster_id = k.id
      JOIN process p ON p.id = m.process_id JOIN annotation a ON a.id = p.annotation_id
      JOIN transcript t ON t.id = a.transcript_id LEFT JOIN process_embedding e ON e.process_id = p.id
      WHERE k.client_id = ? AND k.engine_id = ?
      """
    struct Membership: Hashable {
      var cluster: String
      var utterance: Int64
    }
    var seen: Set<Membership> = []
    let rows = try Row.fetchCursor(database, sql: sql, arguments: [clientID, engineID])
    while let row = try rows.next() {
      let session: Int64 = row[0]
      let key = decisions.place(row[1], of: row[2])
      // Of merged clusters both may have had the utterance: it counts once.
      guard bySession[session] != nil, seen.insert(Membership(cluster: key, utterance: row[2])).inserted else {
        continue
      }
      var total = bySession[session]?.clusters[key] ?? ClusterTotal(sessions: 1)
      total.utterances += 1
      total.weight += 1
      if let steps = row[3] as Data? { total.embeddings.add(Embedding(bytes: steps)) }
      bySession[session]?.clusters[key] = total
    }
  }

  private func addEvidence(
    to bySession: inout [Int64: NetworkTotals], clientID: Int64, engineID: Int64, decisions: NetworkDecisions
  ) throws {
    let sql = """
      SELECT v.session_id, a.key AS source, b.key AS target, v.source_utterance_id, v.target_utterance_id, v.kind, v.sign,
        v.strength
      FROM cluster a JOIN edge_evidence v ON v.source_cluster_id = a.id JOIN cluster b ON b.id = v.target_cluster_id
      WHERE a.client_id = ? AND a.engine_id = ?
      """
    let rows = try Row.fetchCursor(database, sql: sql, arguments: [clientID, engineID])
    while let row = try rows.next() {
      let session: Int64 = row["session_id"]
      let pair = ClusterPair(
        source: decisions.place(row["source"], of: row["source_utterance_id"]),
        target: decisions.place(row["target"], of: row["target_utterance_id"]))
      guard bySession[session] != nil, pair.source != pair.target, let kind = EdgeEvidence.Kind(rawValue: row["kind"]),
        let sign = EdgeSign(rawValue: row["sign"]), let strength = EdgeStrength(rawValue: row["strength"])
      else { continue }
      bySession[session]?.pairs[pair, default: PairTotal()].add(kind, sign, strength)
    }
  }

  /// What is wrong with the running totals of the store: each must be the sum of the rows that it counts.
  func wrongTotals() throws -> [String] {
    let sql = """
      SELECT c.code, g.client_id, g.engine_id, g.through_session_id, e.name, e.version FROM network_progress g
      JOIN client c ON c.id = g.client_id JOIN engine e ON e.id = g.engine_id ORDER BY c.code, g.engine_id
      """
    return try Row.fetchAll(database, sql: sql).compactMap { row in
      let (clientID, engineID): (Int64, Int64) = (row["client_id"], row["engine_id"])
      let last: Int64 = row["through_session_id"]
      let engine = EngineIdentity(name: row["name"], version: row["version"])
      let running = try clientClusters(clientID: clientID, engineID: engineID).totals
      let summed = try sum(
        over: networkSessions(clientID: clientID, engineID: engineID, through: last), clientID: clientID,
        engineID: engineID, decisions: decisions(of: row["code"], engine: engine, through: last))
      guard running != summed else { return nil }
      return "running total that differs from the sum of what it counts (client \(row["code"] as String))"
    }
  }
}
