import CaseModel
import Drawing

/// A node's circle. Valence is in fill and outline, so that it is seen without colours: dark and full (holds back), light
/// with a double outline (helps), white with a thin one (neither).
struct NodeFigure {
  var center: Point
  var radius: Double
  var valence: Valence
  var number: (text: String, size: Double)?
  var emphasis = ChangeMark.Emphasis.plain

  func draw(_ writer: inout XMLWriter) {
    if emphasis.haloWidth > 0 { circle(radius + emphasis.haloWidth, [("fill", Palette.halo)], &writer) }
    if emphasis == .ghost { drawGhost(&writer) } else { drawCircle(&writer) }
    guard let number else { return }
    writer.text(
      "text",
      [
        ("x", center.x.svg), ("y", (center.y + number.size * 0.355).svg), ("text-anchor", "middle"),
        ("font-size", number.size.svg), ("font-weight", "600"), ("fill", numberInk),
      ], number.text)
  }

  private var numberInk: String {
    if emphasis.isFaded { return Palette.quietInk }
    return valence == .maladaptive ? Palette.paper : Palette.ink
  }

  /// The outline of what was there.
  private func drawGhost(_ writer: inout XMLWriter) {
    circle(
      radius - 0.7, outline(Palette.paper, Palette.fadedInk, 1.2) + [("stroke-dasharray", "2.5 3")], &writer)
  }

  private func drawCircle(_ writer: inout XMLWriter) {
    let adaptiveOutline = emphasis.isFaded ? Palette.fadedOutline : Palette.adaptiveOutline
    switch valence {
    case .maladaptive:
      circle(radius, [("fill", emphasis.isFaded ? Palette.fadedFill : Palette.maladaptiveFill)], &writer)
    case .adaptive:
      circle(radius - 0.75, outline(Palette.adaptiveFill, adaptiveOutline, 1.5), &writer)
      if radius > 6 { circle(radius - 3.9, outline("none", adaptiveOutline, 1.3), &writer) }
    case .neutral:
      circle(
        radius - 0.7, outline(Palette.paper, emphasis.isFaded ? Palette.fadedOutline : Palette.neutralOutline, 1.4),
        &writer)
    }
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
    drawHalo(&writer)
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

  /// A band along the line and around its end.
  private func drawHalo(_ writer: inout XMLWriter) {
    guard style.emphasis.haloWidth > 0 else { return }
    let d =
      "M\(shaft.start.svg) Q\(shaft.control.svg) \(shaft.end.svg) L\((tip - heading * (style.headLength / 2)).svg)"
    writer.empty(
      "path",
      [
        ("d", d), ("fill", "none"), ("stroke", Palette.halo),
        ("stroke-width", (style.width + 1.2 * style.emphasis.haloWidth).svg), ("stroke-linecap", "round"),
        ("stroke-linejoin", "round"),
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

/// The mark of what a person decided: a tick in a small round stamp.
struct DecisionMark {
  static let radius = 5.8

  var center: Point

  func draw(_ writer: inout XMLWriter) {
    writer.open("g", [("class", "decided")])
    writer.empty(
      "circle",
      [
        ("cx", center.x.svg), ("cy", center.y.svg), ("r", DecisionMark.radius.svg), ("fill", Palette.paper),
        ("stroke", Palette.quietInk), ("stroke-width", "0.9"),
      ])
    let tick = [Point(x: -2.7, y: 0.2), Point(x: -0.8, y: 2.3), Point(x: 2.9, y: -2.2)].map { (center + $0).svg }
    writer.empty(
      "path",
      [
        ("d", "M\(tick[0]) L\(tick[1]) L\(tick[2])"), ("fill", "none"), ("stroke", Palette.ink),
        ("stroke-width", "1.5"), ("stroke-linecap", "round"), ("stroke-linejoin", "round"),
      ])
    writer.close("g")
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
