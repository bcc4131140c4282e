import CaseModel
import GRDB

import struct Foundation.Data

extension StoreReader {
  /// The vectors that an encoder made of a session's texts, as the encoder writes them; empty where there are none.
  public func vectors(sessionID: Int64, encoder: String) throws -> [UInt8] {
    let sql = "SELECT vectors FROM session_vectors WHERE session_id = ? AND encoder = ?"
    let data = try Data.fetchOne(database.cachedStatement(sql: sql), arguments: [sessionID, encoder])
    return data.map { [UInt8]($0) } ?? []
  }
}

extension StoreWriter {
  public func saveVectors(_ vectors: [UInt8], sessionID: Int64, encoder: String) throws {
    try database.cachedStatement(
      sql: """
        INSERT INTO session_vectors (session_id, encoder, vectors) VALUES (?, ?, ?)
        ON CONFLICT DO UPDATE SET vectors = excluded.vectors
        """
    ).execute(arguments: [sessionID, encoder, Data(vectors)])
  }
}
