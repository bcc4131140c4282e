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

  /// Keeps the clusters that splits made, for an engine that has not met them.
  public func saveParts(_ decisions: NetworkDecisions, client code: String, engine: EngineIdentity) throws {
    _ = try upsert(decisions.parts, clientID: reader.clientID(code), engineID: engineID(engine))
  }

  private func upsert(_ clusters: [Cluster], clientID: Int64, engineID: Int64) throws -> [String: Int64] {
    for cluster in clusters {
      try database.cachedStatement(
        sql:
          "INSERT INTO cluster (client_id, engine_id, key, theme, valence) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING"
      ).execute(arguments: [clientID, engineID, cluster.key, cluster.theme, cluster.valence.rawValue])
      let sql = """
        SELECT k.id FROM cluster k WHERE k.client_id = ? AND k.engine_id = ? AND k.key = ?
          AND NOT EXISTS (SELECT 1 FROM cluster_total t WHERE t.cluster_id = k.id)
        """
      // A cluster is what it was when the client first spoke of it. One without totals is first spoken of now, even if it was there in
      // a series that a late transcript has overtaken.
      guard
        let id = try Int64.fetchOne(
          database.cachedStatement(sql: sql), arguments: [clientID, engineID, cluster.key])
      else { continue }
      try database.cachedStatement(sql: "UPDATE cluster SET theme = ?, valence = ? WHERE id = ?")
        .execute(arguments: [cluster.theme, cluster.valence.rawValue, id])
      try database.cachedStatement(sql: "DELETE FROM cluster_dimension WHERE cluster_id = ?").execute(arguments: [id])
      for dimension in cluster.dimensions {
        try database.cachedStatement(sql: "INSERT INTO cluster_dimension (cluster_id, dimension) VALUES (?, ?)")
          .execute(arguments: [id, dimension.rawValue])
      }
    }
    return try clusterIDs(clientID: clientID, engineID: engineID)
  }

  func clusterIDs(clientID: Int64, engineID: Int64) throws -> [String: Int64] {
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
  ///
  /// - Parameters:
  ///   - totals: of the session alone; `nil` where the running totals were replaced (``replaceTotals(_:of:engine:through:)``).
  ///   - decisions: those that the networks show.
  public func saveNetworks(
    session: Network, client: Network, sessionID: Int64, inputHash: String, totals: NetworkTotals?,
    decisions: NetworkDecisions = NetworkDecisions()
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
        clusterIDs: clusterIDs, decisions: decisions)
    }
    if let totals {
      try addTotals(
        totals, clientID: clientID, engineID: engineID, sessionID: sessionID, clusterIDs: clusterIDs)
    }
    try keepShown(client.nodes, clientID: clientID, engineID: engineID, clusterIDs: clusterIDs)
    try audit(
      "network.make", client: client.clientCode, session: client.sessionNumber,
      detail: [
        "engine": client.engine.description, "clusters": String(client.nodes.count),
        "edges": String(client.edges.count),
      ])
  }

  private func insert(
    _ network: Network, clientID: Int64, sessionID: Int64, engineID: Int64, inputHash: String,
    clusterIDs: [String: Int64], decisions: NetworkDecisions
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
        sql: """
          INSERT INTO network_node (network_id, cluster_id, utterances, weight, slot, theme, correction_id)
          VALUES (?, ?, ?, ?, ?, ?, ?)
          """
      ).execute(arguments: [
        networkID, clusterIDs[node.cluster.key], node.utterances, node.weight, node.slot,
        node.cluster.theme, node.decision == nil ? nil : decisions.ofClusters[node.cluster.key]?.id,
      ])
    }
    for edge in network.edges {
      try database.cachedStatement(
        sql: """
          INSERT INTO edge
            (network_id, source_cluster_id, target_cluster_id, sign, strength, state, is_inferred, explanation,
              evidence_count, correction_id)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
          """
      ).execute(arguments: [
        networkID, clusterIDs[edge.pair.source], clusterIDs[edge.pair.target], edge.sign.rawValue,
        edge.strength.rawValue, edge.state.rawValue, edge.isInferred, edge.explanation, edge.evidenceCount,
        edge.decision == nil ? nil : decisions.ofEdges[edge.pair]?.correction.id,
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
