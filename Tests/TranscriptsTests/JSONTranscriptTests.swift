import CaseModel
import Testing

@testable import Transcripts

@Suite struct JSONTranscriptTests {
  static let object = """
    {
      "id": "a1", "client": 14, "session": 2,
      "date": "2026-03-03", "therapist": "Ruth Hall", "mood": {"before": [3, null, true, 4.5e0]},
      "utterances": [
        {"speaker": "Ruth Hall", "text": "So,\\n how was \\u00e9\\ud83d\\ude00 \\"it\\"?", "start": 1, "end": 2.5},
        {"speaker": "Ana", "text": " Fine.\\t", "start": "00:00:03.250", "end": null, "words": []},
        {"speaker": "Ana", "text": "  "}
      ]
    }
    """

  @Test func readsATranscript() throws {
    let transcript = try Sample(.json, JSONTranscriptTests.object).one()
    #expect(transcript.script == ["T So,  how was é😀 \"it\"?", "C Fine."])
    #expect(transcript.times == [[1000, 2500], [3250, nil]])
    #expect(transcript.label == "a1" && transcript.clientCode == "14" && transcript.sessionNumber == 2)
    #expect(transcript.day == Day("2026-03-03") && transcript.therapist == "Ruth Hall")
    #expect(transcript.line == 1)
  }

  @Test func readsArrays() throws {
    let transcripts = try Sample(
      .json,
      """
      [{"client": "K-1", "turns": [{"role": "C", "content": "a"}]},
       {"turns": [{"role": "C", "content": "b"}]},
       {"turns": [{"role": "P", "content": "c"}]}]
      """
    ).read()
    #expect(transcripts.map(\.script) == [["C a"], ["C b"], ["C c"]])
    #expect(transcripts.map(\.line) == [1, 2, 3])
    let rows =
      "[{\"client\": \"K\", \"speaker\": \"C\", \"text\": \"a\"},\n"
      + "{\"client\": \"L\", \"speaker\": \"C\", \"text\": \"b\"}]"
    #expect(try Sample(.json, rows).read().map(\.clientCode) == ["K", "L"])
  }

  /// WhisperX's segments have speakers, Whisper's own have none.
  @Test func readsWhisper() throws {
    let text = """
      {"text": "Hm? Fine.", "language": "en", "segments": [
        {"id": 0, "seek": 0, "start": 0.0, "end": 1.5, "text": " Hm?", "temperature": 0.0, "speaker": "SPEAKER_00"},
        {"id": 1, "seek": 0, "start": 1.5, "end": 2.75, "text": " Fine.", "temperature": 0.0, "speaker": "SPEAKER_01"}
      ]}
      """
    let transcript = try Sample(.json, text, therapist: "speaker_00").one()
    #expect(transcript.script == ["T Hm?", "C Fine."])
    #expect(transcript.times == [[0, 1500], [1500, 2750]])
    let fault = try Sample(.json, text.replacing(", \"speaker\": \"SPEAKER_01\"", with: ""), therapist: "speaker_00")
      .fault()
    #expect(fault.line == 3)
    #expect(fault.text.contains("does not say who speaks"))
  }

  @Test func readsLines() throws {
    let transcripts = try Sample(
      .jsonLines,
      """
      {"transcript": 1, "client": "K", "turn": 1, "speaker": "T", "text": "a", "time": "0:01"}

      {"transcript": 1, "client": "K", "turn": 1, "speaker": "T", "text": "a", "time": "0:01"}
      {"transcript": 1, "client": "K", "turn": 2, "speaker": "C", "text": "b"}
      {"transcript": 2, "client": "K", "turn": 1, "speaker": "C", "text": "c"}
      {"client": "L", "utterances": [{"speaker": "C", "text": "d"}]}
      {"transcript": 3, "client": "K", "turn": 1, "speaker": "C", "text": "e"}
      """
    ).read()
    #expect(transcripts.map(\.script) == [["T a", "C b"], ["C c"], ["C d"], ["C e"]])
    #expect(transcripts.map(\.label) == ["1", "2", nil, "3"])
    #expect(transcripts.map(\.line) == [1, 5, 6, 7])
  }

  static let good = "{\"speaker\": \"C\", \"text\": \"a\"}"

  @Test(arguments: [
    ("[\n\(good),\n\n{\"speaker\": \"C\",\n\"text\": 5}]", 5, "The text is a number"),
    ("[\n\(good),\n{\"speaker\": \"C\"}]", 3, "has no text"), ("[\n\(good),\n[]]", 3, "an array"),
    ("[\n\(good)\n{}]", 3, "comma or ]"), ("[\n\(good),\n]", 3, "comma before the end"),
    ("[\n\(good),\n", 3, "ends too early"),
    ("[\n\(good)\n", 3, "ends within an array"), ("[\n{\"speaker\": \"C\"\n", 3, "ends within an object"),
    ("[\n{\"speaker\"\n\"C\"}]", 3, "colon"), ("[\n{\"speaker\": \"C\n\"}]", 2, "not closed"),
    ("[\n{speaker: 1}]", 2, "key in quotes"),
    ("[\n{\"speaker\": \"C\", \"text\": \"\\x\"}]", 2, "escape"), ("[\n{\"text\": \"\\u12G4\"}]", 2, "hexadecimal"),
    ("[\n{\"text\": \"\\ud83d\"}]", 2, "surrogate"), ("[\n{\"text\": \"\\ud83d\\u0041\"}]", 2, "surrogate"),
    ("[\n{\"text\": \"\\u0000\"}]", 2, "NUL"), ("[\n\(good)]\n[]", 3, "after the end"), ("\n\"text\"", 2, "begin with"),
    ("[]", 1, "empty"), ("{\n\"client\": 1}", 1, "no utterances"),
    ("[\n{\"turns\":\n[]}]", 2, "no utterance of the client"),
    ("[\n{\"session\": \"x\", \"turns\": [\(good)]}]", 2, "The session 'x'"),
    ("[\n{\"session\":\n{}, \"turns\": [\(good)]}]", 3, "The session is an object"),
    ("[{\"id\": 1, \"turns\": [\(good)]},\n{\"id\": 1, \"turns\": [\(good)]}]", 2, "Transcript '1' began on line 1"),
    ("[\n{\"speaker\": \"C\", \"text\": \"a\", \"start\": 5,\n\"end\": 4}]", 2, "ends before it begins"),
    ("[{\"speaker\": \"C\", \"text\": \"a\",\n\"start\": \"soon\"}]", 2, "not a time"),
    ("[{\"speaker\": \"C\", \"text\": \"a\",\n\"start\": 1e9}]", 2, "not a time"),
    ("[{\"speaker\": \"C\", \"text\": \"a\",\n\"content\": \"b\"}]", 2, "second one for text"),
    (String(repeating: "[", count: 10_000), 1, "levels deep"),
    (String(repeating: "{\"a\":", count: 10_000), 1, "levels deep"),
  ])
  func refuses(text: String, line: Int, words: String) throws {
    let fault = try Sample(.json, text).fault()
    #expect(fault.line == line)
    #expect(fault.text.contains(words), "\(fault.text)")
  }

  @Test(arguments: [
    ("\(good)\n{\"speaker\"", 2, "colon"), ("\(good)\n\n\(good) \(good)", 3, "after the end"),
    ("\(good)\n[]", 2, "an array"),
    ("\(good)\n{\"speaker\": \"C\", \"text\": \"b\", \"turn\": -1}", 2, "whole number"),
    ("{\"client\": \"K\", \"speaker\": \"C\", \"text\": \"b\"}\n\(good)", 2, "Repeat the identifier"),
  ])
  func refusesLines(text: String, line: Int, words: String) throws {
    let fault = try Sample(.jsonLines, text).fault()
    #expect(fault.line == line)
    #expect(fault.text.contains(words), "\(fault.text)")
  }

  @Test(arguments: ["01", "+1", ".5", "1.", "1.e3", "--1", "1-2", "1e", "nul", "-", "0x1", "1e999"])
  func refusesNumbers(text: String) throws {
    let fault = try Sample(.json, "[{\"speaker\": \"C\", \"text\": \"a\",\n\"x\": \(text)}]").fault()
    #expect(fault.line == 2)
  }

  @Test(arguments: ["0", "-0", "10", "-1.5", "1e5", "1E-2", "0.25e+3", "true", "false", "null", "{}", "[ ]"])
  func readsValues(text: String) throws {
    #expect(try Sample(.json, "[{\"speaker\": \"C\", \"text\": \"a\",\n\"x\": \(text)}]").one().script == ["C a"])
  }

  @Test func limitsSize() throws {
    var sample = Sample(.json, "[\(JSONTranscriptTests.good)]")
    sample.limits.jsonFileBytes = 10
    #expect(try sample.fault().text.contains("JSON Lines"))
    sample = Sample(.jsonLines, "\(JSONTranscriptTests.good)\n\(JSONTranscriptTests.good)")
    sample.limits.recordBytes = 10
    sample.limits.chunkBytes = 8
    #expect(try sample.fault().line == 1)
  }
}
