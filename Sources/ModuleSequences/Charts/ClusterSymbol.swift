import Drawing

/// A module on the map. Groups differ in shape and in fill, so that they can be told apart without colours.
struct ClusterSymbol {
  enum Shape {
    case circle, square, diamond, triangle, fallingTriangle, hexagon

    /// Corners of the shape that has the area of the circle of radius 1 about the origin.
    var corners: [Point] {
      switch self {
      case .circle: []
      case .square: [(-0.886, -0.886), (0.886, -0.886), (0.886, 0.886), (-0.886, 0.886)].map(Point.init)
      case .diamond: [(0, -1.253), (1.253, 0), (0, 1.253), (-1.253, 0)].map(Point.init)
      case .triangle: [(0, -1.555), (1.347, 0.778), (-1.347, 0.778)].map(Point.init)
      case .fallingTriangle: [(0, 1.555), (-1.347, -0.778), (1.347, -0.778)].map(Point.init)
      case .hexagon:
        [(1.1, 0), (0.55, 0.952), (-0.55, 0.952), (-1.1, 0), (-0.55, -0.952), (0.55, -0.952)].map(Point.init)
      }
    }
  }

  /// Fills are dark, white, middling and light by turns, for grey printers.
  private static let looks: [(shape: Shape, fill: String)] = [
    (.circle, "#0072b2"), (.square, Palette.paper), (.triangle, "#e69f00"), (.diamond, Palette.ink),
    (.circle, Palette.paper), (.hexagon, "#a8d5c2"), (.fallingTriangle, Palette.paper), (.square, "#d55e00"),
    (.diamond, Palette.paper), (.triangle, Palette.ink), (.hexagon, Palette.paper), (.circle, Palette.hairline),
  ]
  /// So many groups have a look of their own; those beyond share the last.
  static let count = looks.count

  var cluster: Int
  var center: Point
  /// Of the circle of the same area.
  var radius: Double

  private var look: (shape: Shape, fill: String) {
    ClusterSymbol.looks[max(0, min(cluster, ClusterSymbol.count - 1))]
  }

  /// How near another may come: corners reach farther than a circle.
  var reach: Double { radius * (look.shape == .circle ? 1.1 : 1.5) }

  /// What the symbol and its outline cover.
  var rect: Rect {
    let corners = look.shape.corners
    func extent(_ side: (Point) -> Double) -> Double { (corners.map(side).max() ?? 1) * radius + 1 }
    return Rect(
      minX: center.x - extent { -$0.x }, minY: center.y - extent { -$0.y }, maxX: center.x + extent(\.x),
      maxY: center.y + extent(\.y))
  }

  func draw(_ writer: inout XMLWriter) {
    let paint = [("fill", look.fill), ("stroke", Palette.ink), ("stroke-width", radius < 6 ? "1.1" : "1.4")]
    let corners = look.shape.corners.map { (center + $0 * radius).svg }
    if corners.isEmpty {
      writer.empty("circle", [("cx", center.x.svg), ("cy", center.y.svg), ("r", radius.svg)] + paint)
    } else {
      writer.empty("path", [("d", "M\(corners.joined(separator: " L")) Z"), ("stroke-linejoin", "round")] + paint)
    }
  }
}
