import CaseModel
import Testing

@testable import Transcripts

@Suite struct ManifestTests {
  static func read(_ text: String) throws -> [ManifestEntry] {
    try withFile(Array(text.utf8), name: "manifest.csv") { try Manifest.read(path: $0) }
  }

  @Test func readsRows() throws {
    let entries = try ManifestTests.read(
      """
      file,client,date,session,therapist,modules,measures
      a.txt,K-014,2026-03-03,1,Ruth Hall,psychoeducation; behavioral_activation,PHQ-9=14;GAD-7=1 2 2 1 0 1 2
      ./sub/b.vtt,K-015,,,,,
      """)
    #expect(
      entries == [
        ManifestEntry(
          line: 2, file: "a.txt", clientCode: "K-014", day: Day("2026-03-03"), sessionNumber: 1, therapist: "Ruth Hall",
          modules: ["psychoeducation", "behavioral_activation"],
          measures: [
            Measure(instrument: "PHQ-9", items: [], total: 14),
            Measure(instrument: "GAD-7", items: [1, 2, 2, 1, 0, 1, 2], total: 9),
          ]),
        ManifestEntry(line: 3, file: "sub/b.vtt", clientCode: "K-015"),
      ])
    #expect(try ManifestTests.read("Client;FILE\nK;..a.txt\n;\n").map(\.file) == ["..a.txt"])
  }

  @Test(arguments: [
    ("file,client,mood\na,K,1\n", 1, "'mood' is not known"),
    ("file,client,mood\na,K,1\n", 1, "file, client, date, session"),
    ("file,file,client\na,b,K\n", 1, "there twice"), ("client\nK\n", 1, "'file' is missing"),
    ("file\na\n", 1, "'client' is missing"),
    ("file,client\n\na,K\n,K\n", 4, "no file"), ("file,client\na,\n", 2, "no client"), ("file,client\n", 1, "no row"),
    ("", 1, "empty"),
    ("file,client\na,K\n./a,L\n", 3, "already on line 2"), ("file,client\n../a,K\n", 2, "not within"),
    ("file,client\n/etc/a,K\n", 2, "not within"), ("file,client\na/../../b,K\n", 2, "not within"),
    ("file,client\na\\..\\b,K\n", 2, "not within"), ("file,client\nC:\\a,K\n", 2, "not within"),
    ("file,client\n./,K\n", 2, "not within"),
    ("file,client,date\na,K,03/03/2026\n", 2, "not a date"), ("file,client,session\na,K,-1\n", 2, "not a number"),
    ("file,client,measures\na,K,PHQ-9\n", 2, "'PHQ-9' is not understood"),
    ("file,client,measures\na,K,=5\n", 2, "not understood"),
    ("file,client,measures\na,K,PHQ-9=\n", 2, "not understood"),
    ("file,client,measures\na,K,PHQ-9=1 2.5\n", 2, "not understood"),
    ("file,client,measures\na,K,PHQ-9=nan\n", 2, "not understood"),
    ("file,client,measures\na,K,X=1;X=2\n", 2, "X is there twice"),
    ("file,client,measures\na,K,X=1 -9223372036854775808\n", 2, "not understood"),
  ])
  func refuses(text: String, line: Int, words: String) throws {
    let error = #expect(throws: CaseError.self) { try ManifestTests.read(text) }
    let fault = Fault(try #require(error))
    #expect(fault.line == line)
    #expect(fault.text.contains(words), "\(fault.text)")
  }

  @Test(arguments: [
    ("K-014_2026-03-03_s1.txt", "K-014", "2026-03-03", 1), ("K-014_2026-03-03.vtt", "K-014", "2026-03-03", nil),
    ("K-014_s2.txt", "K-014", nil, 2), ("in/box/K_014_S12_2026-03-03.v2.txt", "K_014", nil, nil),
    ("K_s10", "K", nil, 10),
    ("A_b_s1_2026-03-03.csv", "A_b", "2026-03-03", 1),
  ])
  func readsFileNames(name: String, client: String, day: String?, session: Int?) {
    let hint = FileNameHint(fileName: name)
    if day == nil && session == nil {
      #expect(hint == nil)
    } else {
      #expect(hint?.clientCode == client && hint?.day?.description == day && hint?.sessionNumber == session)
    }
  }

  @Test(arguments: [
    "K-014.txt", "2026-03-03.txt", "_s1.txt", "s1.txt", "K-014_2026-02-30.txt", "K-014_s0.txt", "K-014_sx.txt",
    "K-014_s1_final.txt", "", "_", "K_s99999999999999999999.txt",
  ])
  func doesNotGuessFromOtherNames(name: String) {
    #expect(FileNameHint(fileName: name) == nil)
  }
}
