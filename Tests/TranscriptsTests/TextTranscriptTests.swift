import CaseModel
import Testing

@testable import Transcripts

@Suite struct TextTranscriptTests {
  @Test func readsRolesTurnsAndContinuations() throws {
    let transcript = try Sample(
      .text,
      """
      THERAPIST: How was the week?
      CLIENT: Long. I kept the phone in
      the drawer, mostly.

      It helped a bit.
      CLIENT: Not on Sunday.
      t: What was Sunday like?
      Patient: Loud.
      """
    ).one()
    #expect(
      transcript.script == [
        "T How was the week?", "C Long. I kept the phone in the drawer, mostly. It helped a bit.", "C Not on Sunday.",
        "T What was Sunday like?", "C Loud.",
      ])
    #expect(transcript.utterances.map(\.turn) == [1, 2, 3, 4, 5])
    #expect(transcript.utterances.allSatisfy { $0.speakerName == nil && $0.startMilliseconds == nil })
    #expect(transcript.line == 1)
  }

  @Test(arguments: [
    "THERAPIST", "T", "th", "Counsellor", "COUNSELOR", "clinician", "Interviewer", "psychologist",
  ])
  func knowsTherapistWords(word: String) throws {
    #expect(try Sample(.text, "\(word): Hello.\nClient: Hi.").one().script == ["T Hello.", "C Hi."])
  }

  @Test(arguments: ["CLIENT", "c", "Cl", "PATIENT", "P", "pt"])
  func knowsClientWords(word: String) throws {
    #expect(try Sample(.text, "Therapist: Hello.\n\(word): Hi.").one().script == ["T Hello.", "C Hi."])
  }

  @Test(arguments: [
    ("[00:01:02] CLIENT: Hi.", 62_000), ("00:01:02 CLIENT: Hi.", 62_000), ("(1:02) CLIENT: Hi.", 62_000),
    ("[1:00:02.250] CLIENT: Hi.", 3_602_250), ("00:01:02,5 - CLIENT: Hi.", 62_500), ("CLIENT (00:02): Hi.", 2_000),
    ("CLIENT [01:00:00]: Hi.", 3_600_000), ("00:01:02\nCLIENT: Hi.", 62_000), ("CLIENT (00:02):\nHi.", 2_000),
    ("[00:01:02] [CLIENT]: Hi.", 62_000), ("  00:01:02 CLIENT : Hi.", 62_000),
  ])
  func readsTimes(text: String, milliseconds: Int) throws {
    let transcript = try Sample(.text, text).one()
    #expect(transcript.script == ["C Hi."])
    #expect(transcript.utterances[0].startMilliseconds == milliseconds)
  }

  /// Continuation lines that hold a colon, or begin with a time, and are speech.
  @Test(arguments: [
    "He said: no", "said: no", "Well: no", "I thought: now or never", "10:30 was when he came",
    "It was 10:30: late", "https://example.org is the page", "My mother always says: wait and see",
    "The thing she wanted to tell me then: stay", "What I want: sleep", "\"No\": that was all", "C:\\notes",
    "Me:) sure",
    "  Honestly: no", "\tMum: stop it", "One thing: I slept", "a: b",
  ])
  func keepsSpeechWithColons(line: String) throws {
    let transcript = try Sample(.text, "T: And then?\nC: I waited.\n\(line)\nT: Yes.").one()
    let words = line.drop { $0 == " " || $0 == "\t" }
    #expect(transcript.script == ["T And then?", "C I waited. \(words)", "T Yes."])
  }

  /// What looks like a speaker beside a known therapist and client is an error at its line.
  @Test(arguments: ["Mum: stop it", "Frankfurt: no", "CLEINT: yes", "Ruth Hall: hello", "Speaker 3: hm", "李明: 好"])
  func refusesUnknownLabels(line: String) throws {
    let fault = try Sample(.text, "T: And then?\nC: I waited.\n\n\(line)\nT: Yes.").fault()
    #expect(fault.line == 4)
    #expect(fault.text.contains("'\(line.split(separator: ":")[0]):'"))
    #expect(fault.text.contains("OTHER:"))
  }

  @Test func takesOtherForAThirdPerson() throws {
    let transcript = try Sample(.text, "T: Welcome.\nOther: I am her sister.\nC: Hello.").one()
    #expect(transcript.script == ["T Welcome.", "O I am her sister.", "C Hello."])
  }

  @Test func takesTheOneOtherNameForTheClient() throws {
    let transcript = try Sample(
      .text, "Ruth Hall: How was it?\nAna de Souza: Fine.\nRUTH  HALL: Good.", therapist: "ruth hall"
    ).one()
    #expect(transcript.script == ["T How was it?", "C Fine.", "T Good."])
    #expect(transcript.utterances.map(\.speakerName) == ["Ruth Hall", "Ana de Souza", "Ruth Hall"])
  }

  @Test func listsTheNamesWhereTheClientIsNotKnown() throws {
    let text = "Ruth: How was it?\nAna: Fine.\nBen: She cried.\nAna: A bit.\nReceptionist: Sorry!"
    let fault = try Sample(.text, text, therapist: "Ruth").fault()
    #expect(fault.line == 2)
    #expect(
      fault.text.contains(
        "'Ruth' (1 turn, first on line 1), 'Ana' (2 turns, first on line 2), 'Ben' (1 turn, first on line 3)"))
    #expect(fault.text.contains("--client-name"))
    let both = try Sample(.text, text, therapist: "Ruth", client: "ana").one()
    #expect(both.script == ["T How was it?", "C Fine.", "O She cried.", "C A bit.", "O Sorry!"])
  }

  @Test func asksForTheTherapistWhereOnlyNamesSpeak() throws {
    let fault = try Sample(.text, "Ruth: How was it?\nAna: Fine.").fault()
    #expect(fault.line == 1)
    #expect(fault.text.contains("--therapist") && fault.text.contains("'Ana'"))
  }

  @Test func mixesRolesAndNames() throws {
    #expect(try Sample(.text, "THERAPIST: Hm?\nAna: Fine.").one().script == ["T Hm?", "C Fine."])
    #expect(try Sample(.text, "Ruth: Hm?\nCLIENT: Fine.").one().script == ["T Hm?", "C Fine."])
    // A name that the options give counts before a role word.
    #expect(try Sample(.text, "P: Hm?\nC: Fine.", therapist: "P").one().script == ["T Hm?", "C Fine."])
    // The session's therapist may be given for files with roles.
    #expect(try Sample(.text, "T: Hm?\nC: Fine.", therapist: "Ruth").one().script == ["T Hm?", "C Fine."])
  }

  @Test(arguments: [
    (Sample(.text, "Ruth: Hm?\nAna: Fine.", therapist: "Rut"), 1, "'Rut' does not speak here"),
    (Sample(.text, "T: Hm?\nAna: Fine.", client: "Anna"), 1, "'Anna' does not speak here"),
    (Sample(.text, "C: Hm?\nP: Fine."), 2, "nobody is the therapist"),
    (Sample(.text, "T: Hm?\nT: Hello?"), 1, "no utterance of the client"),
    (Sample(.text, "Session of Monday\nT: Hm?\nC: Fine."), 1, "before the first speaker"),
    (Sample(.text, "T: Hm?\n\nDate: 2026-03-03\nC: Fine."), 3, "a heading"),
    (Sample(.text, "\n\nJust some words\nand more"), 1, "No line begins with a speaker"),
    (Sample(.text, "WEBVTT\n\n00:00.000 --> 00:01.000\nhello"), 1, "captions"),
    (Sample(.text, ""), 1, "empty"), (Sample(.text, " \n\r\n \u{A0} \n"), 1, "empty"),
    (Sample(.text, "T: Hm?\nC:\n"), 1, "no utterance of the client"),
  ])
  func refuses(sample: Sample, line: Int, words: String) throws {
    let fault = try sample.fault()
    #expect(fault.line == line)
    #expect(fault.text.contains(words), "\(fault.text)")
  }

  @Test func neverGivesEmptyTexts() throws {
    #expect(try Sample(.text, "T: \nC: Yes.\nT:\u{A0}\nC: No.").one().script == ["C Yes.", "C No."])
  }

  @Test func limitsSize() throws {
    var sample = Sample(.text, "T: a\nC: b\nT: c\nC: d\n")
    sample.limits.utterances = 3
    #expect(try sample.fault().line == 4)
    sample.limits.transcriptBytes = 10
    #expect(try sample.fault().text.contains("larger than"))
  }
}
