import CaseModel
import Foundation
import GRDB
import Testing

@testable import CaseStore

/// A damage done on purpose, and what the doctor must say of it.
struct PlantedDamage: CustomTestStringConvertible, Sendable {
  var finding: String
  var sql: String

  var testDescription: String { finding }

  init(_ finding: String, _ sql: String) {
    self.finding = finding
    self.sql = sql
  }

  static let all = [
    PlantedDamage("names a missing client", "DELETE FROM client WHERE id = 1"),
    PlantedDamage(
      "dangling reference: process_dimension", "UPDATE process_dimension SET process_id = 99 WHERE process_id = 1"),
    PlantedDamage(
      "the search index does not match the utterances",
      "INSERT INTO utterance_search (utterance_search) VALUES ('delete-all')"),
    PlantedDamage("migration 0002_networks is not recorded", "DELETE FROM migration WHERE number = 2"),
    PlantedDamage(
      "migration 0001_cases was made by other SQL", "UPDATE migration SET checksum = 'x' WHERE number = 1"),
    PlantedDamage(
      "quote in process that is not literally in its utterance",
      "UPDATE process SET quote_start = quote_start + 1 WHERE id = 1"),
    PlantedDamage("quote in risk_flag that is not literally", "UPDATE risk_flag SET quote = 'I'"),
    PlantedDamage(
      "source quote in edge_evidence that is not literally",
      "UPDATE edge_evidence SET source_quote_length = source_quote_length + 1"),
    PlantedDamage(
      "target quote in edge_evidence that is not literally",
      "UPDATE edge_evidence SET target_quote = 'I STAY IN'"),
    PlantedDamage(
      "transcript whose count of utterances is not what it has",
      "UPDATE transcript SET utterance_count = utterance_count + 1 WHERE id = 1"),
    PlantedDamage("utterance out of turn", "UPDATE utterance SET turn = 99 WHERE transcript_id = 1 AND turn = 3"),
    PlantedDamage("process without a dimension", "DELETE FROM process_dimension WHERE process_id = 1"),
    PlantedDamage(
      "process of an utterance that is not the client's",
      "UPDATE utterance SET speaker = 'other' WHERE id = (SELECT utterance_id FROM process WHERE id = 1)"),
    PlantedDamage(
      "process whose utterance is in another transcript",
      """
      UPDATE process SET utterance_id = (SELECT utterance_id FROM process WHERE annotation_id <> 1 LIMIT 1)
      WHERE id = 1
      """),
    PlantedDamage(
      "cluster with processes of another client",
      """
      INSERT INTO cluster_member SELECT c.id, p.id, 1.0 FROM cluster c, process p
      JOIN utterance u ON u.id = p.utterance_id JOIN transcript t ON t.id = u.transcript_id
      JOIN session s ON s.id = t.session_id WHERE s.client_id <> c.client_id LIMIT 1
      """),
    PlantedDamage("network of a session that is another client's", "UPDATE network SET client_id = 2 WHERE id = 1"),
    PlantedDamage("edge that claims the client's words and has none", "DELETE FROM edge_evidence"),
    PlantedDamage("edge without two votes of its sign", "DELETE FROM edge_vote WHERE edge_id = 1 AND voter = 'order'"),
    PlantedDamage("running total that differs", "UPDATE cluster_total SET utterances = utterances + 1"),
    PlantedDamage("model without a trial", "DELETE FROM model_trial WHERE challenger_id = 3"),
    PlantedDamage("model that serves, and that no trial accepted", "UPDATE model_trial SET is_accepted = 0"),
    PlantedDamage("accepted model for an outcome for which none serves", "DELETE FROM model_serving"),
    PlantedDamage("trial against a model for another outcome", "UPDATE model SET outcome = 'GAD-7' WHERE id = 1"),
  ]

  /// Running totals that the first networks of a client rest on, each in another way.
  static let totals = [
    "UPDATE cluster_total SET sessions = sessions + 1",
    "UPDATE pair_total SET stated_excitatory = stated_excitatory + 1",
    "UPDATE pair_total SET adjacent_inhibitory = adjacent_inhibitory + 1", "DELETE FROM pair_total",
    "DELETE FROM cluster_total", "UPDATE network_progress SET sessions = sessions + 1",
    "UPDATE network_progress SET client_turns = client_turns + 1",
  ].map { PlantedDamage("running total that differs", $0) }
}

@Suite struct DoctorTests {
  private func store() throws -> TestStore { try TestStore(bytes: Self.healthy.get()) }

  /// Two clients with networks, a measure, a risk flag, three models and jobs in several states, made once for all tests.
  private static let healthy: Result<Data, any Error> = Result {
    let test = try TestStore()
    for number in 1...3 { try test.addMade(number, "2026-03-0\(number)") }
    try test.addMade(4, "2026-03-01", client: "K-2")
    try test.addMade(5, "2026-02-01")
    let added = try test.add("K-2", 9, "2026-03-09")
    try test.store.write(as: anna) { try $0.saveAnnotation(try annotation(talk), of: added) }
    try test.store.write(as: anna) {
      _ = try $0.recordMeasure(
        Measure(instrument: "GAD-7", items: [1, 1, 0, 2, 0, 1, 1], total: 6), client: "K-1", session: 1, day: nil)
    }
    for number in 1...3 { try test.save(newModel(), trial(of: number == 1 ? nil : number - 1, number < 3)) }
    _ = try test.store.claimJob(holder: "worker")
    try test.store.close()
    return try test.folder.bytes("clinic.caseloom")
  }

  @Test func aHealthyStoreHasNoFindingsAndStaysAsItIs() throws {
    let test = try store()
    let before = try test.dump()

    #expect(try test.store.examine() == [])

    #expect(try test.dump() == before)
  }

  /// A finding may go into a ticket: it names tables and rows, never a client's words.
  @Test(arguments: PlantedDamage.all) func eachDamageIsFoundAndToldWithoutWords(_ damage: PlantedDamage) throws {
    let test = try store()

    try test.tamper(damage.sql)

    let findings = try test.store.examine()
    #expect(findings.contains { $0.contains(damage.finding) }, "\(findings)")
    for word in ["guilty", "lonely", "feel", "stay"] { #expect(!findings.joined().contains(word)) }
  }

  @Test(arguments: PlantedDamage.totals) func eachTotalThatDoesNotAddUpIsFound(_ damage: PlantedDamage) throws {
    let test = try store()

    try test.tamper(damage.sql)

    #expect(try test.store.examine().contains { $0.contains(damage.finding) }, "\(damage.sql)")
  }

  @Test func everyCheckHasItsDamageAbove() {
    for check in DoctorCheck.all {
      #expect(PlantedDamage.all.contains { check.finding.hasPrefix($0.finding) || $0.finding.hasPrefix(check.finding) })
    }
  }

  @Test func aFindingCountsAndNamesTheFirstRow() throws {
    let test = try store()

    try test.tamper("UPDATE process SET quote_start = quote_start + 1 WHERE id IN (2, 3)")

    #expect(
      try test.store.examine() == [
        "2 × quote in process that is not literally in its utterance (the first: process 2)"
      ])
  }

  @Test func aBrokenPageIsAFinding() throws {
    let test = try store()
    let page = try #require(try test.number("SELECT rootpage FROM sqlite_master WHERE name = 'session_in_order'"))
    try test.store.close()
    var bytes = try test.folder.bytes("clinic.caseloom")
    bytes.replaceSubrange((page - 1) * 4096 + 8..<page * 4096, with: Data(repeating: 0x55, count: 4088))
    try test.folder.write(bytes, to: "clinic.caseloom")

    let findings = try CaseStore(opening: test.store.path, clock: test.clock.clock).examine()

    #expect(findings.first?.hasPrefix("damaged: ") == true)
  }

  @Test func aBrokenTableIsAFinding() throws {
    let test = try store()
    let page = try #require(try test.number("SELECT rootpage FROM sqlite_master WHERE name = 'session'"))
    try test.store.close()
    var bytes = try test.folder.bytes("clinic.caseloom")
    bytes.replaceSubrange((page - 1) * 4096..<page * 4096, with: Data(repeating: 0x55, count: 4096))
    try test.folder.write(bytes, to: "clinic.caseloom")

    let findings = try CaseStore(opening: test.store.path, clock: test.clock.clock).examine()

    #expect(findings.first?.hasPrefix("damaged: ") == true)
  }
}
