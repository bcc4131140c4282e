import Drawing

struct PredictionChart {
  private let points: [(actual: Double, predicted: Double)]
  private let interval: Double?
  private let title: String
  private let figures: [String]
  private let leftOut: Int
  private let plot = Rect(minX: 90, minY: 76, maxX: 680, maxY: 666)
  private let textX = 730.0

  init(_ points: [(actual: Double, predicted: Double)], interval: Double?, title: String, figures: [String]) {
    self.points = points.filter { $0.actual.isFinite && $0.predicted.isFinite }
    self.interval = interval.flatMap { $0.isFinite && $0 > 0 ? $0 : nil }
    self.title = title
    self.figures = figures
    leftOut = points.count - self.points.count
  }

  func svg() -> String {
    ChartSheet.svg(
      title: title, description: ([note()] + figures).joined(separator: " · "), note: note(),
      instead: points.isEmpty ? "There is nothing to draw: no history has been predicted yet." : nil
    ) { writer in
      if let interval { drawBand(interval, &writer) }
      drawAxes(&writer)
      drawPoints(&writer)
      // Above the points, or a thousand of them would hide it.
      ChartSheet.line(place(0, 0), place(1, 1), color: Palette.ink, width: 1.4, &writer)
      drawSide(&writer)
    }
  }

  private func place(_ actual: Double, _ predicted: Double) -> Point {
    Point(
      x: plot.minX + plot.width * max(0, min(1, actual)), y: plot.maxY - plot.height * max(0, min(1, predicted)))
  }

  /// Between predicted = actual ± interval, as far as it lies in the square.
  private func drawBand(_ interval: Double, _ writer: inout XMLWriter) {
    let half = min(1, interval)
    let corners = [
      place(0, 0), place(0, half), place(1 - half, 1), place(1, 1), place(1, 1 - half), place(half, 0),
    ]
    writer.empty(
      "path",
      [
        ("class", "band"), ("d", "M\(corners.map(\.svg).joined(separator: " L")) Z"), ("fill", ChartSheet.band),
      ])
    for (start, end) in [(corners[1], corners[2]), (corners[5], corners[4])] {
      ChartSheet.line(start, end, color: Palette.quietInk, width: 0.8, dashes: "2 3", &writer)
    }
  }

  private func drawAxes(_ writer: inout XMLWriter) {
    writer.open("g", [("class", "axis")])
    for step in 0...5 {
      let value = Double(step) / 5
      let (x, y) = (place(value, 0).x, place(0, value).y)
      if step > 0, step < 5 {
        ChartSheet.line(Point(x: x, y: plot.minY), Point(x: x, y: plot.maxY), &writer)
        ChartSheet.line(Point(x: plot.minX, y: y), Point(x: plot.maxX, y: y), &writer)
      }
      let text = ChartNumber.plain(value)
      ChartSheet.write(
        text, at: Point(x: x, y: plot.maxY + 18), anchor: "middle", color: Palette.quietInk, &writer)
      ChartSheet.write(text, at: Point(x: plot.minX - 8, y: y + 4), anchor: "end", color: Palette.quietInk, &writer)
    }
    writer.empty(
      "rect",
      [
        ("x", plot.minX.svg), ("y", plot.minY.svg), ("width", plot.width.svg), ("height", plot.height.svg),
        ("fill", "none"), ("stroke", Palette.quietInk), ("stroke-width", "1"),
      ])
    ChartSheet.write(
      "actual effectiveness", at: Point(x: plot.center.x, y: plot.maxY + 40), anchor: "middle", size: 14, &writer)
    let side = Point(x: plot.minX - 44, y: plot.center.y)
    ChartSheet.write(
      "predicted effectiveness", at: side, anchor: "middle", size: 14,
      attributes: [("transform", "rotate(-90 \(side.svg))")], &writer)
    writer.close("g")
  }

  private var radius: Double { points.count <= 150 ? 4.5 : points.count <= 1000 ? 3.2 : 2.2 }

  private func drawPoints(_ writer: inout XMLWriter) {
    writer.open(
      "g",
      [
        ("class", "points"), ("fill", ChartSheet.blue), ("fill-opacity", points.count <= 1000 ? "0.55" : "0.4"),
      ] + (points.count <= 1000 ? [("stroke", Palette.paper), ("stroke-width", "0.6")] : []))
    for point in points {
      let center = place(point.actual, point.predicted)
      writer.empty("circle", [("cx", center.x.svg), ("cy", center.y.svg), ("r", radius.svg)])
    }
    writer.close("g")
  }

  // MARK: Beside the plot

  private func drawSide(_ writer: inout XMLWriter) {
    let width = Page.width - Page.margin - textX
    var y = plot.minY + 16
    for figure in figures {
      for line in TextMeasure.lines(figure, size: 18, width: width, lineLimit: 2) {
        ChartSheet.write(line, at: Point(x: textX, y: y), size: 18, isBold: true, &writer)
        y += 27
      }
    }
    let keyTop = max(y + 14, plot.maxY - (interval == nil ? 46 : 76))
    var row = keyTop
    func key(_ text: String) {
      ChartSheet.write(text, at: Point(x: textX + 40, y: row + 4), &writer)
      row += 26
    }
    writer.empty(
      "circle",
      [
        ("cx", (textX + 15).svg), ("cy", row.svg), ("r", "4.5"), ("fill", ChartSheet.blue), ("fill-opacity", "0.7"),
      ])
    key("one history")
    ChartSheet.line(Point(x: textX, y: row), Point(x: textX + 30, y: row), color: Palette.ink, width: 1.4, &writer)
    key("predicted = actual")
    guard let interval else { return }
    writer.empty(
      "rect",
      [
        ("x", textX.svg), ("y", (row - 8).svg), ("width", "30"), ("height", "16"), ("fill", ChartSheet.band),
        ("stroke", Palette.quietInk), ("stroke-width", "0.8"), ("stroke-dasharray", "2 3"),
      ])
    key("± \(ChartNumber.rate(interval)): \(within(interval)) of \(points.count) histories")
  }

  private func within(_ interval: Double) -> Int {
    points.count { abs($0.predicted - $0.actual) <= interval }
  }

  private func note() -> String {
    var parts = [ChartSheet.counted(points.count, "point") + "."]
    let beyond = points.count { !(0...1).contains($0.actual) || !(0...1).contains($0.predicted) }
    if beyond > 0 { parts.append("\(beyond) beyond 0…1, drawn on the frame.") }
    if leftOut > 0 { parts.append("\(leftOut) without finite values left out.") }
    return parts.joined(separator: " ")
  }
}
