import CaseModel
import Drawing

/// A node's label on the page.
struct NodeLabel: Hashable {
  enum Alignment: String {
    case start, middle, end
  }

  var lines: [String]
  /// Whether the last line is a mark rather than part of the label.
  var hasMark = false
  var rect: Rect
  var alignment: Alignment
  /// From the node's rim to the label, where the label had to be placed away from its node.
  var leader: [Point]?

  /// Where a line of text is anchored.
  var anchorX: Double {
    switch alignment {
    case .start: rect.minX
    case .middle: rect.center.x
    case .end: rect.maxX
    }
  }

  func baselineY(_ line: Int) -> Double {
    rect.minY + DrawingText.lineHeight * (Double(line) + 0.5) + DrawingText.labelSize * 0.35
  }
}

/// The search for the labels' places. Around every node there are some hundred places; those that touch a node, a line end,
/// the note or the frame are out, and of the others the cheapest combination without two labels that touch is taken.
struct LabelSearch {
  private let nodes: [PlacedNode]
  private let routes: [EdgeRoute]
  private let note: Rect?
  private let paths: [[Point]]

  private struct Place {
    var label: NodeLabel
    var cost: Double
  }

  static let widthLimit = 186.0
  /// Distances between rim and label; from `leaderGap` on, a thin line joins the two.
  private static let nearGaps = [5.0, 10, 18]
  private static let farGaps = [34.0, 60, 95, 140, 200, 270]
  private static let leaderGap = 26.0
  private static let spaceBetweenLabels = 7.0

  init(nodes: [PlacedNode], routes: [EdgeRoute], note: Rect?) {
    self.nodes = nodes
    self.routes = routes
    self.note = note
    paths = routes.map { $0.shaft.points(32) }
  }

  /// One label for each node.
  func best() -> [NodeLabel] {
    let blocks = nodes.map { self.blocks(of: $0) }
    var places = nodes.indices.map { self.places(of: $0, blocks: blocks[$0], gaps: LabelSearch.nearGaps) }
    var chosen = combination(places)
    // Where it does not work out near the nodes, those whose labels touch may go farther.
    for _ in 0..<2 {
      let stuck = nodes.indices.filter { isStuck($0, chosen) }
      if stuck.isEmpty { break }
      for index in stuck { places[index] += self.places(of: index, blocks: blocks[index], gaps: LabelSearch.farGaps) }
      chosen = combination(places)
    }
    return chosen.map(\.label)
  }

  private func isStuck(_ index: Int, _ chosen: [Place]) -> Bool {
    chosen[index].cost >= LabelSearch.forbidden
      || chosen.indices.contains { $0 != index && conflict(chosen[$0].label, chosen[index].label) > 0 }
  }

  /// The cheapest place for each in turn, until nothing improves; from a few starts, the first of which lets each label have
  /// what is best for it alone.
  private func combination(_ places: [[Place]]) -> [Place] {
    guard !places.isEmpty else { return [] }
    var best: (choice: [Int], cost: Double)?
    for start in 0..<6 {
      var choice = places.map { start % 2 == 0 ? 0 : min(start, $0.count - 1) }
      let order = start < 3 ? Array(places.indices) : places.indices.reversed()
      for _ in 0..<12 {
        var isImproved = false
        for index in order {
          func total(_ candidate: Int) -> Double {
            places.indices.reduce(places[index][candidate].cost) { sum, other in
              other == index
                ? sum : sum + conflict(places[index][candidate].label, places[other][choice[other]].label)
            }
          }
          var lowest = total(choice[index])
          for candidate in places[index].indices where places[index][candidate].cost < lowest {
            let sum = total(candidate)
            if sum < lowest - 1e-9 { (choice[index], lowest, isImproved) = (candidate, sum, true) }
          }
        }
        if !isImproved { break }
      }
      let cost = self.cost(of: choice, places)
      if best.map({ cost < $0.cost - 1e-9 }) ?? true { best = (choice, cost) }
    }
    let choice = best?.choice ?? places.map { _ in 0 }
    return choice.enumerated().map { places[$0][$1] }
  }

  private func cost(of choice: [Int], _ places: [[Place]]) -> Double {
    var cost = 0.0
    for index in choice.indices {
      cost += places[index][choice[index]].cost
      for other in 0..<index {
        cost += conflict(places[index][choice[index]].label, places[other][choice[other]].label)
      }
    }
    return cost
  }

  private static let forbidden = 1e6

  private func conflict(_ first: NodeLabel, _ second: NodeLabel) -> Double {
    let space = LabelSearch.spaceBetweenLabels
    if first.rect.inflated(by: space).intersects(second.rect) { return LabelSearch.forbidden }
    // Labels that nearly touch read as one.
    return first.rect.inflated(by: space + 12).intersects(second.rect) ? 8 : 0
  }

  /// The ways to break a label into lines: one to four of about equal length.
  private func blocks(of node: PlacedNode) -> [[String]] {
    var blocks: [[String]] = []
    let text = node.text.isEmpty ? node.node.cluster.key : node.text
    let (size, width) = (DrawingText.labelSize, LabelSearch.widthLimit)
    for count in 1...4 {
      if let lines = TextMeasure.balancedLines(text, size: size, count: count, width: width) { blocks.append(lines) }
    }
    if blocks.isEmpty { blocks = [TextMeasure.lines(text, size: size, width: width, lineLimit: 4)] }
    guard let words = node.mark.words else { return blocks }
    return blocks.map { $0 + [words] }
  }

  private func places(of index: Int, blocks: [[String]], gaps: [Double]) -> [Place] {
    let node = nodes[index]
    let outward = (node.center - Page.plot.center).unit
    var places: [Place] = []
    for block in blocks {
      let width = block.map { TextMeasure.width($0, size: DrawingText.labelSize) }.max() ?? 0
      let size = Point(x: width, y: Double(block.count) * DrawingText.lineHeight)
      // Two or three lines are the easiest on the eye.
      let textLines = block.count - (node.mark.words == nil ? 0 : 1)
      let shapeCost = [5.0, 0, 1, 4][max(1, min(textLines, 4)) - 1] + max(0, width - 150) * 0.06
      for gap in gaps {
        for direction in LabelSearch.directions {
          let label = self.label(block, size: size, around: node, direction: direction, gap: gap)
          let turnCost = 7 * (1 - direction.dot(outward)) + (direction.x * direction.y == 0 ? 0 : 1)
          let cost = self.cost(of: label, index: index) + shapeCost + turnCost + gap * 0.35
          places.append(Place(label: label, cost: cost))
        }
      }
    }
    // Stable: equal costs keep the order above.
    return places.enumerated().sorted { ($0.element.cost, $0.offset) < ($1.element.cost, $1.offset) }.prefix(160)
      .map(\.element)
  }

  /// Sixteen directions: the points of a square's rim, so that no platform's sine is needed.
  static let directions: [Point] = [
    (1, 0), (2, 1), (1, 1), (1, 2), (0, 1), (-1, 2), (-1, 1), (-2, 1), (-1, 0), (-2, -1), (-1, -1), (-1, -2), (0, -1),
    (1, -2), (1, -1), (2, -1),
  ].map { Point(x: $0.0, y: $0.1).unit }

  private func label(_ block: [String], size: Point, around node: PlacedNode, direction: Point, gap: Double)
    -> NodeLabel
  {
    let touching = node.center + direction * (node.radius + gap)
    let shift = Point(x: max(-1, min(1, direction.x * 1.42)), y: max(-1, min(1, direction.y * 1.42)))
    let center = touching + Point(x: shift.x * size.x / 2, y: shift.y * size.y / 2)
    let rect = Rect(
      minX: center.x - size.x / 2, minY: center.y - size.y / 2, maxX: center.x + size.x / 2,
      maxY: center.y + size.y / 2)
    let alignment: NodeLabel.Alignment = shift.x > 0.7 ? .start : shift.x < -0.7 ? .end : .middle
    let rim = node.center + direction * (node.radius + 3)
    let leader = gap >= LabelSearch.leaderGap ? [rim, node.center + direction * (node.radius + gap - 3)] : nil
    return NodeLabel(
      lines: block, hasMark: node.mark.words != nil, rect: rect, alignment: alignment, leader: leader)
  }

  /// What a place costs, apart from the other labels.
  private func cost(of label: NodeLabel, index: Int) -> Double {
    var cost = 0.0
    if !Page.plot.contains(label.rect) { cost += LabelSearch.forbidden }
    if let note, note.inflated(by: 10).intersects(label.rect) { cost += LabelSearch.forbidden }
    for (other, node) in nodes.enumerated() {
      let clearance = label.rect.distance(to: node.center) - node.radius
      if clearance < 4 {
        cost += LabelSearch.forbidden
      } else if other != index, clearance < 16 {
        cost += 16 - clearance
      }
    }
    for (route, path) in zip(routes, paths) {
      let near = label.rect.distance(to: route.headCenter) - route.headRadius
      if near < 3 { cost += LabelSearch.forbidden } else if near < 8 { cost += 2 }
      let reach = label.rect.inflated(by: 3 + route.style.width / 2)
      cost += path.reduce(0) { $0 + (reach.contains($1) ? 20 : 0) }
    }
    return cost
  }
}
