import CaseModel
import Drawing

/// A word or two on an edge's line.
struct EdgeBadge: Hashable {
  static let size = 11.0

  var words: String
  var rect: Rect
  var emphasis: ChangeMark.Emphasis

  func draw(_ writer: inout XMLWriter) {
    writer.open("g", [("class", "badge")])
    writer.empty(
      "rect",
      [
        ("x", rect.minX.svg), ("y", rect.minY.svg), ("width", rect.width.svg), ("height", rect.height.svg),
        ("rx", (rect.height / 2).svg), ("fill", Palette.paper),
        ("stroke", emphasis == .raised ? Palette.ink : Palette.fadedOutline), ("stroke-width", "0.9"),
      ])
    writer.text(
      "text",
      [
        ("x", rect.center.x.svg), ("y", (rect.center.y + EdgeBadge.size * 0.35).svg), ("text-anchor", "middle"),
        ("font-size", EdgeBadge.size.svg), ("font-weight", emphasis == .raised ? "600" : "400"),
        ("fill", emphasis == .raised ? Palette.ink : Palette.quietInk),
      ], words)
    writer.close("g")
  }
}

/// The search for the badges' places: on their line or close beside it, clear of labels, circles and one another. The longest
/// badges choose first, because they fit in the fewest places.
struct EdgeBadgeSearch {
  private let scene: DrawingScene
  private let paths: [[Point]]

  private static let fractions = [0.5, 0.45, 0.55, 0.4, 0.6, 0.35, 0.65, 0.3, 0.7, 0.25, 0.75, 0.2, 0.8, 0.14, 0.86]
  /// Away from the line, in units; beyond these a badge would seem another edge's.
  private static let offsets = [0.0, 15, -15, 24, -24]
  private static let forbidden = 1e5

  init(_ scene: DrawingScene) {
    self.scene = scene
    paths = scene.routes.map { $0.shaft.points(60) }
  }

  /// Badges of the routes that have words, by route.
  func best() -> [EdgeBadge] {
    let marked = scene.routes.indices.compactMap { index in
      scene.routes[index].mark.words.map { (index, $0, TextMeasure.width($0, size: EdgeBadge.size, isBold: true)) }
    }
    var placed: [EdgeBadge] = []
    for (index, words, width) in marked.sorted(by: { (-$0.2, $0.0) < (-$1.2, $1.0) }) {
      let half = Point(x: width / 2 + 6, y: EdgeBadge.size * 0.5 + 3)
      var best: (rect: Rect, cost: Double)?
      for fraction in EdgeBadgeSearch.fractions {
        for offset in EdgeBadgeSearch.offsets {
          let shaft = scene.routes[index].shaft
          let across = (shaft.point(at: fraction + 0.02) - shaft.point(at: fraction - 0.02)).unit.left
          // As far as the badge reaches across the line.
          let reach = abs(across.x) * half.x + abs(across.y) * half.y
          let center =
            shaft.point(at: fraction) + across * (offset == 0 ? 0 : offset + (offset > 0 ? reach - 8 : 8 - reach))
          let rect = Rect(
            minX: center.x - half.x, minY: center.y - half.y, maxX: center.x + half.x, maxY: center.y + half.y)
          let cost = cost(of: rect, on: index, placed) + 14 * abs(fraction - 0.5) + abs(offset) * 0.6
          if best.map({ cost < $0.cost - 1e-9 }) ?? true { best = (rect, cost) }
        }
      }
      if let best {
        placed.append(EdgeBadge(words: words, rect: best.rect, emphasis: scene.routes[index].mark.emphasis))
      }
    }
    return placed
  }

  private func cost(of rect: Rect, on index: Int, _ placed: [EdgeBadge]) -> Double {
    var cost = Page.plot.contains(rect) ? 0 : EdgeBadgeSearch.forbidden
    for label in scene.labels where label.rect.inflated(by: 3).intersects(rect) { cost += EdgeBadgeSearch.forbidden }
    for badge in placed where badge.rect.inflated(by: 4).intersects(rect) { cost += EdgeBadgeSearch.forbidden }
    if let note = scene.noteRect, note.intersects(rect) { cost += EdgeBadgeSearch.forbidden }
    for node in scene.nodes where rect.distance(to: node.center) < node.radius + 3 {
      cost += EdgeBadgeSearch.forbidden
    }
    for (other, route) in scene.routes.enumerated() {
      if rect.distance(to: route.headCenter) < route.headRadius + 2 { cost += EdgeBadgeSearch.forbidden / 10 }
      if route.style.isContradicted, rect.distance(to: route.shaft.point(at: route.markFraction)) < 10 {
        cost += EdgeBadgeSearch.forbidden / 10
      }
      if other != index, paths[other].contains(where: rect.inflated(by: 3 + route.style.width / 2).contains) {
        cost += 45
      }
    }
    return cost
  }
}
