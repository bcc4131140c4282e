import CaseModel
import GRDB
import Testing

@testable import CaseStore

@Suite struct StoreErrorTests {
  static let codes: [(code: ResultCode, expected: CaseError.Code)] = [
    (.SQLITE_FULL, .cannotCreate), (.SQLITE_IOERR, .cannotCreate), (.SQLITE_IOERR_WRITE, .cannotCreate),
    (.SQLITE_IOERR_FSYNC, .cannotCreate), (.SQLITE_BUSY, .tryAgain), (.SQLITE_BUSY_SNAPSHOT, .tryAgain),
    (.SQLITE_LOCKED, .tryAgain), (.SQLITE_READONLY, .cannotCreate), (.SQLITE_READONLY_DBMOVED, .cannotCreate),
    (.SQLITE_PERM, .cannotCreate), (.SQLITE_AUTH, .cannotCreate), (.SQLITE_CANTOPEN, .cannotCreate),
    (.SQLITE_NOTADB, .badData), (.SQLITE_CORRUPT, .badData), (.SQLITE_CORRUPT_VTAB, .badData),
    (.SQLITE_CONSTRAINT, .badData), (.SQLITE_CONSTRAINT_UNIQUE, .badData), (.SQLITE_CONSTRAINT_FOREIGNKEY, .badData),
    (.SQLITE_ERROR, .internal), (.SQLITE_MISUSE, .internal), (.SQLITE_TOOBIG, .internal),
  ]

  @Test(arguments: codes) func everyCodeOfSQLiteHasItsOwn(_ code: ResultCode, _ expected: CaseError.Code) {
    let error = StoreErrors.caseError(
      for: DatabaseError(resultCode: code, message: "why"), path: "/clinic/a.caseloom")

    #expect(error.code == expected)
    #expect(error.place == "/clinic/a.caseloom")
    #expect(error.message.hasSuffix("."))
    if code.primaryResultCode != .SQLITE_CONSTRAINT { #expect(error.advice?.hasSuffix(".") == true) }
  }

  @Test func anErrorOfAnotherKindIsLeftAsItIs() throws {
    struct Other: Error {}

    #expect(throws: Other.self) { try StoreErrors.translated("a") { throw Other() } }
    let own = CaseError(.usage, "No.")
    #expect(try caseError { try StoreErrors.translated("a") { throw own } } == own)
  }

  static let violations: [(sql: String, message: String)] = [
    (
      "INSERT INTO client (code, created_at) VALUES ('K-1', '')",
      "A client with this code is there already."
    ),
    (
      "INSERT INTO session (client_id, number, held_on, created_at) VALUES (1, 1, '2026-03-09', '')",
      "The client has a session with this number already."
    ),
    (
      """
      INSERT INTO transcript
        (session_id, source_name, format, content_hash, utterance_count, client_turn_count, imported_at)
      VALUES (1, 'a', 'text', printf('%064d', 0), 1, 1, '')
      """, "The session has a transcript already."
    ),
    (
      "INSERT INTO measure (client_id, instrument, taken_on, total, recorded_at) VALUES (1, 'PHQ-9', '2026-03-01', 1, '')",
      "The client has a measure of this instrument on that day already."
    ),
    ("UPDATE client SET birth_year = 1000", "A year of birth lies between 1900 and 2999."),
  ]

  @Test(arguments: violations) func aKnownConstraintIsASentence(_ sql: String, _ message: String) throws {
    let test = try TestStore()
    try test.add("K-1", 1, "2026-03-01")
    try test.store.write(as: anna) {
      _ = try $0.recordMeasure(
        Measure(instrument: "PHQ-9", items: [], total: 1), client: "K-1", session: 1, day: nil)
    }

    let error = try caseError { try test.store.write(as: anna) { try $0.database.execute(sql: sql) } }

    #expect(error.code == .badData)
    #expect(error.message == message)
  }

  /// Everything that can be refused, with a client's words in the refused row, and in others on the way.
  @Test(arguments: [
    "UPDATE utterance SET text = '' WHERE text LIKE '%guilty%'",
    "UPDATE utterance SET turn = 1 WHERE text LIKE '%guilty%'",
    "UPDATE utterance SET speaker = 'guilty'", "UPDATE utterance SET turn = 'guilty'",
    "INSERT INTO utterance (transcript_id, turn, speaker, text) VALUES (99, 1, 'client', 'I feel guilty')",
    "INSERT INTO utterance (transcript_id, turn, speaker, text) VALUES (1, NULL, 'client', 'I feel guilty')",
    "UPDATE process SET quote = '', quote_length = length('guilty')", "UPDATE process SET quote_start = 'guilty'",
    "UPDATE risk_flag SET resolution = 'guilty'", "UPDATE client SET code = 'guilty' || printf('%099d', 0)",
    "INSERT INTO cluster_member (cluster_id, process_id, score) VALUES ('guilty', 1, 1.0)",
    "UPDATE audit_event SET detail = 'guilty'",
    "INSERT INTO audit_event (at, actor, action, detail) VALUES ('', 'a', 'b', 'guilty')",
    "SELECT json('guilty')",
  ])
  func noMessageHoldsAClientsWords(_ sql: String) throws {
    let test = try TestStore()
    let added = try test.add("K-1", 1, "2026-03-01")
    try test.store.write(as: anna) { try $0.saveAnnotation(try annotation(talk), of: added) }

    let error = try caseError { try test.store.write(as: anna) { try $0.database.execute(sql: sql) } }

    #expect(!error.description.contains("guilty"))
  }

  @Test func aStoreThatIsWrittenElsewhereSaysToTryAgain() throws {
    let test = try TestStore()
    var configuration = Configuration()
    configuration.busyMode = .immediateError
    let other = try DatabaseQueue(path: test.store.path, configuration: configuration)

    let error = try test.store.queue.write { _ in
      try caseError { try StoreErrors.translated(test.store.path) { try other.write { _ in } } }
    }

    #expect(error.code == .tryAgain)
    #expect(error.code.exitCode == 75)
  }
}
