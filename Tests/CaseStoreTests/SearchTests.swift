import CaseModel
import GRDB
import Testing

@testable import CaseStore

@Suite struct SearchTests {
  /// Turn 2 of client K-1's session 1, then turn 2 of K-2's session 1.
  private func store() throws -> TestStore {
    let test = try TestStore()
    try test.add(
      "K-1", 1, "2026-03-01",
      ["And the café?", "I sleep badly AND I can't eat, near the crème brûlée.", "NOT the ÜBUNG?", "naïve OR not"])
    try test.add("K-2", 1, "2026-03-02", ["Sleeping?", "I sleep well, badly said.", "eat-ing: col:umn", "睡不着"])
    return test
  }

  private func found(_ words: String, in test: TestStore, client: String? = nil) throws -> [String] {
    try test.store.read { try $0.search(words, client: client) }
      .map { "\($0.clientCode) \($0.sessionNumber) \($0.utterance.turn)" }.sorted()
  }

  /// Words as they are typed, and what they must find.
  static let searches: [(words: String, found: [String])] = [
    // All words, in any order, without regard to case and accents.
    ("badly sleep", ["K-1 1 2", "K-2 1 2"]), ("SLEEP", ["K-1 1 2", "K-2 1 2"]), ("cafe", ["K-1 1 1"]),
    ("CAFÉ", ["K-1 1 1"]), ("cafe\u{301}", ["K-1 1 1"]), ("brulee", ["K-1 1 2"]), ("ubung", ["K-1 1 3"]),
    ("naive", ["K-1 1 4"]), ("sleep well", ["K-2 1 2"]), ("睡不着", ["K-2 1 4"]), ("nothing", []),
    // A beginning.
    ("sleep*", ["K-1 1 2", "K-2 1 1", "K-2 1 2"]), ("sl* bad*", ["K-1 1 2", "K-2 1 2"]), ("crè*", ["K-1 1 2"]),
    // Phrases.
    ("\"sleep badly\"", ["K-1 1 2"]), ("\"badly sleep\"", []), ("\"sleep badly\" creme", ["K-1 1 2"]),
    ("\"creme brulee\"", ["K-1 1 2"]), ("\"sleep badly", ["K-1 1 2"]), ("\"slee*\"", []),
    // What FTS5 takes for its language is words here.
    ("AND", ["K-1 1 1", "K-1 1 2"]), ("sleep AND badly", ["K-1 1 2"]), ("sleep OR cafe", []), ("OR", ["K-1 1 4"]),
    ("NOT", ["K-1 1 3", "K-1 1 4"]), ("sleep NOT badly", []), ("NEAR", ["K-1 1 2"]), ("NEAR(sleep badly)", []),
    ("text:sleep", []), ("col:umn", ["K-2 1 3"]), ("eat-ing", ["K-2 1 3"]), ("-eat", ["K-1 1 2", "K-2 1 3"]),
    ("^sleep", ["K-1 1 2", "K-2 1 2"]), ("can't", ["K-1 1 2"]), ("(sleep", ["K-1 1 2", "K-2 1 2"]),
    ("sleep + well", ["K-2 1 2"]), ("{text}:sleep", []), ("sleep;--", ["K-1 1 2", "K-2 1 2"]),
  ]

  @Test(arguments: searches)
  func findsUtterancesWithAllTheWords(_ words: String, _ expected: [String]) throws {
    let test = try store()

    #expect(try found(words, in: test) == expected)
  }

  @Test func findsOneClientsUtterancesAlone() throws {
    let test = try store()

    #expect(try found("sleep", in: test, client: "K-2") == ["K-2 1 2"])
    #expect(try caseError { try found("sleep", in: test, client: "K-9") }.code == .noInput)
  }

  @Test func aHitIsTheWholeUtteranceAndTheLimitHolds() throws {
    let test = try store()

    let hits = try test.store.read { try $0.search("sleep", limit: 1) }

    #expect(hits.count == 1)
    #expect(hits.first?.utterance.speaker == .client)
    #expect(hits.first.map { $0.utterance.text.contains("sleep") } == true)
  }

  @Test(arguments: ["", "  ", "*", "\"\"", "\"", "—", "👍", "()", "\" \" *", "\0"])
  func nothingToSearchForIsSaid(_ words: String) throws {
    let test = try store()

    let error = try caseError { try found(words, in: test) }

    #expect(error.code == .usage)
    #expect(error.message == "There is nothing to search for.")
  }

  /// Property over seeded random input: whatever is typed, FTS5 never sees a query that it cannot read.
  @Test func nothingThatIsTypedBreaksTheSearch() throws {
    let test = try store()
    let pieces = [
      "sleep", "\"", "*", "'", "AND", "OR", "NOT", "NEAR(", ")", "(", ":", "-", "+", "^", "{", "}", "text", " ", "\t",
      "\n", ",", "é", "e\u{301}", "睡", "👍", "\\", "%", ";", "²", "ª", "\u{301}", "\u{200D}", "\u{FFFD}", "1", "\0",
    ]
    var state: UInt64 = 7
    func next(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
    try test.store.read { reader in
      for _ in 0..<600 {
        let words = (0..<(1 + next(7))).map { _ in pieces[next(pieces.count)] }.joined()
        do { _ = try reader.search(words) } catch let error as CaseError where error.code == .usage { continue }
      }
    }
  }

  @Test func theIndexFollowsWhatIsChangedAndDeleted() throws {
    let test = try store()

    try test.store.write(as: anna) { writer in
      try writer.database.execute(sql: "UPDATE utterance SET text = 'I swim' WHERE text LIKE 'I sleep well%'")
      try writer.database.execute(sql: "DELETE FROM client WHERE code = 'K-1'")
      try writer.audit("test")
    }

    #expect(try found("sleep", in: test) == [])
    #expect(try found("swim", in: test) == ["K-2 1 2"])
    #expect(try found("eat", in: test) == ["K-2 1 3"])
    #expect(try test.number("SELECT count(*) FROM utterance_search('sleep')") == 0)
    #expect(try test.store.examine() == [])
  }
}
