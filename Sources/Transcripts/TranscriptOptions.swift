/// What a file does not say by itself.
public struct TranscriptOptions: Sendable {
  /// The named speaker who is the therapist. Compared without regard to case and to runs of white space.
  public var therapistName: String?
  /// The named speaker who is the client. Needed only where more than one other person speaks.
  public var clientName: String?
  /// CSV, JSON and JSON Lines: which header (or key) holds what, where the usual names do not fit. An empty name
  /// switches off a column that would be recognised.
  public var columns: [TranscriptColumn: String]

  public init() {
    columns = [:]
  }
}

/// What a column of a CSV file, or a key of a JSON object, can hold.
public enum TranscriptColumn: String, CaseIterable, Sendable {
  /// An identifier of the transcript, which becomes `ParsedTranscript.label`.
  case transcript
  /// The client's code.
  case client
  /// The session's number, from 1.
  case session
  /// The session's day, `YYYY-MM-DD`.
  case date
  /// The name of the session's therapist.
  case therapist
  /// A whole number that orders the rows of a transcript. It may have gaps, but never goes back.
  case turn
  case speaker
  /// When the utterance begins: `HH:MM:SS.mmm`, `MM:SS` or seconds.
  case time
  /// When it ends.
  case end
  case text

  /// Names recognised without a mapping, lower case and without spaces, `_` and `-`.
  var usualNames: [String] {
    switch self {
    case .transcript: ["transcript", "transcriptid", "conversation", "conversationid"]
    case .client: ["client", "clientcode", "clientid", "patient", "patientid"]
    case .session: ["session", "sessionnumber", "sessionno"]
    case .date: ["date", "day", "sessiondate"]
    case .therapist: ["therapist", "therapistname"]
    case .turn: ["turn", "turnid", "turnnumber", "utteranceid", "utterancenumber"]
    case .speaker: ["speaker", "speakername", "interlocutor", "role"]
    case .time: ["time", "timestamp", "start", "starttime", "begin"]
    case .end: ["end", "endtime", "stop"]
    case .text: ["text", "utterance", "utterancetext", "content"]
    }
  }
}

/// The file formats that hold transcripts.
public enum TranscriptFormat: String, CaseIterable, Sendable {
  /// `LABEL: words`, a turn a line.
  case text
  case webVTT = "vtt"
  case srt
  /// Comma, semicolon or tab separated, told from the header.
  case csv
  case json
  /// One utterance a line.
  case jsonLines = "jsonl"

  /// By the extension, in any case. Markdown is not among them: its markup would end up in the client's words.
  public init?(fileName: String) {
    let name = fileName.split(separator: "/").last ?? ""
    guard let dot = name.lastIndex(of: ".") else { return nil }
    switch name[name.index(after: dot)...].lowercased() {
    case "txt", "text": self = .text
    case "vtt", "webvtt": self = .webVTT
    case "srt": self = .srt
    case "csv", "tsv": self = .csv
    case "json": self = .json
    case "jsonl", "ndjson": self = .jsonLines
    default: return nil
    }
  }
}

/// How the front end's options are called in advice. Kept in one place, so that they can be renamed in one.
enum OptionName {
  static let therapist = "--therapist"
  static let client = "--client-name"
  static let column = "--column"
  static let format = "--input-format"
}
