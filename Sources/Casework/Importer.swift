import CaseModel
import CaseStore
import Foundation
import Transcripts

/// A transcript file and what is known of its session besides what it says itself.
public struct ImportItem: Sendable {
  public var path: String
  public var clientCode: String?
  public var sessionNumber: Int?
  public var day: Day?
  public var therapist: String?
  public var modules: [String] = []
  public var measures: [Measure] = []
  /// Where it was named: `manifest.csv:7`.
  public var origin: String?

  public init(path: String) {
    self.path = path
  }
}

/// What became of one file.
public struct ImportOutcome: Sendable {
  public var item: ImportItem
  public var added: [AddedTranscript] = []
  public var utterances = 0
  /// The file is left out as a whole for this reason.
  public var error: CaseError?

  public var new: [AddedTranscript] { added.filter { !$0.wasThere } }
}

/// Takes transcript files into a store. Each file is one transaction: all of it, or nothing.
public struct Importer: Sendable {
  let store: CaseStore
  let author: Author
  let options: TranscriptOptions
  let format: TranscriptFormat?

  public init(
    store: CaseStore, author: Author, options: TranscriptOptions = TranscriptOptions(), format: TranscriptFormat? = nil
  ) {
    self.store = store
    self.author = author
    self.options = options
    self.format = format
  }

  /// Imports one file.
  ///
  /// - Parameter progress: called after each transcript with the bytes read and the file's bytes.
  /// - Throws: only what concerns the store as a whole (a full disk, another writer): going on with the next file would not
  ///   help. What is wrong with the file is in the outcome.
  public func importFile(_ item: ImportItem, progress: (Int64, Int64) -> Void = { _, _ in }) throws -> ImportOutcome {
    var outcome = ImportOutcome(item: item)
    do {
      var added: [AddedTranscript] = []
      var utterances = 0
      try store.write(as: author) { writer in
        // A manifest names the session's therapist: who speaks under that name is the therapist.
        var options = options
        options.therapistName = options.therapistName ?? item.therapist
        let reader = TranscriptReader(path: item.path, format: format, options: options)
        try reader.forEach { parsed in
          if !added.isEmpty { try requireOneTranscript(item, parsed) }
          let transcript = try add(parsed, item: item, writer: writer)
          added.append(transcript)
          utterances += parsed.utterances.count
          progress(parsed.bytesRead, reader.fileSize)
        }
        try recordTreatment(item, added: added, writer: writer)
      }
      outcome.added = added
      outcome.utterances = utterances
    } catch let error as CaseError {
      if error.code == .cannotCreate || error.code == .tryAgain || error.code == .internal { throw error }
      outcome.error = error
    }
    return outcome
  }

  private func add(_ parsed: ParsedTranscript, item: ImportItem, writer: StoreWriter) throws -> AddedTranscript {
    let name = URL(fileURLWithPath: item.path).lastPathComponent
    let hint = FileNameHint(fileName: name)
    let place = "\(item.path):\(parsed.line)"
    // What a person says comes before what the file says, and that before what its name says.
    let stem = String(name.prefix { $0 != "." })
    let code = item.clientCode ?? parsed.clientCode ?? parsed.label.map { "\(stem)-\($0)" } ?? hint?.clientCode
    guard let code else {
      throw CaseError(
        .badData, "It is not said which client this is.", at: place,
        advice: "Give --client, list the file in a manifest.csv, or name it like K-014_2026-03-03_s1.txt.")
    }
    guard Client.isValidCode(code) else {
      throw CaseError(
        .badData, "“\(code)” cannot be a client's code.", at: place,
        advice: "Use 1 to 64 letters, digits and - _ . and begin with a letter or digit, as in K-014.")
    }
    do {
      return try writer.addTranscript(
        NewTranscript(
          clientCode: code, sessionNumber: item.sessionNumber ?? parsed.sessionNumber ?? hint?.sessionNumber,
          day: item.day ?? parsed.day ?? hint?.day, therapist: item.therapist ?? parsed.therapist, sourceName: name,
          format: (format ?? TranscriptFormat(fileName: name) ?? .text).rawValue, utterances: parsed.utterances))
    } catch var error as CaseError where error.code == .badData {
      error.place = place
      throw error
    }
  }

  private func requireOneTranscript(_ item: ImportItem, _ parsed: ParsedTranscript) throws {
    guard item.sessionNumber != nil || item.day != nil || !item.modules.isEmpty || !item.measures.isEmpty else {
      return
    }
    throw CaseError(
      .badData, "The file holds more than one transcript, but a session, date, modules or measures were given for one.",
      at: "\(item.path):\(parsed.line)",
      advice: "Leave them out and say them in the file, or split the file.")
  }

  private func recordTreatment(_ item: ImportItem, added: [AddedTranscript], writer: StoreWriter) throws {
    guard let transcript = added.first, !(item.modules.isEmpty && item.measures.isEmpty) else { return }
    do {
      try writer.recordModules(item.modules, client: transcript.clientCode, session: transcript.sessionNumber)
      for measure in item.measures {
        try writer.recordMeasure(
          measure, client: transcript.clientCode, session: transcript.sessionNumber, day: nil)
      }
    } catch var error as CaseError where error.code == .badData {
      error.place = item.origin ?? item.path
      throw error
    }
  }
}

// MARK: What there is to import

extension Importer {
  /// The files behind paths: files, folders (with a `manifest.csv`, or all transcript files in them) and manifests.
  ///
  /// - Returns: the items in order, and the files of folders that are no transcripts by their name.
  /// - Throws: `CaseError` for a path that does not exist, a manifest with a fault, or a folder without transcripts.
  public static func items(at paths: [String]) throws -> (items: [ImportItem], skipped: [String]) {
    var items: [ImportItem] = []
    var skipped: [String] = []
    for path in paths {
      var isFolder: ObjCBool = false
      guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
        throw CaseError(.noInput, "There is no such file or folder.", at: path)
      }
      if isFolder.boolValue {
        let manifest = path + "/manifest.csv"
        if FileManager.default.fileExists(atPath: manifest) {
          items += try manifestItems(manifest)
        } else {
          let (found, others) = try folderItems(path)
          items += found
          skipped += others
        }
      } else if isManifest(path) {
        items += try manifestItems(path)
      } else {
        items.append(ImportItem(path: path))
      }
    }
    return (items, skipped)
  }

  public static func isManifest(_ path: String) -> Bool {
    URL(fileURLWithPath: path).lastPathComponent.lowercased() == "manifest.csv"
  }

  public static func manifestItems(_ path: String) throws -> [ImportItem] {
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
    return try Manifest.read(path: path).map { entry in
      var item = ImportItem(path: folder.appendingPathComponent(entry.file).path)
      item.clientCode = entry.clientCode
      item.sessionNumber = entry.sessionNumber
      item.day = entry.day
      item.therapist = entry.therapist
      item.modules = entry.modules
      item.measures = entry.measures
      item.origin = "\(path):\(entry.line)"
      return item
    }
  }

  private static func folderItems(_ path: String) throws -> (items: [ImportItem], skipped: [String]) {
    let names = try FileManager.default.subpathsOfDirectory(atPath: path).sorted()
    let files = names.filter { name in
      var isFolder: ObjCBool = false
      return !name.split(separator: "/").contains { $0.hasPrefix(".") }
        && FileManager.default.fileExists(atPath: path + "/" + name, isDirectory: &isFolder) && !isFolder.boolValue
    }
    let transcripts = files.filter { TranscriptFormat(fileName: $0) != nil }
    guard !transcripts.isEmpty else {
      throw CaseError(
        .noInput, "No file in this folder is a transcript by its name.", at: path,
        advice: "Transcripts are .txt, .vtt, .srt, .csv, .tsv, .json, .jsonl or .ndjson files.")
    }
    return (
      transcripts.map { ImportItem(path: path + "/" + $0) },
      files.filter { TranscriptFormat(fileName: $0) == nil }.map { path + "/" + $0 }
    )
  }
}
