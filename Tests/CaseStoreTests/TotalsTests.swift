import CaseModel
import GRDB
import Testing

@testable import CaseStore

@Suite struct TotalsTests {
  /// The sum in Swift over the sessions' own totals.
  private func sum(_ numbers: [Int]) throws -> NetworkTotals {
    try numbers.reduce(into: NetworkTotals()) { $0 += try MadeSession(seed: $1).result.totals }
  }

  private func id(_ number: Int, _ test: TestStore) throws -> Int64 {
    Int64(try #require(try test.number("SELECT id FROM session WHERE number = \(number)")))
  }

  @Test func runningTotalsAreThoseOfTheSessionsSoFar() throws {
    let test = try TestStore()
    for number in 1...4 {
      let sessionID = try test.addMade(number, "2026-03-0\(number)")

      let known = try test.known(through: sessionID)

      #expect(try known.totals == sum(Array(1...number)))
      #expect(Set(known.clusters.map(\.key)) == Set(known.totals.clusters.keys))
      #expect(known.shown.count == min(3, known.clusters.count))
      #expect(try test.store.examine() == [])
    }
    #expect(try test.known(through: nil).totals == NetworkTotals())
  }

  @Test func aClusterIsReadAsItWasMade() throws {
    let test = try TestStore()
    let sessionID = try test.addMade(1, "2026-03-01")

    let known = try test.known(through: sessionID)

    #expect(known.clusters == MadeSession.themes.filter { known.totals.clusters[$0.key] != nil })
    #expect(!known.clusters.isEmpty)
  }

  /// Running totals against the same summed again from memberships and evidence.
  @Test func runningTotalsEqualSummingAgainFromTheRows() throws {
    let test = try TestStore()
    for number in 1...5 { try test.addMade(number, "2026-03-0\(number)") }
    let running = try test.known(through: id(5, test))

    try test.tamper("UPDATE network_progress SET through_session_id = \(id(1, test))")
    let again = try test.known(through: id(5, test))

    #expect(again.totals == running.totals)
    #expect(again.slots == running.slots)
    #expect(again.shown == running.shown)
    #expect(again.clusters == running.clusters)
  }

  /// What the migration to weights does with the totals of an older store.
  @Test func allTotalsCanBeSummedAgain() throws {
    let test = try TestStore()
    for number in 1...4 { try test.addMade(number, "2026-03-0\(number)") }
    let before = try test.known(through: id(4, test))
    try test.tamper("UPDATE cluster_total SET weight = 0")
    #expect(try test.store.examine() != [])

    try test.store.queue.write { database in
      try StoreWriter(database: database, now: test.clock.clock.now(), author: anna).sumAllAgain()
    }

    #expect(try test.store.examine() == [])
    let after = try test.known(through: id(4, test))
    #expect(after.totals == before.totals)
    #expect(after.slots == before.slots)
  }

  @Test func whatIsKnownBeforeALateSessionIsWhatWasKnownThen() throws {
    let test = try TestStore()
    var before: [ClientClusters] = []
    for number in 1...5 { before.append(try test.known(through: test.addMade(number, "2026-03-0\(number)"))) }

    for number in 1...5 {
      let known = try test.known(through: id(number, test))
      #expect(known.totals == before[number - 1].totals)
      #expect(known.slots == before[number - 1].slots)
      #expect(known.shown == before[number - 1].shown)
    }
  }

  /// Property over orders of arrival: the networks of every session, totals and slots are those of the order by date.
  @Test(arguments: 0..<5) func theOrderOfArrivalLeavesNoTrace(_ seed: Int) throws {
    var generator = SplitMix64(seed: UInt64(seed))
    let ordered = try TestStore()
    let shuffled = try TestStore()
    for number in 1...5 { try ordered.addMade(number, "2026-03-0\(number)") }

    for number in (1...5).shuffled(using: &generator) {
      try shuffled.addMade(number, "2026-03-0\(number)")
      #expect(try shuffled.store.examine() == [])
    }

    for number in 1...5 {
      for kind in Network.Kind.allCases {
        let read = { (test: TestStore) in try test.store.read { try $0.network(of: "K-1", session: number, kind: kind) }
        }
        #expect(try read(shuffled) == read(ordered))
      }
    }
    let last = try (ordered.known(through: id(5, ordered)), shuffled.known(through: id(5, shuffled)))
    #expect(last.0.totals == last.1.totals && last.0.slots == last.1.slots && last.0.shown == last.1.shown)
    #expect(try last.1.totals == sum([1, 2, 3, 4, 5]))
  }

  @Test func makingTheSameAgainChangesNothingThatCounts() throws {
    let test = try TestStore()
    for number in 1...3 { try test.addMade(number, "2026-03-0\(number)") }
    let networks = try (1...3).map { number in try test.store.read { try $0.network(of: "K-1", session: number) } }

    try test.remake(from: id(1, test))

    #expect(try test.known(through: id(3, test)).totals == sum([1, 2, 3]))
    #expect(
      try (1...3).map { number in try test.store.read { try $0.network(of: "K-1", session: number) } } == networks)
    #expect(try test.store.examine() == [])
  }

  @Test func totalsOfClientsAndEnginesDoNotMix() throws {
    let test = try TestStore()
    let other = EngineIdentity(name: "hand", version: "2")
    let first = try test.addMade(1, "2026-03-01")
    let second = try test.addMade(1, "2026-03-01", client: "K-2")
    try test.store.write(as: anna) {
      try $0.saveAnnotation(try MadeSession(seed: 1).annotation, sessionID: first, engine: other, inputHash: hash)
    }
    try test.remake(from: first, engine: other)

    #expect(try test.known(through: first).totals == sum([1]))
    #expect(try test.known(through: first, engine: other).totals == sum([1]))
    #expect(try test.known(through: second, client: "K-2").totals == sum([1]))
    #expect(try test.store.examine() == [])
  }

  /// Sessions go when a clinic erases them; what is left of the totals must not be counted twice.
  @Test func totalsOfADeletedSessionAreNotAddedToItsSuccessors() throws {
    let test = try TestStore()
    try test.addMade(1, "2026-03-01")
    try test.tamper("PRAGMA foreign_keys = ON; DELETE FROM session")

    let sessionID = try test.addMade(1, "2026-03-01")

    #expect(try test.known(through: sessionID).totals == sum([1]))
    #expect(try test.store.examine() == [])
  }

  /// Between a new annotation and the networks made from it, the store is whole, too.
  @Test func anAnnotationMadeAgainLeavesTheStoreWhole() throws {
    let test = try TestStore()
    for number in 1...2 { try test.addMade(number, "2026-03-0\(number)") }
    let annotation = try MadeSession(seed: 2).annotation
    let last = try id(2, test)

    try test.store.write(as: anna) {
      try $0.saveAnnotation(annotation, sessionID: last, engine: engine, inputHash: hash)
    }
    #expect(try test.store.examine() == [])
    try test.remake(from: last)

    #expect(try test.known(through: last).totals == sum([1, 2]))
    #expect(try test.store.examine() == [])
  }

  @Test func theChainIsTheAnnotatedSessionsByDay() throws {
    let test = try TestStore()
    try test.addMade(2, "2026-03-01")
    try test.addMade(1, "2026-03-05")
    try test.add("K-1", 3, "2026-03-03")
    let late = try test.add("K-1", 4, "2026-03-01", talk(4))
    try test.store.write(as: anna) { try $0.saveAnnotation(try annotation(talk(4)), of: late) }

    let chain = try test.store.read { try $0.chain(of: "K-1", engine: engine) }

    #expect(chain.map(\.number) == [2, 4, 1])
    #expect(chain.map(\.networkHash) == [hash, nil, hash])
    #expect(chain.allSatisfy { $0.annotationHash == hash })
    #expect(try test.store.read { try $0.chain(of: "K-1", engine: EngineIdentity(name: "none", version: "1")) }.isEmpty)
  }
}
