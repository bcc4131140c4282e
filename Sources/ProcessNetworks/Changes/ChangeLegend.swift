import CaseModel
import Drawing

/// The key to the marks of changes: one row below the title, with those alone that occur.
///
/// A change that cannot be seen, such as an edge that was rejected before it was ever drawn, leaves no mark.
enum ChangeLegend {
  private static let row = 58.0
  private static let space = 26.0

  static func draw(_ scene: DrawingScene, since: String, isEmpty: Bool, _ writer: inout XMLWriter) {
    let marks = scene.nodes.map(\.mark) + scene.routes.map(\.mark)
    let emphases = ChangeMark.Emphasis.allCases.filter { emphasis in
      emphasis != .plain && marks.contains { $0.emphasis == emphasis }
    }
    writer.open("g", [("class", "change-legend"), ("font-size", DrawingText.legendSize.svg)])
    var x = Page.margin
    for emphasis in emphases {
      sample(emphasis, x: x, &writer)
      write(words(emphasis), x: &x, from: 66, &writer)
    }
    let hasNumbers = scene.nodes.contains { node in node.mark.words.map { $0.first == "+" } ?? false }
    if hasNumbers { write("+2: how often it came up since \(since)", x: &x, from: 0, &writer) }
    if isEmpty { write("Nothing has changed since \(since).", x: &x, from: 0, &writer) }
    writer.close("g")
  }

  static func words(_ emphasis: ChangeMark.Emphasis) -> String {
    switch emphasis {
    case .raised: "new, or more than before"
    case .plain: "as before"
    case .faded: "less than before, or not mentioned"
    case .ghost: "no longer there"
    }
  }

  private static func write(_ text: String, x: inout Double, from offset: Double, _ writer: inout XMLWriter) {
    let size = DrawingText.legendSize
    writer.text("text", [("x", (x + offset).svg), ("y", (row + size * 0.35).svg)], text)
    x += offset + TextMeasure.width(text, size: size) + space
  }

  private static func sample(_ emphasis: ChangeMark.Emphasis, x: Double, _ writer: inout XMLWriter) {
    NodeFigure(
      center: Point(x: x + 10, y: row), radius: 6.5, valence: .maladaptive, emphasis: emphasis
    ).draw(&writer)
    var style = EdgeStyle(sign: .excitatory, strength: .moderate)
    style.emphasis = emphasis
    let end = Point(x: x + 56, y: row)
    let shaft = Curve(
      from: Point(x: x + 26, y: row), to: end - Point(x: style.headLength, y: 0), bend: 0)
    EdgeFigure(shaft: shaft, tip: end, heading: Point(x: 1, y: 0), style: style).draw(&writer)
  }
}
