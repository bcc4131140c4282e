import CaseModel
import Testing

@testable import Transcripts

/// Mutated files give transcripts or an error with a line, and never a crash.
@Suite struct FuzzTests {
  static let csv = """
    transcript_id,client,session,date,utterance_id,interlocutor,timestamp,end,utterance_text
    1,K-1,1,2026-03-03,1,therapist,00:00:01,2.5,"So, how ""was"" it?"
    1,K-1,1,2026-03-03,2,client,00:00:03,,"Fine.
    Mostly."
    1,K-1,1,2026-03-03,3,therapist,00:00:09,,Größer?
    2,K-1,2,2026-03-10,1,client,,,No; not 😀 yet.
    """
  static let samples: [Sample] = [
    Sample(.text, "THERAPIST: So: how was it?\n[00:01:02] CLIENT: Fine. He said: no\nmostly.\n\nT: Größer?\nC: 😀\n"),
    Sample(
      .text, "Ruth Hall (0:01): How was it?\nAna: Fine.\nRuth Hall: Good.\nAna: Yes: it is.\n", therapist: "Ruth Hall"),
    Sample(.webVTT, CaptionTranscriptTests.zoom, therapist: "Ruth Hall", client: "Ana Lima"),
    Sample(
      .webVTT,
      "WEBVTT\r\n\r\nNOTE x\r\n\r\na\r\n00:01.000 --> 00:02.000 line:1\r\n<v Ruth>So &amp; <i>so</i>?</v>\r\n\r\n"
        + "00:02.000 --> 00:03.000\r\n<v Ana>Fine. &#233;</v>\r\n", therapist: "Ruth"),
    Sample(
      .srt,
      "1\n00:00:01,000 --> 00:00:02,000\nT: {\\an8}Hm?\n\n"
        + "2\n00:00:02,500 --> 00:00:04,000\n[C]: <b>Yes</b>\nindeed.\n"),
    Sample(.csv, csv), Sample(.csv, csv.replacing(",", with: "\t").replacing("\n", with: "\r\n")),
    Sample(.json, JSONTranscriptTests.object, therapist: "Ruth Hall"),
    Sample(
      .json,
      "[{\"client\": \"K\", \"turns\": [{\"role\": \"C\", \"content\": \"a\"}]}, "
        + "{\"segments\": [{\"role\": \"P\", \"content\": \"b\"}]}]"
    ),
    Sample(
      .jsonLines,
      "{\"client\": \"K\", \"session\": 1, \"turn\": 1, \"speaker\": \"T\", "
        + "\"text\": \"Hm? \\u00e9\", \"start\": 1.5}\n"
        + "{\"client\": \"K\", \"session\": 1, \"turn\": 2, \"speaker\": \"C\", "
        + "\"text\": \"Yes.\", \"start\": \"0:02\"}\n"
        + "{\"client\": \"K\", \"session\": 2, \"turn\": 1, \"speaker\": \"C\", \"text\": \"No.\"}\n"),
  ]

  static func mutate(_ bytes: inout [UInt8], using generator: inout SplitMix64) {
    let place = Int.random(in: 0..<max(1, bytes.count), using: &generator)
    if bytes.isEmpty {
      bytes = [UInt8.random(in: 0...255, using: &generator)]
      return
    }
    switch Int.random(in: 0..<8, using: &generator) {
    case 0: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
    case 1: bytes[place] = UInt8.random(in: 0...255, using: &generator)
    case 2: bytes.removeSubrange(place..<min(bytes.count, place + Int.random(in: 1...20, using: &generator)))
    case 3: bytes.removeSubrange(place...)
    case 4:
      // A line twice.
      let start = bytes[..<place].lastIndex(of: 10).map { $0 + 1 } ?? 0
      let end = bytes[place...].firstIndex(of: 10).map { $0 + 1 } ?? bytes.count
      bytes.insert(contentsOf: bytes[start..<end], at: start)
    case 5:
      let other = samples.randomElement(using: &generator)?.bytes ?? []
      let from = Int.random(in: 0..<max(1, other.count), using: &generator)
      bytes.insert(contentsOf: other[from..<min(other.count, from + 60)], at: place)
    case 6:
      let marks = Array("\"\",:;<>[]{}&\\\n\r\t-".utf8) + [0, 0x7F, 0xC2, 0xFF]
      bytes.insert(marks.randomElement(using: &generator) ?? 0, at: place)
    default: bytes.swapAt(place, Int.random(in: 0..<bytes.count, using: &generator))
    }
  }

  @Test(arguments: 0..<500)
  func survives(round: Int) throws {
    var generator = SplitMix64(seed: UInt64(round))
    var sample = FuzzTests.samples[round % FuzzTests.samples.count]
    for _ in 0..<Int.random(in: 1...6, using: &generator) { FuzzTests.mutate(&sample.bytes, using: &generator) }
    sample.limits.chunkBytes = Int.random(in: 1...64, using: &generator)
    if round % 7 == 0 { sample.format = TranscriptFormat.allCases.randomElement(using: &generator) ?? .text }
    do {
      for transcript in try sample.read() { FuzzTests.checkRules(transcript) }
    } catch let error as CaseError {
      let line = try #require(Fault(error).line, "\(error)")
      #expect((1...(sample.bytes.count + 1)).contains(line))
      #expect(error.code == .badData)
      #expect(error.message.hasSuffix("."))
    }
  }

  /// What `ParsedTranscript` promises.
  static func checkRules(_ transcript: ParsedTranscript) {
    let utterances = transcript.utterances
    #expect(utterances.map(\.turn) == Array(1...max(1, utterances.count)))
    #expect(utterances.contains { $0.speaker == .client })
    for utterance in utterances {
      let scalars = utterance.text.unicodeScalars
      #expect(scalars.first?.properties.isWhitespace == false)
      #expect(scalars.last?.properties.isWhitespace == false)
      #expect(!scalars.contains { $0.properties.generalCategory == .control && $0 != "\t" })
      if let start = utterance.startMilliseconds, let end = utterance.endMilliseconds { #expect(start <= end) }
    }
  }

  @Test func mostMutationsOfOneByteAreRead() throws {
    // The fuzz would prove nothing if every file were refused.
    var readCount = 0
    for round in 0..<200 {
      var generator = SplitMix64(seed: UInt64(round))
      var sample = FuzzTests.samples[round % FuzzTests.samples.count]
      let place = Int.random(in: 0..<sample.bytes.count, using: &generator)
      sample.bytes[place] = UInt8(ascii: "e")
      if let transcripts = try? sample.read(), !transcripts.isEmpty { readCount += 1 }
    }
    #expect(readCount > 60)
  }
}
