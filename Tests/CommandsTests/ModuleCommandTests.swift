import CaseModel
import CaseStore
import Testing

@testable import Commands

@Suite struct ModuleCommandTests {
  /// Two clients with modules: K-014 measured before and after, K-015 not.
  private func clinic() async throws -> Clinic {
    let clinic = try Clinic()
    let store = try clinic.makeStore()
    for (file, worry) in [
      ("K-014_2026-03-03_s1.txt", "a"), ("K-014_2026-03-10_s2.txt", "b"), ("K-015_2026-03-03_s1.txt", "c"),
    ] {
      #expect(await clinic.run("transcript", "import", try clinic.transcript(file, worry: worry)).status == 0)
    }
    try store.write(as: clinic.author) { writer in
      try writer.recordModules(["exposure", "mindfulness"], client: "K-014", session: 1)
      try writer.recordModules(["exposure"], client: "K-014", session: 2)
      try writer.recordModules(["exposure"], client: "K-015", session: 1)
    }
    return clinic
  }

  private func measure(_ total: String, _ day: String, _ clinic: Clinic) async {
    let ran = await clinic.run(
      "measure", "record", "PHQ-9", "--client", "K-014", "--date", day, "--total", total)
    #expect(ran.status == 0, "\(ran.errors)")
  }

  @Test func historiesAreListedAndWhoIsLeftOutIsSaid() async throws {
    let clinic = try await clinic()

    let none = await clinic.run("module", "histories")
    #expect(none.status == 0 && none.output == "")
    #expect(none.errors.contains("No client has modules between two values of PHQ-9 yet"))
    #expect(none.errors.hasSuffix("2 clients left out: 2 without PHQ-9.\n"))
    await measure("21", "2026-03-02", clinic)
    await measure("9", "2026-03-17", clinic)

    let list = await clinic.run("module", "histories", "--outcome", "phq9", "--format", "csv")
    #expect(
      list.output == "client,module_count,modules,first,last,effectiveness\r\n"
        + "K-014,3,exposure > mindfulness > exposure,21,9,0.786\r\n")
    #expect(list.errors == "1 client left out: 1 without PHQ-9.\n")
    let unknown = await clinic.run("module", "histories", "--outcome", "HAM-D")
    #expect(unknown.status == 64 && unknown.errors.contains("WHO-5"), "\(unknown.errors)")
  }

  @Test func aRatingIsRecordedOnceAndListed() async throws {
    let clinic = try await clinic()
    let rate = ["module", "rate", "--client", "K-014", "--date", "2026-03-04"]

    let first = await clinic.run(rate + ["--effectiveness", "0.7", "--note", "calmer"])
    #expect(first.output == "Recorded effectiveness 0.7 for client K-014 on 2026-03-04.\n", "\(first.errors)")
    #expect(await clinic.run(rate + ["--effectiveness", "0.7"]).output.hasPrefix("Already recorded: "))
    let other = await clinic.run(rate + ["--effectiveness", "0.8"])
    #expect(other.status == 65 && other.errors.contains("--replace"))
    #expect(await clinic.run(rate + ["--effectiveness", "0.8", "--replace"]).status == 0)

    let list = await clinic.run("module", "histories", "--outcome", "rating", "--format", "csv")
    #expect(
      list.output
        == "client,module_count,modules,rating,effectiveness\r\nK-014,2,exposure > mindfulness,0.8,0.8\r\n")
    #expect(list.errors == "1 client left out: 1 without a rating.\n")
  }

  @Test(arguments: ["1.5", "-1", "nan", "much"]) func anEffectivenessThatIsNoneIsRefused(_ number: String) async throws
  {
    let clinic = try Clinic()
    try clinic.makeStore()

    #expect(await clinic.run("module", "rate", "--client", "K-014", "--effectiveness=\(number)").status == 64)
  }

  @Test func modelsAreListedAndRolledBack() async throws {
    let clinic = try Clinic()
    let store = try clinic.makeStore()
    let none = await clinic.run("module", "models")
    #expect(none.status == 0 && none.errors.hasPrefix("No module model is trained yet."))
    let card = ModelCard(
      outcome: .measure(.phq9), architecture: "gru", seed: 1, dataHash: "d", historyCount: 40, heldOutCount: 8)
    try store.write(as: clinic.author) { writer in
      for (champion, mse) in [(nil, 0.0123456), (1, 0.01)] as [(Int?, Double)] {
        try writer.saveModel(
          NewModuleModel(card: card, weights: [1]),
          trial: ModelTrial(
            championVersion: champion, heldOutHash: "h", heldOutCount: 8, challengerMSE: mse,
            championMSE: champion.map { _ in 0.02 }, isAccepted: true, reason: "Not worse."))
      }
    }

    let list = await clinic.run("module", "models", "--outcome", "PHQ-9", "--format", "csv")
    #expect(
      list.output
        == "version,serving,outcome,architecture,histories,held_out,mse,champion,champion_mse,made_at,decision\r\n"
        + "2,true,PHQ-9,gru,40,8,0.01,1,0.02,2026-05-04T10:00:00.000Z,Not worse.\r\n"
        + "1,false,PHQ-9,gru,40,8,0.01235,,,2026-05-04T10:00:00.000Z,Not worse.\r\n")
    #expect(await clinic.run("module", "rollback").status == 64)
    let back = await clinic.run("module", "rollback", "--reason", "odd ranks")
    #expect(back.output == "Version 1 serves for PHQ-9 in place of version 2.\n", "\(back.errors)")
    #expect(await clinic.run("module", "rollback", "--reason", "odd ranks").status == 66)
    #expect(await clinic.run("module", "rollback", "--to", "2", "--reason", "better").status == 0)
  }
}
