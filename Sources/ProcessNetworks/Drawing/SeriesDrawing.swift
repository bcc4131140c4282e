import CaseModel
import Drawing

/// A client's networks, session by session, on one sheet: small multiples (E. Tufte, "Envisioning Information", 1990, chapter
/// 4), a static SVG for A4 or Letter in landscape. Clusters stand in every panel where they stand on the large drawing.
///
/// A sheet has at most 24 panels; of more sessions evenly chosen ones are shown, the first and the last among them.
struct SeriesDrawing {
  private let series: NetworkSeries

  init(_ series: NetworkSeries) {
    self.series = series
  }

  func svg() -> String {
    let scene = SeriesScene(series)
    var writer = XMLWriter()
    Sheet.open(
      title: DrawingWords.title(series), description: DrawingWords.description(series, scene: scene), &writer)
    drawHead(scene, &writer)
    for panel in scene.panels { draw(panel, scene, &writer) }
    if scene.panels.isEmpty { drawNote(&writer) }
    scene.themes.draw(&writer)
    Legend.drawForSeries(&writer)
    Sheet.drawCaption(DrawingWords.caption(series), &writer)
    writer.close("svg")
    return writer.output
  }

  private func drawHead(_ scene: SeriesScene, _ writer: inout XMLWriter) {
    let choiceWidth = scene.choice.map { TextMeasure.width($0, size: DrawingText.labelSize) + 24 } ?? 0
    Sheet.drawHead(DrawingWords.title(series), width: Page.width - 2 * Page.margin - choiceWidth, &writer)
    guard let choice = scene.choice else { return }
    writer.text(
      "text",
      [
        ("class", "choice"), ("x", (Page.width - Page.margin).svg), ("y", "46"), ("text-anchor", "end"),
        ("fill", Palette.quietInk),
      ], choice)
  }

  private func drawNote(_ writer: inout XMLWriter) {
    writer.text(
      "text",
      [
        ("class", "note"), ("x", Page.plot.center.x.svg), ("y", Page.plot.center.y.svg), ("text-anchor", "middle"),
        ("font-size", DrawingText.noteSize.svg), ("fill", Palette.quietInk),
      ], DrawingWords.noSessions)
  }

  // MARK: Panels

  private func draw(_ panel: SeriesPanel, _ scene: SeriesScene, _ writer: inout XMLWriter) {
    let frame = panel.frame
    writer.open("g", [("class", "panel")])
    writer.empty(
      "rect",
      [
        ("x", frame.minX.svg), ("y", frame.minY.svg), ("width", frame.width.svg), ("height", frame.height.svg),
        ("rx", "4"), ("fill", "none"), ("stroke", Palette.hairline), ("stroke-width", "1"),
      ])
    writer.text(
      "text",
      [
        ("class", "panel-title"), ("x", (frame.minX + PanelGrid.titleIndent).svg), ("y", (frame.minY + 16).svg),
        ("font-size", scene.titleSize.svg), ("font-weight", "600"),
      ], DrawingWords.panel(panel.network))
    let content = PanelGrid.content(of: frame)
    if panel.nodes.isEmpty {
      writer.text(
        "text",
        [
          ("x", content.center.x.svg), ("y", content.center.y.svg), ("text-anchor", "middle"), ("font-size", "12"),
          ("fill", Palette.quietInk),
        ], DrawingWords.noThemes)
    }
    writer.open("g", [("transform", "translate(\(content.minX.svg) \(content.minY.svg)) scale(\(scene.scale.factor))")])
    drawEdges(panel, &writer)
    for node in panel.nodes { draw(node, scene, &writer) }
    for node in panel.nodes { drawNumberBeside(node, scene, &writer) }
    writer.close("g")
    writer.close("g")
  }

  private func drawEdges(_ panel: SeriesPanel, _ writer: inout XMLWriter) {
    for route in panel.routes.sorted(by: NetworkDrawing.isBelow) {
      writer.open("g", [("class", "edge")])
      writer.text(
        "title", [],
        DrawingWords.edge(
          route.edge, source: panel.nodes[route.source].placed.node.cluster.theme,
          target: panel.nodes[route.target].placed.node.cluster.theme))
      EdgeFigure(route).draw(&writer)
      writer.close("g")
    }
    for route in panel.routes where route.style.isContradicted {
      EdgeFigure(route).drawCross(at: route.markFraction, &writer)
    }
  }

  private func draw(_ node: PanelNode, _ scene: SeriesScene, _ writer: inout XMLWriter) {
    let placed = node.placed
    writer.open("g", [("class", node.isNew ? "node new" : node.isSilent ? "node silent" : "node")])
    writer.text("title", [], DrawingWords.node(placed.node))
    if node.isNew { NewMark(center: placed.center, radius: placed.radius, scale: scene.scale).draw(&writer) }
    NodeFigure(
      center: placed.center, radius: placed.radius, valence: placed.node.cluster.valence,
      number: placed.numberSize.map { ("\(node.number)", $0) }, emphasis: node.isSilent ? .faded : .plain
    ).draw(&writer)
    writer.close("g")
  }

  private func drawNumberBeside(_ node: PanelNode, _ scene: SeriesScene, _ writer: inout XMLWriter) {
    guard let place = node.numberPlace else { return }
    let attributes = [
      ("x", place.x.svg), ("y", (place.y + scene.numberSize * 0.355).svg), ("text-anchor", "middle"),
      ("font-size", scene.numberSize.svg), ("font-weight", "600"),
    ]
    // As with labels, the halo is text of its own.
    let halo = [
      ("stroke", Palette.paper), ("stroke-width", "5"), ("stroke-linejoin", "round"), ("fill", Palette.paper),
    ]
    writer.text("text", [("aria-hidden", "true")] + attributes + halo, "\(node.number)")
    writer.text(
      "text", attributes + [("fill", node.isSilent ? Palette.quietInk : Palette.ink)], "\(node.number)")
  }
}

/// The mark of a theme that is new: a band of light around its circle, with a thin outline for grey printers.
struct NewMark {
  /// Of the band, with the outline, in units of the page.
  static let width = 3.8

  var center: Point
  var radius: Double
  /// Page units per unit: the band is as wide in small panels as in large ones.
  var scale: Double

  func draw(_ writer: inout XMLWriter) {
    writer.empty(
      "circle",
      [
        ("class", "new-mark"), ("cx", center.x.svg), ("cy", center.y.svg),
        ("r", (radius + (NewMark.width - 0.4) / scale).svg),
        ("fill", Palette.newFill), ("stroke", Palette.newOutline), ("stroke-width", (0.8 / scale).svg),
      ])
  }
}

extension Double {
  /// To four decimals, for factors: two would shift what is far from the origin.
  fileprivate var factor: String { "\((self * 10_000).rounded() / 10_000)" }
}
