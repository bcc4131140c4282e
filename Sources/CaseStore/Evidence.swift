import CaseModel
import GRDB

/// A piece of evidence with the session it comes from.
public struct StoredEvidence: Sendable {
  public var sessionNumber: Int
  var day: String
  public var evidence: EdgeEvidence
  /// Row ids of the utterances that the two quotes are from.
  var utterances: (source: Int64, target: Int64)
}

extension StoreReader {
  /// The client's words on an ordered pair of clusters in the sessions through `sessionID`: what is stated first, then what is
  /// denied, then what is only near, each in order of the sessions.
  ///
  /// - Parameters:
  ///   - decisions: those through the session: where clusters were merged or split, words go with them.
  ///   - only: of the session alone.
  ///   - limit: at most so many of each kind; `nil` for all.
  public func evidence(
    on pair: ClusterPair, of code: String, engine: EngineIdentity, through sessionID: Int64,
    decisions: NetworkDecisions = NetworkDecisions(), only: Bool = false, limit: Int? = 3
  ) throws -> [StoredEvidence] {
    let clientID = try clientID(code)
    let sources = try clusterIDs(decisions.origins(of: pair.source), clientID: clientID, engine: engine)
    let targets = try clusterIDs(decisions.origins(of: pair.target), clientID: clientID, engine: engine)
    let isPlain = sources.count == 1 && targets.count == 1
    return try [EdgeEvidence.Kind.stated, .denied, .adjacent].flatMap { kind in
      var found: [StoredEvidence] = []
      for (source, sourceID) in sources {
        for (target, targetID) in targets {
          found += try evidence(
            kind, from: (source, sourceID), to: (target, targetID), through: sessionID, only: only,
            limit: isPlain ? limit : nil
          ).compactMap { item in
            var item = item
            item.evidence.pair = ClusterPair(
              source: decisions.place(source, of: item.utterances.source),
              target: decisions.place(target, of: item.utterances.target))
            return item.evidence.pair == pair ? item : nil
          }
        }
      }
      // From several clusters they come in several runs; a sort that keeps equals in order brings them together.
      if !isPlain { found = found.enumerated().sorted { Self.isBefore($0, $1) }.map(\.element) }
      return limit.map { Array(found.prefix($0)) } ?? found
    }
  }

  private static func isBefore(
    _ left: (offset: Int, element: StoredEvidence), _ right: (offset: Int, element: StoredEvidence)
  ) -> Bool {
    let (one, other) = (left.element, right.element)
    return (one.day, one.sessionNumber, one.evidence.targetTurn, left.offset)
      < (other.day, other.sessionNumber, other.evidence.targetTurn, right.offset)
  }

  private func clusterIDs(_ keys: [String], clientID: Int64, engine: EngineIdentity) throws -> [(String, Int64)] {
    let sql = """
      SELECT k.id FROM cluster k JOIN engine e ON e.id = k.engine_id
      WHERE k.client_id = ? AND e.name = ? AND e.version = ? AND k.key = ?
      """
    return try keys.compactMap { key in
      try Int64.fetchOne(
        database.cachedStatement(sql: sql), arguments: [clientID, engine.name, engine.version, key]
      ).map { (key, $0) }
    }
  }

  private func evidence(
    _ kind: EdgeEvidence.Kind, from source: (key: String, id: Int64), to target: (key: String, id: Int64),
    through sessionID: Int64, only: Bool, limit: Int?
  ) throws -> [StoredEvidence] {
    let sql = """
      SELECT s.number, s.held_on, v.*, a.turn AS source_turn, b.turn AS target_turn FROM edge_evidence v
      JOIN session s ON s.id = v.session_id JOIN session through ON through.id = :through
      JOIN utterance a ON a.id = v.source_utterance_id JOIN utterance b ON b.id = v.target_utterance_id
      WHERE v.source_cluster_id = :source AND v.target_cluster_id = :target AND v.kind = :kind
        AND (s.id = through.id OR (NOT :only AND (s.held_on, s.number) < (through.held_on, through.number)))
      ORDER BY s.held_on, s.number, v.id LIMIT :limit
      """
    let rows = try Row.fetchAll(
      database.cachedStatement(sql: sql),
      arguments: [
        "through": sessionID, "source": source.id, "target": target.id, "kind": kind.rawValue, "only": only,
        "limit": limit ?? -1,
      ])
    return rows.map { storedEvidence($0, pair: ClusterPair(source: source.key, target: target.key)) }
  }

  /// - Parameter row: of `edge_evidence`, with `source_turn` and `target_turn`.
  func storedEvidence(_ row: Row, pair: ClusterPair) -> StoredEvidence {
    StoredEvidence(
      sessionNumber: row["number"] ?? 0, day: row["held_on"] ?? "",
      evidence: EdgeEvidence(
        pair: pair, kind: EdgeEvidence.Kind(rawValue: row["kind"]) ?? .adjacent,
        sign: EdgeSign(rawValue: row["sign"]) ?? .excitatory,
        strength: EdgeStrength(rawValue: row["strength"]) ?? .moderate, sourceTurn: row["source_turn"],
        sourceQuote: Quote(
          start: row["source_quote_start"], length: row["source_quote_length"], text: row["source_quote"]),
        targetTurn: row["target_turn"],
        targetQuote: Quote(
          start: row["target_quote_start"], length: row["target_quote_length"], text: row["target_quote"]),
        connective: row["connective"]),
      utterances: (row["source_utterance_id"], row["target_utterance_id"]))
  }
}
