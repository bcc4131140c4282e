import CaseModel
import GRDB

/// How many things of a kind people looked at, and how many of those they left standing.
public struct CorrectionShare: Sendable {
  /// `process`, `edge` or `proposal`.
  public var subject: String
  public var accepted: Int
  public var changed: Int
  public var rejected: Int
  /// What nobody has decided on in the clients' newest networks; `nil` where that is not known.
  public var open: Int?

  /// Of what was decided on, what was accepted; `nil` where nothing was.
  public var share: Double? {
    let judged = accepted + changed + rejected
    return judged == 0 ? nil : Double(accepted) / Double(judged)
  }
}

extension StoreReader {
  /// - Parameter code: `nil` for all clients.
  public func correctionShares(of code: String? = nil) throws -> [CorrectionShare] {
    let inForce = """
      SELECT c.* FROM correction c JOIN client k ON k.id = c.client_id
      WHERE k.code = coalesce(:client, k.code) AND c.revoked_at IS NULL
      """
    let newest = """
      SELECT max(n.id) FROM network n JOIN client k ON k.id = n.client_id
      WHERE n.kind = 'client' AND n.superseded_at IS NULL AND k.code = coalesce(:client, k.code)
        AND NOT EXISTS (SELECT 1 FROM network m JOIN session s ON s.id = m.session_id JOIN session o ON o.id = n.session_id
          WHERE m.client_id = n.client_id AND m.engine_id = n.engine_id AND m.kind = 'client' AND m.superseded_at IS NULL
            AND (s.held_on, s.number) > (o.held_on, o.number))
      GROUP BY n.client_id
      """
    func count(_ sql: String) throws -> Int {
      try Int.fetchOne(database, sql: sql, arguments: ["client": code]) ?? 0
    }
    func corrections(_ filter: String) throws -> Int { try count("SELECT count(*) FROM (\(inForce)) WHERE \(filter)") }
    // An accepted edge keeps what the voters saw; a process that was set was found, and given labels, or not found at all: both are changes.
    return [
      CorrectionShare(
        subject: "process", accepted: 0, changed: try corrections("subject = 'process' AND action = 'set'"),
        rejected: try corrections("subject = 'process' AND action = 'reject'"), open: nil),
      CorrectionShare(
        subject: "edge", accepted: try corrections("subject = 'edge' AND action = 'accept'"),
        changed: try corrections("subject = 'edge' AND action = 'set'"),
        rejected: try corrections("subject = 'edge' AND action = 'reject'"),
        open: try count("SELECT count(*) FROM edge WHERE correction_id IS NULL AND network_id IN (\(newest))")),
      CorrectionShare(
        subject: "cluster", accepted: 0,
        changed: try corrections("subject = 'cluster' AND action IN ('rename', 'merge', 'split')"),
        rejected: 0,
        open: try count("SELECT count(*) FROM network_node WHERE correction_id IS NULL AND network_id IN (\(newest))")),
      CorrectionShare(
        subject: "proposal", accepted: try corrections("subject = 'cluster' AND detail ->> '$.proposal' = 'yes'"),
        changed: 0, rejected: try corrections("action = '\(StoredChange.decline)'"), open: nil),
    ]
  }
}
