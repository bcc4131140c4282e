import CaseModel
import Drawing

/// Where clusters stand on the drawing. A cluster keeps its slot over all sessions, so that a client finds it where it was.
///
/// Slots are numbered: first those of the outer ring, clockwise from the top, then those of the inner ring.
public enum NetworkLayout {
  /// Half the outer ring's extent, in the unit square: what is left at the sides is for labels.
  static let ringHalfWidth = 0.345
  static let ringHalfHeight = 0.335
  static let outerSlotCount = 14
  static let innerSlotCount = 6
  /// Slots that can be seen apart. A client who collects more clusters than this has some that share a slot; two that share
  /// one are drawn apart for as long as both are shown.
  static let slotCount = outerSlotCount + innerSlotCount

  /// Slots for the clusters `keys` that are shown together. Deterministic, and independent of the order of `keys`.
  ///
  /// Those in `taken` keep theirs. New ones take free slots, of the outer ring first, then of the inner one, then those of the
  /// fewest clusters that are not shown: so that the ring is filled evenly and the edges cross least and are shortest. Only
  /// where two clusters of `taken` share a slot and are now shown together does the later one, by key, move aside, to be
  /// seen at all.
  public static func slots(for keys: [String], taken: [String: Int], edges: [Edge]) -> [String: Int] {
    var placed: [String: Int] = [:]
    var used: Set<Int> = []
    var waiting: [String] = []
    for key in Set(keys).sorted() {
      if let slot = taken[key], used.insert(visibleSlot(slot)).inserted {
        placed[key] = slot
      } else {
        waiting.append(key)
      }
    }
    let offered = freeSlots(count: waiting.count, used: used, taken: taken)
    let search = SlotSearch(placed: placed, waiting: waiting, offered: offered, edges: edges)
    return placed.merging(search.best()) { kept, _ in kept }
  }

  /// The centre of a slot in the unit square (x to the right, y downwards). Every whole number is a slot; those beyond the
  /// rings share the places of lower ones.
  public static func position(of slot: Int) -> (x: Double, y: Double) {
    let visible = visibleSlot(slot)
    let place = visible < slotCount ? rings[visible] : spareRings[visible - slotCount]
    return (place.x, place.y)
  }

  /// The slot whose place on the page `slot` has: twice the slots of the rings, the second half between those of the first
  /// and only of use when more than `slotCount` clusters are shown at once.
  static func visibleSlot(_ slot: Int) -> Int {
    let remainder = slot % (2 * slotCount)
    return remainder < 0 ? remainder + 2 * slotCount : remainder
  }

  /// At least `count` slots, of the best sort that suffices. Slots of one sort are equally good; the search chooses.
  private static func freeSlots(count: Int, used: Set<Int>, taken: [String: Int]) -> [Int] {
    var owners: [Int: Int] = [:]
    for slot in taken.values { owners[visibleSlot(slot), default: 0] += 1 }
    let open = (0..<2 * slotCount).filter { !used.contains($0) }
    let sorts = Dictionary(grouping: open) { slot -> Int in
      if slot >= slotCount { return Int.max }
      let owned = owners[slot] ?? 0
      return owned == 0 ? (slot < outerSlotCount ? 0 : 1) : 1 + owned
    }
    var offered: [Int] = []
    for sort in sorts.keys.sorted() where offered.count < count { offered += sorts[sort] ?? [] }
    // More clusters at once than there are places at all: numbers stay unique, places no longer.
    var next = 2 * slotCount
    while offered.count < count {
      offered.append(next)
      next += 1
    }
    return offered
  }

  private static let rings = places(turnedBy: 0)
  private static let spareRings = places(turnedBy: 0.5)

  /// The two rings, turned by a fraction of the step between slots.
  private static func places(turnedBy turn: Double) -> [Point] {
    let outer = Ring(halfWidth: ringHalfWidth, halfHeight: ringHalfHeight, squareness: 2.5)
    let inner = Ring(halfWidth: 0.165, halfHeight: 0.15, squareness: 2)
    return (0..<outerSlotCount).map { outer.place((Double($0) + turn) / Double(outerSlotCount)) }
      + (0..<innerSlotCount).map { inner.place((Double($0) + 0.5 + turn) / Double(innerSlotCount)) }
  }
}

/// A superellipse (Lamé curve) around the middle of the unit square: between an ellipse (2) and a rectangle, it leaves its
/// flat sides to labels.
private struct Ring {
  var halfWidth: Double
  var halfHeight: Double
  var squareness: Double
  /// Width over height of the plot that the unit square is stretched to, so that slots are evenly spaced as they are seen.
  static let aspect = Page.plot.width / Page.plot.height

  /// The place at a fraction of the ring's length, clockwise from the top.
  func place(_ fraction: Double) -> Point {
    // A quarter, from the top to the right, as a polyline in seen lengths; the other quarters mirror it.
    let steps = 256
    let quarter = (0...steps).map { quarterPoint(Double($0) / Double(steps)) }
    var lengths = [0.0]
    for step in 1...steps {
      let (dx, dy) = (quarter[step].x - quarter[step - 1].x, quarter[step].y - quarter[step - 1].y)
      lengths.append(lengths[step - 1] + Point(x: dx * Ring.aspect, y: dy).length)
    }
    var turn = fraction.truncatingRemainder(dividingBy: 1) * 4
    let side = Int(turn)
    turn -= Double(side)
    let wanted = (side % 2 == 0 ? turn : 1 - turn) * lengths[steps]
    let step = max(1, lengths.firstIndex { $0 >= wanted } ?? steps)
    let within = (wanted - lengths[step - 1]) / (lengths[step] - lengths[step - 1])
    let point = quarter[step - 1].interpolated(to: quarter[step], within)
    return Point(x: 0.5 + (side < 2 ? point.x : -point.x), y: 0.5 + (side == 0 || side == 3 ? -point.y : point.y))
  }

  /// A point of the quarter: at 0 the top, at 1 the right end. Square roots alone, so that every platform agrees to the bit.
  private func quarterPoint(_ fraction: Double) -> Point {
    // x and y of the circle, then (for squareness 2.5) pushed outwards along the ray to where |x|ⁿ + |y|ⁿ = 1.
    let circle = Point(x: fraction, y: 1 - fraction).unit
    var radius = 1.0
    for _ in 0..<40 {
      let excess = power(circle.x * radius) + power(circle.y * radius) - 1
      radius -= excess / (squareness * (excess + 1)) * radius
    }
    return Point(x: circle.x * radius * halfWidth, y: circle.y * radius * halfHeight)
  }

  /// `base` to the power of `squareness`, which is 2 or 2.5.
  private func power(_ base: Double) -> Double { squareness == 2 ? base * base : base * base * base.squareRoot() }
}
