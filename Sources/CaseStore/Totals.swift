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
  /// Names what people decided of the network from this session on (and from those before it that are in no chain); empty where nobody did.
  public var corrections = ""
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
    let clientID = try clientID(code)
    let arguments: StatementArguments = [clientID, engine.name, engine.version]
    var links = try Row.fetchAll(database.cachedStatement(sql: sql), arguments: arguments).map { row in
      ChainLink(
        sessionID: row["id"], number: row["number"], day: try day(row["held_on"]), annotationHash: row["input_hash"],
        networkHash: row["network_hash"])
    }
    for item in try networkCorrections(clientID: clientID) {
      let place = links.firstIndex { ($0.day.description, $0.number) >= (item.day, item.sessionNumber) }
      if let place { links[place].corrections += item.content + "\u{0}" }
    }
    return links
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
      SELECT k.key, k.theme, k.valence, t.utterances, t.sessions, t.weight, t.slot, t.is_shown,
        t.embedding_count, t.embedding_sum,
        (SELECT group_concat(dimension) FROM cluster_dimension d WHERE d.cluster_id = k.id) AS dimensions
      FROM cluster k JOIN cluster_total t ON t.cluster_id = k.id
      WHERE k.client_id = ? AND k.engine_id = ? ORDER BY k.key
      """
    for row in try Row.fetchAll(database, sql: clusterSQL, arguments: [clientID, engineID]) {
      let cluster = cluster(row)
      known.clusters.append(cluster)
      known.totals.clusters[cluster.key] = ClusterTotal(
        utterances: row["utterances"], sessions: row["sessions"], weight: row["weight"],
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
      try sumAgain(of: code, engine: engine, engineID: engineID, through: predecessor)
    }
    return try reader.clientClusters(clientID: clientID, engineID: engineID)
  }

  /// Puts sums of the rows in place of all running totals.
  func sumAllAgain() throws {
    let sql = """
      SELECT c.code, e.id, e.name, e.version, g.through_session_id FROM network_progress g
      JOIN client c ON c.id = g.client_id JOIN engine e ON e.id = g.engine_id
      """
    for row in try Row.fetchAll(database, sql: sql) {
      let engine = EngineIdentity(name: row["name"], version: row["version"])
      try sumAgain(of: row["code"], engine: engine, engineID: row["id"], through: row["through_session_id"])
    }
  }

  private func sumAgain(of code: String, engine: EngineIdentity, engineID: Int64, through predecessor: Int64?) throws {
    let clientID = try reader.clientID(code)
    try clearTotals(clientID: clientID, engineID: engineID)
    guard let predecessor else { return }
    // Only sessions that have a network of the client count: what has no network yet joins when it gets one.
    let sessions = try reader.networkSessions(clientID: clientID, engineID: engineID, through: predecessor)
    let decisions = try reader.decisions(of: code, engine: engine, through: predecessor)
    let totals = try reader.sum(over: sessions, clientID: clientID, engineID: engineID, decisions: decisions)
    try insertTotals(totals, clientID: clientID, engineID: engineID, through: predecessor)
    // The first place that a cluster had, and whether the last network shows it.
    try database.execute(
      sql: """
        UPDATE cluster_total SET
          slot = (SELECT o.slot FROM network_node o JOIN network n ON n.id = o.network_id
            JOIN session s ON s.id = n.session_id JOIN session p ON p.id = ?1
            WHERE o.cluster_id = cluster_total.cluster_id AND n.kind = 'client' AND n.superseded_at IS NULL
              AND (s.held_on, s.number) <= (p.held_on, p.number) ORDER BY s.held_on, s.number LIMIT 1),
          is_shown = EXISTS (SELECT 1 FROM network_node o JOIN network n ON n.id = o.network_id
            WHERE o.cluster_id = cluster_total.cluster_id AND n.kind = 'client' AND n.superseded_at IS NULL
              AND n.session_id = ?1)
        WHERE cluster_id IN (SELECT id FROM cluster WHERE client_id = ?2 AND engine_id = ?3)
        """, arguments: [predecessor, clientID, engineID])
  }

  private func clearTotals(clientID: Int64, engineID: Int64) throws {
    let own = "(SELECT id FROM cluster WHERE client_id = ? AND engine_id = ?)"
    for statement in [
      "DELETE FROM cluster_total WHERE cluster_id IN \(own)",
      "DELETE FROM pair_total WHERE source_cluster_id IN \(own)",
      "DELETE FROM network_progress WHERE client_id = ? AND engine_id = ?",
    ] {
      try database.execute(sql: statement, arguments: [clientID, engineID])
    }
  }

  private func insertTotals(_ totals: NetworkTotals, clientID: Int64, engineID: Int64, through sessionID: Int64) throws
  {
    let clusterIDs = try clusterIDs(clientID: clientID, engineID: engineID)
    try add(totals.clusters, clusterIDs: clusterIDs)
    try add(totals.pairs, clusterIDs: clusterIDs)
    try advance(by: totals, clientID: clientID, engineID: engineID, to: sessionID)
  }

  /// Puts totals that were summed again, because clusters were merged or split, in place of the running ones, which keep their places on
  /// the drawing.
  public func replaceTotals(_ totals: NetworkTotals, of code: String, engine: EngineIdentity, through sessionID: Int64)
    throws
  {
    let clientID = try reader.clientID(code)
    let engineID = try engineID(engine)
    let before = try reader.clientClusters(clientID: clientID, engineID: engineID)
    try clearTotals(clientID: clientID, engineID: engineID)
    try insertTotals(totals, clientID: clientID, engineID: engineID, through: sessionID)
    let clusterIDs = try clusterIDs(clientID: clientID, engineID: engineID)
    for (key, slot) in before.slots.sorted(by: { $0.key < $1.key }) {
      try database.execute(
        sql: "UPDATE cluster_total SET slot = ?, is_shown = ? WHERE cluster_id = ?",
        arguments: [slot, before.shown.contains(key), clusterIDs[key]])
    }
  }

  /// Adds one session's totals to the running ones, which then stand at that session.
  func addTotals(
    _ delta: NetworkTotals, clientID: Int64, engineID: Int64, sessionID: Int64, clusterIDs: [String: Int64]
  ) throws {
    // Bit for bit what `NetworkTotals.+=` does: clusters that the session does not speak of lose a fifth of their weight.
    try database.cachedStatement(
      sql: """
        UPDATE cluster_total SET weight = weight * ?
        WHERE cluster_id IN (SELECT id FROM cluster WHERE client_id = ? AND engine_id = ?)
          AND cluster_id NOT IN (SELECT value FROM json_each(?))
        """
    ).execute(arguments: [
      ClusterTotal.kept, clientID, engineID,
      "[\(delta.clusters.keys.compactMap { clusterIDs[$0].map(String.init) }.sorted().joined(separator: ","))]",
    ])
    try add(delta.clusters, clusterIDs: clusterIDs)
    try add(delta.pairs, clusterIDs: clusterIDs)
    try advance(by: delta, clientID: clientID, engineID: engineID, to: sessionID)
  }

  private func add(_ totals: [String: ClusterTotal], clusterIDs: [String: Int64]) throws {
    for (key, total) in totals.sorted(by: { $0.key < $1.key }) {
      let before = try Row.fetchOne(
        database.cachedStatement(
          sql: "SELECT embedding_count, embedding_sum FROM cluster_total WHERE cluster_id = ?"),
        arguments: [clusterIDs[key]])
      var embeddings = before.map { EmbeddingSum(count: $0[0], bytes: $0[1]) } ?? EmbeddingSum()
      embeddings += total.embeddings
      try database.cachedStatement(
        sql: """
          INSERT INTO cluster_total (cluster_id, utterances, sessions, weight, embedding_count, embedding_sum)
          VALUES (?, ?, ?, ?, ?, ?)
          ON CONFLICT DO UPDATE SET utterances = utterances + excluded.utterances, sessions = sessions + excluded.sessions,
            weight = weight + excluded.weight, embedding_count = excluded.embedding_count,
            embedding_sum = excluded.embedding_sum
          """
      ).execute(arguments: [
        clusterIDs[key], total.utterances, total.sessions, total.weight, embeddings.count, embeddings.bytes,
      ])
    }
  }

  private func add(_ totals: [ClusterPair: PairTotal], clusterIDs: [String: Int64]) throws {
    for (pair, total) in totals.sorted(by: { $0.key < $1.key }) {
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
  }

  private func advance(by totals: NetworkTotals, clientID: Int64, engineID: Int64, to sessionID: Int64) throws {
    try database.execute(
      sql: """
        INSERT INTO network_progress (client_id, engine_id, through_session_id, sessions, client_turns)
        VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET through_session_id = excluded.through_session_id,
          sessions = sessions + excluded.sessions, client_turns = client_turns + excluded.client_turns
        """, arguments: [clientID, engineID, sessionID, totals.sessions, totals.clientTurns])
  }

  /// Keeps which clusters the client's network shows, and where.
  func keepShown(_ nodes: [NetworkNode], clientID: Int64, engineID: Int64, clusterIDs: [String: Int64]) throws {
    try database.execute(
      sql: """
        UPDATE cluster_total SET is_shown = 0
        WHERE is_shown = 1 AND cluster_id IN (SELECT id FROM cluster WHERE client_id = ? AND engine_id = ?)
        """, arguments: [clientID, engineID])
    for node in nodes {
      // The first place is kept, also where a crowded network had to move the node aside for once.
      try database.cachedStatement(
        sql: "UPDATE cluster_total SET is_shown = 1, slot = coalesce(slot, ?) WHERE cluster_id = ?"
      )
      .execute(arguments: [node.slot, clusterIDs[node.cluster.key]])
    }
  }
}
