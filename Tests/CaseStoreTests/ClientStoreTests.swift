import CaseModel
import Testing

@testable import CaseStore

@Suite struct ClientStoreTests {
  @Test func aClientIsReadAsItWasAdded() throws {
    let test = try TestStore()
    let client = Client(code: "K-1", name: "Zoë", birthYear: 1984, status: .closed, note: "moved")

    try test.store.write(as: anna) { try $0.addClient(client) }
    try test.store.write(as: anna) { try $0.addClient(Client(code: "A-2")) }

    let clients = try test.store.read { try $0.clients() }
    #expect(clients.map(\.client) == [Client(code: "A-2"), client])
    #expect(clients[0].sessions == 0 && clients[0].lastSession == nil && clients[0].openRisks == 0)
    #expect(
      try test.texts("SELECT action || ' ' || client_code FROM audit_event WHERE client_code IS NOT NULL") == [
        "client.add K-1", "client.add A-2",
      ])
  }

  @Test func aSummaryCountsSessionsAndNamesTheLastDay() throws {
    let test = try TestStore()
    try test.add("K-1", 2, "2026-03-08", talk(2))
    try test.add("K-1", 3, "2026-02-01", talk(3))

    let summary = try test.store.read { try $0.client("K-1") }

    #expect(summary.sessions == 2)
    #expect(try summary.lastSession == day("2026-03-08"))
  }

  @Test func aTakenCodeIsRefusedInASentence() throws {
    let test = try TestStore()
    try test.store.write(as: anna) { try $0.addClient(Client(code: "K-1", name: "Zoë")) }

    let error = try caseError {
      try test.store.write(as: anna) { try $0.addClient(Client(code: "K-1", name: "Max")) }
    }

    #expect(error.code == .badData)
    #expect(error.message == "A client with this code is there already.")
  }

  @Test(arguments: [1899, 3000]) func aYearOfBirthOutOfRangeIsRefusedInASentence(_ year: Int) throws {
    let test = try TestStore()

    let error = try caseError {
      try test.store.write(as: anna) { try $0.addClient(Client(code: "K-1", birthYear: year)) }
    }

    #expect(error.code == .badData)
    #expect(error.message == "A year of birth lies between 1900 and 2999.")
  }

  @Test func editingReplacesWhatIsKnown() throws {
    let test = try TestStore()
    try test.store.write(as: anna) { try $0.addClient(Client(code: "K-1", name: "Zoë", birthYear: 1984)) }

    try test.store.write(as: anna) { try $0.editClient(Client(code: "K-1", status: .closed, note: "ended")) }

    #expect(try test.store.read { try $0.client("K-1").client } == Client(code: "K-1", status: .closed, note: "ended"))
  }

  @Test func anUnknownClientIsNamed() throws {
    let test = try TestStore()

    let reading = try caseError { try test.store.read { try $0.client("K-9") } }
    let editing = try caseError { try test.store.write(as: anna) { try $0.editClient(Client(code: "K-9")) } }

    for error in [reading, editing] {
      #expect(error.code == .noInput)
      #expect(error.message == "There is no client K-9.")
    }
  }

  @Test func anInvalidCodeIsRefused() throws {
    let test = try TestStore()

    #expect(try caseError { try test.add("../K", 1, "2026-03-01") }.code == .badData)
    #expect(try test.number("SELECT count(*) FROM client") == 0)
  }
}
