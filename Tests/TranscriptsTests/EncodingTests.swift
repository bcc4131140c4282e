import CaseModel
import Testing

@testable import Transcripts

@Suite struct EncodingTests {
  static let samples: [(TranscriptFormat, String)] = [
    (.text, "T: Hm?\nC: Größer 😀\tja\n"),
    (.webVTT, "WEBVTT\n\n00:01.000 --> 00:02.000\nT: Hm?\n\n00:03.000 --> 00:04.000\nC: Größer 😀\tja\n"),
    (.srt, "1\n00:00:01,000 --> 00:00:02,000\nT: Hm?\n\n2\n00:00:03,000 --> 00:00:04,000\nC: Größer 😀\tja\n"),
    (.csv, "speaker,text\nT,Hm?\nC,\"Größer 😀\tja\"\n"),
    (.json, "[{\"speaker\": \"T\", \"text\": \"Hm?\"},\n{\"speaker\": \"C\", \"text\": \"Größer 😀\\tja\"}]\n"),
    (.jsonLines, "{\"speaker\": \"T\", \"text\": \"Hm?\"}\n{\"speaker\": \"C\", \"text\": \"Größer 😀\\tja\"}\n"),
  ]

  @Test(arguments: samples.indices, ["\n", "\r\n", "\r"])
  func readsLineBreaksAndByteOrderMarks(index: Int, lineBreak: String) throws {
    let (format, text) = EncodingTests.samples[index]
    let bytes = Array(text.replacing("\n", with: lineBreak).utf8)
    for bytes in [bytes, [0xEF, 0xBB, 0xBF] + bytes, bytes.dropLast(lineBreak.utf8.count)] {
      for chunk in [1, 2, 3, 7, 262_144] {
        var sample = Sample(format, bytes: Array(bytes))
        sample.limits.chunkBytes = chunk
        let transcript = try sample.one()
        #expect(transcript.script == ["T Hm?", "C Größer 😀\tja"])
        #expect(transcript.bytesRead == Int64(bytes.count))
      }
    }
  }

  @Test(arguments: samples.indices, ["\n", "\r\n", "\r"])
  func findsTheLineOfAFault(index: Int, lineBreak: String) throws {
    let (format, text) = EncodingTests.samples[index]
    let line = text.prefix(while: { $0 != "ö" }).count { $0 == "\n" } + 1
    let whole = Array(text.replacing("\n", with: lineBreak).utf8)
    let place = try #require(whole.firstIndex(of: 0xC3))
    // ö in Latin-1; half of it; NUL; an overlong form; a surrogate; beyond U+10FFFF.
    let faults: [([UInt8], String)] = [
      ([0xF6], "Save the file as UTF-8"), ([0xC3], "0xC3"), ([0], "NUL"), ([0xC0, 0x80], "0xC0"),
      ([0xED, 0xA0, 0x80], "0xED"), ([0xF4, 0x90, 0x80, 0x80], "0xF4"),
    ]
    for (bytes, words) in faults {
      let fault = try Sample(format, bytes: whole[..<place] + bytes + whole[(place + 2)...]).fault()
      #expect(fault.line == line)
      #expect(fault.text.contains(words), "\(fault.text)")
    }
  }

  @Test(arguments: TranscriptFormat.allCases)
  func namesUTF16(format: TranscriptFormat) throws {
    for mark in [[0xFF, 0xFE], [0xFE, 0xFF]] as [[UInt8]] {
      let fault = try Sample(format, bytes: mark + [0x54, 0]).fault()
      #expect(fault.line == 1)
      #expect(fault.text.contains("UTF-16"))
    }
  }

  @Test(arguments: TranscriptFormat.allCases)
  func refusesEmptyFiles(format: TranscriptFormat) throws {
    for bytes in [[], [0xEF, 0xBB, 0xBF], [10, 10, 13, 10], [32, 10, 9, 10]] as [[UInt8]] {
      #expect(try Sample(format, bytes: bytes).fault().line == 1 || bytes == [32, 10, 9, 10])
    }
  }

  @Test func replacesControlCharacters() throws {
    let written = "\u{85} a\u{7}b\u{7F}c\u{9B}d\te\u{2028}f\u{A0}g\u{301}e\u{301} \u{1F} \u{A0}\u{3000}"
    let transcript = try Sample(.text, "T: Hm?\nC: \(written)").one()
    #expect(
      Array(transcript.utterances[1].text.unicodeScalars)
        == Array("a b c d\te\u{2028}f\u{A0}g\u{301}e\u{301}".unicodeScalars))
  }

  @Test func saysWhatIsMissing() throws {
    let missing = #expect(throws: CaseError.self) { try TranscriptReader(path: "/nowhere/a.txt").forEach { _ in } }
    #expect(missing?.code == .noInput)
    let folder = #expect(throws: CaseError.self) { try TranscriptReader(path: "/tmp", format: .csv).forEach { _ in } }
    #expect(folder?.code == .noInput)
    let unknown = #expect(throws: CaseError.self) { try TranscriptReader(path: "/nowhere/a.docx").forEach { _ in } }
    #expect(unknown?.code == .usage)
    #expect(unknown?.advice?.contains("--input-format") == true)
  }

  @Test(arguments: [
    ("a.txt", TranscriptFormat.text), ("A.TXT", .text), ("x/b.text", .text), ("a.vtt", .webVTT), ("a.b.srt", .srt),
    ("a.csv", .csv), ("a.tsv", .csv), ("a.json", .json), ("a.jsonl", .jsonLines), ("a.ndjson", .jsonLines),
    ("a.md", nil), ("a.docx", nil), ("txt", nil), ("folder.txt/readme", nil), ("", nil),
  ])
  func tellsTheFormatByName(name: String, format: TranscriptFormat?) {
    #expect(TranscriptFormat(fileName: name) == format)
  }

  @Test func knowsTheFileSize() throws {
    let size = try withFile(Array("T: Hm?".utf8)) { TranscriptReader(path: $0).fileSize }
    #expect(size == 6)
    #expect(TranscriptReader(path: "/nowhere/a.txt").fileSize == 0)
  }
}

@Suite struct ClockTimeTests {
  @Test(arguments: [
    ("00:00:00", 0), ("1:02", 62_000), ("01:02:03", 3_723_000), ("00:00:01.5", 1500), ("00:00:01,25", 1250),
    ("00:00:01.2509", 1250), ("12", 12_000), ("12.345", 12_345), ("75:30", 4_530_000), ("100:00:00", 360_000_000),
    ("100:00:01", nil), ("360001", nil), ("1:60", nil), ("1:2", nil), ("1:02:3", nil), ("1:2:03", nil), ("", nil),
    (":30", nil), ("1:", nil), ("1.", nil), (".5", nil), ("-1", nil), ("1:02:03:04", nil), ("1e3", nil),
    ("1.2.3", nil), ("99999999999999999999", nil),
  ])
  func readsTimes(text: String, milliseconds: Int?) {
    #expect(ClockTime.milliseconds(text) == milliseconds)
  }
}
