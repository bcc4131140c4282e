import CaseModel
import Foundation
import Testing

@testable import Commands

@Suite struct ImportCommandTests {
  @Test func aFileComesInOnce() async throws {
    let clinic = try Clinic()
    try clinic.makeStore()
    let file = try clinic.transcript("K-014_2026-03-03_s1.txt")
    let first = await clinic.run("transcript", "import", file)
    #expect(first.status == 0 && first.errors == "")
    #expect(first.output.contains(": 4 utterances, client K-014 (new), session 1 (2026-03-03)\n"))
    #expect(first.output.contains("1 new client: K-014.") && first.output.contains("caseloom work"))
    let second = await clinic.run("transcript", "import", file)
    #expect(second.status == 0 && second.output.contains(": already there (client K-014, session 1)\n"))
    #expect(second.output.contains("1 already there.") && !second.output.contains("caseloom work"))
    #expect(second.errors == "")
    let moved = await clinic.run("transcript", "import", file, "--date", "2026-03-04")
    #expect(moved.status == 0 && moved.errors.contains("the store has it as session 1 of 2026-03-03, and leaves"))
  }

  @Test func aFaultyFileLeavesTheOthersAlone() async throws {
    let clinic = try Clinic()
    try clinic.makeStore()
    _ = try clinic.transcript("in/K-014_s1.txt")
    _ = try clinic.file("in/K-014_s2.txt", "nothing that anybody says\n")
    _ = try clinic.transcript("in/K-014_s3.txt", worry: "It is better now.")
    _ = try clinic.file("in/notes.pdf", "%PDF")
    let ran = await clinic.run("transcript", "import", clinic.folder + "/in", clinic.folder + "/gone.txt")
    #expect(ran.status == 65)
    #expect(ran.output.contains("2 transcripts came in with 8 utterances; 2 paths failed."))
    #expect(ran.errors.contains("K-014_s2.txt:1: ") && ran.errors.contains("gone.txt: There is no such file"))
    #expect(ran.errors.contains("notes.pdf"))
    #expect(await clinic.run("transcript", "import", clinic.folder + "/gone.txt").status == 66)
  }

  @Test func sessionsWithoutANumberFollowTheOrderOfTheirNames() async throws {
    let clinic = try Clinic()
    try clinic.makeStore()
    for number in [1, 2, 10] {
      _ = try clinic.transcript("in/session-\(number).txt", worry: "This is number \(number).")
    }
    let ran = await clinic.run("transcript", "import", clinic.folder + "/in/", "--client", "K-014")
    #expect(ran.errors.contains("No date was given for 3 sessions: today's was taken, 2026-05-04."))
    #expect(ran.output.contains("session-10.txt: 4 utterances, client K-014, session 3 (2026-05-04, today)"))
    let shown = await clinic.run("transcript", "show", "--client", "K-014", "--session", "3")
    #expect(shown.output.contains("This is number 10."))
  }

  @Test func naturalOrderRespectsAChosenOrder() {
    func ordered(_ names: [String]) -> [String] { ImportPlan.inNaturalOrder(names) { $0 } }
    #expect(ordered(["s1", "s10", "s2"]) == ["s1", "s2", "s10"])
    #expect(ordered(["a/s10/x1", "a/s9/x10", "a/s9/x9"]) == ["a/s9/x9", "a/s9/x10", "a/s10/x1"])
    #expect(ordered(["s2", "s10", "s1"]) == ["s2", "s10", "s1"])
    #expect(ordered(["s01", "s1", "s10"]) == ["s01", "s1", "s10"])
  }

  @Test func theSameWordsOfAnotherClientAreAWarning() async throws {
    let clinic = try Clinic()
    try clinic.makeStore()
    _ = await clinic.run("transcript", "import", try clinic.transcript("K-014_2026-03-03_s1.txt"))
    let other = await clinic.run("transcript", "import", try clinic.transcript("B-027_2026-03-03_s1.txt"))
    #expect(other.status == 0 && other.errors.contains("warning") && other.errors.contains("K-014"))
    let typo = await clinic.run(
      "transcript", "import", try clinic.transcript("x.txt", worry: "Something else."), "--client", "k14")
    #expect(typo.errors.contains("k14 is a new client, beside K-014. Was K-014 meant?"))
  }

  @Test func manyTranscriptsInOneFileAreCounted() async throws {
    let clinic = try Clinic()
    try clinic.makeStore()
    var csv = "who,said,talk\n"
    for talk in 1...30 { csv += "therapist,How are you?,\(talk)\nclient,\"Fine, \(talk) times.\",\(talk)\n" }
    let file = try clinic.file("corpus.csv", csv)
    let columns = ["--column", "speaker=who", "--column", "text=said", "--column", "transcript=talk"]
    let ran = await clinic.run(["transcript", "import", file] + columns)
    #expect(ran.status == 0 && ran.output.contains("corpus.csv: 30 transcripts, 60 utterances, 30 clients (30 new)"))
    #expect(ran.output.split(separator: "\n").count == 4)
    let session = await clinic.run(["transcript", "import", file, "--session", "1"] + columns)
    #expect(session.status == 65)
  }

  @Test func optionsThatDoNotFitAreUsageErrors() async throws {
    let clinic = try Clinic()
    try clinic.makeStore()
    let one = try clinic.transcript("a.txt")
    let two = try clinic.transcript("b.txt", worry: "Else.")
    #expect(await clinic.run("transcript", "import", one, two, "--client", "K", "--session", "1").status == 64)
    #expect(await clinic.run("transcript", "import", one, "--date", "03.03.2026").status == 64)
    #expect(await clinic.run("transcript", "import", one, "--column", "words=x").status == 64)
    #expect(await clinic.run("transcript", "import", one, "--client", "no way").status == 64)
    let manifest = try clinic.file("manifest.csv", "file,client\na.txt,K-014\n")
    #expect(await clinic.run("transcript", "import", manifest, "--client", "K-014").status == 64)
    let nobody = await clinic.run("transcript", "import", one)
    #expect(nobody.status == 65 && nobody.errors.contains("--client"))
  }
}
