import CaseModel

/// A node's circle. Valence is in fill and outline, so that it is seen without colours: dark and full (holds back), light
/// with a double outline (helps), white with a thin one (neither).
struct NodeFigure {
  var center: Point
  var radius: Double
  var valence: Valence
  var number: (text: String, size: Double)?

  func draw(_ writer: inout XMLWriter) {
    switch valence {
    case .maladaptive:
      circle(radius, [("fill", Palette.maladaptiveFill)], &writer)
    case .adaptive:
      circle(radius - 0.75, outline(Palette.adaptiveFill, Palette.adaptiveOutline, 1.5), &writer)
      if radius > 6 { circle(radius - 3.9, outline("none", Palette.adaptiveOutline, 1.3), &writer) }
    case .neutral:
      circle(radius - 0.7, outline(Palette.paper, Palette.neutralOutline, 1.4), &writer)
    }
    guard let number else { return }
    writer.text(
      "text",
      [
        ("x", center.x.svg), ("y", (center.y + number.size * 0.355).svg), ("text-anchor", "middle"),
        ("font-size", number.size.svg), ("font-weight", "600"),
        ("fill", valence == .maladaptive ? Palette.paper : Palette.ink),
      ], number.text)
  }

  /// The radius within the outline.
  static func innerRadius(_ radius: Double, _ valence: Valence) -> Double {
    switch valence {
    case .maladaptive: radius
    case .adaptive: radius - 4.6
    case .neutral: radius - 1.4
    }
  }

  /// The outline lies within the radius: the area that is seen is the area that is meant.
  private func circle(_ radius: Double, _ attributes: [(String, String)], _ writer: inout XMLWriter) {
    writer.empty(
      "circle", [("cx", center.x.svg), ("cy", center.y.svg), ("r", max(0.5, radius).svg)] + attributes)
  }

  private func outline(_ fill: String, _ stroke: String, _ width: Double) -> [(String, String)] {
    [("fill", fill), ("stroke", stroke), ("stroke-width", width.svg)]
  }
}

/// An edge's line and its end: an arrow (more of) or a bar (less of).
struct EdgeFigure {
  var shaft: Curve
  var tip: Point
  var heading: Point
  var style: EdgeStyle

  init(_ route: EdgeRoute) {
    self.init(shaft: route.shaft, tip: route.tip, heading: route.heading, style: route.style)
  }

  init(shaft: Curve, tip: Point, heading: Point, style: EdgeStyle) {
    self.shaft = shaft
    self.tip = tip
    self.heading = heading
    self.style = style
  }

  func draw(_ writer: inout XMLWriter) {
    var attributes = [
      ("d", "M\(shaft.start.svg) Q\(shaft.control.svg) \(shaft.end.svg)"), ("fill", "none"), ("stroke", style.color),
      ("stroke-width", style.width.svg),
    ]
    if let dashes = style.dashes { attributes.append(("stroke-dasharray", dashes)) }
    if style.isContradicted { attributes.append(("stroke-linecap", "round")) }
    drawCasing(&writer)
    writer.empty("path", attributes)
    let across = heading.left * style.headHalfWidth
    let foot = tip - heading * style.headLength
    switch style.sign {
    case .excitatory:
      // The foot reaches a little over the line's end, so that no hairline shows between them.
      let base = foot - heading * 0.5
      let d = "M\(tip.svg) L\((base + across).svg) L\((base - across).svg) Z"
      writer.empty("path", [("d", d), ("fill", style.color)])
    case .inhibitory:
      let middle = tip - heading * (style.headLength / 2)
      let d = "M\((middle + across).svg) L\((middle - across).svg)"
      writer.empty(
        "path",
        [("d", d), ("fill", "none"), ("stroke", style.color), ("stroke-width", style.barWidth.svg)])
    }
  }

  /// A band of paper along the line, so that it visibly passes over those below; not near its ends, where edges of one node
  /// run together.
  private func drawCasing(_ writer: inout XMLWriter) {
    let length = shaft.start.distance(to: shaft.end)
    guard length > 190 else { return }
    let middle = shaft.part(from: 70 / length, to: 1 - 70 / length)
    writer.empty(
      "path",
      [
        ("d", "M\(middle.start.svg) Q\(middle.control.svg) \(middle.end.svg)"), ("fill", "none"),
        ("stroke", Palette.paper), ("stroke-width", (style.width + 4).svg),
      ])
  }

  /// The mark of a contradicted edge, on a patch of paper so that dots do not muddle it. Drawn after all lines, so that none
  /// covers it: without its cross, the edge would say the opposite.
  func drawCross(at fraction: Double, _ writer: inout XMLWriter) {
    let middle = shaft.point(at: fraction)
    // By the page, not by the line: turned, it would look like a plus.
    let (one, other) = (Point(x: 3.6, y: 3.6), Point(x: 3.6, y: -3.6))
    writer.empty(
      "circle", [("cx", middle.x.svg), ("cy", middle.y.svg), ("r", "7"), ("fill", Palette.paper)])
    writer.empty(
      "path",
      [
        ("d", "M\((middle - one).svg) L\((middle + one).svg) M\((middle - other).svg) L\((middle + other).svg)"),
        ("stroke", Palette.quietInk), ("stroke-width", "1.8"), ("fill", "none"),
      ])
  }
}

extension NodeLabel {
  /// Whether an edge runs so near that the label needs a halo.
  func isOverEdge(_ routes: [EdgeRoute]) -> Bool {
    routes.contains { route in
      let reach = rect.inflated(by: 4 + route.style.width / 2)
      return route.shaft.points(40).contains(where: reach.contains)
    }
  }
}
