import CaseModel
import CaseStore
import Foundation
import TestSupport
import Testing

@testable import Commands

/// A sample client with all sessions worked through.
private func worked() async throws -> Clinic {
  let clinic = try Clinic()
  #expect(await clinic.run("init").status == 0)
  for number in 1...4 {
    let talk = """
      THERAPIST: What was it like this week, in session \(number)?
      CLIENT: I lie awake and go over what I said at work, again and again, until it gets light.
      THERAPIST: And then?
      CLIENT: I'm so tired that I call in sick, because then I don't have to see anyone.
      THERAPIST: What helped?
      CLIENT: Ringing my sister. When I tell her how it is, I feel lighter and I can sleep.
      THERAPIST: And the other days?
      CLIENT: I stayed in bed till noon because I couldn't face them, and felt guilty all day.
      THERAPIST: What did you tell yourself?
      CLIENT: That I'm useless, and that they'll find out. Whenever I think that, I check every mail three times.
      CLIENT: On Thursday number \(number) I went for a run, and the knot in my stomach went away.
      CLIENT: I don't want to be a burden to anyone, so I keep it to myself.
      CLIENT: But I do worry about money every evening, and I count what's left.

      """
    let path = try clinic.file("X-1_2026-03-0\(number)_s\(number).txt", talk)
    #expect(await clinic.run("transcript", "import", path).status == 0)
  }
  #expect(await clinic.run("work").status == 0)
  return clinic
}

private func network(_ clinic: Clinic) throws -> Network {
  try CaseStore(opening: clinic.path, clock: clinic.clock).read { try $0.network(of: "X-1") }
}

@Suite struct OverTimeCommandTests {
  @Test func whatIsDecidedIsShownAsThePersons() async throws {
    let clinic = try await worked()
    let keys = try network(clinic).nodes.map(\.cluster.key)
    let rename = await clinic.run(
      "cluster", "rename", keys[0], "-c", "X-1", "-l", "The night watch", "-r", "her word", "--actor", "dr.hall")
    #expect(rename.status == 0, "\(rename.errors)")
    let edge = "\(keys[0])->\(keys[1])"
    #expect(await clinic.run("edge", "set", edge, "-c", "X-1", "--sign", "inhibitory", "-r", "seen").status == 0)
    #expect(await clinic.run("work").status == 0)

    let page = await clinic.run("network", "show", "-c", "X-1").output
    #expect(page.contains("The night watch"))
    #expect(page.contains("named by dr.hall: her word"))
    #expect(page.contains("set by tester: seen"))
    let list = await clinic.run("correction", "list", "--format", "csv").output
    #expect(list.contains("rename") && list.contains("in force"))
    let why = await clinic.run("network", "why", "-c", "X-1", "--edge", edge, "--format", "json").output
    #expect(why.contains(#""decided_by": "tester""#))
    #expect(await clinic.run("network", "rebuild", "-c", "X-1", "--verify").status == 0)
    #expect(await clinic.run("doctor").status == 0)

    #expect(await clinic.run("correction", "revoke", "1", "-r", "mistake").status == 0)
    #expect(await clinic.run("work").status == 0)
    #expect(await !clinic.run("network", "show", "-c", "X-1").output.contains("The night watch"))
    #expect(await clinic.run("correction", "revoke", "1", "-r", "again").status == 64)
  }

  @Test func aDecisionNeedsAReasonAndAClusterThatIsThere() async throws {
    let clinic = try await worked()
    let key = try network(clinic).nodes[0].cluster.key
    #expect(await clinic.run("cluster", "pin", key, "-c", "X-1").status == 64)
    #expect(await clinic.run("cluster", "pin", key, "-c", "X-1", "-r", " ").status == 64)
    let unknown = await clinic.run("cluster", "pin", "nothing", "-c", "X-1", "-r", "x")
    #expect(unknown.status == 66)
    #expect(unknown.errors.contains("no cluster “nothing”"))
    #expect(await clinic.run("cluster", "merge", key, "--into", key, "-c", "X-1", "-r", "x").status == 64)
    #expect(await clinic.run("cluster", "split", key, "--turns", "9:9", "-l", "x", "-c", "X-1", "-r", "x").status == 66)
    #expect(
      await clinic.run("cluster", "split", key, "--turns", "nine", "-l", "x", "-c", "X-1", "-r", "x").status == 64)
    #expect(await clinic.run("edge", "reject", "one", "-c", "X-1", "-r", "x").status == 64)
    #expect(await clinic.run("edge", "accept", "\(key)->nothing", "-c", "X-1", "-r", "x").status == 66)
    #expect(await clinic.run("correction", "list", "--format", "csv").output.split(separator: "\r\n").count == 1)
  }

  @Test func changesComeInWordsAsJSONAndDrawn() async throws {
    let clinic = try await worked()
    let text = await clinic.run("network", "diff", "-c", "X-1", "--from", "1", "--to", "4")
    #expect(text.status == 0)
    #expect(text.output.hasPrefix("Client X-1: what changed from session 1, 2026-03-01, to session 4, 2026-03-04"))
    let json = await clinic.run("network", "diff", "-c", "X-1", "--format", "json").output
    let parsed = try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
    #expect((parsed["from"] as? [String: Any])?["session"] as? Int == 3)
    let path = clinic.folder + "/d.svg"
    #expect(await clinic.run("network", "diff", "-c", "X-1", "-o", path).status == 0)
    #expect(try String(contentsOfFile: path, encoding: .utf8).contains("what changed from session 3 to session 4"))
    #expect(await clinic.run("network", "diff", "-c", "X-1", "--from", "4", "--to", "1").status == 64)
  }

  @Test func theNetworkOfADayIsThatOfTheLastSessionUntilThen() async throws {
    let clinic = try await worked()
    let page = await clinic.run("network", "show", "-c", "X-1", "--as-of", "2026-03-03")
    #expect(page.output.hasPrefix("Client X-1: network through session 3, 2026-03-03"))
    #expect(await clinic.run("network", "show", "-c", "X-1", "--as-of", "2026-02-01").status == 66)
    #expect(await clinic.run("network", "show", "-c", "X-1", "--as-of", "yesterday").status == 64)
  }

  @Test func aTimelineStandsBesideTheMeasures() async throws {
    let clinic = try await worked()
    #expect(
      await clinic.run(
        "measure", "record", "PHQ-9", "-c", "X-1", "--total", "14", "--date", "2026-03-02"
      ).status == 0)
    let text = await clinic.run("network", "timeline", "-c", "X-1", columns: 80)
    #expect(text.output.contains("PHQ-9"))
    #expect(text.output.split(separator: "\n").allSatisfy { TextWidth.columns(String($0)) <= 80 })
    let csv = await clinic.run("network", "timeline", "-c", "X-1", "--format", "csv").output
    #expect(csv.hasPrefix("session,date,cluster,weight,new_utterances,theme\r\n"))
    let path = clinic.folder + "/t.svg"
    #expect(await clinic.run("network", "timeline", "-c", "X-1", "-o", path).status == 0)
    #expect(try String(contentsOfFile: path, encoding: .utf8).contains("PHQ-9"))
  }

  @Test func measuresSayWhenThereIsNoRanking() async throws {
    let clinic = try await worked()
    let none = await clinic.run("network", "measures", "-c", "X-1", "--resamples", "0", "--format", "json").output
    let parsed = try #require(try JSONSerialization.jsonObject(with: Data(none.utf8)) as? [String: Any])
    #expect(parsed["ranked_by"] is NSNull)
    #expect((parsed["not_ranked_because"] as? String)?.contains("--resamples") == true)
    let drawn = await clinic.run("network", "measures", "-c", "X-1", "--resamples", "20", "--format", "json")
    #expect(drawn.status == 0, "\(drawn.errors)")
    let again = await clinic.run("network", "measures", "-c", "X-1", "--resamples", "20", "--format", "json")
    #expect(again.output == drawn.output)
  }

  @Test func allSessionsGoIntoOneFile() async throws {
    let clinic = try await worked()
    let table = await clinic.run("network", "export", "-c", "X-1", "--all-sessions", "--format", "longitudinal").output
    #expect(table.hasPrefix("client,session,"))
    #expect(
      await clinic.run("network", "export", "-c", "X-1", "--all-sessions", "--format", "gexf").output.contains("<gexf"))
    let path = clinic.folder + "/all.svg"
    #expect(await clinic.run("network", "export", "-c", "X-1", "--all-sessions", "-o", path).status == 0)
    #expect(await clinic.run("network", "export", "-c", "X-1", "--all-sessions", "--format", "dot").status == 64)
    #expect(await clinic.run("network", "export", "-c", "X-1", "--format", "longitudinal").status == 64)
    #expect(
      await clinic.run("network", "export", "-c", "X-1", "--format", "pecan").output.hasPrefix("source,target,weight"))
  }

  @Test func aRebuildWaitsForWork() async throws {
    let clinic = try await worked()
    let path = try clinic.transcript("X-1_2026-03-09_s9.txt")
    #expect(await clinic.run("transcript", "import", path).status == 0)
    let early = await clinic.run("network", "rebuild", "-c", "X-1", "--verify")
    #expect(early.status == 75)
    #expect(early.errors.contains("caseloom work"))
  }
}
