import CaseModel
import Drawing

/// The key to the drawing, the same on every sheet, in words that a client can read.
enum Legend {
  private static let firstRow = 678.0
  private static let rowHeight = 20.0

  /// - Parameter showsDecisions: whether the sheet has marks of what a person decided.
  static func draw(showsDecisions: Bool, _ writer: inout XMLWriter) {
    open(&writer)
    drawSizes(x: 206, &writer)
    if showsDecisions {
      DecisionMark(center: Point(x: 463, y: y(2))).draw(&writer)
      write(DrawingWords.decided, x: 498, row: 2, &writer)
    }
    writer.close("g")
  }

  /// The key to a sheet of several sessions.
  static func drawForSeries(_ writer: inout XMLWriter) {
    open(&writer)
    drawChanges(x: 206, &writer)
    writer.close("g")
  }

  /// What both sheets have; leaves the group open.
  private static func open(_ writer: inout XMLWriter) {
    writer.empty(
      "path",
      [
        ("d", "M\(Page.margin.svg) 657 H\((Page.width - Page.margin).svg)"), ("stroke", Palette.hairline),
        ("stroke-width", "1"),
      ])
    writer.open("g", [("class", "legend"), ("font-size", DrawingText.legendSize.svg)])
    drawValences(x: Page.margin, &writer)
    drawSigns(x: 438, &writer)
    drawStrengths(x: 640, &writer)
    drawStates(x: 796, &writer)
  }

  private static func drawChanges(x: Double, _ writer: inout XMLWriter) {
    let centers = (0..<3).map { Point(x: x + 12, y: y(Double($0))) }
    NewMark(center: centers[0], radius: 6, scale: 1).draw(&writer)
    NodeFigure(center: centers[0], radius: 6, valence: .neutral).draw(&writer)
    write(DrawingWords.isNew, x: x + 34, row: 0, &writer)
    NodeFigure(center: centers[1] - Point(x: 7, y: 0), radius: 7, valence: .maladaptive, emphasis: .faded).draw(&writer)
    NodeFigure(center: centers[1] + Point(x: 10, y: 0), radius: 7, valence: .adaptive, emphasis: .faded).draw(&writer)
    write(DrawingWords.isSilent, x: x + 34, row: 1, &writer)
    NodeFigure(center: centers[2] - Point(x: 9, y: 0), radius: 4, valence: .maladaptive).draw(&writer)
    NodeFigure(center: centers[2] + Point(x: 7, y: 0), radius: 8, valence: .maladaptive).draw(&writer)
    write(DrawingWords.size, x: x + 34, row: 2, &writer)
  }

  private static func y(_ row: Double) -> Double { firstRow + rowHeight * row }

  private static func write(_ text: String, x: Double, row: Double, _ writer: inout XMLWriter) {
    writer.text("text", [("x", x.svg), ("y", (y(row) + DrawingText.legendSize * 0.35).svg)], text)
  }

  private static func drawValences(x: Double, _ writer: inout XMLWriter) {
    for (row, valence) in [Valence.maladaptive, .adaptive, .neutral].enumerated() {
      NodeFigure(center: Point(x: x + 8, y: y(Double(row))), radius: 8, valence: valence).draw(&writer)
      write(DrawingWords.valence(valence), x: x + 26, row: Double(row), &writer)
    }
  }

  private static func drawSizes(x: Double, _ writer: inout XMLWriter) {
    // Nine times as often, nine times the area.
    NodeFigure(center: Point(x: x + 18, y: y(1)), radius: 18, valence: .neutral, number: ("9", 13)).draw(&writer)
    NodeFigure(center: Point(x: x + 46, y: y(1) + 12), radius: 6, valence: .neutral).draw(&writer)
    write("number: how often it came up", x: x + 62, row: 0.5, &writer)
    write("size: the same, less in silence", x: x + 62, row: 1.5, &writer)
  }

  private static func drawSigns(x: Double, _ writer: inout XMLWriter) {
    for (row, sign) in EdgeSign.allCases.enumerated() {
      line(x: x, row: Double(row), style: EdgeStyle(sign: sign, strength: .moderate), &writer)
      write(DrawingWords.sign(sign), x: x + 60, row: Double(row), &writer)
    }
  }

  private static func drawStrengths(x: Double, _ writer: inout XMLWriter) {
    for (row, strength) in EdgeStrength.allCases.enumerated() {
      line(x: x, row: Double(row), style: EdgeStyle(sign: .excitatory, strength: strength), &writer)
      write(DrawingWords.strength(strength), x: x + 60, row: Double(row), &writer)
    }
  }

  private static func drawStates(x: Double, _ writer: inout XMLWriter) {
    line(x: x, row: 0, style: EdgeStyle(sign: .excitatory, strength: .moderate, isInferred: true), &writer)
    write(DrawingWords.inferred, x: x + 60, row: 0, &writer)
    line(x: x, row: 1, style: EdgeStyle(sign: .excitatory, strength: .weak, isContradicted: true), &writer)
    write(DrawingWords.contradicted, x: x + 60, row: 1, &writer)
    write(DrawingWords.notDiscussed, x: x + 60, row: 2, &writer)
  }

  private static func line(x: Double, row: Double, style: EdgeStyle, _ writer: inout XMLWriter) {
    let end = Point(x: x + 50, y: y(row))
    let shaft = Curve(
      from: Point(x: x, y: y(row)), to: end - Point(x: style.headLength, y: 0), bend: 0)
    let figure = EdgeFigure(shaft: shaft, tip: end, heading: Point(x: 1, y: 0), style: style)
    figure.draw(&writer)
    if style.isContradicted { figure.drawCross(at: 0.5, &writer) }
  }
}
