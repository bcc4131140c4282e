import CaseModel
import Foundation
import Transcripts

/// Reads gold data: labelled turns, planted clients, posts with a risk label, posts with a marked part, dialogues with causes. The
/// formats are told from their columns and keys; docs/evaluation.md describes them.
public struct GoldReader {
  /// Transcripts that give labelled turns their context, by their label in the file (AnnoMI's `transcript_id`).
  let contexts: [String: [Utterance]]

  /// - Parameter contexts: CSV or JSON files of whole transcripts.
  public init(contexts paths: [String] = []) throws {
    var contexts: [String: [Utterance]] = [:]
    for path in paths {
      try TranscriptReader(path: path).forEach { transcript in
        if let label = transcript.label { contexts[label] = transcript.utterances }
      }
    }
    self.contexts = contexts
  }

  /// - Parameter paths: files, folders of one planted client (`network.json` beside `session-N.txt`), and folders of either.
  /// - Throws: `CaseError` with file and line of what is not understood; `noInput` where there is nothing.
  public func read(_ paths: [String]) throws -> Gold {
    var gold = Gold()
    for path in paths { try read(path, into: &gold, isNamed: true) }
    return gold
  }

  private func read(_ path: String, into gold: inout Gold, isNamed: Bool) throws {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw CaseError(.noInput, "There is no such file or folder.", at: path)
    }
    guard isFolder.boolValue else {
      try readFile(path, into: &gold, isNamed: isNamed)
      return
    }
    if FileManager.default.fileExists(atPath: "\(path)/network.json") {
      let client = try PlantedClient.read(folder: path)
      gold.clients.append(client)
      gold.sessions += client.sessions
      return
    }
    let entries: [String]
    do {
      entries = try FileManager.default.contentsOfDirectory(atPath: path).sorted()
    } catch {
      throw CaseError(.unavailable, "The folder cannot be read.", at: path, advice: "Look at its permissions.")
    }
    for entry in entries where !entry.hasPrefix(".") {
      try read("\(path)/\(entry)", into: &gold, isNamed: false)
    }
  }

  /// A file that was named must be understood; one that merely lies in a folder may be something else.
  private func readFile(_ path: String, into gold: inout Gold, isNamed: Bool) throws {
    switch (path as NSString).pathExtension.lowercased() {
    case "jsonl", "ndjson": try GoldLines(path: path, contexts: contexts).read(into: &gold)
    case "json": gold.causes += try CauseDialogues.read(path: path)
    case "csv", "tsv": try GoldTable(path: path).read(into: &gold, isNamed: isNamed)
    default:
      if isNamed {
        throw CaseError(
          .badData, "This is no gold file that is known.", at: path,
          advice: "docs/evaluation.md describes the formats: .jsonl, .json, .csv, or a planted client's folder.")
      }
    }
  }
}

/// CSV files: posts with a marked part, posts with a risk label, and whole transcripts, whose client turns are taken to speak of no
/// risk.
private struct GoldTable {
  let path: String

  func read(into gold: inout Gold, isNamed: Bool) throws {
    let reader = try CSVReader(path: path)
    let column = Dictionary(
      reader.header.enumerated().map { ($1.lowercased(), $0) }, uniquingKeysWith: { first, _ in first })
    if let text = column["patient question"] ?? column["text"],
      let marked = column["distorted part"] ?? column["marked"]
    {
      try reader.forEachRecord { record in
        let quote = GoldQuote(text: record.text(at: text), marked: record.text(at: marked))
        if !quote.marked.isEmpty { gold.quotes.append(quote) }
      }
    } else if let text = column["selftext"] ?? column["text"], let label = column["is_suicide"] ?? column["risk"] {
      try reader.forEachRecord { record in
        let title = column["title"].map { record.text(at: $0) } ?? ""
        let texts = [title, record.text(at: text)].filter { !$0.isEmpty }
        gold.riskTexts.append(
          GoldRiskText(texts: texts, isRisk: try Self.isRisk(record.text(at: label), at: "\(path):\(record.line)")))
      }
    } else if let text = column["utterance_text"], let speaker = column["interlocutor"] {
      try reader.forEachRecord { record in
        guard record.text(at: speaker) == "client", !record.text(at: text).isEmpty else { return }
        gold.riskTexts.append(GoldRiskText(texts: [record.text(at: text)], isRisk: false))
      }
    } else if isNamed {
      throw CaseError(
        .badData, "The columns are not those of any gold file that is known.", at: "\(path):\(reader.headerLine)",
        advice: "docs/evaluation.md describes them.")
    }
  }

  private static func isRisk(_ label: String, at place: String) throws -> Bool {
    switch label.lowercased() {
    case "0", "none", "false", "no": return false
    case "1", "passive", "active", "true", "yes": return true
    default: throw CaseError(.badData, "“\(label)” is no risk label: none, passive, active, 0 or 1.", at: place)
    }
  }
}
