import CaseModel
import GRDB

/// What stages 2 and 3 make of one session, ready to be kept.
public struct SessionResult: Sendable {
  public var clusters: [Cluster]
  public var memberships: [ClusterMembership]
  public var evidence: [EdgeEvidence]
  /// The totals of this session alone.
  public var totals: NetworkTotals

  public init(
    clusters: [Cluster], memberships: [ClusterMembership], evidence: [EdgeEvidence], totals: NetworkTotals
  ) {
    self.clusters = clusters
    self.memberships = memberships
    self.evidence = evidence
    self.totals = totals
  }
}

/// A piece of evidence with the session it comes from.
public struct StoredEvidence: Sendable {
  public var sessionNumber: Int
  public var evidence: EdgeEvidence
}

// MARK: Writes

extension StoreWriter {
  /// Keeps the clusters, memberships and evidence of one session, in place of what the same engine made before.
  ///
  /// Call ``clientClusters(of:engine:through:)`` first: it sets the totals back to before the session.
  public func saveSessionResult(_ result: SessionResult, sessionID: Int64, client code: String, engine: EngineIdentity)
    throws
  {
    let clientID = try reader.clientID(code)
    let engineID = try engineID(engine)
    try database.execute(
      sql: """
        DELETE FROM edge_evidence WHERE session_id = ? AND source_cluster_id IN
          (SELECT id FROM cluster WHERE client_id = ? AND engine_id = ?)
        """, arguments: [sessionID, clientID, engineID])
    try database.execute(
      sql: """
        DELETE FROM cluster_member WHERE process_id IN (
          SELECT p.id FROM process p JOIN annotation a ON a.id = p.annotation_id
          JOIN transcript t ON t.id = a.transcript_id WHERE t.session_id = ? AND a.engine_id = ?)
        """, arguments: [sessionID, engineID])
    let clusterIDs = try upsert(result.clusters, clientID: clientID, engineID: engineID)
    let turns = try rowIDs(
      """
      SELECT u.turn, u.id FROM utterance u JOIN transcript t ON t.id = u.transcript_id WHERE t.session_id = ?
      """, [sessionID])
    let processes = try rowIDs(
      """
      SELECT u.turn, p.id FROM process p JOIN utterance u ON u.id = p.utterance_id
      JOIN annotation a ON a.id = p.annotation_id JOIN transcript t ON t.id = a.transcript_id
      WHERE t.session_id = ? AND a.engine_id = ?
      """, [sessionID, engineID])
    for membership in result.memberships {
      try database.cachedStatement(
        sql: "INSERT INTO cluster_member (cluster_id, process_id, score) VALUES (?, ?, ?)"
      ).execute(arguments: [
        clusterIDs[membership.clusterKey], processes[membership.turn], membership.score,
      ])
    }
    for item in result.evidence {
      try insert(item, sessionID: sessionID, clusterIDs: clusterIDs, turns: turns)
    }
  }

  private func rowIDs(_ sql: String, _ arguments: StatementArguments) throws -> [Int: Int64] {
    let rows = try Row.fetchAll(database.cachedStatement(sql: sql), arguments: arguments)
    return Dictionary(uniqueKeysWithValues: rows.map { ($0[0], $0[1]) })
  }

  private func upsert(_ clusters: [Cluster], clientID: Int64, engineID: Int64) throws -> [String: Int64] {
    for cluster in clusters {
      try database.cachedStatement(
        sql: """
          INSERT INTO cluster (client_id, engine_id, key, theme, valence) VALUES (?, ?, ?, ?, ?)
          ON CONFLICT DO NOTHING
          """
      ).execute(arguments: [clientID, engineID, cluster.key, cluster.theme, cluster.valence.rawValue])
      guard database.changesCount == 1 else { continue }
      let id = database.lastInsertedRowID
      for dimension in cluster.dimensions {
        try database.cachedStatement(sql: "INSERT INTO cluster_dimension (cluster_id, dimension) VALUES (?, ?)")
          .execute(arguments: [id, dimension.rawValue])
      }
    }
    return try clusterIDs(clientID: clientID, engineID: engineID)
  }

  private func clusterIDs(clientID: Int64, engineID: Int64) throws -> [String: Int64] {
    let sql = "SELECT key, id FROM cluster WHERE client_id = ? AND engine_id = ?"
    let rows = try Row.fetchAll(database.cachedStatement(sql: sql), arguments: [clientID, engineID])
    return Dictionary(uniqueKeysWithValues: rows.map { ($0[0], $0[1]) })
  }

  private func insert(
    _ item: EdgeEvidence, sessionID: Int64, clusterIDs: [String: Int64], turns: [Int: Int64]
  ) throws {
    try database.cachedStatement(
      sql: """
        INSERT INTO edge_evidence (
          session_id, source_cluster_id, target_cluster_id, kind, sign,
          source_utterance_id, source_quote, source_quote_start, source_quote_length,
          target_utterance_id, target_quote, target_quote_start, target_quote_length, connective, strength)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """
    ).execute(arguments: [
      sessionID, clusterIDs[item.pair.source], clusterIDs[item.pair.target], item.kind.rawValue, item.sign.rawValue,
      turns[item.sourceTurn], item.sourceQuote.text, item.sourceQuote.start, item.sourceQuote.length,
      turns[item.targetTurn], item.targetQuote.text, item.targetQuote.start, item.targetQuote.length, item.connective,
      item.strength.rawValue,
    ])
  }

  /// Keeps the networks of a session and of the client up to it, and moves the running totals on to that session.
  ///
  /// A network that is there already is superseded, not overwritten.
  public func saveNetworks(
    session: Network, client: Network, sessionID: Int64, inputHash: String, totals: NetworkTotals
  ) throws {
    let clientID = try reader.clientID(client.clientCode)
    let engineID = try engineID(client.engine)
    let clusterIDs = try clusterIDs(clientID: clientID, engineID: engineID)
    for network in [session, client] {
      try database.cachedStatement(
        sql: """
          UPDATE network SET superseded_at = ?
          WHERE session_id = ? AND kind = ? AND engine_id = ? AND superseded_at IS NULL
          """
      ).execute(arguments: [now.description, sessionID, network.kind.rawValue, engineID])
      try insert(
        network, clientID: clientID, sessionID: sessionID, engineID: engineID, inputHash: inputHash,
        clusterIDs: clusterIDs)
    }
    try addTotals(
      totals, clientID: clientID, engineID: engineID, sessionID: sessionID, clusterIDs: clusterIDs,
      shown: client.nodes)
    try audit(
      "network.make", client: client.clientCode, session: client.sessionNumber,
      detail: [
        "engine": client.engine.description, "clusters": String(client.nodes.count),
        "edges": String(client.edges.count),
      ])
  }

  private func insert(
    _ network: Network, clientID: Int64, sessionID: Int64, engineID: Int64, inputHash: String,
    clusterIDs: [String: Int64]
  ) throws {
    try database.cachedStatement(
      sql: """
        INSERT INTO network (client_id, session_id, kind, engine_id, input_hash, clusters_left_out, made_at)
        VALUES (?, ?, ?, ?, ?, ?, ?)
        """
    ).execute(arguments: [
      clientID, sessionID, network.kind.rawValue, engineID, inputHash, network.clustersLeftOut, now.description,
    ])
    let networkID = database.lastInsertedRowID
    for node in network.nodes {
      try database.cachedStatement(
        sql: "INSERT INTO network_node (network_id, cluster_id, weight, slot) VALUES (?, ?, ?, ?)"
      ).execute(arguments: [networkID, clusterIDs[node.cluster.key], node.weight, node.slot])
    }
    for edge in network.edges {
      try database.cachedStatement(
        sql: """
          INSERT INTO edge
            (network_id, source_cluster_id, target_cluster_id, sign, strength, state, is_inferred, explanation)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?)
          """
      ).execute(arguments: [
        networkID, clusterIDs[edge.pair.source], clusterIDs[edge.pair.target], edge.sign.rawValue,
        edge.strength.rawValue, edge.state.rawValue, edge.isInferred, edge.explanation,
      ])
      let edgeID = database.lastInsertedRowID
      for vote in edge.votes {
        try database.cachedStatement(
          sql: "INSERT INTO edge_vote (edge_id, voter, sign, strength) VALUES (?, ?, ?, ?)"
        ).execute(arguments: [edgeID, vote.voter.rawValue, vote.sign.rawValue, vote.strength.rawValue])
      }
    }
  }
}

extension StoreReader {
  /// The client's words on an ordered pair of clusters in the sessions through `sessionID`: what is stated first, then what is
  /// denied, then what is only near, each in order of the sessions, at most `limit` of each.
  public func evidence(
    on pair: ClusterPair, of code: String, engine: EngineIdentity, through sessionID: Int64, only: Bool = false,
    limit: Int = 3
  ) throws -> [StoredEvidence] {
    let sql = """
      SELECT s.number, v.*, a.turn AS source_turn, b.turn AS target_turn FROM edge_evidence v
      JOIN session s ON s.id = v.session_id JOIN session through ON through.id = :through
      JOIN utterance a ON a.id = v.source_utterance_id JOIN utterance b ON b.id = v.target_utterance_id
      WHERE v.source_cluster_id = (SELECT k.id FROM cluster k JOIN engine e ON e.id = k.engine_id
          WHERE k.client_id = :client AND e.name = :name AND e.version = :version AND k.key = :source)
        AND v.target_cluster_id = (SELECT k.id FROM cluster k JOIN engine e ON e.id = k.engine_id
          WHERE k.client_id = :client AND e.name = :name AND e.version = :version AND k.key = :target)
        AND v.kind = :kind
        AND (s.id = through.id OR (NOT :only AND (s.held_on, s.number) < (through.held_on, through.number)))
      ORDER BY s.held_on, s.number, v.id LIMIT :limit
      """
    let clientID = try clientID(code)
    let statement = try database.cachedStatement(sql: sql)
    return try [EdgeEvidence.Kind.stated, .denied, .adjacent].flatMap { kind in
      let rows = try Row.fetchAll(
        statement,
        arguments: [
          "through": sessionID, "client": clientID, "name": engine.name, "version": engine.version,
          "source": pair.source, "target": pair.target, "kind": kind.rawValue, "only": only, "limit": limit,
        ])
      return rows.map { row in
        StoredEvidence(
          sessionNumber: row["number"],
          evidence: EdgeEvidence(
            pair: pair, kind: kind, sign: EdgeSign(rawValue: row["sign"]) ?? .excitatory,
            strength: EdgeStrength(rawValue: row["strength"]) ?? .moderate,
            sourceTurn: row["source_turn"],
            sourceQuote: Quote(
              start: row["source_quote_start"], length: row["source_quote_length"], text: row["source_quote"]),
            targetTurn: row["target_turn"],
            targetQuote: Quote(
              start: row["target_quote_start"], length: row["target_quote_length"], text: row["target_quote"]),
            connective: row["connective"]))
      }
    }
  }
}
