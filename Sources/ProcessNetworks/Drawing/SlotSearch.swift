import CaseModel
import Drawing

/// The search for the slots of new clusters: insertion one by one, then moves and swaps while they help, from a few fixed
/// starting orders. With 10 clusters on 14 slots, an exhaustive search would try 3.6 billion arrangements.
struct SlotSearch {
  private let keys: [String]
  /// The first ones of `keys` are placed for ever.
  private let fixedSlots: [Int]
  private let offered: [Int]
  /// Every undirected pair with an edge, and the sum of the edges' ranks of strength.
  private let links: [Link]

  private struct Link {
    var first: Int
    var second: Int
    var weight: Double
  }

  init(placed: [String: Int], waiting: [String], offered: [Int], edges: [Edge]) {
    let fixed = placed.keys.sorted()
    keys = fixed + waiting
    fixedSlots = fixed.compactMap { placed[$0] }
    self.offered = offered
    let indices = Dictionary(uniqueKeysWithValues: keys.enumerated().map { ($1, $0) })
    var weights: [[Int]: Double] = [:]
    for edge in edges where edge.state != .notDiscussed && edge.pair.source != edge.pair.target {
      guard let source = indices[edge.pair.source], let target = indices[edge.pair.target] else { continue }
      weights[[source, target].sorted(), default: 0] += Double(edge.strength.rank)
    }
    links = weights.map { Link(first: $0.key[0], second: $0.key[1], weight: $0.value) }
      .sorted { ($0.first, $0.second) < ($1.first, $1.second) }
  }

  /// The slots of the waiting clusters.
  func best() -> [String: Int] {
    let waiting = Array(fixedSlots.count..<keys.count)
    guard !waiting.isEmpty else { return [:] }
    let degrees = keys.indices.map { index in
      links.reduce(0) { $0 + ($1.first == index || $1.second == index ? $1.weight : 0) }
    }
    let byDegree = waiting.sorted { (-degrees[$0], $0) < (-degrees[$1], $1) }
    var best: (slots: [Int?], cost: Double)?
    for order in [byDegree, waiting, byDegree.reversed(), Array(waiting.reversed())] {
      let found = improved(inserted(in: order))
      // Costs that differ by rounding alone are equal: the earlier order wins.
      if best.map({ found.cost < $0.cost - 1e-9 }) ?? true { best = found }
    }
    return Dictionary(uniqueKeysWithValues: waiting.map { (keys[$0], best?.slots[$0] ?? 0) })
  }

  /// Every waiting cluster in turn at the slot that is best at that moment.
  private func inserted(in order: [Int]) -> [Int?] {
    var slots: [Int?] = fixedSlots + Array(repeating: nil, count: keys.count - fixedSlots.count)
    for index in order {
      var best: (slot: Int, cost: Double)?
      for slot in offered where !slots.contains(slot) {
        slots[index] = slot
        let cost = self.cost(slots)
        if best.map({ cost < $0.cost - 1e-9 }) ?? true { best = (slot, cost) }
        slots[index] = nil
      }
      slots[index] = best?.slot
    }
    return slots
  }

  /// Moves to free slots and swaps of two waiting clusters, as long as one makes it better.
  private func improved(_ start: [Int?]) -> (slots: [Int?], cost: Double) {
    var slots = start
    var lowest = cost(slots)
    for _ in 0..<20 {
      let before = lowest
      for index in fixedSlots.count..<keys.count {
        for slot in offered where slots[index] != slot {
          var candidate = slots
          if let other = candidate.firstIndex(of: slot) { candidate[other] = slots[index] }
          candidate[index] = slot
          let cost = self.cost(candidate)
          if cost < lowest - 1e-9 { (slots, lowest) = (candidate, cost) }
        }
      }
      if lowest >= before { break }
    }
    return (slots, lowest)
  }

  /// Uneven filling weighs most, then crossings, then length: even gaps leave room for labels, and a crossing is harder to
  /// read than a detour (H. Purchase, "Which aesthetic has the greatest effect on human understanding?", 1997).
  private func cost(_ slots: [Int?]) -> Double {
    let points = slots.map { $0.map(Page.point(ofSlot:)) }
    var cost = 0.0
    for first in points.indices {
      guard let here = points[first] else { continue }
      for second in points.indices where second > first {
        guard let there = points[second] else { continue }
        // Charges that repel each other spread evenly.
        let distance = here.distance(to: there) / 100
        cost += 40 / max(distance * distance, 0.01)
      }
    }
    for (number, link) in links.enumerated() {
      guard let a = points[link.first], let b = points[link.second] else { continue }
      cost += 0.04 * link.weight * a.distance(to: b) / 100
      for other in links[..<number] {
        guard other.first != link.first, other.first != link.second, other.second != link.first,
          other.second != link.second, let c = points[other.first], let d = points[other.second]
        else { continue }
        if segmentsCross(a, b, c, d) { cost += 1 }
      }
    }
    return cost
  }
}
