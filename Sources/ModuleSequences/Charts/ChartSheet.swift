import Drawing

/// What the charts have in common around and within their plots.
enum ChartSheet {
  static let smallSize = 12.0
  /// Blue and vermillion of M. Okabe & K. Ito, "Color universal design" (2008).
  static let blue = "#0072b2"
  static let vermillion = "#d55e00"
  static let band = "#e4eef5"

  static func svg(
    title: String, description: String, note: String, instead message: String?, draw: (inout XMLWriter) -> Void
  ) -> String {
    var writer = XMLWriter()
    Sheet.open(title: title, description: description, &writer)
    Sheet.drawHead(title, &writer)
    if let message {
      write(
        message, at: Page.bounds.center, anchor: "middle", size: DrawingText.noteSize, color: Palette.quietInk, &writer)
    } else {
      draw(&writer)
    }
    drawNote(note, &writer)
    writer.close("svg")
    return writer.output
  }

  /// At the foot, in up to two lines.
  private static func drawNote(_ note: String, _ writer: inout XMLWriter) {
    let size = DrawingText.captionSize
    let width = Page.width - 2 * Page.margin
    var lines = TextMeasure.lines(note, size: size, width: width, lineLimit: 2)
    // No single word in the second.
    if lines.count == 2 { lines = TextMeasure.balancedLines(note, size: size, count: 2, width: width) ?? lines }
    for (index, line) in lines.enumerated() {
      let y = Page.height - 14 - Double(lines.count - 1 - index) * 15
      write(line, at: Point(x: Page.margin, y: y), size: size, color: Palette.quietInk, &writer)
    }
  }

  static func write(
    _ text: String, at point: Point, anchor: String = "start", size: Double = smallSize, color: String = Palette.ink,
    isBold: Bool = false, attributes: [(String, String)] = [], _ writer: inout XMLWriter
  ) {
    writer.text(
      "text",
      [
        ("x", point.x.svg), ("y", point.y.svg), ("text-anchor", anchor), ("font-size", size.svg), ("fill", color),
      ] + (isBold ? [("font-weight", "600")] : []) + attributes, text)
  }

  static func line(
    _ start: Point, _ end: Point, color: String = Palette.hairline, width: Double = 1, dashes: String? = nil,
    _ writer: inout XMLWriter
  ) {
    writer.empty(
      "path",
      [
        ("d", "M\(start.svg) L\(end.svg)"), ("fill", "none"), ("stroke", color), ("stroke-width", width.svg),
      ] + (dashes.map { [("stroke-dasharray", $0)] } ?? []))
  }

  static func frame(_ rect: Rect, _ writer: inout XMLWriter) {
    writer.empty(
      "rect",
      [
        ("x", rect.minX.svg), ("y", rect.minY.svg), ("width", rect.width.svg), ("height", rect.height.svg),
        ("fill", "none"), ("stroke", Palette.hairline), ("stroke-width", "1"),
      ])
  }

  static func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }
}

/// Numbers as they are read, with a point for the decimal sign whatever the locale.
enum ChartNumber {
  /// With exactly `decimals` of them.
  static func fixed(_ value: Double, decimals: Int) -> String {
    let factor = (0..<decimals).reduce(1.0) { product, _ in product * 10 }
    let scaled = (abs(value) * factor).rounded()
    guard scaled < 1e15 else { return "\(value)" }
    let digits = String(Int(scaled))
    let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
    let sign = value < 0 && scaled > 0 ? "-" : ""
    return sign + padded.dropLast(decimals) + (decimals > 0 ? "." + padded.suffix(decimals) : "")
  }

  /// With three significant digits.
  static func short(_ value: Double) -> String {
    var (decimals, scaled) = (0, abs(value))
    guard scaled > 0 else { return "0" }
    while scaled < 99.95, decimals < 12 {
      scaled *= 10
      decimals += 1
    }
    return fixed(value, decimals: decimals)
  }

  /// As short as it can be said.
  static func plain(_ value: Double) -> String {
    guard abs(value) < 1e9, abs(value) >= 1e-9 || value == 0 else { return "\(value)" }
    var text = fixed(value, decimals: 10)
    while text.last == "0" { text.removeLast() }
    return text.last == "." ? String(text.dropLast()) : text
  }
}
