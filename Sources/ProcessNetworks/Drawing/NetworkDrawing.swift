import CaseModel

/// A network as a drawing that a clinician prints and puts between herself and the client: a static SVG for a sheet of A4 or
/// Letter in landscape. The same network gives the same bytes.
public struct NetworkDrawing {
  private let network: Network
  private let title: String

  /// `title` stands at the head of the sheet; without one it is made from the client's code and the sessions.
  public init(_ network: Network, title: String? = nil) {
    self.network = network
    self.title = title ?? DrawingWords.title(network)
  }

  public func svg() -> String {
    let scene = DrawingScene(network)
    var writer = XMLWriter()
    writer.open(
      "svg",
      [
        ("xmlns", "http://www.w3.org/2000/svg"), ("width", "\(Page.widthMillimetres.svg)mm"),
        ("height", "\(Page.heightMillimetres.svg)mm"), ("viewBox", "0 0 \(Page.width.svg) \(Page.height.svg)"),
        ("role", "img"), ("aria-labelledby", "drawing-title drawing-description"),
        ("font-family", DrawingText.family), ("font-size", DrawingText.labelSize.svg), ("fill", Palette.ink),
      ])
    writer.text("title", [("id", "drawing-title")], title)
    writer.text("desc", [("id", "drawing-description")], DrawingWords.description(network, scene: scene))
    writer.empty(
      "rect", [("width", Page.width.svg), ("height", Page.height.svg), ("fill", Palette.paper)])
    drawHead(&writer)
    for route in scene.routes.sorted(by: NetworkDrawing.isBelow) { drawEdge(route, scene, &writer) }
    for route in scene.routes where route.style.isContradicted {
      EdgeFigure(route).drawCross(at: route.crossFraction, &writer)
    }
    for node in scene.nodes { drawNode(node, &writer) }
    drawLabels(scene, &writer)
    drawNote(scene, &writer)
    Legend.draw(&writer)
    drawCaption(&writer)
    writer.close("svg")
    return writer.output
  }

  /// Contradicted edges lie lowest, then thick ones, so that thin ones stay visible where they cross.
  private static func isBelow(_ left: EdgeRoute, _ right: EdgeRoute) -> Bool {
    let leftRank = (left.style.isContradicted ? 0 : 1, -left.style.width)
    let rightRank = (right.style.isContradicted ? 0 : 1, -right.style.width)
    return leftRank != rightRank ? leftRank < rightRank : left.edge.pair < right.edge.pair
  }

  private func drawHead(_ writer: inout XMLWriter) {
    let fitted = TextMeasure.lines(
      title, size: DrawingText.titleSize * 1.08, width: Page.width - 2 * Page.margin, lineLimit: 1)
    writer.text(
      "text",
      [
        ("x", Page.margin.svg), ("y", "46"), ("font-size", DrawingText.titleSize.svg), ("font-weight", "600"),
      ], fitted.first ?? "")
  }

  private func drawCaption(_ writer: inout XMLWriter) {
    let lines = TextMeasure.lines(
      DrawingWords.caption(network), size: DrawingText.captionSize, width: Page.width - 2 * Page.margin, lineLimit: 1)
    writer.text(
      "text",
      [
        ("x", Page.margin.svg), ("y", (Page.height - 14).svg), ("font-size", DrawingText.captionSize.svg),
        ("fill", Palette.quietInk),
      ], lines.first ?? "")
  }

  private func drawEdge(_ route: EdgeRoute, _ scene: DrawingScene, _ writer: inout XMLWriter) {
    writer.open("g", [("class", "edge")])
    var words = DrawingWords.edge(
      route.edge, source: scene.nodes[route.source].node.cluster.theme,
      target: scene.nodes[route.target].node.cluster.theme)
    if !route.edge.explanation.isEmpty { words += ". \(route.edge.explanation)" }
    writer.text("title", [], words)
    EdgeFigure(route).draw(&writer)
    writer.close("g")
  }

  private func drawNode(_ placed: PlacedNode, _ writer: inout XMLWriter) {
    writer.open("g", [("class", "node")])
    writer.text("title", [], DrawingWords.node(placed.node))
    NodeFigure(
      center: placed.center, radius: placed.radius, valence: placed.node.cluster.valence,
      number: placed.numberSize.map { (String(placed.node.weight), $0) }
    ).draw(&writer)
    writer.close("g")
  }

  private func drawLabels(_ scene: DrawingScene, _ writer: inout XMLWriter) {
    for label in scene.labels {
      if let leader = label.leader {
        writer.empty(
          "path",
          [
            ("d", "M\(leader[0].svg) L\(leader[1].svg)"), ("stroke", Palette.quietInk), ("stroke-width", "0.8"),
            ("fill", "none"),
          ])
      }
      // The halo is text of its own: not every reader knows `paint-order`, and one that does not would blot the label out.
      if label.isOverEdge(scene.routes) {
        drawLines(
          of: label,
          [
            ("aria-hidden", "true"), ("stroke", Palette.paper), ("stroke-width", "4.5"), ("stroke-linejoin", "round"),
            ("fill", Palette.paper),
          ], &writer)
      }
      drawLines(of: label, [("class", "label")], &writer)
    }
  }

  private func drawLines(of label: NodeLabel, _ attributes: [(String, String)], _ writer: inout XMLWriter) {
    let lines = label.lines.enumerated().map { number, line in
      (attributes: [("x", label.anchorX.svg), ("y", label.baselineY(number).svg)], content: line)
    }
    writer.text([("text-anchor", label.alignment.rawValue)] + attributes, lines: lines)
  }

  private func drawNote(_ scene: DrawingScene, _ writer: inout XMLWriter) {
    guard let note = scene.note else { return }
    writer.text(
      "text",
      [
        ("class", "note"), ("x", scene.notePlace.x.svg), ("y", (scene.notePlace.y + 5).svg),
        ("text-anchor", "middle"), ("font-size", DrawingText.noteSize.svg), ("fill", Palette.quietInk),
      ], note)
  }
}
