import CaseModel
import GRDB

/// Turns what SQLite reports into a sentence that a person can act on.
enum StoreErrors {
  static func translated<Value>(_ path: String, _ body: () throws -> Value) throws -> Value {
    do {
      return try body()
    } catch let error as DatabaseError {
      throw caseError(for: error, path: path)
    }
  }

  static func caseError(for error: DatabaseError, path: String) -> CaseError {
    switch error.resultCode {
    case .SQLITE_FULL:
      return CaseError(
        .cannotCreate, "The disk is full: this step was taken back, everything before it is kept.", at: path,
        advice: "Free some space on that disk (`df -h` shows it), then run the same command again.")
    case .SQLITE_IOERR:
      return CaseError(
        .cannotCreate,
        "The disk does not take or give the store's data (\(error.extendedResultCode.rawValue)): this step was taken back.",
        at: path, advice: "See whether the disk is full or failing (`df -h`, `dmesg`), then run the same command again."
      )
    case .SQLITE_BUSY, .SQLITE_LOCKED:
      return CaseError(
        .tryAgain, "Another program has been writing to the store for over 10 seconds.", at: path,
        advice: "Run the same command again in a moment.")
    case .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_AUTH:
      return CaseError(
        .cannotCreate, "The store cannot be written.", at: path,
        advice: "It, the files -wal and -shm beside it and their folder must be writable by you.")
    case .SQLITE_CANTOPEN:
      return CaseError(
        .cannotCreate, "The store cannot be opened.", at: path,
        advice: "It and its folder must be readable and writable by you.")
    case .SQLITE_NOTADB:
      return CaseError(.badData, "This file is not a Caseloom store.", at: path, advice: "Name another with --store.")
    case .SQLITE_CORRUPT:
      return CaseError(
        .badData, "The store is damaged.", at: path,
        advice: "Stop the daemon, keep a copy of the file, and `caseloom restore` the last backup.")
    case .SQLITE_CONSTRAINT:
      return CaseError(.badData, sentence(forConstraint: error.message ?? "a rule of the store"), at: path)
    default:
      return CaseError(
        .internal, "SQLite reports \(error.resultCode): \(error.message ?? "no reason").", at: path,
        advice: "Please report this, with the command that led to it.")
    }
  }

  /// SQLite's messages name the column or CHECK that was broken, never a value.
  private static func sentence(forConstraint message: String) -> String {
    let known: [(String, String)] = [
      ("UNIQUE constraint failed: client.code", "A client with this code is there already."),
      (
        "UNIQUE constraint failed: session.client_id, session.number",
        "The client has a session with this number already."
      ),
      ("UNIQUE constraint failed: transcript.session_id", "The session has a transcript already."),
      ("UNIQUE constraint failed: measure.", "The client has a measure of this instrument on that day already."),
      ("client.birth_year", "A year of birth lies between 1900 and 2999."),
      ("birth_year", "A year of birth lies between 1900 and 2999."),
    ]
    return known.first { message.contains($0.0) }?.1 ?? "The store refuses this: \(message)."
  }
}
