import CaseModel
import Drawing

/// A node in a panel, in the panel's own units.
struct PanelNode {
  var placed: PlacedNode
  /// What stands for the theme on the sheet.
  var number: Int
  /// In none of the panels before; no node of the first panel is new.
  var isNew: Bool
  /// Not spoken of since it was last shown.
  var isSilent: Bool
  /// Where the number stands, if not in the circle.
  var numberPlace: Point?
}

/// One session on the sheet. Nodes and edges are in units of their own, which `scale` makes units of the page, so that circles,
/// lines and line ends are those of the large drawing, only smaller.
struct SeriesPanel {
  var network: Network
  /// On the page, with the title.
  var frame: Rect
  var nodes: [PanelNode] = []
  var routes: [EdgeRoute] = []
}

/// Everything that has a place on the sheet of several sessions.
struct SeriesScene {
  static let panelLimit = 24

  var panels: [SeriesPanel] = []
  /// Page units per panel unit.
  var scale = 1.0
  /// Of the numbers, in panel units.
  var numberSize = 10.0
  /// Of the panels' titles.
  var titleSize = 12.0
  var themes: ThemeList
  /// Says so where not all sessions have a panel.
  var choice: String?

  init(_ series: NetworkSeries) {
    let shown = SeriesScene.evenlyChosen(series.networks)
    if shown.count < series.networks.count {
      choice = DrawingWords.chosen(shown.count, of: series.networks.count)
    }
    let numbers = SeriesScene.numbers(shown)
    themes = ThemeList(SeriesScene.themes(shown, numbers: numbers))
    guard !shown.isEmpty else { return }

    let frames = PanelGrid(count: shown.count, area: themes.roomAbove).frames
    let longest = shown.map { TextMeasure.width(DrawingWords.panel($0), size: 1, isBold: true) }.max() ?? 1
    titleSize = min(12, (frames[0].width - 2 * PanelGrid.titleIndent) / longest)
    let content = PanelGrid.content(of: frames[0])
    scale = max(0.4, min(1, content.width / 480, content.height / 290))
    numberSize = max(9.2, min(14, 20 * scale)) / scale
    let shape = PanelShape(width: content.width / scale, height: content.height / scale)
    let radii = SeriesScene.radii(shown, shape: shape)
    let bends = PanelBends(shown, shape: shape, largestRadius: radii(Double.infinity))
    var utterances: [String: Int] = [:]
    for (index, network) in shown.enumerated() {
      var panel = SeriesPanel(network: network, frame: frames[index])
      panel.nodes = shape.placed(network).map { node, center in
        let key = node.cluster.key
        let known = utterances[key]
        return PanelNode(
          placed: PlacedNode(node: node, center: center, radius: max(3 / scale, radii(node.weight))),
          number: numbers[key] ?? 0, isNew: index > 0 && known == nil,
          isSilent: network.kind == .client && known == node.utterances)
      }
      for node in panel.nodes { utterances[node.placed.node.cluster.key] = node.placed.node.utterances }
      panel.routes = bends.routes(network, nodes: panel.nodes.map(\.placed))
      placeNumbers(&panel, shape: shape)
      panels.append(panel)
    }
  }

  /// All, or the first, the last and as many between them as there are panels.
  static func evenlyChosen(_ networks: [Network]) -> [Network] {
    guard networks.count > panelLimit else { return networks }
    return (0..<panelLimit).map { networks[($0 * (networks.count - 1) + (panelLimit - 1) / 2) / (panelLimit - 1)] }
  }

  /// Themes are numbered as they come up; those of one session by falling weight.
  private static func numbers(_ networks: [Network]) -> [String: Int] {
    var numbers: [String: Int] = [:]
    for node in networks.flatMap({ ExportGraph($0).nodes }) where numbers[node.cluster.key] == nil {
      numbers[node.cluster.key] = numbers.count + 1
    }
    return numbers
  }

  /// By number, each as it was called last.
  private static func themes(_ networks: [Network], numbers: [String: Int]) -> [String] {
    let names = Dictionary(networks.flatMap(\.nodes).map { ($0.cluster.key, $0.cluster.theme) }) { _, last in last }
    return numbers.sorted { $0.value < $1.value }.map { names[$0.key] ?? $0.key }
  }

  /// The radius for a weight, in panel units: the same in all panels, and so that circles do not touch.
  private static func radii(_ networks: [Network], shape: PanelShape) -> (Double) -> Double {
    var largest = PanelShape.largestRadius
    for network in networks {
      let centers = shape.placed(network).map(\.center)
      for (index, center) in centers.enumerated() {
        for other in centers[..<index] { largest = min(largest, max(4, center.distance(to: other) * 0.36)) }
      }
    }
    let heaviest = max(1, networks.flatMap(\.nodes).map(\.weight).max() ?? 1)
    let unit = min(14, largest / heaviest.squareRoot())
    return { weight in min(largest, unit * max(0, weight).squareRoot()) }
  }

  /// Numbers that do not fit into their circles stand beside them, where they are clearest of lines and other circles.
  private func placeNumbers(_ panel: inout SeriesPanel, shape: PanelShape) {
    for index in panel.nodes.indices {
      let node = panel.nodes[index].placed
      let half = Point(
        x: TextMeasure.width("\(panel.nodes[index].number)", size: numberSize, isBold: true) / 2, y: numberSize * 0.36)
      if half.length <= NodeFigure.innerRadius(node.radius, node.node.cluster.valence) - 0.5 {
        panel.nodes[index].placed.numberSize = numberSize
        continue
      }
      let outward = (node.center - shape.middle).unit
      let rim = node.radius + (panel.nodes[index].isNew ? NewMark.width / scale : 0)
      var best = (place: node.center, score: -Double.infinity)
      for direction in LabelSearch.directions {
        let reach = abs(direction.x) * half.x + abs(direction.y) * half.y
        let place = node.center + direction * (rim + 3.5 + reach)
        let rect = Rect(
          minX: place.x - half.x, minY: place.y - half.y, maxX: place.x + half.x, maxY: place.y + half.y)
        let score =
          clearance(of: rect, except: index, in: panel) + 4 * direction.dot(outward)
          - (shape.bounds.inflated(by: -4).contains(rect) ? 0 : 40)
        if score > best.score { best = (place, score) }
      }
      panel.nodes[index].numberPlace = best.place
    }
  }

  /// How far a number is from the lines, line ends and other circles of its panel; no more than what is enough.
  private func clearance(of rect: Rect, except index: Int, in panel: SeriesPanel) -> Double {
    var clearance = 8.0
    for (other, node) in panel.nodes.enumerated() where other != index {
      let rim = node.placed.radius + (node.isNew ? NewMark.width / scale : 0)
      clearance = min(clearance, rect.distance(to: node.placed.center) - rim)
    }
    for route in panel.routes {
      clearance = min(clearance, rect.distance(to: route.headCenter) - route.headRadius)
      for point in route.shaft.points(24) {
        clearance = min(clearance, rect.distance(to: point) - route.style.width / 2)
      }
    }
    return clearance
  }
}
