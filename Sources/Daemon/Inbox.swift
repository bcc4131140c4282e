import CaseModel
import CaseStore
import Casework
import Foundation
import Logging
import Transcripts

/// The folder that transcripts are dropped into.
///
/// What is taken in goes to `done/`; what has a fault goes to `failed/`, with the reason beside it in `NAME.error.txt`. An entry
/// is a transcript file, a folder with transcripts (and perhaps a `manifest.csv`), or a `manifest.csv` with the files it names.
struct Inbox {
  let folder: String
  let importer: Importer
  /// An entry is taken in when it has not changed for this long, so that a copy under way is left alone.
  let settleSeconds: Double
  let logger: Logger

  /// Makes the folders that are not there yet; only the last one of the inbox's own path, so that a slip of the pen is noticed.
  func prepare() throws {
    let parent = URL(fileURLWithPath: folder).deletingLastPathComponent().path
    guard FileManager.default.fileExists(atPath: parent) else {
      throw CaseError(
        .noInput, "The folder that the inbox should be in is not there.", at: parent,
        advice: "Make it, or name another inbox with --inbox.")
    }
    for name in ["", "/done", "/failed"] {
      do {
        try FileManager.default.createDirectory(
          atPath: folder + name, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
      } catch {
        throw CaseError(
          .cannotCreate, "The inbox folder cannot be made.", at: folder + name,
          advice: "Name a folder that you may write to with --inbox.")
      }
    }
  }

  /// Takes in the next settled entry, in order of name.
  ///
  /// The transcripts are in the store before the entry is moved: when the program ends in between, the next run finds them there
  /// and only moves.
  /// - Returns: whether there was one.
  /// - Throws: `CaseError` for what concerns the store or the inbox as a whole.
  func takeNext(now: Date) throws -> Bool {
    let names: [String]
    do {
      names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    } catch {
      throw CaseError(.unavailable, "The inbox folder cannot be read.", at: folder)
    }
    let entries = names.filter { !isPassedOver($0) }
    // A manifest speaks for the files beside it: it goes first, and they go with it.
    if let manifest = entries.first(where: Importer.isManifest) {
      if let isTaken = try takeManifest(manifest, now: now) { return isTaken }
    }
    let claimed = try claimedFiles(entries)
    for name in entries where !Importer.isManifest(name) && !claimed.contains(name) && isSettled(name, now: now) {
      try take(name)
      return true
    }
    return false
  }

  /// Whether there are entries that have not settled yet.
  func isWaiting(now: Date) -> Bool {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.contains { !isPassedOver($0) && !isSettled($0, now: now) }
  }

  /// Hidden files, our own folders, and the names that programs give to copies under way.
  private func isPassedOver(_ name: String) -> Bool {
    name.hasPrefix(".") || name == "done" || name == "failed"
      || [".part", ".partial", ".tmp", ".crdownload", "~"].contains { name.hasSuffix($0) }
  }

  /// The newest change of a file, or of anything in a folder, lies far enough back.
  private func isSettled(_ name: String, now: Date) -> Bool {
    let path = folder + "/" + name
    var paths = [path]
    if let inside = FileManager.default.enumerator(atPath: path) {
      paths += inside.compactMap { ($0 as? String).map { path + "/" + $0 } }
    }
    return paths.allSatisfy { path in
      guard let attributes = try? FileManager.default.attributesOfItem(atPath: path),
        let changed = attributes[.modificationDate] as? Date
      else { return false }  // It has just gone: look again next time.
      return abs(now.timeIntervalSince(changed)) >= settleSeconds
    }
  }

  private func take(_ name: String) throws {
    let path = folder + "/" + name
    do {
      let (items, _) = try Importer.items(at: [path])
      let outcomes = try items.map { try importer.importFile($0) }
      try settle(name, outcomes: outcomes)
    } catch let error as CaseError where error.code == .badData || error.code == .noInput || error.code == .usage {
      try moveToFailed(name, reasons: ["\(error)"])
    }
  }

  // MARK: Manifests at the top of the inbox

  private func claimedFiles(_ entries: [String]) throws -> Set<String> {
    guard let manifest = entries.first(where: Importer.isManifest),
      let named = try? Manifest.read(path: folder + "/" + manifest)
    else { return [] }
    return Set(named.map { String($0.file.split(separator: "/")[0]) })
  }

  /// - Returns: `nil` where the manifest has to wait for its files.
  private func takeManifest(_ name: String, now: Date) throws -> Bool? {
    guard isSettled(name, now: now) else { return nil }
    let items: [ImportItem]
    do {
      items = try Importer.manifestItems(folder + "/" + name)
    } catch let error as CaseError where error.code == .badData {
      try moveToFailed(name, reasons: ["\(error)"])
      return true
    }
    let claimed = try claimedFiles([name]).sorted()
    let isComplete = claimed.allSatisfy {
      FileManager.default.fileExists(atPath: folder + "/" + $0) && isSettled($0, now: now)
    }
    guard isComplete else { return nil }
    let outcomes = try items.map { try importer.importFile($0) }
    for entry in claimed {
      let own = outcomes.filter { $0.item.path.hasPrefix(folder + "/" + entry) }
      try settle(entry, outcomes: own)
    }
    // Last, so that the files still have their manifest when the program ends in between.
    try move(name, to: "done")
    return true
  }

  // MARK: Where entries go

  private func settle(_ name: String, outcomes: [ImportOutcome]) throws {
    let reasons = outcomes.compactMap { $0.error.map { "\($0)" } }
    let new = outcomes.flatMap(\.new).count
    let present = outcomes.flatMap(\.added).count - new
    logger.info(
      "inbox entry",
      metadata: ["entry": "\(name)", "new": "\(new)", "present": "\(present)", "faults": "\(reasons.count)"])
    if reasons.isEmpty {
      try move(name, to: "done")
    } else {
      try moveToFailed(name, reasons: reasons)
    }
  }

  private func moveToFailed(_ name: String, reasons: [String]) throws {
    let moved = try move(name, to: "failed")
    // The messages name the file where it was; what people look at is the file beside.
    let text = reasons.map { $0.replacingOccurrences(of: folder + "/", with: "") + "\n" }.joined()
    let note = "\(folder)/failed/\(moved).error.txt"
    guard
      FileManager.default.createFile(
        atPath: note, contents: Data(text.utf8), attributes: [.posixPermissions: 0o600])
    else { throw CaseError(.cannotCreate, "The reason cannot be written.", at: note) }
    logger.warning("not taken in", metadata: ["entry": "\(moved)", "reason": "\(note)"])
  }

  /// - Returns: the name it has there: another one where the name was taken.
  @discardableResult
  private func move(_ name: String, to subfolder: String) throws -> String {
    var target = name
    var number = 2
    while FileManager.default.fileExists(atPath: "\(folder)/\(subfolder)/\(target)") {
      let url = URL(fileURLWithPath: name)
      let suffix = url.pathExtension.isEmpty ? "" : "." + url.pathExtension
      target = "\(url.deletingPathExtension().lastPathComponent)-\(number)\(suffix)"
      number += 1
    }
    guard rename("\(folder)/\(name)", "\(folder)/\(subfolder)/\(target)") == 0 else {
      throw CaseError(
        .cannotCreate, "The file cannot be moved to \(subfolder)/: \(String(cString: strerror(errno))).",
        at: "\(folder)/\(name)", advice: "The inbox and its subfolders must be writable by the daemon.")
    }
    return target
  }
}
