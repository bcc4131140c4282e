import CaseModel
import Drawing

/// The DOT language of graphviz. `dot -Tsvg` lays the graph out anew; `neato -n -Tsvg` keeps the places of the drawing.
enum DotExport {
  static func render(_ graph: ExportGraph) -> String {
    let title = DrawingWords.caption(graph.network)
    var lines = [
      "digraph \(quoted("network of client \(graph.network.clientCode)")) {",
      "  graph [label=\(label(title)), labelloc=b, fontname=\"Helvetica\", fontsize=11, bgcolor=\"\(Palette.paper)\"];",
      "  node [shape=circle, fixedsize=true, fontname=\"Helvetica\", fontsize=13, style=filled];",
      "  edge [fontname=\"Helvetica\"];",
    ]
    let scene = DrawingScene(graph.network)
    let places = Dictionary(scene.nodes.map { ($0.node.cluster.key, $0) }) { first, _ in first }
    for node in graph.nodes {
      guard let placed = places[node.cluster.key] else { continue }
      lines.append("  \(quoted(node.cluster.key)) [\(attributes(placed))];")
    }
    for edge in graph.edges where edge.state != .notDiscussed && !edge.isRejected {
      let ends = "\(quoted(edge.pair.source)) -> \(quoted(edge.pair.target))"
      lines.append("  \(ends) [\(attributes(edge, graph))];")
    }
    return lines.joined(separator: "\n") + "\n}\n"
  }

  private static func attributes(_ placed: PlacedNode) -> String {
    let node = placed.node
    let look =
      switch node.cluster.valence {
      case .maladaptive: (fill: Palette.maladaptiveFill, line: Palette.maladaptiveFill, font: Palette.paper, rims: 1)
      case .adaptive: (fill: Palette.adaptiveFill, line: Palette.adaptiveOutline, font: Palette.ink, rims: 2)
      case .neutral: (fill: Palette.paper, line: Palette.neutralOutline, font: Palette.ink, rims: 1)
      }
    // Graphviz measures places in points from below, sizes in inches; a unit of the drawing is taken for a point.
    let diameter = 2 * placed.radius / 72
    let values = [
      "label=\(quoted(placed.numberSize == nil ? "" : String(node.utterances)))", "xlabel=\(label(placed.text))",
      "tooltip=\(label(DrawingWords.node(node)))",
      "pos=\"\(placed.center.x.svg),\((Page.height - placed.center.y).svg)\"", "width=\(diameter.svg)",
      "fillcolor=\"\(look.fill)\"", "color=\"\(look.line)\"", "fontcolor=\"\(look.font)\"", "peripheries=\(look.rims)",
      "utterances=\(node.utterances)",
    ]
    return (values + decided(node.decision)).joined(separator: ", ")
  }

  private static func attributes(_ edge: Edge, _ graph: ExportGraph) -> String {
    let style = EdgeStyle(edge)
    let words = DrawingWords.edge(
      edge, source: graph.themes[edge.pair.source] ?? "", target: graph.themes[edge.pair.target] ?? "")
    let values = [
      "color=\"\(style.color)\"", "penwidth=\(style.width.svg)",
      "arrowhead=\(edge.sign == .excitatory ? "normal" : "tee")",
      "style=\(style.isContradicted ? "dotted" : style.isInferred ? "dashed" : "solid")",
      "weight=\(edge.strength.rank)",
      "tooltip=\(label(words + (edge.explanation.isEmpty ? "" : ". \(edge.explanation)")))",
    ]
    return (values + decided(edge.decision)).joined(separator: ", ")
  }

  /// Graphviz keeps attributes that it does not know.
  private static func decided(_ decision: Decision?) -> [String] {
    guard let decision else { return [] }
    return ["decision=\(quoted(decision.action.rawValue))", "decided_by=\(quoted(decision.actor))"]
  }

  /// An identifier: within quotes, only the quote itself needs an escape, but a backslash at the end would escape that.
  private static func quoted(_ text: String) -> String {
    "\"\(oneLine(text).replacing("\\", "\\\\").replacing("\"", "\\\""))\""
  }

  /// An "escString", in which graphviz replaces backslash sequences (`\N` by the node's name) and HTML entities.
  private static func label(_ text: String) -> String { quoted(text.replacing("&", "&amp;")) }

  private static func oneLine(_ text: String) -> String {
    String(String.UnicodeScalarView(text.unicodeScalars.map { $0.value < 0x20 ? " " : $0 }))
  }
}

extension String {
  /// Every occurrence of one character, by itself: without Foundation or regular expressions.
  fileprivate func replacing(_ character: Character, _ replacement: String) -> String {
    reduce(into: "") { result, next in
      if next == character { result += replacement } else { result.append(next) }
    }
  }
}
