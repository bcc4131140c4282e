import CaseModel
import Drawing

/// A node on the page.
struct PlacedNode {
  var node: NetworkNode
  var center: Point
  /// What lines and labels keep clear of: the circle with its halo.
  var radius: Double
  /// Size of the number in the circle; nil where the circle is too small for it and the label carries it.
  var numberSize: Double?
  var mark = ChangeMark()

  var circleRadius: Double { radius - mark.emphasis.haloWidth }
  /// Where the mark of what a person decided stands.
  var markPlace: Point?

  /// The label's text. Whitespace of any sort is a word space.
  var text: String {
    let theme = node.cluster.theme.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    return numberSize == nil ? "\(node.utterances)× \(theme)" : theme
  }
}

/// Everything that has a place on the drawing: nodes, the edges between them, labels.
struct DrawingScene {
  var nodes: [PlacedNode] = []
  var routes: [EdgeRoute] = []
  /// One for each node, in the same order.
  var labels: [NodeLabel] = []
  /// What the drawing says where there is nothing, or next to nothing, to draw.
  var note: String?
  var notePlace = Page.plot.center

  init(_ network: Network, marks: ChangeMarks = ChangeMarks()) {
    nodes = DrawingScene.placed(network, marks)
    let indices = Dictionary(nodes.enumerated().map { ($1.node.cluster.key, $0) }) { first, _ in first }
    var seen: Set<ClusterPair> = []
    let edges = network.edges.sorted { $0.pair < $1.pair }.compactMap { edge -> (Edge, Int, Int)? in
      guard edge.state != .notDiscussed, !edge.isRejected, edge.pair.source != edge.pair.target,
        let source = indices[edge.pair.source],
        let target = indices[edge.pair.target], seen.insert(edge.pair).inserted
      else { return nil }
      return (edge, source, target)
    }
    note = DrawingWords.note(nodes: nodes.count, edges: edges.count)
    if let noteRect { if nodes.contains(where: { noteRect.distance(to: $0.center) < $0.radius + 60 }) { lowerNote() } }

    // Labels first where they stand best, then lines around them; then each gives way to the other once more, labels last,
    // because a label that covers a line end is worse than a line that runs under a label's halo.
    labels = LabelSearch(nodes: nodes, routes: [], note: noteRect).best()
    for _ in 0..<2 {
      let before = routes
      routes = RouteSearch(nodes: nodes, edges: edges, labels: labels.map(\.rect)).best()
      if routes == before { break }
      labels = LabelSearch(nodes: nodes, routes: routes, note: noteRect).best()
    }
    for index in routes.indices {
      routes[index].mark = marks.edges[routes[index].edge.pair] ?? ChangeMark()
      routes[index].style.emphasis = routes[index].mark.emphasis
    }
    placeEdgeMarks()
    for index in nodes.indices where nodes[index].node.isDecided { nodes[index].markPlace = markPlace(ofNode: index) }
  }

  /// Whether a mark shows what a person decided.
  var showsDecisions: Bool {
    nodes.contains { $0.markPlace != nil } || routes.contains { $0.edge.isDecided && !$0.style.isContradicted }
  }

  /// The cross of a contradicted edge and the tick of a decided one stand in the middle, or as near to it as they are clear of
  /// other lines and of labels: they must not be read as another edge's.
  private mutating func placeEdgeMarks() {
    let paths = routes.map { $0.shaft.points(60) }
    for index in routes.indices where routes[index].style.isContradicted || routes[index].edge.isDecided {
      var best = (fraction: 0.5, clearance: -1.0)
      for fraction in [0.5, 0.46, 0.54, 0.42, 0.58, 0.38, 0.62, 0.34, 0.66, 0.3, 0.7] {
        let place = routes[index].shaft.point(at: fraction)
        var clearance = 12.0
        for (other, path) in paths.enumerated() where other != index {
          clearance = path.reduce(clearance) { min($0, $1.distance(to: place) - routes[other].style.width / 2) }
        }
        for label in labels { clearance = min(clearance, label.rect.distance(to: place)) }
        if clearance > best.clearance { best = (fraction, clearance) }
      }
      routes[index].markFraction = best.fraction
    }
  }

  /// On the rim, where it is clearest of labels, lines and other nodes; at the upper right if that is as good.
  private func markPlace(ofNode index: Int) -> Point {
    let node = nodes[index]
    let preferred = Point(x: 1, y: -1).unit
    var best = (place: node.center, score: -Double.infinity)
    for direction in LabelSearch.directions {
      let place = node.center + direction * (node.radius + DecisionMark.radius * 0.6)
      var clearance = DecisionMark.radius + 6
      for label in labels { clearance = min(clearance, label.rect.distance(to: place)) }
      for (other, neighbour) in nodes.enumerated() where other != index {
        clearance = min(clearance, neighbour.center.distance(to: place) - neighbour.radius)
      }
      for route in routes {
        clearance = min(clearance, route.headCenter.distance(to: place) - route.headRadius)
        clearance = route.shaft.points(40).reduce(clearance) { min($0, $1.distance(to: place) - route.style.width / 2) }
      }
      let score = clearance + 0.5 * direction.dot(preferred)
      if score > best.score { best = (place, score) }
    }
    return best.place
  }

  /// Where the note is.
  var noteRect: Rect? {
    guard let note else { return nil }
    let halfWidth = TextMeasure.width(note, size: DrawingText.noteSize) / 2
    return Rect(minX: notePlace.x, minY: notePlace.y, maxX: notePlace.x, maxY: notePlace.y).inflated(by: 12)
      .widened(by: halfWidth)
  }

  private mutating func lowerNote() { notePlace.y = Page.plot.minY + 10 }

  /// Circles whose areas are in proportion to the nodes' weights.
  private static func placed(_ network: Network, _ marks: ChangeMarks) -> [PlacedNode] {
    var keys: Set<String> = []
    let nodes = network.nodes.filter { keys.insert($0.cluster.key).inserted }
      .sorted { (-$0.weight, $0.cluster.key) < (-$1.weight, $1.cluster.key) }
    // Slots that collide (a network put together by hand) are settled as the layout settles them.
    let taken = Dictionary(
      uniqueKeysWithValues: nodes.map { ($0.cluster.key, marks.slots[$0.cluster.key] ?? $0.slot) })
    let slots = NetworkLayout.slots(for: Array(taken.keys), taken: taken, edges: network.edges)
    let centers = nodes.map { Page.point(ofSlot: slots[$0.cluster.key] ?? $0.slot) }
    let unit = radiusOfOne(weights: nodes.map(\.weight), centers: centers)
    return zip(nodes, centers).map { node, center in
      let radius = max(smallestRadius, unit * max(0, node.weight).squareRoot())
      let mark = marks.nodes[node.cluster.key] ?? ChangeMark()
      return PlacedNode(
        node: node, center: center, radius: radius + mark.emphasis.haloWidth,
        numberSize: numberSize(node, radius: radius), mark: mark)
    }
  }

  /// The smallest circle that can be seen and told from a speck: only a node of no weight, or of less than a hundredth of
  /// the largest, is drawn larger than its share.
  static let smallestRadius = 3.5
  static let largestRadius = 35.0

  /// Radius of a node with one utterance. A single utterance is 12 units where all are few, so that three utterances do not
  /// look like a mountain; circles touch neither the next slot's nor the frame.
  private static func radiusOfOne(weights: [Double], centers: [Point]) -> Double {
    var largest = largestRadius
    for (index, center) in centers.enumerated() {
      for other in centers[..<index] { largest = min(largest, max(4, center.distance(to: other) * 0.36)) }
    }
    return min(12, largest / max(1, weights.max() ?? 1).squareRoot())
  }

  private static func numberSize(_ node: NetworkNode, radius: Double) -> Double? {
    let inside = NodeFigure.innerRadius(radius, node.cluster.valence)
    return [17, 15, 13, 11.5].first { size in
      let half = Point(x: TextMeasure.width(String(node.utterances), size: size, isBold: true) / 2, y: size * 0.36)
      // Larger circles leave the number more air.
      return half.length <= inside - 1 && size <= radius * 0.9 + 3
    }
  }
}

extension Rect {
  fileprivate func widened(by margin: Double) -> Rect {
    Rect(minX: minX - margin, minY: minY, maxX: maxX + margin, maxY: maxY)
  }
}

extension Edge {
  /// A person said that it holds, or how.
  var isDecided: Bool { decision?.action == .accept || decision?.action == .set }
}

extension NetworkNode {
  /// A person named, kept, joined or parted the cluster.
  var isDecided: Bool {
    guard let decision else { return false }
    return [.rename, .merge, .split, .pin].contains(decision.action)
  }
}
