import CaseModel
import Foundation
import Testing

@testable import Transcripts

/// Corpora that may not be copied into the repository: beside it, or where `CASELOOM_SHARED_DATA` says.
private let sharedData: String? = {
  let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
  let path =
    ProcessInfo.processInfo.environment["CASELOOM_SHARED_DATA"]
    ?? package.deletingLastPathComponent().appending(path: "shared/data").path
  return FileManager.default.fileExists(atPath: path + "/annomi/annomi.csv") ? path : nil
}()

@Suite(.enabled(if: sharedData != nil, "the shared data folder is absent"))
struct SharedDataTests {
  /// The numbers are Python's: `list(csv.DictReader(open("annomi.csv", newline="")))`, its length, and the number of
  /// different `transcript_id` and of rows whose `interlocutor` is `client`.
  @Test func readsAnnoMI() throws {
    let reader = TranscriptReader(path: try #require(sharedData) + "/annomi/annomi.csv")
    var transcripts = 0
    var utterances = 0
    var clientUtterances = 0
    try reader.forEach { transcript in
      transcripts += 1
      utterances += transcript.utterances.count
      clientUtterances += transcript.utterances.count { $0.speaker == .client }
    }
    #expect(transcripts == 100)
    #expect(utterances == 8176)
    #expect(clientUtterances == 4061)
  }

  @Test func readsPlantedClients() throws {
    for client in ["ines", "rowan"] {
      for session in 1...6 {
        let path = try #require(sharedData) + "/planted-clients/\(client)/session-\(session).txt"
        let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
        try TranscriptReader(path: path).forEach { transcript in
          #expect(transcript.utterances.count == lines.count)
          #expect(zip(transcript.utterances, lines).allSatisfy { $1.hasSuffix($0.text) })
        }
      }
    }
  }
}
