import CaseModel
import Foundation
import GRDB

/// The store as a file: folders, backups, restoring.
public enum StoreFile {
  static func makeFolder(for path: String) throws {
    let folder = (path as NSString).deletingLastPathComponent
    guard !folder.isEmpty, !FileManager.default.fileExists(atPath: folder) else { return }
    do {
      try FileManager.default.createDirectory(
        atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    } catch {
      throw systemError("The folder cannot be made", at: folder)
    }
  }

  /// An error of the operating system, by `errno`.
  static func systemError(_ what: String, at path: String) -> CaseError {
    let reason = String(cString: strerror(errno))
    let advice = errno == ENOSPC ? "Free some space on that disk and run the same command again." : nil
    return CaseError(.cannotCreate, "\(what): \(reason).", at: path, advice: advice)
  }

  /// Puts the backup at `source` in the place of the store at `path`. A store that is there is kept beside it.
  ///
  /// The copy is checked before anything is moved, and moved into place in one step.
  /// - Returns: where the store that was there before is now.
  /// - Throws: `CaseError` `.noInput`, `.badData` where the backup is no whole store, `.cannotCreate`.
  public static func restore(
    from source: String, to path: String, clock: CaseClock, author: Author, replacing: Bool
  ) throws -> String? {
    guard FileManager.default.fileExists(atPath: source) else {
      throw CaseError(.noInput, "There is no such backup.", at: source)
    }
    let isThere = FileManager.default.fileExists(atPath: path)
    if isThere && !replacing {
      throw CaseError(
        .cannotCreate, "A store is there already.", at: path,
        advice: "Add --replace to put the backup in its place; the present store is kept beside it.")
    }
    try makeFolder(for: path)
    let draft = path + ".restoring"
    removeStore(at: draft)
    defer { removeStore(at: draft) }
    do {
      try makeRestored(from: source, at: draft, clock: clock, author: author)
    } catch let error as CaseError where error.place == draft && [.badData, .unavailable].contains(error.code) {
      // What is wrong with the copy is wrong with the backup.
      throw CaseError(error.code, error.message, at: source, advice: error.advice)
    }
    // The log, too, and even where its store is gone: SQLite would play it into the restored one.
    let before = path + ".before-" + clock.now().description.filter { $0.isNumber || $0 == "T" }
    for suffix in ["", "-wal"] where FileManager.default.fileExists(atPath: path + suffix) {
      try move(path + suffix, to: before + suffix)
    }
    unlink(path + "-shm")
    try move(draft, to: path)
    return isThere ? before : nil
  }

  /// A checked copy of the backup, with the restoring in its trail.
  private static func makeRestored(from source: String, at draft: String, clock: CaseClock, author: Author) throws {
    try copyDatabase(from: source, to: draft)
    let restored = try CaseStore(opening: draft, clock: clock)
    let findings = try restored.examine()
    guard findings.isEmpty else {
      throw CaseError(
        .badData, "The backup is not whole: \(findings[0]).", at: source,
        advice: "`caseloom doctor --store \(source)` tells all; the present store is left as it is.")
    }
    try restored.write(as: author) { try $0.audit("store.restore", detail: ["file": lastComponent(source)]) }
    try restored.close()
  }

  /// Copies a database page by page while others may read and write it. The copy is one file without a write-ahead log, so
  /// that it can be read on a medium that cannot be written.
  static func copyDatabase(from source: String, to target: String) throws {
    try StoreErrors.translated(target) {
      let descriptor = open(target, O_CREAT | O_EXCL | O_RDWR, 0o600)
      guard descriptor >= 0 else { throw systemError("The file cannot be made", at: target) }
      close(descriptor)
      do {
        var readOnly = Configuration()
        readOnly.readonly = true
        readOnly.busyMode = .timeout(10)
        let from = try StoreErrors.translated(source) { try DatabaseQueue(path: source, configuration: readOnly) }
        let to = try DatabaseQueue(path: target)
        try from.backup(to: to)
        try to.inDatabase { try $0.execute(sql: "PRAGMA journal_mode = DELETE") }
        try to.close()
        try from.close()
      } catch {
        removeStore(at: target)
        throw error
      }
    }
  }

  private static func move(_ from: String, to: String) throws {
    guard rename(from, to) == 0 else { throw systemError("The file cannot be moved to \(to)", at: from) }
  }

  static func removeStore(at path: String) {
    for suffix in ["", "-wal", "-shm", "-journal"] { unlink(path + suffix) }
  }

  static func lastComponent(_ path: String) -> String { (path as NSString).lastPathComponent }
}

extension CaseStore {
  /// Writes a copy of the store as it is now, while the daemon may be at work.
  public func backup(to target: String, author: Author) throws {
    guard !FileManager.default.fileExists(atPath: target) else {
      throw CaseError(.cannotCreate, "A file is there already.", at: target, advice: "Name a new one.")
    }
    try StoreFile.makeFolder(for: target)
    try write(as: author) { try $0.audit("store.backup", detail: ["file": StoreFile.lastComponent(target)]) }
    let draft = target + ".part"
    StoreFile.removeStore(at: draft)
    try StoreFile.copyDatabase(from: path, to: draft)
    guard rename(draft, target) == 0 else {
      throw StoreFile.systemError("The backup cannot be put in place", at: target)
    }
  }

  /// Ends the use of the file, its write-ahead log folded in.
  public func close() throws {
    try StoreErrors.translated(path) {
      try queue.inDatabase { try $0.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)") }
      try queue.close()
    }
  }
}
