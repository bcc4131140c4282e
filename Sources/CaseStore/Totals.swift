import CaseModel
import GRDB

/// A session that one engine has annotated, in its place in the client's chain of networks.
public struct ChainLink: Sendable {
  public var sessionID: Int64
  public var number: Int
  public var day: Day
  /// What the annotation was made from.
  public var annotationHash: String
  /// What the current network of the client up to this session was made from; `nil` where there is none yet.
  public var networkHash: String?
}

/// What is known of a client's clusters before a session is added.
public struct ClientClusters: Sendable {
  public var clusters: [Cluster] = []
  public var totals = NetworkTotals()
  /// Places on the drawing of all clusters that were ever shown.
  public var slots: [String: Int] = [:]
  /// Keys of the clusters that the last network shows.
  public var shown: [String] = []

  /// The clusters with their totals.
  public var profiles: [ClusterProfile] {
    clusters.map { ClusterProfile(cluster: $0, total: totals.clusters[$0.key] ?? ClusterTotal()) }
  }
}

extension StoreReader {
  /// The client's annotated sessions by day and number.
  public func chain(of code: String, engine: EngineIdentity) throws -> [ChainLink] {
    let sql = """
      SELECT s.id, s.number, s.held_on, a.input_hash, n.input_hash AS network_hash
      FROM session s JOIN transcript t ON t.session_id = s.id JOIN annotation a ON a.transcript_id = t.id
      JOIN engine e ON e.id = a.engine_id
      LEFT JOIN network n ON n.session_id = s.id AND n.kind = 'client' AND n.engine_id = e.id
        AND n.superseded_at IS NULL
      WHERE s.client_id = ? AND e.name = ? AND e.version = ? ORDER BY s.held_on, s.number
      """
    let arguments: StatementArguments = [try clientID(code), engine.name, engine.version]
    return try Row.fetchAll(database.cachedStatement(sql: sql), arguments: arguments).map { row in
      ChainLink(
        sessionID: row["id"], number: row["number"], day: try day(row["held_on"]), annotationHash: row["input_hash"],
        networkHash: row["network_hash"])
    }
  }

  /// The running totals of a client, with what they are totals of.
  func clientClusters(clientID: Int64, engineID: Int64) throws -> ClientClusters {
    var known = ClientClusters()
    let progress = try Row.fetchOne(
      database, sql: "SELECT sessions, client_turns FROM network_progress WHERE client_id = ? AND engine_id = ?",
      arguments: [clientID, engineID])
    guard let progress else { return known }
    known.totals.sessions = progress["sessions"]
    known.totals.clientTurns = progress["client_turns"]
    let clusterSQL = """
      SELECT k.key, k.theme, k.valence, t.utterances, t.sessions, t.slot, t.is_shown,
        t.embedding_count, t.embedding_sum,
        (SELECT group_concat(dimension) FROM cluster_dimension d WHERE d.cluster_id = k.id) AS dimensions
      FROM cluster k JOIN cluster_total t ON t.cluster_id = k.id
      WHERE k.client_id = ? AND k.engine_id = ? ORDER BY k.key
      """
    for row in try Row.fetchAll(database, sql: clusterSQL, arguments: [clientID, engineID]) {
      let cluster = cluster(row)
      known.clusters.append(cluster)
      known.totals.clusters[cluster.key] = ClusterTotal(
        utterances: row["utterances"], sessions: row["sessions"],
        embeddings: EmbeddingSum(count: row["embedding_count"], bytes: row["embedding_sum"]))
      known.slots[cluster.key] = row["slot"]
      if row["is_shown"] { known.shown.append(cluster.key) }
    }
    let pairSQL = """
      SELECT a.key AS source, b.key AS target, p.* FROM pair_total p
      JOIN cluster a ON a.id = p.source_cluster_id JOIN cluster b ON b.id = p.target_cluster_id
      WHERE a.client_id = ? AND a.engine_id = ?
      """
    for row in try Row.fetchAll(database, sql: pairSQL, arguments: [clientID, engineID]) {
      known.totals.pairs[ClusterPair(source: row["source"], target: row["target"])] = PairTotal(
        statedExcitatory: row["stated_excitatory"], statedInhibitory: row["stated_inhibitory"],
        deniedExcitatory: row["denied_excitatory"], deniedInhibitory: row["denied_inhibitory"],
        adjacentExcitatory: row["adjacent_excitatory"], adjacentInhibitory: row["adjacent_inhibitory"],
        excitatoryRanks: row["excitatory_ranks"], inhibitoryRanks: row["inhibitory_ranks"])
    }
    return known
  }

  func cluster(_ row: Row) -> Cluster {
    Cluster(
      key: row["key"], theme: row["theme"], dimensions: dimensions(row["dimensions"]),
      valence: Valence(rawValue: row["valence"]) ?? .neutral)
  }
}

extension StoreWriter {
  /// What is known of the client's clusters through session `predecessor` (nothing when `nil`).
  ///
  /// Mostly that is where the running totals stand; after a late transcript they are summed again from the rows.
  public func clientClusters(of code: String, engine: EngineIdentity, through predecessor: Int64?) throws
    -> ClientClusters
  {
    let clientID = try reader.clientID(code)
    let engineID = try engineID(engine)
    let stands = try Int64.fetchOne(
      database, sql: "SELECT through_session_id FROM network_progress WHERE client_id = ? AND engine_id = ?",
      arguments: [clientID, engineID])
    // Without progress there may still be totals: those of a session that was deleted, or annotated again.
    if stands == nil || stands != predecessor {
      try sumAgain(clientID: clientID, engineID: engineID, through: predecessor)
    }
    return try reader.clientClusters(clientID: clientID, engineID: engineID)
  }

  /// Only sessions that have a network of the client count: what has no network yet joins when it gets one.
  private func sumAgain(clientID: Int64, engineID: Int64, through predecessor: Int64?) throws {
    try database.execute(
      sql: """
        DELETE FROM cluster_total WHERE cluster_id IN (SELECT id FROM cluster WHERE client_id = ?1 AND engine_id = ?2);
        DELETE FROM pair_total WHERE source_cluster_id IN
          (SELECT id FROM cluster WHERE client_id = ?1 AND engine_id = ?2);
        DELETE FROM network_progress WHERE client_id = ?1 AND engine_id = ?2;
        """.replacing("?1", with: "\(clientID)").replacing("?2", with: "\(engineID)"))
    guard let predecessor else { return }
    let before = """
      WITH counted AS (
        SELECT n.id AS network_id, s.id AS session_id, s.held_on, s.number FROM network n
        JOIN session s ON s.id = n.session_id JOIN session p ON p.id = \(predecessor)
        WHERE n.client_id = \(clientID) AND n.engine_id = \(engineID) AND n.kind = 'client'
        AND n.superseded_at IS NULL AND (s.held_on, s.number) <= (p.held_on, p.number)
      )
      """
    try database.execute(
      sql: """
        INSERT INTO cluster_total (cluster_id, utterances, sessions, slot, is_shown)
        \(before)
        SELECT m.cluster_id, count(*), count(DISTINCT t.session_id),
          (SELECT o.slot FROM network_node o JOIN counted ON counted.network_id = o.network_id
            WHERE o.cluster_id = m.cluster_id ORDER BY counted.held_on, counted.number LIMIT 1),
          EXISTS (SELECT 1 FROM network_node o JOIN counted ON counted.network_id = o.network_id
            WHERE o.cluster_id = m.cluster_id AND counted.session_id = \(predecessor))
        FROM cluster_member m JOIN process p ON p.id = m.process_id JOIN annotation a ON a.id = p.annotation_id
        JOIN transcript t ON t.id = a.transcript_id
        WHERE a.engine_id = \(engineID) AND t.session_id IN (SELECT session_id FROM counted)
        GROUP BY m.cluster_id
        """)
    try database.execute(
      sql: """
        INSERT INTO pair_total
        \(before)
        SELECT v.source_cluster_id, v.target_cluster_id,
          sum(kind = 'stated' AND sign = 'excitatory'), sum(kind = 'stated' AND sign = 'inhibitory'),
          sum(kind = 'denied' AND sign = 'excitatory'), sum(kind = 'denied' AND sign = 'inhibitory'),
          sum(kind = 'adjacent' AND sign = 'excitatory'), sum(kind = 'adjacent' AND sign = 'inhibitory'),
          \(Self.ranks("excitatory")), \(Self.ranks("inhibitory"))
        FROM edge_evidence v JOIN cluster k ON k.id = v.source_cluster_id AND k.engine_id = \(engineID)
        WHERE v.session_id IN (SELECT session_id FROM counted)
        GROUP BY v.source_cluster_id, v.target_cluster_id
        """)
    try database.execute(
      sql: """
        INSERT INTO network_progress (client_id, engine_id, through_session_id, sessions, client_turns)
        \(before)
        SELECT \(clientID), \(engineID), \(predecessor), count(*), sum(t.client_turn_count)
        FROM counted JOIN transcript t ON t.session_id = counted.session_id
        """)
    let embeddings = """
      \(before)
      SELECT m.cluster_id, e.steps FROM cluster_member m JOIN process_embedding e ON e.process_id = m.process_id
      JOIN process p ON p.id = m.process_id JOIN annotation a ON a.id = p.annotation_id
      JOIN transcript t ON t.id = a.transcript_id
      WHERE a.engine_id = \(engineID) AND t.session_id IN (SELECT session_id FROM counted)
      """
    var sums: [Int64: EmbeddingSum] = [:]
    let rows = try Row.fetchCursor(database, sql: embeddings)
    while let row = try rows.next() { sums[row[0], default: EmbeddingSum()].add(Embedding(bytes: row[1])) }
    for (cluster, sum) in sums.sorted(by: { $0.key < $1.key }) {
      try database.execute(
        sql: "UPDATE cluster_total SET embedding_count = ?, embedding_sum = ? WHERE cluster_id = ?",
        arguments: [sum.count, sum.bytes, cluster])
    }
  }

  /// `EdgeStrength.rank` of what is stated with a sign, summed.
  static func ranks(_ sign: String) -> String {
    """
    sum(CASE WHEN kind = 'stated' AND sign = '\(sign)'
      THEN CASE strength WHEN 'weak' THEN 1 WHEN 'moderate' THEN 2 ELSE 3 END ELSE 0 END)
    """
  }

  /// Adds one session's totals to the running ones, which then stand at that session, and keeps what is shown where.
  func addTotals(
    _ delta: NetworkTotals, clientID: Int64, engineID: Int64, sessionID: Int64, clusterIDs: [String: Int64],
    shown: [NetworkNode]
  ) throws {
    for (key, total) in delta.clusters.sorted(by: { $0.key < $1.key }) {
      let before = try Row.fetchOne(
        database.cachedStatement(
          sql: "SELECT embedding_count, embedding_sum FROM cluster_total WHERE cluster_id = ?"),
        arguments: [clusterIDs[key]])
      var embeddings = before.map { EmbeddingSum(count: $0[0], bytes: $0[1]) } ?? EmbeddingSum()
      embeddings += total.embeddings
      try database.cachedStatement(
        sql: """
          INSERT INTO cluster_total (cluster_id, utterances, sessions, embedding_count, embedding_sum)
          VALUES (?, ?, ?, ?, ?)
          ON CONFLICT DO UPDATE SET utterances = utterances + excluded.utterances, sessions = sessions + excluded.sessions,
            embedding_count = excluded.embedding_count, embedding_sum = excluded.embedding_sum
          """
      ).execute(arguments: [
        clusterIDs[key], total.utterances, total.sessions, embeddings.count, embeddings.bytes,
      ])
    }
    for (pair, total) in delta.pairs.sorted(by: { $0.key < $1.key }) {
      try database.cachedStatement(
        sql: """
          INSERT INTO pair_total VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET
            stated_excitatory = stated_excitatory + excluded.stated_excitatory,
            stated_inhibitory = stated_inhibitory + excluded.stated_inhibitory,
            denied_excitatory = denied_excitatory + excluded.denied_excitatory,
            denied_inhibitory = denied_inhibitory + excluded.denied_inhibitory,
            adjacent_excitatory = adjacent_excitatory + excluded.adjacent_excitatory,
            adjacent_inhibitory = adjacent_inhibitory + excluded.adjacent_inhibitory,
            excitatory_ranks = excitatory_ranks + excluded.excitatory_ranks,
            inhibitory_ranks = inhibitory_ranks + excluded.inhibitory_ranks
          """
      ).execute(arguments: [
        clusterIDs[pair.source], clusterIDs[pair.target], total.statedExcitatory, total.statedInhibitory,
        total.deniedExcitatory, total.deniedInhibitory, total.adjacentExcitatory, total.adjacentInhibitory,
        total.excitatoryRanks, total.inhibitoryRanks,
      ])
    }
    try database.execute(
      sql: """
        UPDATE cluster_total SET is_shown = 0
        WHERE is_shown = 1 AND cluster_id IN (SELECT id FROM cluster WHERE client_id = ? AND engine_id = ?)
        """, arguments: [clientID, engineID])
    for node in shown {
      // The first place is kept, also where a crowded network had to move the node aside for once.
      try database.cachedStatement(
        sql: "UPDATE cluster_total SET is_shown = 1, slot = coalesce(slot, ?) WHERE cluster_id = ?"
      )
      .execute(arguments: [node.slot, clusterIDs[node.cluster.key]])
    }
    try database.execute(
      sql: """
        INSERT INTO network_progress (client_id, engine_id, through_session_id, sessions, client_turns)
        VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET through_session_id = excluded.through_session_id,
          sessions = sessions + excluded.sessions, client_turns = client_turns + excluded.client_turns
        """, arguments: [clientID, engineID, sessionID, delta.sessions, delta.clientTurns])
  }
}
