import CaseModel
import Drawing

/// A cluster's weight over time: an area from the lane's foot, in the fill and outline of the cluster's circle.
struct LaneFigure {
  var row: ClusterTimeline.Row
  var timeline: ClusterTimeline
  var rect: Rect
  var axis: TimelineAxis

  /// Dots nearer to each other than this would run together.
  private static let dotSpace = 8.0

  /// Whether sessions are far enough apart, on the average, for a dot each.
  static func hasDots(_ timeline: ClusterTimeline, _ axis: TimelineAxis) -> Bool {
    (axis.maxX - axis.minX) / Double(max(1, timeline.sessions.count - 1)) >= dotSpace
  }

  private struct Vertex {
    var point: Point
    var isMention: Bool
  }

  func draw(_ writer: inout XMLWriter) {
    let runs = runs()
    for run in runs { draw(run, &writer) }
    let hasDots = LaneFigure.hasDots(timeline, axis)
    for run in runs {
      for vertex in run where vertex.isMention && (hasDots || run.count == 1) {
        writer.empty(
          "circle",
          [
            ("cx", vertex.point.x.svg), ("cy", vertex.point.y.svg), ("r", "2.8"), ("fill", stroke),
            ("stroke", run.count > 1 ? Palette.paper : stroke), ("stroke-width", "1.2"),
          ])
      }
    }
  }

  /// The parts without a session in which the cluster is not shown.
  private func runs() -> [[Vertex]] {
    var runs: [[Vertex]] = [[]]
    for (index, session) in timeline.sessions.enumerated() {
      if let weight = row.weights[index] {
        let y = rect.maxY - max(0, weight) / timeline.peak * (rect.height - 4)
        let vertex = Vertex(
          point: Point(x: axis.x(session.day), y: y), isMention: (row.newUtterances[index] ?? 0) > 0)
        runs[runs.count - 1].append(vertex)
      } else if runs.last?.isEmpty == false {
        runs.append([])
      }
    }
    return runs.filter { !$0.isEmpty }
  }

  private func draw(_ run: [Vertex], _ writer: inout XMLWriter) {
    guard let first = run.first, let last = run.last else { return }
    guard run.count > 1 else {
      writer.empty(
        "path",
        [
          ("d", "M\(first.point.x.svg) \(rect.maxY.svg) V\(first.point.y.svg)"), ("stroke", stroke),
          ("stroke-width", "3"), ("fill", "none"),
        ])
      return
    }
    let line = run.map { "L\($0.point.svg)" }.joined(separator: " ")
    writer.empty(
      "path",
      [
        ("d", "M\(first.point.x.svg) \(rect.maxY.svg) \(line) L\(last.point.x.svg) \(rect.maxY.svg) Z"),
        ("fill", fill),
      ])
    writer.empty(
      "path",
      [
        ("d", "M" + line.dropFirst()), ("fill", "none"), ("stroke", stroke), ("stroke-width", "1.8"),
        ("stroke-linejoin", "round"),
      ])
  }

  private var fill: String {
    switch row.valence {
    case .maladaptive: Palette.laneFill
    case .adaptive: Palette.adaptiveFill
    case .neutral: Palette.neutralLaneFill
    }
  }

  private var stroke: String {
    switch row.valence {
    case .maladaptive: Palette.maladaptiveFill
    case .adaptive: Palette.adaptiveOutline
    case .neutral: Palette.neutralOutline
    }
  }
}

/// The totals of one instrument over time, from 0 (or the lowest, if that is less) to the highest.
struct SeriesFigure {
  var series: ClusterTimeline.Series
  var rect: Rect
  var axis: TimelineAxis

  private static let size = 11.0
  /// Above the highest point, for its number.
  private static let headroom = 15.0

  func draw(_ writer: inout XMLWriter) {
    writer.open("g", [("class", "measure"), ("font-size", SeriesFigure.size.svg)])
    // Beside the middle of its scale.
    let top = rect.minY + SeriesFigure.headroom
    let beside = Rect(minX: rect.minX, minY: top, maxX: rect.maxX, maxY: (top + rect.maxY) / 2 + 6)
    LaneLabel.draw(series.instrument, in: beside, isBold: true, &writer)
    drawScale(&writer)
    let points = series.measures.map { Point(x: axis.x($0.day), y: y($0.total)) }
    if points.count > 1 {
      writer.empty(
        "path",
        [
          ("d", "M" + points.map(\.svg).joined(separator: " L")), ("fill", "none"), ("stroke", Palette.ink),
          ("stroke-width", "1.6"), ("stroke-linejoin", "round"),
        ])
    }
    let radius = points.count > 70 ? 1.8 : 2.6
    for point in points {
      writer.empty(
        "circle", [("cx", point.x.svg), ("cy", point.y.svg), ("r", radius.svg), ("fill", Palette.ink)])
    }
    drawNumbers(points, &writer)
    if let last = series.measures.last {
      writer.text(
        "text",
        [
          ("x", (Page.width - Page.margin).svg), ("y", (min(rect.maxY - 1, y(last.total) + 5)).svg),
          ("text-anchor", "end"),
          ("font-size", DrawingText.labelSize.svg), ("font-weight", "600"),
        ], last.total.plain)
    }
    writer.close("g")
  }

  private var highest: Double { series.measures.reduce(max(1, lowest)) { max($0, $1.total) } }
  private var lowest: Double { series.measures.reduce(0) { min($0, $1.total) } }

  private func y(_ total: Double) -> Double {
    let height = rect.height - SeriesFigure.headroom
    return rect.maxY - (total - lowest) / (highest - lowest) * height
  }

  private func drawScale(_ writer: inout XMLWriter) {
    for total in [lowest, highest] {
      writer.empty(
        "path",
        [
          ("d", "M\(axis.minX.svg) \(y(total).svg) H\(axis.maxX.svg)"), ("stroke", Palette.hairline),
          ("stroke-width", "1"),
        ])
      writer.text(
        "text",
        [
          ("x", (axis.minX - 10).svg), ("y", (y(total) + 3.5).svg), ("text-anchor", "end"), ("fill", Palette.quietInk),
        ], total.plain)
    }
  }

  /// Numbers at the points, from the left, as far as they have room; the last one stands at the end of the lane.
  private func drawNumbers(_ points: [Point], _ writer: inout XMLWriter) {
    var reached = -Double.infinity
    // Where points stand close, numbers would hide the line.
    let space = points.count > 60 ? 18.0 : 5
    for (index, point) in points.enumerated().dropLast() {
      let text = series.measures[index].total.plain
      let width = TextMeasure.width(text, size: SeriesFigure.size)
      // Away from the line: to the side where it falls; at the start never over the scale.
      let isFromAbove = index > 0 && points[index - 1].y < point.y
      let isToAbove = points[index + 1].y < point.y
      let isBelow = isToAbove && (isFromAbove || index == 0) && point.y + 14 < rect.maxY
      let side = index == 0 ? 1.0 : isFromAbove == isToAbove ? 0 : isFromAbove ? 1 : -1
      let x = point.x + side * (width / 2 + 1)
      guard x - width / 2 > reached + space else { continue }
      reached = x + width / 2
      let place = [("x", x.svg), ("y", (isBelow ? point.y + 13 : point.y - 6).svg), ("text-anchor", "middle")]
      writer.text(
        "text",
        place + [
          ("aria-hidden", "true"), ("stroke", Palette.paper), ("stroke-width", "3.5"), ("stroke-linejoin", "round"),
          ("fill", Palette.paper),
        ], text)
      writer.text("text", place, text)
    }
  }
}

/// The name at the left of a lane, in as many lines as it is high.
enum LaneLabel {
  private static let size = 12.5
  /// Closer than lanes, so that two labels do not read as one.
  private static let lineHeight = 13.5
  private static let width = 200.0

  static func draw(_ text: String, in rect: Rect, isBold: Bool = false, _ writer: inout XMLWriter) {
    let limit = max(1, min(3, Int((rect.height + 6) / lineHeight)))
    let lines = TextMeasure.lines(text, size: size * (isBold ? 1.08 : 1), width: width, lineLimit: limit)
    // Its last line stands on the lane's foot.
    let spans = lines.enumerated().map { number, line in
      let y = rect.maxY - 1 - lineHeight * Double(lines.count - 1 - number)
      return (attributes: [("x", Page.margin.svg), ("y", y.svg)], content: line)
    }
    writer.text(
      [("class", "label"), ("font-size", size.svg), ("font-weight", isBold ? "600" : "400")], lines: spans)
  }
}
