import CaseModel
import Evaluation

/// Figures in every format. JSON has each one under its dotted name, as nested objects, and the whole list with intervals.
struct FigureSheet: Printable {
  let figures: [Figure]
  let engine: EngineIdentity?
  let decimals: Int
  /// What may be concluded from the figures, in plain words.
  let conclusion: String?

  init(_ figures: [Figure], engine: EngineIdentity? = nil, decimals: Int = 3, conclusion: String? = nil) {
    self.figures = figures
    self.engine = engine
    self.decimals = decimals
    self.conclusion = conclusion
  }

  func text(as format: OutputFormat, width: Int?) -> String {
    let text = format == .json ? json() : table().text(as: format, width: width)
    guard let conclusion, format == .table || format == .markdown else { return text }
    let lines = width.map { TextWidth.lines(conclusion, width: max($0, 20)) } ?? [conclusion]
    return text + "\n" + lines.map { $0 + "\n" }.joined()
  }

  private func table() -> Table {
    Table(
      ["figure", "value", "low", "high", "cases", "baselines"], wrapping: ["baselines"],
      rows: figures.map { figure in
        [
          .text(figure.name), number(figure.value), figure.interval.map { number($0.lowerBound) } ?? .missing,
          figure.interval.map { number($0.upperBound) } ?? .missing, .integer(figure.cases),
          .list(figure.baselines.map { "\($0.name): \(rounded($0.value))" }),
        ]
      })
  }

  private func number(_ value: Double) -> Cell { .number(rounded(value)) }

  private func rounded(_ value: Double) -> Double {
    let factor = (0..<decimals).reduce(1.0) { product, _ in product * 10 }
    // No negative zero.
    return (value * factor).rounded() / factor + 0
  }

  // MARK: JSON

  /// An object of figures by the parts of their names.
  private indirect enum Node {
    case value(Double)
    case members([(key: String, node: Node)])
  }

  private func json() -> String {
    var root: [(key: String, node: Node)] = []
    for figure in figures {
      Self.insert(rounded(figure.value), at: figure.name.split(separator: ".").map(String.init)[...], into: &root)
    }
    let list = figures.map { figure in
      let interval = figure.interval.map { "[\(rounded($0.lowerBound)), \(rounded($0.upperBound))]" } ?? "null"
      let baselines = figure.baselines.map { "\(JSONText.string($0.name)): \(rounded($0.value))" }
      return "    {\"name\": \(JSONText.string(figure.name)), \"value\": \(rounded(figure.value)), "
        + "\"interval\": \(interval), \"cases\": \(figure.cases), \"baselines\": {\(baselines.joined(separator: ", "))}}"
    }
    let said = [("engine", engine?.description), ("conclusion", conclusion)].compactMap { key, text in
      text.map { "  \(JSONText.string(key)): \(JSONText.string($0))" }
    }
    let members = said + root.map { "  \(JSONText.string($0.key)): \(Self.text(of: $0.node, indentation: "  "))" }
    return "{\n" + members.map { $0 + ",\n" }.joined() + "  \"figures\": [\n\(list.joined(separator: ",\n"))\n  ]\n}\n"
  }

  private static func insert(
    _ value: Double, at path: ArraySlice<String>, into members: inout [(key: String, node: Node)]
  ) {
    guard let key = path.first else { return }
    if path.count == 1 {
      members.append((key, .value(value)))
      return
    }
    if let place = members.firstIndex(where: { $0.key == key }), case .members(var inner) = members[place].node {
      insert(value, at: path.dropFirst(), into: &inner)
      members[place].node = .members(inner)
    } else {
      var inner: [(key: String, node: Node)] = []
      insert(value, at: path.dropFirst(), into: &inner)
      members.append((key, .members(inner)))
    }
  }

  private static func text(of node: Node, indentation: String) -> String {
    switch node {
    case .value(let value): return "\(value)"
    case .members(let members):
      let inner = members.map {
        "\(indentation)  \(JSONText.string($0.key)): \(text(of: $0.node, indentation: indentation + "  "))"
      }
      return "{\n" + inner.joined(separator: ",\n") + "\n\(indentation)}"
    }
  }
}
