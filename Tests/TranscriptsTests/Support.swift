import CaseModel
import Foundation
import Testing

@testable import Transcripts

/// Writes `bytes` to a file of its own, gives its path to `body`, and removes it.
func withFile<Result>(_ bytes: [UInt8], name: String = "file", _ body: (String) throws -> Result) throws -> Result {
  let folder = FileManager.default.temporaryDirectory.appending(path: "transcripts-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  let file = folder.appending(path: name)
  try Data(bytes).write(to: file)
  return try body(file.path)
}

struct Sample {
  var format: TranscriptFormat
  var bytes: [UInt8]
  var options = TranscriptOptions()
  var limits = ReadLimits()

  init(_ format: TranscriptFormat, _ text: String, therapist: String? = nil, client: String? = nil) {
    self.init(format, bytes: Array(text.utf8), therapist: therapist, client: client)
  }

  init(_ format: TranscriptFormat, bytes: [UInt8], therapist: String? = nil, client: String? = nil) {
    self.format = format
    self.bytes = bytes
    options.therapistName = therapist
    options.clientName = client
  }

  func read() throws -> [ParsedTranscript] {
    try withFile(bytes) { path in
      var reader = TranscriptReader(path: path, format: format, options: options)
      reader.limits = limits
      var transcripts: [ParsedTranscript] = []
      try reader.forEach { transcripts.append($0) }
      return transcripts
    }
  }

  /// The only transcript.
  func one(sourceLocation: SourceLocation = #_sourceLocation) throws -> ParsedTranscript {
    let transcripts = try read()
    #expect(transcripts.count == 1, sourceLocation: sourceLocation)
    return try #require(transcripts.first, sourceLocation: sourceLocation)
  }

  /// What the file is refused with.
  func fault(sourceLocation: SourceLocation = #_sourceLocation) throws -> Fault {
    do {
      let count = try read().count
      Issue.record("read as \(count) transcripts", sourceLocation: sourceLocation)
      return Fault(line: nil, text: "")
    } catch let error as CaseError {
      return Fault(error)
    }
  }
}

struct Fault {
  var line: Int?
  /// Message and advice.
  var text: String

  init(line: Int?, text: String) {
    self.line = line
    self.text = text
  }

  init(_ error: CaseError) {
    line = error.place.flatMap { $0.split(separator: ":").last }.flatMap { Int($0) }
    text = error.message + " " + (error.advice ?? "")
  }
}

extension ParsedTranscript {
  /// `C Long.` for a client's turn, `T` for the therapist's, `O` for another's.
  var script: [String] {
    utterances.map { "\($0.speaker == .client ? "C" : $0.speaker == .therapist ? "T" : "O") \($0.text)" }
  }

  var times: [[Int?]] { utterances.map { [$0.startMilliseconds, $0.endMilliseconds] } }
}
