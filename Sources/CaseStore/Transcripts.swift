import CaseModel
import Crypto
import Foundation
import GRDB

/// A transcript on its way into the store.
public struct NewTranscript: Sendable {
  public var clientCode: String
  /// `nil` for the number after the client's last.
  public var sessionNumber: Int?
  /// `nil` for the session's own day, or today for a new session.
  public var day: Day?
  public var therapist: String?
  /// The file's name, without folders.
  public var sourceName: String
  /// `text`, `vtt`, `srt`, `csv`, `json` or `jsonl`.
  public var format: String
  public var utterances: [Utterance]

  public init(
    clientCode: String, sessionNumber: Int?, day: Day?, therapist: String?, sourceName: String, format: String,
    utterances: [Utterance]
  ) {
    self.clientCode = clientCode
    self.sessionNumber = sessionNumber
    self.day = day
    self.therapist = therapist
    self.sourceName = sourceName
    self.format = format
    self.utterances = utterances
  }
}

/// What became of a transcript that was added.
public struct AddedTranscript: Hashable, Sendable {
  public var clientCode: String
  public var sessionID: Int64
  public var sessionNumber: Int
  /// The client had this very transcript: nothing was written.
  public var wasThere: Bool
  public var isNewClient: Bool
  /// Another client whose transcript says word for word the same.
  public var sameAsClient: String?
}

/// A found utterance.
public struct SearchHit: Sendable {
  public var clientCode: String
  public var sessionNumber: Int
  public var utterance: Utterance
}

// MARK: Writes

extension StoreWriter {
  /// Adds a transcript with its client and session, where these are new, and queues its annotation.
  ///
  /// A transcript that the client has already (same turns, speakers, times and words) is left as it is.
  /// - Throws: `CaseError` `.badData` where the session has another transcript or another day.
  public func addTranscript(_ new: NewTranscript) throws -> AddedTranscript {
    let hash = Self.contentHash(of: new.utterances)
    let same = try Row.fetchAll(
      database.cachedStatement(
        sql: """
          SELECT c.code, s.id, s.number FROM transcript t JOIN session s ON s.id = t.session_id
          JOIN client c ON c.id = s.client_id WHERE t.content_hash = ? ORDER BY t.id
          """), arguments: [hash])
    if let own = same.first(where: { $0["code"] == new.clientCode }) {
      return AddedTranscript(
        clientCode: new.clientCode, sessionID: own["id"], sessionNumber: own["number"], wasThere: true,
        isNewClient: false)
    }
    let known = try Int64.fetchOne(
      database.cachedStatement(sql: "SELECT id FROM client WHERE code = ?"), arguments: [new.clientCode])
    if known == nil { try addClient(Client(code: new.clientCode)) }
    let clientID = try known ?? reader.clientID(new.clientCode)
    let session = try session(
      client: (clientID, new.clientCode), number: new.sessionNumber, day: new.day, today: now.day,
      therapist: new.therapist)
    try insert(new, hash: hash, session: session)
    try enqueue(.annotate, sessionID: session.id)
    try audit(
      "transcript.import", client: new.clientCode, session: session.number,
      detail: ["file": new.sourceName, "utterances": String(new.utterances.count)])
    return AddedTranscript(
      clientCode: new.clientCode, sessionID: session.id, sessionNumber: session.number, wasThere: false,
      isNewClient: known == nil, sameAsClient: same.first?["code"])
  }

  private func insert(
    _ new: NewTranscript, hash: String, session: (id: Int64, number: Int, isNew: Bool)
  ) throws {
    if !session.isNew,
      let other = try String.fetchOne(
        database, sql: "SELECT source_name FROM transcript WHERE session_id = ?", arguments: [session.id])
    {
      throw CaseError(
        .badData,
        "Session \(session.number) of client \(new.clientCode) has another transcript already (from \(other)).",
        advice: "Give another session number; a transcript is never overwritten.")
    }
    try database.cachedStatement(
      sql: """
        INSERT INTO transcript
          (session_id, source_name, format, content_hash, utterance_count, client_turn_count, imported_at)
        VALUES (?, ?, ?, ?, ?, ?, ?)
        """
    ).execute(arguments: [
      session.id, new.sourceName, new.format, hash, new.utterances.count,
      new.utterances.count { $0.speaker == .client }, now.description,
    ])
    let transcriptID = database.lastInsertedRowID
    let last = try database.insertUtterances(new.utterances, transcriptID: transcriptID)
    // They are the only rows of the table that this transaction adds: their ids follow one another.
    if firstUnindexedUtterance == nil { firstUnindexedUtterance = last - Int64(new.utterances.count) + 1 }
  }

  /// SHA-256, in hex, of what was said: turns, speakers, times and words, not the file's name or format.
  static func contentHash(of utterances: [Utterance]) -> String {
    var hash = SHA256()
    var bytes: [UInt8] = []
    for utterance in utterances {
      bytes.removeAll(keepingCapacity: true)
      let fields = [
        utterance.speaker.rawValue, utterance.speakerName ?? "", utterance.startMilliseconds.map(String.init) ?? "",
        utterance.endMilliseconds.map(String.init) ?? "", utterance.text,
      ]
      for field in fields {
        bytes.append(contentsOf: field.utf8)
        bytes.append(0)  // No field holds a NUL: the readers refuse it.
      }
      hash.update(data: bytes)
    }
    return hash.finalize().hexadecimal
  }
}

extension Sequence where Element == UInt8 {
  /// Lower-case hexadecimal, two digits a byte.
  public var hexadecimal: String {
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    for byte in self { text += [digits[Int(byte >> 4)], digits[Int(byte & 15)]] }
    return String(decoding: text, as: UTF8.self)
  }
}

// MARK: Reads

extension StoreReader {
  /// A session's utterances in order of turn.
  ///
  /// - Throws: `CaseError` `.noInput` where there is no such client, session or transcript.
  public func utterances(of code: String, session number: Int) throws -> [Utterance] {
    let id = try sessionID(code, number)
    let found = try utterances(sessionID: id)
    guard !found.isEmpty else {
      throw CaseError(.noInput, "Session \(number) has no transcript.", at: "client \(code)")
    }
    return found
  }

  public func utterances(sessionID: Int64) throws -> [Utterance] {
    let statement = try database.cachedStatement(
      sql: """
        SELECT u.turn, u.speaker, u.speaker_name, u.start_milliseconds, u.end_milliseconds, u.text
        FROM utterance u JOIN transcript t ON t.id = u.transcript_id WHERE t.session_id = ? ORDER BY u.turn
        """)
    return try Row.fetchAll(statement, arguments: [sessionID]).map(utterance)
  }

  /// Utterances with all the given words (a word ending in `*` is a beginning; `"several words"` a phrase), best first.
  public func search(_ words: String, client code: String? = nil, limit: Int = 50) throws -> [SearchHit] {
    if let code { _ = try clientID(code) }
    let pattern = Self.searchPattern(words)
    guard !pattern.isEmpty else {
      throw CaseError(
        .usage, "There is nothing to search for.", advice: "Give a word, as in `transcript search sleep`.")
    }
    let sql = """
      SELECT c.code, s.number, u.turn, u.speaker, u.speaker_name, u.start_milliseconds, u.end_milliseconds, u.text
      FROM utterance_search f JOIN utterance u ON u.id = f.rowid JOIN transcript t ON t.id = u.transcript_id
      JOIN session s ON s.id = t.session_id JOIN client c ON c.id = s.client_id
      WHERE utterance_search MATCH ? AND c.code = coalesce(?, c.code) ORDER BY rank, u.id LIMIT ?
      """
    return try Row.fetchAll(database, sql: sql, arguments: [pattern, code, limit]).map { row in
      SearchHit(clientCode: row["code"], sessionNumber: row["number"], utterance: utterance(row))
    }
  }

  /// Every word in quotation marks, so that nothing a person types is taken for FTS5's query language.
  static func searchPattern(_ words: String) -> String {
    var terms: [String] = []
    // By scalars: to `Character`, a quotation mark before a combining mark is none. A NUL would end the query.
    let scalars: [Unicode.Scalar] = words.unicodeScalars.map { $0 == "\0" ? " " : $0 }
    for (index, part) in scalars.split(separator: "\"", omittingEmptySubsequences: false).enumerated() {
      let isPhrase = index % 2 == 1
      let pieces = isPhrase ? [part] : part.split(whereSeparator: \.properties.isWhitespace)
      for piece in pieces {
        let isBeginning = !isPhrase && piece.last == "*"
        let term = String(String.UnicodeScalarView(isBeginning ? piece.dropLast() : piece))
        guard term.contains(where: { $0.isLetter || $0.isNumber }) else { continue }
        terms.append("\"\(term)\"" + (isBeginning ? "*" : ""))
      }
    }
    return terms.joined(separator: " ")
  }

  private func utterance(_ row: Row) -> Utterance {
    Utterance(
      turn: row["turn"], speaker: Speaker(rawValue: row["speaker"]) ?? .other, speakerName: row["speaker_name"],
      startMilliseconds: row["start_milliseconds"], endMilliseconds: row["end_milliseconds"], text: row["text"])
  }
}
