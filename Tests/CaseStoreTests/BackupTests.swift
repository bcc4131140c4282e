import CaseModel
import Foundation
import GRDB
import Testing

@testable import CaseStore

@Suite struct BackupTests {
  private func store() throws -> TestStore {
    let test = try TestStore()
    try test.addMade(1, "2026-03-01")
    try test.add("K-2", 1, "2026-03-02", talk(2))
    return test
  }

  private func open(_ test: TestStore, _ name: String) throws -> CaseStore {
    try CaseStore(opening: test.folder.file(name), clock: test.clock.clock)
  }

  @Test func aBackupIsTheStoreAsItIs() throws {
    let test = try store()

    try test.store.backup(to: test.folder.file("copies/one.caseloom"), author: anna)

    #expect(try FileManager.default.contentsOfDirectory(atPath: test.folder.file("copies")) == ["one.caseloom"])
    let path = test.folder.file("copies/one.caseloom")
    #expect(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int == 0o600)
    let copy = try open(test, "copies/one.caseloom")
    #expect(try copy.queue.read(allRows) == test.dump())
    #expect(try copy.examine() == [])
    #expect(try copy.queue.read { try String.fetchOne($0, sql: "PRAGMA journal_mode") } == "wal")
    #expect(
      try test.texts("SELECT action || detail FROM audit_event ORDER BY id DESC LIMIT 1") == [
        #"store.backup{"file":"one.caseloom"}"#
      ])
  }

  /// In WAL mode a file needs two others beside it, even to be read: a read-only medium could not give it back.
  @Test func aBackupIsOneFileThatNeedsNoOther() throws {
    let test = try store()

    try test.store.backup(to: test.folder.file("one.caseloom"), author: anna)

    // Write and read version, 1 for a rollback journal and 2 for WAL (https://www.sqlite.org/fileformat.html, 1.3).
    #expect(try Array(test.folder.bytes("one.caseloom")[18...19]) == [1, 1])
    #expect(try test.folder.names.filter { $0.hasPrefix("one") } == ["one.caseloom"])
  }

  @Test func aFileThatIsThereIsNotOverwritten() throws {
    let test = try store()
    try test.folder.write(Data("x".utf8), to: "one.caseloom")
    let before = try test.dump()

    let error = try caseError { try test.store.backup(to: test.folder.file("one.caseloom"), author: anna) }

    #expect(error.code == .cannotCreate && error.place == test.folder.file("one.caseloom"))
    #expect(try test.folder.bytes("one.caseloom") == Data("x".utf8))
    #expect(try test.dump() == before)
  }

  @Test func whatAnInterruptedBackupLeftIsNoHindrance() throws {
    let test = try store()
    try test.folder.write(Data("half".utf8), to: "one.caseloom.part")

    try test.store.backup(to: test.folder.file("one.caseloom"), author: anna)

    #expect(try open(test, "one.caseloom").examine() == [])
    #expect(try !test.folder.names.contains("one.caseloom.part"))
  }

  /// Another connection in the middle of a transaction: the copy is of what was there before it.
  @Test func whatIsNotCommittedIsNotInTheCopy() throws {
    let test = try store()
    let before = try test.dump()

    try test.store.queue.write { database in
      try database.execute(sql: "DELETE FROM client")
      try StoreFile.copyDatabase(from: test.store.path, to: test.folder.file("copy"))
    }

    let copy = try open(test, "copy")
    #expect(try copy.queue.read(allRows) == before)
    #expect(try copy.examine() == [])
  }

  @Test(.timeLimit(.minutes(1))) func aBackupIsWholeWhileAnotherConnectionWrites() async throws {
    let test = try store()
    let (other, written) = (try open(test, "clinic.caseloom"), TestCounter())
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask {
        while !written.isStopped && written.count < 200 {
          let number = written.count
          try other.write(as: anna) { try $0.addTranscriptOfMade(client: "W-\(number)", seed: number) }
          written.increment()
        }
      }
      defer { written.stop() }
      for number in 1...3 {
        let least = written.count
        try test.store.backup(to: test.folder.file("\(number).caseloom"), author: anna)
        let most = written.count + 1
        let copy = try open(test, "\(number).caseloom")
        #expect(try copy.examine() == [])
        let count = try copy.read { try $0.clients() }.count { $0.client.code.hasPrefix("W-") }
        #expect((least...most).contains(count))
      }
    }
    #expect(try test.store.examine() == [])
  }
}

@Suite struct RestoreTests {
  /// A store with a backup beside it, and a client added since.
  private func store() throws -> TestStore {
    let test = try TestStore()
    try test.addMade(1, "2026-03-01")
    try test.store.backup(to: test.folder.file("backup"), author: anna)
    try test.add("K-2", 1, "2026-03-02", talk(2))
    return test
  }

  private func restore(_ test: TestStore, _ source: String = "backup", to name: String, replacing: Bool = false) throws
    -> String?
  {
    try StoreFile.restore(
      from: test.folder.file(source), to: test.folder.file(name), clock: test.clock.clock, author: anna,
      replacing: replacing)
  }

  private func codes(_ test: TestStore, _ path: String) throws -> [String] {
    let store = try CaseStore(opening: path, clock: test.clock.clock)
    defer { try? store.close() }
    #expect(try store.examine() == [])
    return try store.read { try $0.clients().map(\.client.code) }
  }

  @Test func aBackupTakesTheEmptyPlaceOfAStore() throws {
    let test = try store()
    let before = try test.folder.bytes("backup")

    let kept = try restore(test, to: "new/clinic.caseloom")

    #expect(kept == nil)
    let path = test.folder.file("new/clinic.caseloom")
    #expect(try FileManager.default.contentsOfDirectory(atPath: test.folder.file("new")) == ["clinic.caseloom"])
    #expect(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int == 0o600)
    let restored = try CaseStore(opening: path, clock: test.clock.clock)
    #expect(try restored.read { try $0.clients().map(\.client.code) } == ["K-1"])
    #expect(
      try restored.queue.read {
        try String.fetchAll($0, sql: "SELECT action || detail FROM audit_event ORDER BY id DESC LIMIT 1")
      } == [#"store.restore{"file":"backup"}"#])
    #expect(try test.folder.bytes("backup") == before)
  }

  /// A backup may lie on a medium or in a folder that others keep: nothing is to be left there.
  @Test func nothingIsLeftBesideTheBackup() throws {
    let test = try store()

    _ = try restore(test, to: "new.caseloom")

    #expect(try test.folder.names.filter { $0.hasPrefix("backup") } == ["backup"])
  }

  @Test func aStoreThatIsThereIsNotReplacedUnasked() throws {
    let test = try store()
    let before = try test.dump()

    let error = try caseError { try restore(test, to: "clinic.caseloom") }

    #expect(error.code == .cannotCreate && error.place == test.store.path)
    #expect(error.advice?.contains("--replace") == true)
    #expect(try test.dump() == before)
  }

  @Test func theStoreThatWasThereIsKept() throws {
    let test = try store()
    try test.store.close()

    let kept = try restore(test, to: "clinic.caseloom", replacing: true)

    #expect(kept == test.store.path + ".before-20260303T093000000")
    #expect(try codes(test, test.store.path) == ["K-1"])
    #expect(try codes(test, #require(kept)) == ["K-1", "K-2"])
    #expect(try test.folder.names.count == 3)
  }

  /// Killed in the middle of its work, a store has its last transactions in the write-ahead log alone.
  @Test func theStoreThatWasThereIsKeptWithItsLog() throws {
    let test = try store()
    for suffix in ["", "-wal"] {
      try FileManager.default.copyItem(
        atPath: test.store.path + suffix, toPath: test.folder.file("killed.caseloom" + suffix))
    }

    let kept = try restore(test, to: "killed.caseloom", replacing: true)

    #expect(try codes(test, test.folder.file("killed.caseloom")) == ["K-1"])
    #expect(try codes(test, #require(kept)) == ["K-1", "K-2"])
  }

  /// The log of a store that is gone would be played into the one that takes its place.
  @Test func theLogOfAStoreThatIsGoneIsNotPlayedIntoTheRestoredOne() throws {
    let test = try store()
    try FileManager.default.copyItem(atPath: test.store.path + "-wal", toPath: test.folder.file("lost.caseloom-wal"))

    _ = try restore(test, to: "lost.caseloom")

    #expect(try codes(test, test.folder.file("lost.caseloom")) == ["K-1"])
  }

  @Test func aMissingBackupIsNamed() throws {
    let test = try store()

    let error = try caseError { try restore(test, "none", to: "new.caseloom") }

    #expect(error.code == .noInput && error.place == test.folder.file("none"))
  }

  /// Each makes of a good backup one that must not take a store's place, with the code that says so.
  static let damages: [(name: String, code: CaseError.Code)] = [
    ("text", .badData), ("empty", .badData), ("foreign", .badData), ("newer", .unavailable), ("dangling", .badData),
    ("totals", .badData), ("page", .badData), ("cut", .badData),
  ]

  @Test(arguments: damages) func aDamagedBackupIsRefusedAndThePresentStoreStays(_ name: String, _ code: CaseError.Code)
    throws
  {
    let test = try store()
    try damage(test, name)
    let (before, rows) = (try test.folder.bytes("backup"), try test.dump())

    let error = try caseError { try restore(test, to: "clinic.caseloom", replacing: true) }

    #expect(error.code == code)
    #expect(error.place == test.folder.file("backup"), "the backup is what the reader must look at")
    #expect(!error.description.contains(".restoring"))
    #expect(try test.folder.bytes("backup") == before)
    #expect(try test.dump() == rows)
    #expect(try test.store.examine() == [])
    #expect(try test.folder.names.filter { $0.contains("restoring") || $0.contains("before") } == [])
  }

  private func damage(_ test: TestStore, _ name: String) throws {
    let raw: [String: String] = [
      "foreign": "PRAGMA application_id = 0", "newer": "PRAGMA user_version = 99",
      "dangling": "PRAGMA foreign_keys = OFF; DELETE FROM session",
      "totals": "UPDATE cluster_total SET utterances = utterances + 1",
    ]
    if let sql = raw[name] {
      let queue = try DatabaseQueue(path: test.folder.file("backup"))
      try queue.inDatabase { try $0.execute(sql: sql) }
      try queue.inDatabase { try $0.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)") }
      return try queue.close()
    }
    var bytes = try test.folder.bytes("backup")
    switch name {
    case "text": bytes = Data("notes".utf8)
    case "empty": bytes = Data()
    case "cut": bytes = bytes.prefix(bytes.count / 2 / 4096 * 4096)
    default:
      let page = try #require(try test.number("SELECT rootpage FROM sqlite_master WHERE name = 'utterance'"))
      bytes.replaceSubrange((page - 1) * 4096..<page * 4096, with: Data(repeating: 0x55, count: 4096))
    }
    try test.folder.write(bytes, to: "backup")
  }
}

extension StoreWriter {
  fileprivate func addTranscriptOfMade(client: String, seed: Int) throws {
    _ = try addTranscript(transcript(client, 1, "2026-03-01", MadeSession(seed: seed).words))
  }
}
