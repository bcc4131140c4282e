import CaseModel
import CaseStore
import Foundation
import TestSupport
import Testing

@testable import Commands

@Suite struct WorkCommandTests {
  @Test func workMakesWhatTheOtherCommandsShow() async throws {
    let clinic = try Clinic()
    try clinic.makeStore()
    let share = ["CASELOOM_SHARE": share]
    let session = TestSupport.share + "/clinic/K-014/session-1.txt"
    _ = await clinic.run("transcript", "import", session, "--client", "K-014", "--date", "2026-03-03")
    let work = await clinic.run(["work"], environment: share)
    #expect(work.status == 0)
    #expect(work.output.hasPrefix("2 jobs done: 1 transcript annotated, networks of 1 session made."), "\(work)")
    let lines = work.errors.split(separator: "\n").map(String.init)
    #expect(lines.suffix(2) == ["1 of 2  annotate K-014, session 1", "2 of 2  network K-014, session 1"])
    // These tests have no home folder: the encoder is not installed, and the command says so once.
    #expect(lines.count == 3 && lines.first?.contains("The sentence encoder is not installed") == true)

    let page = await clinic.run("network", "show", "--client", "K-014", columns: 60)
    #expect(page.output.hasPrefix("Client K-014: network through session 1, 2026-03-03\n"))
    let shown = await clinic.run("network", "show", "--client", "K-014", "--kind", "session", "--format", "json")
    let network = try #require(
      try JSONSerialization.jsonObject(with: Data(shown.output.utf8)) as? [String: Any])
    let nodes = try #require(network["nodes"] as? [[String: Any]])
    #expect(network["kind"] as? String == "session" && !nodes.isEmpty)
    let key = try #require(nodes.first?["cluster"] as? String)
    let cluster = await clinic.run("cluster", "show", key, "--client", "K-014", "--format", "csv")
    #expect(cluster.output.hasPrefix("session,turn,valence,dimensions,score,quote\r\n1,"))
    #expect(await clinic.run("cluster", "list", "--client", "K-014").output.contains(key))
    #expect(await clinic.run("network", "list", "--format", "csv").output.contains("K-014,1,2026-03-03,session,"))
    for format in ["svg", "dot", "graphml", "json", "csv"] {
      let file = clinic.folder + "/network." + format
      let printed = await clinic.run("network", "export", "--client", "K-014", "--format", format)
      #expect(await clinic.run("network", "export", "--client", "K-014", "--output", file).status == 0)
      #expect(try String(contentsOfFile: file, encoding: .utf8) == printed.output, "\(format)")
    }
    #expect(await clinic.run("network", "export", "--client", "K-014", "--output", "x.png").status == 64)
    #expect(await clinic.run(["work"], environment: share).output == "There is nothing to do.\n")
  }

  @Test func jobsThatWaitAndJobsGivenUpAreSaid() async throws {
    let clinic = try Clinic()
    let store = try clinic.makeStore()
    let share = ["CASELOOM_SHARE": share]
    for number in 1...2 {
      let file = try clinic.transcript("K-014_2026-03-0\(number)_s\(number).txt", worry: "It is number \(number).")
      _ = await clinic.run("transcript", "import", file)
    }
    let dead = try #require(try store.claimJob(holder: "test"))
    #expect(try store.failJob(dead, error: "The transcript is gone.", isFinal: true))
    let waiting = try #require(try store.claimJob(holder: "test"))
    #expect(try !store.failJob(waiting, error: "Not now.", isFinal: false))

    let list = await clinic.run("job", "list", "--state", "dead", "--format", "csv")
    #expect(list.output.contains("1,annotate,dead,K-014,1,1,0,,The transcript is gone.\r\n"))
    let work = await clinic.run(["work"], environment: share)
    #expect(work.status == 75 && work.output == "There is nothing to do.\n")
    #expect(work.errors.contains("1 job waiting for another try, the first at 2026-05-04T10:00:15.000Z"))
    #expect(work.errors.contains("1 job given up"))
    #expect(await clinic.run("job", "retry", "--all-dead").output.hasPrefix("Queued 1 job again."))
    #expect(await clinic.run("job", "retry", "2").output.hasPrefix("Queued 1 job again."))
    #expect(await clinic.run(["work"], environment: share).status == 0)
    let done = await clinic.run("job", "list")
    #expect(done.output == "" && done.errors.contains("4 jobs done"))
    #expect(await clinic.run("job", "retry", "2").status == 64)
  }
}
