import CaseModel
import GRDB

extension StoreReader {
  /// Whether there is a client with this code.
  public func hasClient(_ code: String) throws -> Bool {
    let statement = try database.cachedStatement(sql: "SELECT EXISTS (SELECT 1 FROM client WHERE code = ?)")
    return try Bool.fetchOne(statement, arguments: [code]) ?? false
  }

  /// A session as it was held.
  ///
  /// - Throws: `CaseError` `.noInput` where there is no such client or session.
  public func session(of code: String, number: Int) throws -> Session {
    let sql = "SELECT held_on, therapist FROM session WHERE id = ?"
    let statement = try database.cachedStatement(sql: sql)
    guard let row = try Row.fetchOne(statement, arguments: [try sessionID(code, number)]) else {
      throw unknownClient(code)
    }
    return Session(clientCode: code, number: number, day: try day(row["held_on"]), therapist: row["therapist"])
  }
}
