import CaseModel
import GRDB
import GRDBSQLite

extension Database {
  /// Inserts the utterances of one transcript.
  ///
  /// With SQLite's own functions, and many rows a statement: a clinic's whole archive is millions of rows, and what a statement
  /// and its arguments cost by themselves is more than what storing a row does.
  /// - Returns: the last one's row id; the others' go before it without gaps.
  func insertUtterances(_ utterances: [Utterance], transcriptID: Int64) throws -> Int64 {
    let rowsAtOnce = 25
    var rest = utterances[...]
    while !rest.isEmpty {
      let count = rest.count >= rowsAtOnce ? rowsAtOnce : 1
      try insert(rest.prefix(count), transcriptID: transcriptID)
      rest = rest.dropFirst(count)
    }
    return lastInsertedRowID
  }

  private func insert(_ rows: ArraySlice<Utterance>, transcriptID: Int64) throws {
    let places = Array(repeating: "(?, ?, ?, ?, ?, ?, ?)", count: rows.count).joined(separator: ", ")
    let statement = try cachedStatement(
      sql: """
        INSERT INTO utterance
          (transcript_id, turn, speaker, speaker_name, start_milliseconds, end_milliseconds, text)
        VALUES \(places)
        """
    ).sqliteStatement
    defer {
      sqlite3_reset(statement)
      sqlite3_clear_bindings(statement)
    }
    for (row, utterance) in rows.enumerated() {
      let first = Int32(row * 7)
      sqlite3_bind_int64(statement, first + 1, transcriptID)
      sqlite3_bind_int64(statement, first + 2, Int64(utterance.turn))
      bind(utterance.speaker.rawValue, at: first + 3, of: statement)
      bind(utterance.speakerName, at: first + 4, of: statement)
      bind(utterance.startMilliseconds, at: first + 5, of: statement)
      bind(utterance.endMilliseconds, at: first + 6, of: statement)
      bind(utterance.text, at: first + 7, of: statement)
    }
    let result = sqlite3_step(statement)
    guard result == SQLITE_DONE else {
      throw DatabaseError(resultCode: ResultCode(rawValue: result), message: lastErrorMessage)
    }
  }

  private func bind(_ text: String?, at index: Int32, of statement: SQLiteStatement) {
    guard var text else {
      sqlite3_bind_null(statement, index)
      return
    }
    // SQLite copies the bytes: the string may be gone when the statement runs.
    let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
    text.withUTF8 { bytes in
      bytes.withMemoryRebound(to: CChar.self) { characters in
        _ = sqlite3_bind_text(statement, index, characters.baseAddress, Int32(characters.count), copied)
      }
    }
  }

  private func bind(_ number: Int?, at index: Int32, of statement: SQLiteStatement) {
    if let number {
      sqlite3_bind_int64(statement, index, Int64(number))
    } else {
      sqlite3_bind_null(statement, index)
    }
  }
}
