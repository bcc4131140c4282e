import CaseModel
import Drawing

/// Where the panels are on the page: as many columns as make them largest.
struct PanelGrid {
  private static let gap = 12.0
  /// Height of the line with session and date.
  static let titleHeight = 21.0
  static let titleIndent = 9.0

  let frames: [Rect]

  init(count: Int, area: Rect) {
    var best = (columns: 1, size: Point(x: 0, y: 0), score: -1.0)
    for columns in 1...max(1, count) {
      let rows = (count + columns - 1) / columns
      let width = (area.width - PanelGrid.gap * Double(columns - 1)) / Double(columns)
      let height = (area.height - PanelGrid.gap * Double(rows - 1)) / Double(rows)
      // Neither a tower nor a strip: the places on the large drawing are 1.75 times as wide as high.
      let size = Point(x: min(width, height * 2.2), y: min(height, width / 1.15))
      let score = min(size.x / 1.75, size.y - PanelGrid.titleHeight)
      if score > best.score { best = (columns, size, score) }
    }
    let (columns, size) = (best.columns, best.size)
    let rows = (count + columns - 1) / columns
    let left = area.center.x - (size.x * Double(columns) + PanelGrid.gap * Double(columns - 1)) / 2
    let top = area.center.y - (size.y * Double(rows) + PanelGrid.gap * Double(rows - 1)) / 2
    frames = (0..<count).map { index in
      let x = left + (size.x + PanelGrid.gap) * Double(index % columns)
      let y = top + (size.y + PanelGrid.gap) * Double(index / columns)
      return Rect(minX: x, minY: y, maxX: x + size.x, maxY: y + size.y)
    }
  }

  /// What a panel's frame leaves to nodes and edges.
  static func content(of frame: Rect) -> Rect {
    var content = frame
    content.minY += titleHeight
    return content
  }
}

/// A panel's area for nodes and edges, in panel units.
struct PanelShape {
  var width: Double
  var height: Double

  static let largestRadius = 28.0
  /// Room for the largest circle with its mark, and for a number beside a small one.
  private static let margin = Point(x: 46, y: 40)

  var middle: Point { Point(x: width / 2, y: height / 2) }
  var bounds: Rect { Rect(minX: 0, minY: 0, maxX: width, maxY: height) }

  /// The nodes by falling weight, each where its slot is: the rings of the large drawing, without the labels' room.
  func placed(_ network: Network) -> [(node: NetworkNode, center: Point)] {
    let nodes = ExportGraph(network).nodes
    // Slots that collide are settled as on the large drawing.
    let taken = Dictionary(uniqueKeysWithValues: nodes.map { ($0.cluster.key, $0.slot) })
    let slots = NetworkLayout.slots(for: Array(taken.keys), taken: taken, edges: network.edges)
    return nodes.map { ($0, center(ofSlot: slots[$0.cluster.key] ?? $0.slot)) }
  }

  private func center(ofSlot slot: Int) -> Point {
    let position = NetworkLayout.position(of: slot)
    let across = (position.x - 0.5) / (2 * NetworkLayout.ringHalfWidth)
    let down = (position.y - 0.5) / (2 * NetworkLayout.ringHalfHeight)
    return middle + Point(x: across * (width - 2 * PanelShape.margin.x), y: down * (height - 2 * PanelShape.margin.y))
  }
}

/// How far the edges of all panels bend: one way for each pair of clusters, so that a line is where it was.
struct PanelBends {
  private var bends: [ClusterPair: Double] = [:]
  private let shape: PanelShape
  private static let choices = [0.07, -0.07, 0.14, -0.14, 0.22, -0.22, 0.32, -0.32]

  /// - Parameter largestRadius: of the circles that lines should go around.
  init(_ networks: [Network], shape: PanelShape, largestRadius: Double) {
    self.shape = shape
    var centers: [String: Point] = [:]
    for (node, center) in networks.flatMap(shape.placed) where centers[node.cluster.key] == nil {
      centers[node.cluster.key] = center
    }
    let pairs = Set(networks.flatMap { PanelBends.drawn($0).map(\.pair) })
    var chosen: [(pair: ClusterPair, points: [Point])] = []
    for pair in pairs.sorted() {
      guard let source = centers[pair.source], let target = centers[pair.target] else { continue }
      let others = centers.filter { $0.key != pair.source && $0.key != pair.target }.values
        .filter { $0 != source && $0 != target }
      let hasReverse = pairs.contains(ClusterPair(source: pair.target, target: pair.source))
      let neighbours = chosen.filter {
        [$0.pair.source, $0.pair.target].contains { $0 == pair.source || $0 == pair.target }
      }
      var best = (bend: PanelBends.choices[0], cost: Double.infinity)
      // Both edges of a pair bend to their own left, and so apart.
      for bend in PanelBends.choices where !hasReverse || bend > 0.1 {
        let curve = Curve(from: source, to: target, bend: bend * source.distance(to: target))
        // Lines that start or end together should part soon.
        var cost = abs(bend) * 30 + 1.5 * Double(PanelBends.nearPoints(curve, neighbours.map(\.points)))
        for point in curve.points(20) {
          if !shape.bounds.inflated(by: -6).contains(point) { cost += 50 }
          let nearest = others.map { $0.distance(to: point) }.min() ?? .infinity
          cost += max(0, largestRadius * 0.7 + 6 - nearest)
        }
        if cost < best.cost - 1e-9 { best = (bend, cost) }
      }
      bends[pair] = best.bend
      let curve = Curve(from: source, to: target, bend: best.bend * source.distance(to: target))
      chosen.append((pair, curve.points(PanelBends.pieces)))
    }
  }

  private static let pieces = 14

  /// Points of a curve, but for those near its ends, that all but touch another curve.
  private static func nearPoints(_ curve: Curve, _ others: [[Point]]) -> Int {
    curve.points(pieces)[2...(pieces - 2)].count { point in
      others.contains { $0.contains { $0.distance(to: point) < 9 } }
    }
  }

  /// The edges that a panel shows.
  private static func drawn(_ network: Network) -> [Edge] {
    ExportGraph.discussed(network).edges.filter { !$0.isRejected && $0.pair.source != $0.pair.target }
  }

  func routes(_ network: Network, nodes: [PlacedNode]) -> [EdgeRoute] {
    let indices = Dictionary(nodes.enumerated().map { ($1.node.cluster.key, $0) }) { first, _ in first }
    return PanelBends.drawn(network).compactMap { edge in
      guard let source = indices[edge.pair.source], let target = indices[edge.pair.target],
        let bend = bends[edge.pair]
      else { return nil }
      let distance = nodes[source].center.distance(to: nodes[target].center)
      return EdgeRoute(edge: edge, source: source, target: target, nodes: nodes, bend: bend * distance)
    }
  }
}
