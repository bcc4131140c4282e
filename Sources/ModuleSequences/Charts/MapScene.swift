import Drawing

/// Where on the sheet symbols and names of a map stand.
struct MapScene {
  struct Label: Hashable {
    var lines: [String]
    var rect: Rect
    /// `start`, `middle` or `end`: the lines are flush on the symbol's side.
    var anchor: String
    /// From the symbol to a name that does not stand beside it.
    var leader: [Point]
  }

  /// Of what was delivered never or hardly.
  static let leastRadius = 3.5

  let plot: Rect
  let symbols: [ClusterSymbol]
  /// One for each symbol; nil where there is no room.
  let labels: [Label?]
  let labelSize: Double
  /// Where the map's (0, 0) is.
  let origin: Point
  /// Whether symbols had to be moved, because they would have covered each other.
  let isMoved: Bool

  init(_ map: EmbeddingMap) {
    // The name of the second axis stands to the left of the frame.
    let minX = map.shares == nil ? Page.margin : Page.margin + 22
    plot = Rect(minX: minX, minY: 68, maxX: Page.width - Page.margin, maxY: 604)
    let largest = map.points.count <= 40 ? 15.0 : 8
    labelSize = map.points.count <= 24 ? 13 : 11
    let scale = MapScene.scale(map, plot)
    origin = scale.origin
    let most = Double(max(1, map.points.map(\.count).max() ?? 1))
    let placed = map.points.map { point in
      ClusterSymbol(
        cluster: point.cluster,
        center: scale.origin + Point(x: point.x * scale.factor, y: -point.y * scale.factor),
        radius: max(MapScene.leastRadius, largest * (Double(point.count) / most).squareRoot()))
    }
    symbols = MapScene.movedApart(placed, plot)
    isMoved = zip(placed, symbols).contains { $0.center.distance(to: $1.center) > 1 }
    labels = MapScene.labels(map.points.map(\.name), symbols, size: labelSize, plot)
  }

  /// The same scale for both axes, the map in the middle, with room for names at its sides.
  private static func scale(_ map: EmbeddingMap, _ plot: Rect) -> (factor: Double, origin: Point) {
    let (xs, ys) = (map.points.map(\.x), map.points.map(\.y))
    guard let minX = xs.min(), let maxX = xs.max(), let minY = ys.min(), let maxY = ys.max() else {
      return (1, plot.center)
    }
    let factor = min((plot.width - 240) / max(maxX - minX, 1e-300), (plot.height - 84) / max(maxY - minY, 1e-300))
    // All in one place: any scale will do.
    guard factor.isFinite, factor < 1e250 else { return (1, plot.center) }
    return (
      factor,
      plot.center + Point(x: -(minX + maxX) / 2 * factor, y: (minY + maxY) / 2 * factor)
    )
  }

  private static func movedApart(_ symbols: [ClusterSymbol], _ plot: Rect) -> [ClusterSymbol] {
    var moved = symbols
    // Symbols in one place go in all directions.
    for i in moved.indices where symbols[..<i].contains(where: { $0.center.distance(to: symbols[i].center) < 0.5 }) {
      moved[i].center = moved[i].center + directions[i * 7 % 16] * (1 + 0.1 * Double(i))
    }
    for _ in 0..<200 {
      var isSettled = true
      for i in moved.indices {
        for j in 0..<i {
          let difference = moved[i].center - moved[j].center
          let gap = moved[i].reach + moved[j].reach + 2 - difference.length
          guard gap > 0 else { continue }
          isSettled = false
          let push = difference.unit * (gap / 2 + 0.05)
          moved[i].center = moved[i].center + push
          moved[j].center = moved[j].center - push
        }
      }
      for i in moved.indices {
        let inner = plot.inflated(by: -moved[i].radius * 1.6 - 2)
        moved[i].center.x = max(inner.minX, min(inner.maxX, moved[i].center.x))
        moved[i].center.y = max(inner.minY, min(inner.maxY, moved[i].center.y))
      }
      if isSettled { break }
    }
    return moved
  }

  // MARK: Names

  /// Sixteen directions about a symbol, the best places for a name first: to the right, to the left, above, below.
  private static let directions: [Point] = {
    let (s, c, h) = (0.3827, 0.9239, 0.7071)
    return [
      (1, 0), (-1, 0), (0, -1), (0, 1), (h, -h), (h, h), (-h, -h), (-h, h), (c, -s), (c, s), (-c, -s), (-c, s), (s, -c),
      (s, c), (-s, -c), (-s, c),
    ].map(Point.init)
  }()
  private static let distances = [5.0, 12, 22, 36, 54, 76, 100]

  /// Names are given their places one after the other, those with the least free room about them first.
  private static func labels(_ names: [String], _ symbols: [ClusterSymbol], size: Double, _ plot: Rect) -> [Label?] {
    let obstacles = symbols.map { $0.rect.inflated(by: 2) }
    let crowds = symbols.map { one in
      symbols.reduce(0.0) { $0 + 1 / (20 + one.center.distance(to: $1.center)) }
    }
    // On a full sheet the names of those that are delivered most.
    let order = symbols.indices.sorted {
      symbols.count > 60
        ? (-symbols[$0].radius, $0) < (-symbols[$1].radius, $1) : (-crowds[$0], $0) < (-crowds[$1], $1)
    }
    var labels = [Label?](repeating: nil, count: symbols.count)
    for index in order {
      let blocks = blocks(names[index], size: size)
      let reach = symbols.count > 60 ? distances.prefix(2) : distances[...]
      search: for distance in reach {
        for direction in directions {
          for lines in blocks {
            let label = candidate(lines, symbols[index], direction, distance, size: size)
            if plot.inflated(by: -3).contains(label.rect), isFree(label, of: index, obstacles, labels) {
              labels[index] = label
              break search
            }
          }
        }
      }
    }
    return labels
  }

  /// A name in one line, or in two where it is long.
  private static func blocks(_ name: String, size: Double) -> [[String]] {
    let cut = TextMeasure.lines(name, size: size, width: 230, lineLimit: 2)
    guard !cut.isEmpty else { return [] }
    if let line = cut.first, cut.count == 1, TextMeasure.width(line, size: size) <= 160 { return [cut] }
    let two = TextMeasure.balancedLines(name, size: size, count: 2, width: 230) ?? cut
    return cut.count == 1 ? [two, cut] : [two]
  }

  private static func candidate(
    _ lines: [String], _ symbol: ClusterSymbol, _ direction: Point, _ distance: Double, size: Double
  ) -> Label {
    let width = lines.map { TextMeasure.width($0, size: size) }.max() ?? 0
    let height = Double(lines.count) * lineHeight(size) - 2
    let area = symbol.rect
    // The label's box touches the symbol's, so much wider, on the side of the direction.
    let x = symbol.center.x + direction.x * (area.width / 2 + distance + width / 2)
    let y = symbol.center.y + direction.y * (area.height / 2 + distance + height / 2)
    let rect = Rect(minX: x - width / 2, minY: y - height / 2, maxX: x + width / 2, maxY: y + height / 2)
    let anchor = rect.minX > symbol.center.x ? "start" : rect.maxX < symbol.center.x ? "end" : "middle"
    guard distance > 12 else { return Label(lines: lines, rect: rect, anchor: anchor, leader: []) }
    let end = Point(
      x: max(rect.minX, min(rect.maxX, symbol.center.x)), y: max(rect.minY, min(rect.maxY, symbol.center.y)))
    let start = symbol.center + (end - symbol.center).unit * (symbol.radius * 1.2 + 2)
    return Label(lines: lines, rect: rect, anchor: anchor, leader: [start, end - (end - start).unit * 2])
  }

  private static func isFree(_ label: Label, of index: Int, _ obstacles: [Rect], _ labels: [Label?]) -> Bool {
    let room = label.rect.inflated(by: 3)
    for (other, obstacle) in obstacles.enumerated() where obstacle.intersects(other == index ? label.rect : room) {
      if other != index || label.rect.intersects(obstacle.inflated(by: -2)) { return false }
    }
    let way = steps(label.leader)
    for case let other? in labels {
      if other.rect.intersects(room) || way.contains(where: other.rect.inflated(by: 1).contains) { return false }
      let otherWay = steps(other.leader)
      if otherWay.contains(where: room.contains) { return false }
      if way.contains(where: { step in otherWay.contains { $0.distance(to: step) < 4 } }) { return false }
    }
    return way.allSatisfy { step in
      obstacles.indices.allSatisfy { $0 == index || !obstacles[$0].contains(step) }
    }
  }

  private static func steps(_ leader: [Point]) -> [Point] {
    guard leader.count == 2 else { return [] }
    let count = max(1, Int(leader[0].distance(to: leader[1]) / 3))
    return (0...count).map { leader[0].interpolated(to: leader[1], Double($0) / Double(count)) }
  }

  static func lineHeight(_ size: Double) -> Double { size * 1.2 }
}
