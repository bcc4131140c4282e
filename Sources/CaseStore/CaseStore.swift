import CaseModel
import Foundation
import GRDB

/// A clinic's store: one SQLite file. The only place that knows SQL.
///
/// Reads and writes are units of work: a closure gets a ``StoreReader`` or a ``StoreWriter``, and a write is one
/// transaction that holds in whole or not at all, with at least one audit event.
///
/// ```swift
/// let store = try CaseStore(opening: path, clock: clock)
/// try store.write(as: Author(actor: "dr.hall")) { try $0.addClient(Client(code: "K-014")) }
/// let clients = try store.read { try $0.clients() }
/// ```
public final class CaseStore: Sendable {
  public let path: String
  let queue: DatabaseQueue
  let clock: CaseClock

  /// Opens the store at `path` and brings its schema up to date.
  ///
  /// - Parameter maximumPages: SQLite's `max_page_count`, to try what happens when the disk is full.
  /// - Throws: `CaseError` `.noInput` where there is no file, `.badData` where it is no store, `.unavailable` where a newer
  ///   program made it.
  public convenience init(opening path: String, clock: CaseClock, maximumPages: Int? = nil) throws {
    guard FileManager.default.fileExists(atPath: path) else {
      throw CaseError(
        .noInput, "There is no store.", at: path,
        advice: "Make one with `caseloom init --store \(path)`, or name another with --store.")
    }
    try self.init(path: path, clock: clock, maximumPages: maximumPages, isNew: false)
  }

  /// Makes a new, empty store at `path`, readable by its owner alone.
  ///
  /// - Throws: `CaseError` `.cannotCreate` where a file is there already or cannot be made.
  public static func create(at path: String, clock: CaseClock, author: Author) throws -> CaseStore {
    guard !FileManager.default.fileExists(atPath: path) else {
      throw CaseError(.cannotCreate, "A file is there already.", at: path, advice: "It is left as it is.")
    }
    try StoreFile.makeFolder(for: path)
    // Made first with its permissions, so that the words in it are never open to others, not even for a moment.
    let descriptor = open(path, O_CREAT | O_EXCL | O_RDWR, 0o600)
    guard descriptor >= 0 else { throw StoreFile.systemError("The store cannot be made", at: path) }
    Foundation.close(descriptor)
    do {
      let store = try CaseStore(path: path, clock: clock, maximumPages: nil, isNew: true)
      try store.write(as: author) { try $0.audit("store.create") }
      return store
    } catch {
      // Half made, it would stand in the way of the next try.
      StoreFile.removeStore(at: path)
      throw error
    }
  }

  /// A new store that lives in memory, and as long as this object.
  init(inMemory clock: CaseClock) throws {
    path = ":memory:"
    self.clock = clock
    queue = try StoreErrors.translated(path) {
      let queue = try DatabaseQueue()
      try StoreMigrations.bringUpToDate(queue, path: ":memory:", isNew: true, now: clock.now())
      return queue
    }
  }

  /// Lets this store's statements name the tables of another, as `original`.
  func attach(_ other: CaseStore) throws {
    try StoreErrors.translated(other.path) {
      try queue.inDatabase { try $0.execute(sql: "ATTACH ? AS original", arguments: [other.path]) }
    }
  }

  private init(path: String, clock: CaseClock, maximumPages: Int?, isNew: Bool) throws {
    self.path = path
    self.clock = clock
    var configuration = Configuration()
    configuration.busyMode = .timeout(10)
    configuration.prepareDatabase { database in
      // FULL: a transcript that was said to be in the store is there after a power cut, too.
      try database.execute(sql: "PRAGMA synchronous = FULL; PRAGMA secure_delete = ON; PRAGMA cache_size = -32000")
      if let maximumPages { try database.execute(sql: "PRAGMA max_page_count = \(maximumPages)") }
    }
    queue = try StoreErrors.translated(path) {
      let queue = try DatabaseQueue(path: path, configuration: configuration)
      try StoreMigrations.bringUpToDate(queue, path: path, isNew: isNew, now: clock.now())
      return queue
    }
  }

  // MARK: Units of work

  /// Reads from one consistent state of the store.
  public func read<Value>(_ body: (StoreReader) throws -> Value) throws -> Value {
    try StoreErrors.translated(path) {
      try queue.read { try body(StoreReader(database: $0)) }
    }
  }

  /// Writes in one transaction: all of `body`, or nothing when it throws.
  ///
  /// A transaction that changes rows and leaves no audit event is a defect of the program and is taken back.
  public func write<Value>(as author: Author, _ body: (StoreWriter) throws -> Value) throws -> Value {
    try StoreErrors.translated(path) {
      try queue.write { database in
        let before = database.totalChangesCount
        let writer = StoreWriter(database: database, now: clock.now(), author: author)
        let value = try body(writer)
        try writer.indexUtterances()
        if database.totalChangesCount != before && !writer.hasAudited {
          throw CaseError(.internal, "A change was made without an audit event, and taken back.", at: path)
        }
        return value
      }
    }
  }

  /// Bookkeeping of the queue (leases, attempts): it changes nothing about a client and leaves no audit event.
  func bookkeep<Value>(_ body: (Database, Timestamp) throws -> Value) throws -> Value {
    try StoreErrors.translated(path) {
      try queue.write { try body($0, clock.now()) }
    }
  }
}

/// Reads of one unit of work. Not to be kept beyond it.
public struct StoreReader {
  let database: Database
}

/// Writes of one unit of work. Not to be kept beyond it.
public final class StoreWriter {
  let database: Database
  public let now: Timestamp
  public let author: Author
  private(set) var hasAudited = false
  /// The first utterance of this unit of work that the search index does not know yet.
  var firstUnindexedUtterance: Int64?
  /// Sessions that this unit of work has counted for retraining.
  var markedForRetraining: Set<String> = []

  init(database: Database, now: Timestamp, author: Author) {
    self.database = database
    self.now = now
    self.author = author
  }

  /// The same unit of work, for reading what it has written so far.
  public var reader: StoreReader { StoreReader(database: database) }

  /// Brings the search index up to the utterances of this unit of work: all in one statement, as FTS5 writes its index out at
  /// the end of each one (docs/decisions/0004).
  fileprivate func indexUtterances() throws {
    guard let first = firstUnindexedUtterance else { return }
    try database.execute(
      sql: "INSERT INTO utterance_search (rowid, text) SELECT id, text FROM utterance WHERE id >= ?", arguments: [first]
    )
    firstUnindexedUtterance = nil
  }

  /// Says in the trail what this unit of work does. `detail` holds counts and names of things, never a client's words.
  ///
  /// - Parameter reason: `nil` for the author's.
  public func audit(
    _ action: String, client: String? = nil, session: Int? = nil, detail: [String: String] = [:], reason: String? = nil
  ) throws {
    try database.cachedStatement(
      sql: """
        INSERT INTO audit_event (at, actor, action, client_code, session_number, detail, reason)
        VALUES (?, ?, ?, ?, ?, ?, ?)
        """
    ).execute(arguments: [
      now.description, author.actor, action, client, session, try DetailText.json(detail),
      reason ?? author.reason,
    ])
    hasAudited = true
  }
}

extension JSONEncoder {
  static var sorted: JSONEncoder {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return encoder
  }
}
