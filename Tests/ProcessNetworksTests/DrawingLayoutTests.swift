import CaseModel
import ProcessNetworks
import Testing

struct DrawingLayoutTests {
  private let keys = (0..<10).map { "theme-\($0)" }

  @Test(arguments: 1...100)
  func slotsAreUniqueAndTakenOnesAreKept(seed: Int) {
    var generator = SplitMix64(seed: UInt64(seed))
    var taken: [String: Int] = [:]
    // A client's course: in each session some clusters are shown, and new ones take a slot.
    for _ in 0..<8 {
      let shown = (0..<Int.random(in: 1...10, using: &generator)).map { _ in
        "theme-\(Int.random(in: 0..<16, using: &generator))"
      }

      let slots = NetworkLayout.slots(for: shown, taken: taken, edges: [])

      #expect(Set(slots.keys) == Set(shown))
      #expect(Set(slots.values).count == slots.count)
      for (key, slot) in slots where taken[key] != nil { #expect(taken[key] == slot) }
      taken.merge(slots) { before, _ in before }
    }
  }

  @Test(arguments: 1...100)
  func whereClustersOutnumberSlotsThoseShownTogetherStayApart(seed: Int) {
    var generator = SplitMix64(seed: UInt64(seed))
    var taken: [String: Int] = [:]
    for _ in 0..<20 {
      let shown = (0..<10).map { _ in "theme-\(Int.random(in: 0..<60, using: &generator))" }

      let slots = NetworkLayout.slots(for: shown, taken: taken, edges: [])

      let positions = slots.values.map { NetworkLayout.position(of: $0) }
      for (index, position) in positions.enumerated() {
        for other in positions[..<index] {
          let distance = max(abs(position.x - other.x), abs(position.y - other.y))
          #expect(distance > 0.05)
        }
      }
      taken.merge(slots) { before, _ in before }
    }
    #expect(taken.count > 40)
  }

  @Test func orderOfKeysAndOfEdgesDoesNotMatter() {
    let edges = [
      DrawingSample.edge("theme-1", "theme-7"), DrawingSample.edge("theme-2", "theme-3", strength: .strong),
      DrawingSample.edge("theme-7", "theme-4", sign: .inhibitory),
    ]

    let slots = NetworkLayout.slots(for: keys, taken: ["theme-5": 3], edges: edges)
    let again = NetworkLayout.slots(for: keys.reversed() + keys, taken: ["theme-5": 3], edges: edges.reversed())

    #expect(slots == again)
    #expect(slots["theme-5"] == 3)
  }

  @Test func aRingOfEdgesIsDrawnWithoutCrossings() {
    let ring = [3, 0, 5, 1, 4, 2]
    let edges = ring.indices.map { DrawingSample.edge(keys[ring[$0]], keys[ring[($0 + 1) % 6]]) }

    let slots = NetworkLayout.slots(for: Array(keys[..<6]), taken: [:], edges: edges)

    let around = ring.compactMap { slots[keys[$0]] }
    let steps = zip(around, around.dropFirst() + [around[0]]).map { ($1 - $0 + 14) % 14 }
    // All the way round once, in one direction or the other, in steps as even as 14 slots allow.
    #expect(steps.allSatisfy { $0 == 2 || $0 == 3 } || steps.allSatisfy { $0 == 12 || $0 == 11 })
  }

  @Test func fewClustersSpreadOverTheRing() {
    let two = NetworkLayout.slots(for: ["a", "b"], taken: [:], edges: [DrawingSample.edge("a", "b")])

    let (a, b) = (two["a"] ?? 0, two["b"] ?? 0)

    #expect(abs(a - b) == 7)
  }

  @Test func everyWholeNumberIsASlotInTheUnitSquare() {
    for slot in [-1_000_000_007, -1, 0, 5, 13, 14, 19, 20, 39, 40, 1_000_000_007, .min, .max] {
      let position = NetworkLayout.position(of: slot)
      #expect(position.x > 0.05 && position.x < 0.95 && position.y > 0.05 && position.y < 0.95)
    }
    #expect(NetworkLayout.slots(for: [], taken: ["a": 1], edges: []) == [:])
  }

  @Test func moreClustersThanPlacesStillHaveSlotsOfTheirOwn() {
    let many = (0..<50).map { "theme-\($0)" }

    let slots = NetworkLayout.slots(for: many, taken: [:], edges: [])

    #expect(Set(slots.values).count == 50)
  }
}
