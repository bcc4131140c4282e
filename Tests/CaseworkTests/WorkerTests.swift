import CaseModel
import CaseStore
import Casework
import Foundation
import TestSupport
import Testing

/// The sample clinic's first client, its items in the order of the sessions.
private func sampleItems(_ code: String) throws -> [ImportItem] {
  try Importer.manifestItems(share + "/clinic/manifest.csv").filter { $0.clientCode == code }
}

@Suite struct WorkerTests {
  @Test func everySampleClientHasAReadableNetwork() throws {
    let scratch = try Scratch()
    let store = try scratch.store()
    try importAndWork(try Importer.manifestItems(share + "/clinic/manifest.csv"), in: store)

    let clients = try store.read { try $0.clients() }
    #expect(clients.count >= 3)
    for client in clients {
      let network = try store.read { try $0.network(of: client.client.code) }
      #expect((4...10).contains(network.nodes.count), "\(client.client.code) has \(network.nodes.count) clusters")
      #expect(network.edges.contains { $0.state == .supported })
      #expect(network.sessionNumber == 6)
      #expect(Set(network.nodes.map(\.slot)).count == network.nodes.count)
    }
    #expect(try store.examine() == [])
  }

  /// The sample client K-014 speaks once of not wanting to be here any more, in session 3, and nowhere else of danger.
  @Test func aPassiveWishIsFlagged() throws {
    let scratch = try Scratch()
    let store = try scratch.store()
    try importAndWork(try sampleItems("K-014"), in: store)

    let flags = try store.read { try $0.risks(of: "K-014") }
    #expect(flags.contains { $0.sessionNumber == 3 && $0.risk >= .passive })
  }

  @Test func workingAgainChangesNothing() throws {
    let scratch = try Scratch()
    let store = try scratch.store()
    let items = try sampleItems("S-009")
    try importAndWork(items, in: store)
    let before = try tables(of: store)

    try importAndWork(items, in: store)

    #expect(try tables(of: store) == before)
  }

  @Test(arguments: 0..<6) func orderOfArrivalDoesNotMatter(seed: Int) throws {
    let scratch = try Scratch()
    let items = try sampleItems("S-009")
    let atOnce = try scratch.store("at-once")
    try importAndWork(items, in: atOnce)

    // Reversed, and five shuffles; the queue drained after each, so that every late session recomputes what follows it.
    var order = Array(items.reversed())
    var generator = SplitMix64(seed: UInt64(seed))
    if seed > 0 { order.shuffle(using: &generator) }
    let oneByOne = try scratch.store("one-by-one")
    try importAndWork(order, in: oneByOne, workAfterEach: true)

    #expect(try networks(of: "S-009", in: oneByOne) == networks(of: "S-009", in: atOnce))
    #expect(try oneByOne.examine() == [])
  }

  @Test func aLateTranscriptLeavesEarlierNetworksAlone() throws {
    let scratch = try Scratch()
    let store = try scratch.store()
    let items = try sampleItems("B-027")
    try importAndWork(items.enumerated().filter { $0.offset != 3 }.map(\.element), in: store)
    let before = try networks(of: "B-027", in: store).filter { $0.sessionNumber <= 3 }

    try importAndWork([items[3]], in: store)

    #expect(try networks(of: "B-027", in: store).filter { $0.sessionNumber <= 3 } == before)
    let all = try store.read { try $0.networks(of: "B-027", includingSuperseded: true) }
    let superseded = all.filter { !$0.isCurrent }
    #expect(
      Set(superseded.map(\.sessionNumber)) == [5, 6], "superseded networks stay, and only what follows is made again")
  }

  @Test func aClusterKeepsItsPlaceOverAllSessions() throws {
    let scratch = try Scratch()
    let store = try scratch.store()
    try importAndWork(try sampleItems("K-014"), in: store)

    var places: [String: Set<Int>] = [:]
    for network in try networks(of: "K-014", in: store) where network.kind == .client {
      for node in network.nodes { places[node.cluster.key, default: []].insert(node.slot) }
    }
    #expect(places.allSatisfy { $0.value.count == 1 })
  }

  @Test func aFullDiskTakesNothingAndWorkGoesOnAfterwards() throws {
    let scratch = try Scratch()
    let items = try sampleItems("K-014")
    let free = try scratch.store("free")
    try importAndWork(items, in: free)
    let full = try scratch.store("full")
    try full.close()

    // Two pages more each time, from an empty store's: the disk runs full at another step each time.
    var limit = 82
    var refusals = 0
    while true {
      let store = try CaseStore(opening: full.path, clock: .fixed, maximumPages: limit)
      do {
        try importAndWork(items, in: store)
        try store.close()
        break
      } catch let error as CaseError {
        #expect(error.code == .cannotCreate)
        #expect(error.description.contains("Free some space"))
        #expect(try store.examine() == [])
        refusals += 1
        limit += 2
      }
    }
    #expect(refusals > 10)
    let store = try CaseStore(opening: full.path, clock: .fixed)
    #expect(try store.examine() == [])
    #expect(try networks(of: "K-014", in: store) == networks(of: "K-014", in: free))
  }
}

/// All rows of all tables, as text.
private func tables(of store: CaseStore) throws -> [String] {
  let copy = store.path + ".copy"
  try? FileManager.default.removeItem(atPath: copy)
  // `backup` leaves an audit event in the copy; it is not of the queue.
  try store.backup(to: copy, author: Author(actor: "backup"))
  return try StoreDump.rows(of: copy).filter { !$0.contains("store.backup") }
}
