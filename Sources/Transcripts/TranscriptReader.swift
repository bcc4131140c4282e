import CaseModel

/// One transcript as its file gives it.
public struct ParsedTranscript: Sendable {
  /// The identifier that a CSV or JSON file gives this transcript.
  public var label: String?
  /// The line on which it begins, from 1, for messages.
  public var line: Int
  public var clientCode: String?
  public var sessionNumber: Int?
  public var day: Day?
  /// The name of the session's therapist, where the file has a column or key for it.
  public var therapist: String?
  /// Turns 1, 2, 3 … in the file's order, at least one of them the client's. A text is never empty, has no white space
  /// at its ends and no control character but tab.
  public var utterances: [Utterance]
  /// Bytes of the file read so far, for progress.
  public var bytesRead: Int64

  public init(
    label: String? = nil, line: Int, clientCode: String? = nil, sessionNumber: Int? = nil, day: Day? = nil,
    therapist: String? = nil, utterances: [Utterance], bytesRead: Int64
  ) {
    self.label = label
    self.line = line
    self.clientCode = clientCode
    self.sessionNumber = sessionNumber
    self.day = day
    self.therapist = therapist
    self.utterances = utterances
    self.bytesRead = bytesRead
  }
}

/// What is refused as surely not one session, and how much is read at once. Tests make them small.
struct ReadLimits: Sendable {
  /// Bytes asked of the file at once.
  var chunkBytes = 262_144
  /// Utterances of one transcript.
  var utterances = 100_000
  /// Bytes of text of one transcript, and of a text, WebVTT or SRT file.
  var transcriptBytes = 64_000_000
  /// Bytes of a CSV record or a line of JSON Lines: an unclosed quote must not swallow the file.
  var recordBytes = 16_000_000
  /// Bytes of a JSON file, which is held in memory while it is read.
  var jsonFileBytes = 256_000_000
  /// Different speakers of one transcript. More means that another column was taken for the speaker.
  var speakers = 50
}

/// Reads a transcript file.
///
/// CSV and JSON Lines are streamed: only the transcript at hand is in memory. The other formats are held as a whole.
public struct TranscriptReader {
  public let path: String
  /// In bytes; 0 where the file is missing or not a plain file.
  public let fileSize: Int64
  let format: TranscriptFormat?
  let options: TranscriptOptions
  var limits = ReadLimits()

  /// - Parameter format: by the file's name where it is `nil`.
  public init(path: String, format: TranscriptFormat? = nil, options: TranscriptOptions = .init()) {
    self.path = path
    self.format = format ?? TranscriptFormat(fileName: path)
    self.options = options
    fileSize = ByteWindow.fileSize(path: path)
  }

  /// Calls `body` once for each transcript, in the file's order. A fault in a later transcript is thrown after `body`
  /// has seen the earlier ones: import them in one transaction.
  ///
  /// - Throws: `CaseError`: `badData` at `path:line`, `noInput` for a missing file, `unavailable` for one that cannot
  ///   be read, `usage` where the format cannot be told from the name; and whatever `body` throws.
  public func forEach(_ body: (ParsedTranscript) throws -> Void) throws {
    let file = SourceFile(path: path)
    guard let format else {
      throw CaseError(
        .usage, "The file's format cannot be told from its name.", at: path,
        advice:
          "Name it .txt, .vtt, .srt, .csv, .tsv, .json or .jsonl, or say which it is with \(OptionName.format).")
    }
    let context = ReadContext(file: file, options: options, limits: limits)
    switch format {
    case .text: try body(TextTranscript(context: context).read())
    case .webVTT: try body(CaptionTranscript(context: context, dialect: .webVTT).read())
    case .srt: try body(CaptionTranscript(context: context, dialect: .srt).read())
    case .csv: try CSVTranscripts(context: context).forEach(body)
    case .json: try JSONTranscripts(context: context).forEach(body)
    case .jsonLines: try JSONLinesTranscripts(context: context).forEach(body)
    }
  }
}

/// What every format's reader needs.
struct ReadContext {
  let file: SourceFile
  let options: TranscriptOptions
  let limits: ReadLimits

  var emptyFile: CaseError {
    file.badData(1, "The file holds no transcript: it is empty.", advice: "Export it again.")
  }
}

/// The file that messages name.
struct SourceFile: Sendable {
  let path: String

  func badData(_ line: Int, _ message: String, advice: String? = nil) -> CaseError {
    CaseError(.badData, message, at: "\(path):\(line)", advice: advice)
  }
}
