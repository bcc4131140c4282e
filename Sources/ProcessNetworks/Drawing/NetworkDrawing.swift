import CaseModel
import Drawing

/// A network as a drawing that a clinician prints and puts between herself and the client: a static SVG for a sheet of A4 or
/// Letter in landscape. The same network gives the same bytes.
public struct NetworkDrawing {
  private let network: Network
  private let title: String
  private let changes: ChangeSheet?

  /// `title` stands at the head of the sheet; without one it is made from the client's code and the sessions.
  public init(_ network: Network, title: String? = nil) {
    self.network = network
    self.title = title ?? DrawingWords.title(network)
    changes = nil
  }

  /// The drawing of changes: `network` is the later one with what is gone since.
  init(_ network: Network, title: String, changes: ChangeSheet) {
    self.network = network
    self.title = title
    self.changes = changes
  }

  public func svg() -> String {
    let scene = DrawingScene(network, marks: changes?.marks ?? ChangeMarks())
    var writer = XMLWriter()
    Sheet.open(
      title: title, description: changes?.description ?? DrawingWords.description(network, scene: scene), &writer)
    Sheet.drawHead(title, y: changes == nil ? 46 : 38, &writer)
    if let changes {
      ChangeLegend.draw(scene, since: changes.since, isEmpty: changes.marks.isEmpty, &writer)
    }
    for route in scene.routes.sorted(by: NetworkDrawing.isBelow) { drawEdge(route, scene, &writer) }
    for route in scene.routes where route.style.isContradicted {
      EdgeFigure(route).drawCross(at: route.markFraction, &writer)
    }
    for node in scene.nodes { drawNode(node, &writer) }
    drawDecisions(scene, &writer)
    drawLabels(scene, &writer)
    for badge in EdgeBadgeSearch(scene).best() { badge.draw(&writer) }
    drawNote(scene, &writer)
    Legend.draw(showsDecisions: scene.showsDecisions, &writer)
    Sheet.drawCaption(changes?.caption ?? DrawingWords.caption(network), &writer)
    writer.close("svg")
    return writer.output
  }

  /// What is gone or less lies lowest, what is new highest; then contradicted edges, then thick ones, so that thin ones stay
  /// visible where they cross.
  static func isBelow(_ left: EdgeRoute, _ right: EdgeRoute) -> Bool {
    func rank(_ route: EdgeRoute) -> (Int, Int, Double) {
      let level = route.style.emphasis.isFaded ? 0 : route.style.emphasis == .plain ? 1 : 2
      return (level, route.style.isContradicted ? 0 : 1, -route.style.width)
    }
    let (leftRank, rightRank) = (rank(left), rank(right))
    return leftRank != rightRank ? leftRank < rightRank : left.edge.pair < right.edge.pair
  }

  private func drawEdge(_ route: EdgeRoute, _ scene: DrawingScene, _ writer: inout XMLWriter) {
    writer.open("g", [("class", "edge")])
    var words = DrawingWords.edge(
      route.edge, source: scene.nodes[route.source].node.cluster.theme,
      target: scene.nodes[route.target].node.cluster.theme)
    if !route.edge.explanation.isEmpty { words += ". \(route.edge.explanation)" }
    if let mark = route.mark.words { words += ". \(mark)" }
    writer.text("title", [], words)
    EdgeFigure(route).draw(&writer)
    writer.close("g")
  }

  private func drawNode(_ placed: PlacedNode, _ writer: inout XMLWriter) {
    writer.open("g", [("class", "node")])
    writer.text(
      "title", [], [DrawingWords.node(placed.node), placed.mark.words].compactMap { $0 }.joined(separator: ". "))
    NodeFigure(
      center: placed.center, radius: placed.circleRadius, valence: placed.node.cluster.valence,
      number: placed.numberSize.map { (String(placed.node.utterances), $0) }, emphasis: placed.mark.emphasis
    ).draw(&writer)
    writer.close("g")
  }

  private func drawDecisions(_ scene: DrawingScene, _ writer: inout XMLWriter) {
    for route in scene.routes where route.edge.isDecided && !route.style.isContradicted {
      DecisionMark(center: route.shaft.point(at: route.markFraction)).draw(&writer)
    }
    for place in scene.nodes.compactMap(\.markPlace) { DecisionMark(center: place).draw(&writer) }
  }

  private func drawLabels(_ scene: DrawingScene, _ writer: inout XMLWriter) {
    for (label, node) in zip(scene.labels, scene.nodes) {
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
      let isFaded = node.mark.emphasis.isFaded
      drawLines(
        of: label, [("class", "label")] + (isFaded ? [("fill", Palette.quietInk)] : []), &writer)
    }
  }

  private func drawLines(of label: NodeLabel, _ attributes: [(String, String)], _ writer: inout XMLWriter) {
    let lines = label.lines.enumerated().map { number, line in
      var own = [("x", label.anchorX.svg), ("y", label.baselineY(number).svg)]
      if label.hasMark && number == label.lines.count - 1 {
        own += [("font-size", DrawingText.legendSize.svg), ("font-weight", "600")]
      }
      return (attributes: own, content: line)
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
