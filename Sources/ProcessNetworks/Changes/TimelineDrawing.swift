import CaseModel
import Drawing

extension ClusterTimeline {
  /// The timeline as a static SVG for a sheet of A4 or Letter in landscape: every cluster in a lane of its own, all to one
  /// scale, and below them on the same days the outcome measures, each to its own. The same timeline gives the same bytes.
  ///
  /// - Parameter title: stands at the head of the sheet; without one it is made from the client's code and the sessions.
  public func svg(title: String? = nil) -> String { TimelineDrawing(self, title: title).svg() }
}

struct TimelineDrawing {
  private let timeline: ClusterTimeline
  private let title: String
  let lanes: TimelineLanes

  private static let plotMinX = 256.0
  private static let plotMaxX = 958.0
  private static let smallSize = 11.0

  init(_ timeline: ClusterTimeline, title: String?) {
    self.timeline = timeline
    self.title = title ?? TimelineDrawing.title(timeline)
    lanes = TimelineLanes(timeline)
  }

  func svg() -> String {
    var writer = XMLWriter()
    Sheet.open(title: title, description: description(), &writer)
    Sheet.drawHead(title, &writer)
    if let days = timeline.days, !(lanes.rows.isEmpty && lanes.series.isEmpty) {
      let axis = TimelineAxis(days, minX: TimelineDrawing.plotMinX, maxX: TimelineDrawing.plotMaxX)
      drawAxes(axis, &writer)
      for (row, rect) in lanes.rows { drawLane(row, rect, axis, &writer) }
      for (series, rect) in lanes.series { SeriesFigure(series: series, rect: rect, axis: axis).draw(&writer) }
      if !lanes.rows.isEmpty { drawLegend(hasDots: LaneFigure.hasDots(timeline, axis), &writer) }
    } else {
      writer.text(
        "text",
        [
          ("class", "note"), ("x", Page.plot.center.x.svg), ("y", Page.plot.center.y.svg), ("text-anchor", "middle"),
          ("font-size", DrawingText.noteSize.svg), ("fill", Palette.quietInk),
        ], "There is not yet enough to draw: no theme has come up so far.")
    }
    Sheet.drawCaption(caption(), &writer)
    writer.close("svg")
    return writer.output
  }

  // MARK: Axes

  private func drawAxes(_ axis: TimelineAxis, _ writer: inout XMLWriter) {
    let (top, bottom) = (TimelineLanes.top, lanes.bottom)
    let ticks = axis.sessionTicks(timeline.sessions, size: TimelineDrawing.smallSize)
    writer.open("g", [("class", "axis"), ("font-size", TimelineDrawing.smallSize.svg), ("fill", Palette.quietInk)])
    if !ticks.isEmpty { write("session", x: Page.margin, y: top - 9, anchor: "start", &writer) }
    for tick in ticks {
      writer.empty(
        "path",
        [
          ("d", "M\(tick.x.svg) \((top - 4).svg) V\((bottom + 4).svg)"), ("stroke", Palette.hairline),
          ("stroke-width", "0.8"),
        ])
      write(tick.text, x: tick.x, y: top - 9, &writer)
    }
    if !lanes.rows.isEmpty { write("in all", x: Page.width - Page.margin, y: top - 9, anchor: "end", &writer) }
    for tick in axis.dateTicks() {
      writer.empty(
        "path",
        [
          ("d", "M\(tick.x.svg) \((bottom + 4).svg) v5"), ("stroke", Palette.quietInk), ("stroke-width", "1"),
        ])
      write(tick.text, x: tick.x, y: bottom + 20, &writer)
    }
    writer.close("g")
  }

  private func write(
    _ text: String, x: Double, y: Double, anchor: String = "middle", _ writer: inout XMLWriter
  ) {
    writer.text("text", [("x", x.svg), ("y", y.svg), ("text-anchor", anchor)], text)
  }

  // MARK: Lanes

  private func drawLane(_ row: ClusterTimeline.Row, _ rect: Rect, _ axis: TimelineAxis, _ writer: inout XMLWriter) {
    writer.open("g", [("class", "lane")])
    writer.text("title", [], TimelineDrawing.words(row, timeline))
    writer.empty(
      "path",
      [
        ("d", "M\(axis.minX.svg) \(rect.maxY.svg) H\(axis.maxX.svg)"), ("stroke", Palette.hairline),
        ("stroke-width", "1"),
      ])
    LaneFigure(row: row, timeline: timeline, rect: rect, axis: axis).draw(&writer)
    LaneLabel.draw(row.label.isEmpty ? row.key : row.label, in: rect, &writer)
    writer.text(
      "text",
      [
        ("x", (Page.width - Page.margin).svg), ("y", (rect.maxY - 1).svg), ("text-anchor", "end"),
        ("font-weight", "600"),
        ("fill", row.weights.last.flatMap { $0 } == nil ? Palette.fadedInk : Palette.ink),
      ], String(row.utterances))
    writer.close("g")
  }

  private func drawLegend(hasDots: Bool, _ writer: inout XMLWriter) {
    writer.open("g", [("class", "legend"), ("font-size", DrawingText.legendSize.svg)])
    var x = Page.margin
    let present = Set(lanes.rows.map(\.0.valence))
    for valence in [Valence.maladaptive, .adaptive, .neutral] where present.contains(valence) {
      NodeFigure(center: Point(x: x + 8, y: 702), radius: 8, valence: valence).draw(&writer)
      write(DrawingWords.valence(valence), x: x + 24, y: 706, anchor: "start", &writer)
      x += 24 + TextMeasure.width(DrawingWords.valence(valence), size: DrawingText.legendSize) + 26
    }
    var words = "Height: how much it is talked about; each session without a mention takes a fifth away. "
    if hasDots { words += "Dot: it came up. " }
    words += "No line: not among those shown."
    write(words, x: Page.margin, y: 726, anchor: "start", &writer)
    writer.close("g")
  }

  // MARK: Words

  private static func title(_ timeline: ClusterTimeline) -> String {
    guard let first = timeline.sessions.first, let last = timeline.sessions.last else { return "No sessions yet" }
    let sessions = first.number == last.number ? "session \(first.number)" : "sessions \(first.number)–\(last.number)"
    return "Client \(timeline.clientCode) · what came up over time · \(sessions)"
  }

  private func caption() -> String {
    guard let first = timeline.sessions.first, let last = timeline.sessions.last else { return "" }
    var parts = [
      "Client \(timeline.clientCode)", first.day == last.day ? "\(first.day)" : "\(first.day) to \(last.day)",
    ]
    let (left, unseen) = (timeline.rows.count - lanes.rows.count, timeline.series.count - lanes.series.count)
    if left > 0 { parts.append("\(left) cluster\(left == 1 ? "" : "s") of less weight left out") }
    if unseen > 0 { parts.append("\(unseen) measure\(unseen == 1 ? "" : "s") left out") }
    if let engine = timeline.engine { parts.append("engine \(engine)") }
    return parts.joined(separator: " · ")
  }

  private func description() -> String {
    let rows = lanes.rows.map { TimelineDrawing.words($0.0, timeline) + "." }
    let series = lanes.series.compactMap { series, _ -> String? in
      guard let first = series.measures.first, let last = series.measures.last else { return nil }
      return "\(series.instrument): \(first.total.plain) on \(first.day), \(last.total.plain) on \(last.day)."
    }
    return ([caption() + "."] + rows + series).joined(separator: " ")
  }

  private static func words(_ row: ClusterTimeline.Row, _ timeline: ClusterTimeline) -> String {
    let first = row.firstSession
    let since =
      timeline.sessions.indices.contains(first) ? ", shown since session \(timeline.sessions[first].number)" : ""
    let times = row.utterances == 1 ? "once" : "\(row.utterances) times"
    return "\(row.label) (came up \(times)\(since), \(DrawingWords.valence(row.valence)))"
  }
}

/// Which lanes there are, and where.
struct TimelineLanes {
  static let top = 88.0
  private static let lowest = 656.0
  private static let gap = 24.0
  private static let smallest = 26.0
  private static let largest = 92.0
  /// A measure's lane is as much higher than a cluster's.
  private static let seriesShare = 2.4
  private static let largestSeries = 150.0
  private static let mostSeries = 4

  private(set) var rows: [(ClusterTimeline.Row, Rect)] = []
  private(set) var series: [(ClusterTimeline.Series, Rect)] = []
  private(set) var bottom = lowest

  init(_ timeline: ClusterTimeline) {
    let shownSeries = timeline.series.prefix(TimelineLanes.mostSeries)
    let gap = shownSeries.isEmpty ? 0 : TimelineLanes.gap
    let height = TimelineLanes.lowest - TimelineLanes.top - gap
    let share = TimelineLanes.seriesShare * Double(shownSeries.count)
    let most = Int(height / TimelineLanes.smallest - share)
    // Those that ever weighed most, in the timeline's order.
    let heaviest = timeline.rows.enumerated().sorted { (-$0.element.peak, $0.offset) < (-$1.element.peak, $1.offset) }
    let shown = Set(heaviest.prefix(most).map(\.element.key))
    let kept = timeline.rows.filter { shown.contains($0.key) }

    let unit = min(TimelineLanes.largest, height / max(1, Double(kept.count) + share))
    var y = TimelineLanes.top
    func rect(_ height: Double) -> Rect {
      defer { y += height }
      return Rect(minX: Page.margin, minY: y + 5, maxX: Page.width - Page.margin, maxY: y + height - 3)
    }
    for row in kept { rows.append((row, rect(unit))) }
    y += gap
    for one in shownSeries {
      series.append((one, rect(min(TimelineLanes.largestSeries, unit * TimelineLanes.seriesShare))))
    }
    bottom = y
  }
}
