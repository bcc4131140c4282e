import CaseModel
import Testing

@testable import CaseStore

@Suite struct TranscriptTests {
  @Test func aTranscriptComesWithItsClientSessionAndJob() throws {
    let test = try TestStore()

    let added = try test.add("K-1", 3, "2026-03-01")

    #expect(added.isNewClient && !added.wasThere && added.sessionNumber == 3 && added.sameAsClient == nil)
    let sessions = try test.store.read { try $0.sessions(of: "K-1") }
    #expect(
      try sessions.map(\.session) == [
        Session(clientCode: "K-1", number: 3, day: day("2026-03-01"), therapist: "Hall")
      ])
    #expect(sessions[0].turns == 5 && sessions[0].processes == nil && !sessions[0].hasNetwork)
    let jobs = try test.store.read { try $0.jobs() }
    #expect(jobs.map(\.kind) == [.annotate] && jobs.map(\.sessionID) == [added.sessionID])
    #expect(try test.number("SELECT client_turn_count FROM transcript") == 2)
    #expect(try test.store.examine() == [])
  }

  @Test func utterancesAreReadAsTheyWereAdded() throws {
    let test = try TestStore()
    var new = transcript("K-1", 1, "2026-03-01")
    new.utterances = [
      Utterance(
        turn: 1, speaker: .therapist, speakerName: "Dr. Hall", startMilliseconds: 0, endMilliseconds: 900, text: "Na?"),
      Utterance(turn: 2, speaker: .client, speakerName: nil, startMilliseconds: 1000, text: "cafe\u{301}\r\n👩‍👩‍👧 „so“"),
      Utterance(turn: 3, speaker: .other, speakerName: "Ärztin", text: " "),
    ]

    try test.add(new)

    let read = try test.store.read { try $0.utterances(of: "K-1", session: 1) }
    #expect(read == new.utterances)
    for (left, right) in zip(read, new.utterances) { #expect(Array(left.text.utf8) == Array(right.text.utf8)) }
  }

  @Test func theSameContentAgainChangesNothingWhateverTheFile() throws {
    let test = try TestStore()
    let first = try test.add("K-1", 3, "2026-03-01")
    let before = try test.dump()
    test.clock.advance(bySeconds: 100)

    let again = try [
      transcript("K-1", 3, "2026-03-01"), transcript("K-1", 3, nil, name: "b.vtt", format: "vtt"),
      transcript("K-1", nil, nil),
    ].map { try test.add($0) }

    for added in again {
      #expect(added.wasThere && !added.isNewClient)
      #expect(added.sessionID == first.sessionID && added.sessionNumber == 3)
    }
    #expect(try test.dump() == before)
  }

  /// Turns in place of those of `talk`.
  static let otherTurns: [Utterance] = [
    Utterance(turn: 1, speaker: .therapist, text: "Hm?"),
    Utterance(turn: 2, speaker: .other, text: talk[1]),
    Utterance(turn: 2, speaker: .client, speakerName: "Zoë", text: talk[1]),
    Utterance(turn: 2, speaker: .client, startMilliseconds: 0, text: talk[1]),
    Utterance(turn: 2, speaker: .client, endMilliseconds: 0, text: talk[1]),
  ]

  @Test(arguments: otherTurns) func otherWordsSpeakersNamesOrTimesAreOtherContent(_ turn: Utterance) throws {
    let test = try TestStore()
    try test.add("K-1", 1, "2026-03-01")
    var other = transcript("K-1", 2, "2026-03-02")
    other.utterances[turn.turn - 1] = turn

    #expect(try !test.add(other).wasThere)
  }

  @Test func otherContentForATakenSessionIsRefused() throws {
    let test = try TestStore()
    try test.add("K-1", 1, "2026-03-01")
    let before = try test.dump()

    let error = try caseError { try test.add(transcript("K-1", 1, "2026-03-01", talk(2), name: "b.txt")) }

    #expect(error.code == .badData)
    #expect(error.message == "Session 1 of client K-1 has another transcript already (from a.txt).")
    #expect(error.advice != nil)
    #expect(try test.dump() == before)
  }

  @Test func anotherDayForASessionIsRefused() throws {
    let test = try TestStore()
    try test.add("K-1", 1, "2026-03-01")
    let before = try test.dump()

    let error = try caseError { try test.add("K-1", 1, "2026-03-02", talk(2)) }

    #expect(error.code == .badData)
    #expect(error.message == "Session 1 of client K-1 was held on 2026-03-01, not on 2026-03-02.")
    #expect(try test.dump() == before)
  }

  @Test func numbersGoOnAfterTheClientsLastAndDaysAreToday() throws {
    let test = try TestStore()
    try test.add("K-1", 7, "2026-03-01", talk(1))

    let next = try test.add("K-1", nil, nil, talk(2))
    let late = try test.add("K-1", nil, "2026-01-01", talk(3))
    let other = try test.add("K-2", nil, nil, talk(4))

    #expect([next.sessionNumber, late.sessionNumber, other.sessionNumber] == [8, 9, 1])
    #expect(!next.isNewClient && other.isNewClient)
    let days = try test.store.read { try $0.sessions(of: "K-1") }.map { "\($0.session.number) \($0.session.day)" }
    #expect(days == ["9 2026-01-01", "7 2026-03-01", "8 2026-03-03"])
  }

  @Test func aSessionWithoutTranscriptGetsOneAndKeepsItsDay() throws {
    let test = try TestStore()
    try test.store.write(as: anna) { try $0.addClient(Client(code: "K-1")) }
    try test.tamper(
      "INSERT INTO session (client_id, number, held_on, created_at) VALUES (1, 1, '2026-02-01', '')")

    let added = try test.add("K-1", 1, nil)

    #expect(added.sessionNumber == 1)
    #expect(try test.texts("SELECT held_on FROM session") == ["2026-02-01"])
  }

  @Test func theSameWordsOfAnotherClientArePointedOut() throws {
    let test = try TestStore()
    try test.add("K-1", 1, "2026-03-01")

    let added = try test.add("K-2", 4, "2026-03-02")

    #expect(added.sameAsClient == "K-1" && !added.wasThere && added.sessionNumber == 4)
    #expect(try test.number("SELECT count(*) FROM transcript") == 2)
    #expect(try test.add("K-2", nil, nil).wasThere)
  }

  @Test func oneThatFailsTakesTheOthersOfItsUnitBack() throws {
    let test = try TestStore()
    try test.add("K-1", 1, "2026-03-01")
    let before = try test.dump()

    #expect(throws: CaseError.self) {
      try test.store.write(as: anna) { writer in
        _ = try writer.addTranscript(transcript("K-2", 1, "2026-03-02", talk(2)))
        _ = try writer.addTranscript(transcript("K-1", 2, "2026-03-02", talk(3)))
        _ = try writer.addTranscript(transcript("K-1", 1, "2026-03-01", talk(4)))
      }
    }

    #expect(try test.dump() == before)
    #expect(try test.store.examine() == [])
  }

  @Test func whatTheTablesRefuseIsASentenceAndLeavesNothing() throws {
    let test = try TestStore()
    let before = try test.dump()
    var blank = transcript("K-1", 1, "2026-03-01")
    blank.utterances[1].text = ""
    var twice = transcript("K-1", 1, "2026-03-01")
    twice.utterances[1].turn = 1
    let refused = [
      blank, twice, transcript("K-1", 0, "2026-03-01"), transcript("K-1", 1, "2026-03-01", []),
      transcript("K-1", 1, "2026-03-01", format: "docx"),
    ]

    for new in refused {
      let error = try caseError { try test.add(new) }
      #expect(error.code == .badData)
      #expect(!error.description.contains("guilty"))
    }

    #expect(try test.dump() == before)
  }

  @Test func anUnknownSessionOrOneWithoutTranscriptIsNamed() throws {
    let test = try TestStore()
    try test.add("K-1", 1, "2026-03-01")
    try test.tamper("INSERT INTO session (client_id, number, held_on, created_at) VALUES (1, 2, '2026-03-02', '')")

    let unknown = try caseError { try test.store.read { try $0.utterances(of: "K-1", session: 3) } }
    let silent = try caseError { try test.store.read { try $0.utterances(of: "K-1", session: 2) } }

    #expect(unknown.code == .noInput && unknown.message == "The client has no session 3.")
    #expect(silent.code == .noInput && silent.message == "Session 2 has no transcript.")
    #expect(silent.place == "client K-1")
  }

  /// `printf 'therapist\0\0\0\0Na?\0client\0Zo\xc3\xab\0001500\0002000\0gut\0' | sha256sum`
  @Test func theContentsHashIsSHA256OfItsFields() {
    let utterances = [
      Utterance(turn: 1, speaker: .therapist, text: "Na?"),
      Utterance(
        turn: 2, speaker: .client, speakerName: "Zoë", startMilliseconds: 1500, endMilliseconds: 2000, text: "gut"),
    ]

    #expect(
      StoreWriter.contentHash(of: utterances) == "b1dcc78585a02c1fb9efec9266e2a2c37c107768c6bb327f3c53b8e545eea373")
  }
}
