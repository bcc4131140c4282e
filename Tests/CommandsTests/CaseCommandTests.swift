import CaseModel
import CaseStore
import Foundation
import Testing

@testable import Commands

@Suite struct CaseCommandTests {
  @Test func clientsAreAddedEditedAndListed() async throws {
    let clinic = try Clinic()
    try clinic.makeStore()
    let added = await clinic.run("client", "add", "K-014", "--birth-year", "1987", "--note", "by \"Hall\", 2nd")
    #expect(added.status == 0 && added.output == "Added client K-014.\n")
    #expect(await clinic.run("client", "edit", "K-014", "--status", "closed", "--name", "Kim").status == 0)
    let list = await clinic.run("client", "list", "--format", "csv")
    #expect(
      list.output == "client,name,birth_year,status,sessions,last_session,open_risks,note\r\n"
        + "K-014,Kim,1987,closed,0,,0,\"by \"\"Hall\"\", 2nd\"\r\n")
    #expect(await clinic.run("client", "edit", "K-014", "--clear-name").output == "Changed client K-014.\n")
    #expect(await clinic.run("client", "edit", "K-014", "--clear-name").output.contains("already"))
    let shown = await clinic.run("client", "show", "K-014", "--format", "json")
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(shown.output.utf8)) as? [String: Any])
    #expect(object["name"] is NSNull)
    #expect(object["birth_year"] as? Int == 1987)
    #expect((object["sessions"] as? [Any])?.isEmpty == true)
  }

  @Test func everyListSaysWhenItIsEmpty() async throws {
    let clinic = try Clinic()
    try clinic.makeStore()
    #expect(await clinic.run("client", "add", "K-014").status == 0)
    for list in [
      ["session", "list"], ["network", "list"], ["cluster", "list", "--client", "K-014"], ["module", "history"],
      ["measure", "list"], ["risk", "list"], ["job", "list"], ["transcript", "search", "word"],
      ["module", "histories"], ["module", "models"],
    ] {
      let asTable = await clinic.run(list)
      #expect(asTable.status == 0 && asTable.output == "" && asTable.errors.hasSuffix(".\n"), "\(list)")
      #expect(await clinic.run(list + ["--format", "json"]).output == "[]\n", "\(list)")
      #expect(await clinic.run(list + ["--format", "csv"]).output.hasSuffix("\r\n"), "\(list)")
      #expect(await clinic.run(list + ["--format", "markdown"]).output.hasPrefix("| "), "\(list)")
    }
  }

  @Test func everyListHasEveryFormat() async throws {
    let clinic = try Clinic()
    let store = try clinic.makeStore()
    #expect(await clinic.run("transcript", "import", try clinic.transcript("K-014_2026-03-03_s1.txt")).status == 0)
    try store.write(as: clinic.author) { writer in
      try writer.recordModules(["exposure"], client: "K-014", session: 1)
      try writer.recordMeasure(
        Measure(instrument: "GAD-7", items: [1, 2, 3], total: 6), client: "K-014", session: 1, day: nil)
    }
    for list in [
      ["client", "list"], ["session", "list"], ["transcript", "search", "worry*"], ["module", "list"],
      ["module", "history"], ["measure", "list"], ["job", "list"], ["audit", "list"],
    ] {
      let json = await clinic.run(list + ["--format", "json"])
      let rows = try #require(
        try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [[String: Any]], "\(list)")
      #expect(!rows.isEmpty, "\(list)")
      for key in rows.flatMap(\.keys) {
        #expect(key.allSatisfy { $0 == "_" || ($0.isLowercase && $0.isASCII) }, "\(list) \(key)")
      }
      let lines = await clinic.run(list + ["--format", "csv"]).output.components(separatedBy: "\r\n")
      #expect(lines.count == rows.count + 2, "\(list)")
      #expect(await clinic.run(list + ["--format", "markdown"]).output.hasPrefix("| "), "\(list)")
      #expect(await clinic.run(list).output.split(separator: "\n").count == rows.count + 1, "\(list)")
    }
    let measures = await clinic.run("measure", "list", "--format", "json")
    #expect(
      measures.output == """
        [
          {"client": "K-014", "instrument": "GAD-7", "date": "2026-03-03", "session": 1, "total": 6, "items": [1, 2, 3]}
        ]

        """)
  }

  @Test func aTypoInAClientsCodeIsNoticed() async throws {
    let clinic = try Clinic()
    try clinic.makeStore()
    _ = await clinic.run("client", "add", "K-014")
    for typed in ["k14", "K-041", "K014", "k-014"] {
      let ran = await clinic.run("session", "list", "--client", typed)
      #expect(ran.status == 66 && ran.errors.contains("Do you mean K-014?"), "\(typed): \(ran.errors)")
    }
    let far = await clinic.run("session", "list", "--client", "B-202")
    #expect(far.status == 66 && !far.errors.contains("Do you mean") && far.errors.contains("client list"))
  }

  @Test func measuresAreRecordedWithItemsOrATotal() async throws {
    let clinic = try Clinic()
    try clinic.makeStore()
    _ = await clinic.run("client", "add", "K-014")
    let items = await clinic.run(
      "measure", "record", "PHQ-9", "--items", "1", "2", "0", "--client", "K-014", "--date", "2026-03-03")
    #expect(items.output == "Recorded PHQ-9 of client K-014 on 2026-03-03: 3.\n")
    let other = ["measure", "record", "PHQ-9", "--total", "4", "--client", "K-014", "--date", "2026-03-03"]
    let refused = await clinic.run(other)
    #expect(refused.status == 65 && refused.errors.contains("--replace"))
    #expect(await clinic.run(other + ["--replace"]).status == 0)
    let today = await clinic.run("measure", "record", "PHQ-9", "--total", "2.5", "--client", "K-014")
    #expect(today.output.contains("on 2026-05-04: 2.5"))
    let misspelt = await clinic.run("measure", "record", "phq9", "--total", "2", "--client", "K-014")
    #expect(misspelt.status == 65 && misspelt.errors.contains("Write PHQ-9."))
    #expect(await clinic.run("measure", "record", "PHQ-9", "--client", "K-014").status == 64)
  }

  @Test func modulesAreRecorded() async throws {
    let clinic = try Clinic()
    try clinic.makeStore()
    _ = await clinic.run("transcript", "import", try clinic.transcript("K-014_2026-03-03_s1.txt"))
    let record = ["module", "record", "exposure", "mindfulness", "--client", "K-014", "--session", "1"]
    #expect(await clinic.run(record).output.hasPrefix("Recorded for session 1 of client K-014: exposure, mindfulness"))
    #expect(await clinic.run(record).output.hasPrefix("Already recorded"))
    let unknown = await clinic.run("module", "record", "expsure", "--client", "K-014", "--session", "1", "--replace")
    #expect(unknown.status == 65 && unknown.errors.contains("module list"))
  }

  @Test func theAuditTrailSaysWhoAndWhy() async throws {
    let clinic = try Clinic()
    try clinic.makeStore()
    _ = await clinic.run(
      "client", "add", "K-014", "--actor", "dr.hall", "--reason", "New referral")
    _ = await clinic.run("client", "add", "B-027", environment: ["CASELOOM_ACTOR": "desk"])
    let trail = await clinic.run("audit", "list", "--format", "json", "--limit", "2")
    let rows = try #require(
      try JSONSerialization.jsonObject(with: Data(trail.output.utf8)) as? [[String: Any]])
    #expect(rows.map { $0["actor"] as? String } == ["desk", "dr.hall"])
    #expect(rows.last?["reason"] as? String == "New referral")
    #expect(trail.errors.contains("--limit"))
    #expect(await clinic.run("audit", "list", "--client", "K-14").status == 66)
  }
}
