import CaseModel
import Foundation
import GRDB

/// One event of the audit trail.
public struct AuditEvent: Sendable {
  public var id: Int64
  public var at: String
  public var actor: String
  public var action: String
  public var clientCode: String?
  public var sessionNumber: Int?
  /// Counts and names of things.
  public var detail: [String: String]
  public var reason: String?
}

extension StoreReader {
  /// The newest events first.
  ///
  /// - Parameter code: a client's, who need not be in the store any more; `nil` for all events.
  public func auditEvents(of code: String? = nil, limit: Int) throws -> [AuditEvent] {
    let sql = """
      SELECT id, at, actor, action, client_code, session_number, detail, reason FROM audit_event
      \(code == nil ? "" : "WHERE client_code = ?2") ORDER BY id DESC LIMIT ?1
      """
    let arguments: StatementArguments = code == nil ? [limit] : [limit, code]
    return try Row.fetchAll(database, sql: sql, arguments: arguments).map { row in
      let detail = try JSONDecoder().decode([String: String].self, from: Data((row["detail"] as String).utf8))
      return AuditEvent(
        id: row["id"], at: row["at"], actor: row["actor"], action: row["action"], clientCode: row["client_code"],
        sessionNumber: row["session_number"], detail: detail, reason: row["reason"])
    }
  }
}
