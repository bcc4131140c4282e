import CaseModel
import Testing

@testable import Transcripts

@Suite struct CSVTranscriptTests {
  @Test func readsPlainColumns() throws {
    let transcripts = try Sample(
      .csv,
      """
      Client,Session,Date,Therapist,Speaker,Start,End,Text,Mood
      K-1,1,2026-03-03,Ruth,Ruth,0:01,0:02.5,"So, how
      was it?",5
      K-1,1,2026-03-03,Ruth,Ana,3,4.25,"Well: ""fine"".",
      K-1,1,2026-03-03,Ruth,Ana,,, ,
      ,,,,,,,,
      K-1,2,2026-03-10,Ruth,client,,,Again.,
      K-2,1,,,Client,,,Hello.,
      K-2,1,,,Therapist,,,Hello.,
      """
    ).read()
    #expect(
      transcripts.map(\.script) == [
        ["T So, how was it?", "C Well: \"fine\"."], ["C Again."], ["C Hello.", "T Hello."],
      ])
    #expect(transcripts.map(\.clientCode) == ["K-1", "K-1", "K-2"])
    #expect(transcripts.map(\.sessionNumber) == [1, 2, 1])
    #expect(transcripts.map(\.day) == [Day("2026-03-03"), Day("2026-03-10"), nil])
    #expect(transcripts.map(\.therapist) == ["Ruth", "Ruth", nil])
    #expect(transcripts.map(\.line) == [2, 7, 8])
    #expect(transcripts[0].times == [[1000, 2500], [3000, 4250]])
    #expect(transcripts[0].utterances.map(\.speakerName) == ["Ruth", "Ana"])
    #expect(transcripts[0].bytesRead < transcripts[1].bytesRead)
  }

  /// The columns of the AnnoMI corpus; its rows repeat where several people annotated an utterance.
  @Test func readsAnnoMIColumns() throws {
    let transcripts = try Sample(
      .csv,
      """
      transcript_id,mi_quality,topic,utterance_id,interlocutor,timestamp,utterance_text,annotator_id
      0,high,sleep,0,therapist,00:00:13,How do you sleep?,1
      0,high,sleep,0,therapist,00:00:13,How do you sleep?,2
      0,high,sleep,3,client,00:01:24,Badly.,1
      0,high,sleep,4,client,00:01:30,Badly.,1
      7,low,sleep,0,client,00:00:01,Badly.,1
      """
    ).read()
    #expect(transcripts.map(\.script) == [["T How do you sleep?", "C Badly.", "C Badly."], ["C Badly."]])
    #expect(transcripts.map(\.label) == ["0", "7"])
    #expect(transcripts[0].times == [[13_000, nil], [84_000, nil], [90_000, nil]])
    #expect(transcripts[0].utterances.map(\.turn) == [1, 2, 3])
  }

  @Test func mapsColumns() throws {
    var sample = Sample(.csv, "Fall;Wer;time;was;session\nA;T;later;Hm?;x\nA;C;;Ja.;y\n")
    #expect(try sample.fault().text.contains("--column speaker=NAME"))
    sample.options.columns = [.client: "fall", .speaker: "Wer", .text: "was", .transcript: "FALL"]
    #expect(try sample.fault().text.contains("The session 'x'"))
    sample.options.columns[.session] = ""
    #expect(try sample.fault().text.contains("--column time="))
    sample.options.columns[.time] = ""
    let transcript = try sample.one()
    #expect(transcript.script == ["T Hm?", "C Ja."])
    #expect(transcript.clientCode == "A" && transcript.label == "A")
    sample.options.columns[.turn] = "Nr"
    #expect(try sample.fault().text.contains("no column 'Nr' for turn"))
  }

  static let head = "client,session,date,therapist,turn,speaker,time,text\n"

  @Test(arguments: [
    ("K,1,,,1,C,,a\nK,2,,,1,C,,b\nK,1,,,2,C,,c\n", 4, "Client 'K', session 1 began on line 2"),
    ("K,1,,,1,C,,a\nK,1,,,3,C,,b\nK,1,,,2,T,,c\n", 4, "Turn 2 follows turn 3 of line 3"),
    ("K,1,,,x,C,,a\n", 2, "'x' is not a whole number"), ("K,1,,,-1,C,,a\n", 2, "'-1' is not a whole number"),
    ("K,one,,,1,C,,a\n", 2, "The session 'one'"), ("K,0,,,1,C,,a\n", 2, "The session '0'"),
    ("K,1,3.3.2026,,1,C,,a\n", 2, "'3.3.2026' is not a date"),
    ("K,1,2026-03-03,,1,C,,a\nK,1,2026-03-04,,1,C,,a\n", 3, "differs from 2026-03-03"),
    ("K,1,,Ruth,1,C,,a\nK,1,,Ben,1,C,,a\n", 3, "'Ben' differs from 'Ruth'"),
    ("K,1,,,1,C,soon,a\n", 2, "'soon' is not a time"), ("K,1,,,1,,,a\n", 2, "who speaks"),
    ("K,1,,,1,C,,a\n,,,,2,T,,b\n", 3, "Repeat the identifier"),
    ("K,1,,,1,T,,a\nK,2,,,1,C,,b\n", 2, "no utterance of the client"),
    ("K,1,,,1,C,,\n", 2, "no utterance of the client"), ("", 1, "no row below the header"),
    ("K,1,,,1,T,,a\nK,1,,,2,Ana,,a\nK,1,,,3,Ben,,b\n", 3, "--client-name"),
    ("K,1,,,1,\"C,,a\n", 2, "not closed"), ("K,1,,,1,C,,a,b\n", 2, "9 fields, the header 8"),
  ])
  func refuses(rows: String, line: Int, words: String) throws {
    let fault = try Sample(.csv, CSVTranscriptTests.head + rows).fault()
    #expect(fault.line == line)
    #expect(fault.text.contains(words), "\(fault.text)")
  }

  @Test(arguments: [
    ("speaker,text,Text\n", "Both 'text' and 'Text'"), ("speaker,words\n", "No column for text"),
    ("text\n", "No column for speaker"),
  ])
  func refusesHeaders(header: String, words: String) throws {
    let fault = try Sample(.csv, "\n\(header)C,a,b\n").fault()
    #expect(fault.line == 2)
    #expect(fault.text.contains(words), "\(fault.text)")
  }

  @Test func tellsSessionsByDateWhereNothingElseDoes() throws {
    let transcripts = try Sample(.csv, "client,date,speaker,text\nK,2026-03-03,C,a\nK,2026-03-10,C,b\n").read()
    #expect(transcripts.map(\.day) == [Day("2026-03-03"), Day("2026-03-10")])
  }

  @Test func keepsThirdPersonsAsOther() throws {
    #expect(try Sample(.csv, "speaker,text\nT,a\nC,b\nMum,c\n").one().script == ["T a", "C b", "O c"])
    // The client's own code may be the speaker.
    #expect(try Sample(.csv, "client,speaker,text\nK,Ben,a\nK,K,b\n").one().script == ["T a", "C b"])
  }

  @Test func limitsTranscriptsAndSpeakers() throws {
    var sample = Sample(.csv, "transcript,speaker,text\n1,C,a\n1,C,b\n2,C,c\n2,C,d\n2,C,e\n")
    sample.limits.utterances = 2
    #expect(try sample.fault().line == 6)
    sample.limits = ReadLimits()
    sample.limits.transcriptBytes = 2
    #expect(try sample.fault().line == 6)
    sample = Sample(.csv, "speaker,text\nC,a\nAna,b\nBen,c\n")
    sample.limits.speakers = 2
    #expect(try sample.fault().line == 4)
  }

  @Test func stopsWhereTheCallerThrows() throws {
    struct Stop: Error {}
    try withFile(Array("transcript,speaker,text\n1,C,a\n2,C,b\n".utf8)) { path in
      var count = 0
      #expect(throws: Stop.self) {
        try TranscriptReader(path: path, format: .csv).forEach { _ in
          count += 1
          throw Stop()
        }
      }
      #expect(count == 1)
    }
  }
}
