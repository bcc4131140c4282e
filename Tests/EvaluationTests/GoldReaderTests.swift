import CaseModel
import Foundation
import TestSupport
import Testing

@testable import Evaluation

struct GoldReaderTests {
  private func write(_ text: String, _ name: String, in folder: Scratch) throws -> String {
    let path = folder.path + "/" + name
    try text.write(toFile: path, atomically: true, encoding: .utf8)
    return path
  }

  @Test func labelledTurnsAreGroupedByTranscript() throws {
    let folder = try Scratch()
    let path = try write(
      """
      {"transcript_id": 7, "utterance_id": 4, "text": "Fine.", "process": false, "dimensions": [], "valence": "neutral", "risk": "none"}
      {"transcript_id": 7, "utterance_id": 2, "text": "I hide.", "process": true, "dimensions": ["overt_behavior"], "valence": "maladaptive", "risk": "none"}
      """, "labels.jsonl", in: folder)
    let gold = try GoldReader().read([path])
    #expect(gold.sessions.count == 1)
    #expect(gold.sessions[0].utterances.map(\.text) == ["I hide.", "Fine."])
    #expect(gold.sessions[0].turns.map(\.isProcess) == [true, false])
    #expect(gold.sessions[0].turns[0].dimensions == [.overtBehavior])
  }

  @Test func aWrongLabelIsNamedWithItsLine() throws {
    let folder = try Scratch()
    let path = try write(
      "{\"text\": \"a\", \"process\": true, \"dimensions\": [\"mood\"]}\n", "labels.jsonl", in: folder)
    let error = #expect(throws: CaseError.self) { try GoldReader().read([path]) }
    #expect(error?.code == .badData && error?.place == path + ":1")
  }

  @Test func riskLabelsOfEitherKindAreRead() throws {
    let folder = try Scratch()
    let lines = try write(
      "{\"messages\": [\"Hello.\", \"I saved the tablets.\"], \"label\": \"suicidal_ideation\"}\n{\"messages\": [\"Hi.\"], \"label\": \"no_crisis\"}\n",
      "posts.jsonl", in: folder)
    let table = try write(
      "transcript_id,interlocutor,utterance_text\n1,therapist,How are you?\n1,client,Fine.\n", "talk.csv", in: folder)
    let gold = try GoldReader().read([lines, table])
    #expect(gold.riskTexts.map(\.isRisk) == [true, false, false])
    #expect(gold.riskTexts.map(\.texts.count) == [2, 1, 1])
  }

  @Test func markedPartsAreRead() throws {
    let folder = try Scratch()
    let path = try write("text,marked\n\"One. Two.\",Two.\n\"Three.\",\n", "marked.csv", in: folder)
    #expect(try GoldReader().read([path]).quotes == [GoldQuote(text: "One. Two.", marked: "Two.")])
  }

  @Test func whatIsNotKnownIsSaid() throws {
    let folder = try Scratch()
    let path = try write("a,b\n1,2\n", "other.csv", in: folder)
    #expect(throws: CaseError.self) { try GoldReader().read([path]) }
    #expect(throws: CaseError.self) { try GoldReader().read([folder.path + "/nowhere"]) }
  }
}
