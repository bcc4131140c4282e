/// Writes well-formed XML, indented, one element a line.
package struct XMLWriter {
  package private(set) var output = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
  private var depth = 0

  package init() {}

  package mutating func open(_ name: String, _ attributes: [(String, String)] = []) {
    line("<\(name)\(written(attributes))>")
    depth += 1
  }

  package mutating func close(_ name: String) {
    depth -= 1
    line("</\(name)>")
  }

  package mutating func empty(_ name: String, _ attributes: [(String, String)]) {
    line("<\(name)\(written(attributes))/>")
  }

  package mutating func text(_ name: String, _ attributes: [(String, String)], _ content: String) {
    line("<\(name)\(written(attributes))>\(XMLText.escaped(content))</\(name)>")
  }

  /// A text of several lines, each with its own attributes; no whitespace between them, for it would be drawn.
  package mutating func text(
    _ attributes: [(String, String)], lines: [(attributes: [(String, String)], content: String)]
  ) {
    let spans = lines.map { "<tspan\(written($0.attributes))>\(XMLText.escaped($0.content))</tspan>" }
    line("<text\(written(attributes))>\(spans.joined())</text>")
  }

  private mutating func line(_ text: String) {
    output += String(repeating: "  ", count: depth) + text + "\n"
  }

  private func written(_ attributes: [(String, String)]) -> String {
    attributes.map { " \($0.0)=\"\(XMLText.escaped($0.1))\"" }.joined()
  }
}

extension Double {
  /// With at most two decimals, and a point for the decimal sign whatever the locale.
  package var svg: String {
    let hundredths = Int((abs(self) * 100).rounded())
    let (whole, rest) = hundredths.quotientAndRemainder(dividingBy: 100)
    let sign = self < 0 && hundredths > 0 ? "-" : ""
    if rest == 0 { return "\(sign)\(whole)" }
    return rest % 10 == 0 ? "\(sign)\(whole).\(rest / 10)" : "\(sign)\(whole).\(rest < 10 ? "0" : "")\(rest)"
  }
}

extension Point {
  package var svg: String { "\(x.svg) \(y.svg)" }
}
