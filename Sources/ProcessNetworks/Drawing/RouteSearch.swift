import CaseModel
import Drawing

/// The search for the edges' ways: every pair of clusters has a few possible bends, and the cheapest combination is found by
/// improving one pair at a time until none improves. Costs are in no unit; only their proportions matter.
struct RouteSearch {
  private let nodes: [PlacedNode]
  private let labels: [Rect]
  /// Every edge's possible ways.
  private var ways: [Way] = []
  /// For every pair of clusters the choices it has: each one way for each of its edges (one or two).
  private var choices: [[[Int]]] = []

  private struct Way {
    var route: EdgeRoute
    var points: [Point]
    var bounds: Rect
    var cost: Double
  }

  /// Bends, as fractions of the distance between the two nodes; two edges of a pair need more than one alone.
  private static let singleBends = [0.06, 0.11, 0.17, 0.25, 0.35, 0.5]
  private static let doubleBends = [0.09, 0.15, 0.23, 0.34]
  /// Pieces that a way is taken for when it is compared with another.
  private static let pieces = 14

  init(nodes: [PlacedNode], edges: [(Edge, Int, Int)], labels: [Rect]) {
    self.nodes = nodes
    self.labels = labels
    var pairs: [(key: [Int], edges: [(Edge, Int, Int)])] = []
    for edge in edges {
      let key = [edge.1, edge.2].sorted()
      if let index = pairs.firstIndex(where: { $0.key == key }) {
        pairs[index].edges.append(edge)
      } else {
        pairs.append((key, [edge]))
      }
    }
    for pair in pairs { addChoices(of: pair.edges) }
  }

  private mutating func addChoices(of edges: [(Edge, Int, Int)]) {
    // Two edges of a pair, each bent to its own left, bend apart; so they do if each is bent to its own right.
    let bends = edges.count == 1 ? RouteSearch.singleBends : RouteSearch.doubleBends
    let least = edges.count == 1 ? 7.0 : 15
    var pairChoices: [[Int]] = []
    for side in [1.0, -1.0] {
      let ids = edges.map { edge in bends.map { addWay(of: edge, bend: side * $0, least: least) } }
      if ids.count == 1 {
        pairChoices += ids[0].map { [$0] }
      } else {
        pairChoices += ids[0].flatMap { first in ids[1].map { [first, $0] } }
      }
    }
    choices.append(pairChoices)
  }

  private mutating func addWay(of edge: (Edge, Int, Int), bend: Double, least: Double) -> Int {
    let distance = nodes[edge.1].center.distance(to: nodes[edge.2].center)
    // Long edges bend by less of their length, short ones by enough to be told apart.
    let amount = min(abs(bend) * distance, 30 + abs(bend) * 300)
    let route = EdgeRoute(
      edge: edge.0, source: edge.1, target: edge.2, nodes: nodes,
      bend: bend < 0 ? -max(amount, least) : max(amount, least))
    let points = route.shaft.points(RouteSearch.pieces)
    var bounds = Rect(minX: route.tip.x, minY: route.tip.y, maxX: route.tip.x, maxY: route.tip.y)
    for point in points {
      bounds.minX = min(bounds.minX, point.x)
      bounds.minY = min(bounds.minY, point.y)
      bounds.maxX = max(bounds.maxX, point.x)
      bounds.maxY = max(bounds.maxY, point.y)
    }
    let cost =
      self.cost(of: route, points: route.shaft.points(3 * RouteSearch.pieces)) + 220 * bend * bend + 0.03 * amount
    ways.append(Way(route: route, points: points, bounds: bounds, cost: cost))
    return ways.count - 1
  }

  /// The edges' ways, sorted by pair of clusters.
  func best() -> [EdgeRoute] {
    // Costs of two ways together, kept as soon as they are known.
    var known = [Double](repeating: -1, count: ways.count * ways.count)
    func cost(_ first: Int, _ second: Int) -> Double {
      let place = first * ways.count + second
      if known[place] < 0 {
        known[place] = pairCost(ways[first], ways[second])
        known[second * ways.count + first] = known[place]
      }
      return known[place]
    }
    func total(_ choice: [Int], of pair: Int, among current: [[Int]]) -> Double {
      var sum = choice.count == 2 ? cost(choice[0], choice[1]) : 0
      for way in choice {
        sum += ways[way].cost
        for other in current.indices where other != pair {
          for otherWay in current[other] { sum += cost(way, otherWay) }
        }
      }
      return sum
    }
    var best: (choices: [[Int]], cost: Double)?
    for start in RouteSearch.starts {
      var current = choices.map { $0[start($0)] }
      for _ in 0..<8 {
        var isImproved = false
        for pair in choices.indices {
          var lowest = total(current[pair], of: pair, among: current)
          for choice in choices[pair] {
            let sum = total(choice, of: pair, among: current)
            if sum < lowest - 1e-9 { (current[pair], lowest, isImproved) = (choice, sum, true) }
          }
        }
        if !isImproved { break }
      }
      // Every two ways count twice here, which favours none.
      let sum = current.indices.reduce(0) { $0 + total(current[$1], of: $1, among: current) }
      if best.map({ sum < $0.cost - 1e-9 }) ?? true { best = (current, sum) }
    }
    return (best?.choices ?? []).flatMap { $0.map { ways[$0].route } }.sorted { $0.edge.pair < $1.edge.pair }
  }

  /// Where the search starts: all bent a little to the left, all to the right, and in turns by where they lie on the list.
  private static let starts: [@Sendable ([[Int]]) -> Int] = [
    { _ in 0 }, { $0.count / 2 }, { ($0[0][0] / 12) % 2 == 0 ? 0 : $0.count / 2 },
    { ($0[0][0] / 24) % 2 == 0 ? 1 : $0.count / 2 + 1 },
  ]

  /// What a way costs by itself: nodes and labels that it runs through, and leaving the plot.
  private func cost(of route: EdgeRoute, points: [Point]) -> Double {
    var cost = 0.0
    for (index, node) in nodes.enumerated() where index != route.source && index != route.target {
      let nearest = points.reduce(Double.infinity) { min($0, $1.distance(to: node.center)) }
      let clearance = nearest - node.radius - route.style.width / 2
      if clearance < 8 { cost += 300 + 10 * (8 - clearance) } else if clearance < 22 { cost += 22 - clearance }
      if route.headCenter.distance(to: node.center) < node.radius + route.headRadius + 4 { cost += 500 }
    }
    for label in labels {
      let covered = points.reduce(0) { $0 + (label.inflated(by: 3).contains($1) ? 1 : 0) }
      cost += 30 * Double(covered)
      if label.distance(to: route.headCenter) < route.headRadius + 2 { cost += 200 }
    }
    // Outside the ring is the labels' room, and inside is where a reader looks for the line.
    cost += 3 * Double(points.count { Page.ringExcess($0) > 1.03 })
    for point in points where !Page.plot.inflated(by: -4).contains(point) { cost += 200 }
    return cost
  }

  /// What two ways cost together: crossings, running side by side, and line ends in each other's way.
  private func pairCost(_ first: Way, _ second: Way) -> Double {
    var cost = 0.0
    let heads = first.route.headRadius + second.route.headRadius
    if first.route.headCenter.distance(to: second.route.headCenter) < heads + 3 { cost += 140 }
    guard first.bounds.inflated(by: 8).intersects(second.bounds) else { return cost }
    for (one, other) in [(first, second), (second, first)] {
      // An arrow that touches another edge's line looks like that edge's own second end.
      let reach = one.route.headRadius + other.route.style.width / 2 + 3
      let head = one.route.headCenter
      let isTouching = zip(other.points, other.points.dropFirst()).contains {
        distance(from: head, toSegment: $0, $1) < reach
      }
      if isTouching { cost += 55 }
    }
    for a in 0..<RouteSearch.pieces {
      let (start, end) = (first.points[a], first.points[a + 1])
      let middle = start.interpolated(to: end, 0.5)
      for b in 0..<RouteSearch.pieces {
        let (otherStart, otherEnd) = (second.points[b], second.points[b + 1])
        if segmentsCross(start, end, otherStart, otherEnd) {
          // A shallow crossing is harder to follow than an upright one.
          let sine = abs((end - start).unit.cross((otherEnd - otherStart).unit))
          cost += 5 + 9 * (1 - sine) * (1 - sine)
        } else if middle.distance(to: otherStart.interpolated(to: otherEnd, 0.5)) < 9 {
          cost += 1.5
        }
      }
    }
    return cost
  }
}
