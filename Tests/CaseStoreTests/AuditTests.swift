import CaseModel
import GRDB
import Testing

@testable import CaseStore

@Suite struct AuditTests {
  @Test func aChangeWithoutAnAuditEventIsTakenBack() throws {
    let test = try TestStore()
    let before = try test.dump()

    let error = try caseError {
      try test.store.write(as: anna) {
        try $0.database.execute(sql: "INSERT INTO client (code, created_at) VALUES ('K-1', '')")
      }
    }

    #expect(error.code == .internal)
    #expect(try test.dump() == before)
  }

  @Test func aUnitOfWorkThatChangesNothingNeedsNoAuditEvent() throws {
    let test = try TestStore()
    let before = try test.dump()

    try test.store.write(as: anna) { _ = try $0.reader.clients() }

    #expect(try test.dump() == before)
  }

  @Test func anErrorTakesTheWholeUnitOfWorkBack() throws {
    struct Stop: Error {}
    let test = try TestStore()
    let before = try test.dump()

    #expect(throws: Stop.self) {
      try test.store.write(as: anna) { writer in
        try writer.addClient(Client(code: "K-1"))
        _ = try writer.addTranscript(transcript("K-2", 1, "2026-03-01"))
        throw Stop()
      }
    }

    #expect(try test.dump() == before)
  }

  @Test func anAuditEventSaysWhoWhenWhatWhomAndWhy() throws {
    let test = try TestStore()
    test.clock.advance(bySeconds: 60)

    try test.store.write(as: Author(actor: "dr.hall", reason: "asked by phone")) {
      try $0.audit("note.add", client: "K-1", session: 3, detail: ["b": "2/2", "a": "1"])
    }

    let row = try test.store.queue.read { try Row.fetchOne($0, sql: "SELECT * FROM audit_event ORDER BY id DESC") }
    let event = try #require(row)
    #expect(event["at"] == "2026-03-03T09:31:00.000Z")
    #expect(event["actor"] == "dr.hall")
    #expect(event["action"] == "note.add")
    #expect(event["client_code"] == "K-1")
    #expect(event["session_number"] == 3)
    #expect(event["detail"] == #"{"a":"1","b":"2/2"}"#)
    #expect(event["reason"] == "asked by phone")
  }

  @Test(arguments: [
    "UPDATE audit_event SET actor = 'x'", "UPDATE audit_event SET id = id + 1", "DELETE FROM audit_event",
    "DELETE FROM audit_event WHERE id = 1", "REPLACE INTO audit_event (id, at, actor, action) VALUES (1, '', 'x', 'x')",
    "INSERT INTO audit_event (id, at, actor, action) VALUES (1, '', 'x', 'x') ON CONFLICT (id) DO UPDATE SET actor = 'x'",
  ])
  func auditEventsAreNeitherChangedNorDeleted(_ sql: String) throws {
    let test = try TestStore()
    let before = try test.dump()

    #expect(throws: CaseError.self) {
      try test.store.write(as: anna) { writer in
        try writer.audit("test")
        try writer.database.execute(sql: sql)
      }
    }

    #expect(try test.dump() == before)
  }

  @Test func theTrailOutlivesItsClient() throws {
    let test = try TestStore()
    try test.add("K-1", 1, "2026-03-01")

    try test.store.write(as: anna) { writer in
      try writer.database.execute(sql: "DELETE FROM client")
      try writer.audit("client.erase", client: "K-1")
    }

    #expect(
      try test.texts("SELECT action FROM audit_event WHERE client_code = 'K-1' ORDER BY id") == [
        "client.add", "transcript.import", "client.erase",
      ])
    #expect(try test.store.examine() == [])
  }

  /// A client's words have no place in the trail, whatever is done with them.
  @Test func theTrailHoldsNoWordsOfAClient() throws {
    let test = try TestStore()
    let added = try test.add("K-1", 1, "2026-03-01")
    try test.store.write(as: anna) { try $0.saveAnnotation(try annotation(talk), of: added) }
    let risk = try #require(try test.store.read { try $0.risks() }.first)
    try test.store.write(as: anna) { try $0.resolveRisk(risk.id, resolution: "spoke about lonely evenings") }

    let trail = try test.texts("SELECT action || detail || coalesce(reason, '') FROM audit_event").joined()

    for word in ["guilty", "lonely", "badly", "evenings"] { #expect(!trail.contains(word)) }
  }
}
