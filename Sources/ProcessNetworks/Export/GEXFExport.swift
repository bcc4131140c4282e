import CaseModel
import Drawing

/// GEXF 1.3 (gexf.net/schema.html), of one network or, on a timeline of days, of a client's course.
///
/// On the timeline what a session's network says holds from the session's day to the day before the next session, both
/// included, as the format's intervals are; what the last one says, on its day. Of two sessions on one day the later stands.
/// Labels, places, colours and sizes are the latest. Edges' `weight` and `signed_weight` are those of the GraphML.
enum GEXFExport {
  /// A network without a timeline.
  static func render(_ network: Network) -> String {
    let span = Span(start: network.sessionDay, end: network.sessionDay, graph: ExportGraph(network))
    return GEXFExport.document([span], isDynamic: false, description: DrawingWords.caption(network))
  }

  static func render(_ series: NetworkSeries) -> String {
    let ordered = series.networks.enumerated().sorted {
      ($0.element.sessionDay, $0.offset) < ($1.element.sessionDay, $1.offset)
    }
    .map(\.element)
    var spans: [Span] = []
    for network in ordered {
      let day = network.sessionDay
      if spans.last?.start == day { spans.removeLast() }
      if !spans.isEmpty { spans[spans.count - 1].end = Day(daysSinceEpoch: day.daysSinceEpoch - 1) }
      spans.append(Span(start: day, end: day, graph: ExportGraph.discussed(network)))
    }
    return document(spans, isDynamic: true, description: DrawingWords.caption(series))
  }

  /// From the day of a session to the last one on which its network holds.
  private struct Span {
    var start: Day
    var end: Day
    var graph: ExportGraph
  }

  /// What an attribute is called, and of what type it is.
  private typealias Column = (name: String, type: String)

  private static let fixedNodeColumns: [Column] = [
    ("valence", "string"), ("dimensions", "string"), ("slot", "integer"),
  ]
  private static let nodeColumns: [Column] = [
    ("weight", "double"), ("utterances", "integer"), ("decision", "string"), ("decided_by", "string"),
  ]
  /// An attribute called `weight` is what Gephi takes for the edge's weight over time.
  private static let edgeColumns: [Column] = [
    ("weight", "double"), ("signed_weight", "double"), ("sign", "string"), ("strength", "string"), ("state", "string"),
    ("inferred", "boolean"), ("decision", "string"), ("decided_by", "string"),
  ]

  private static func document(_ spans: [Span], isDynamic: Bool, description: String) -> String {
    var writer = XMLWriter()
    writer.open(
      "gexf",
      [("xmlns", "http://gexf.net/1.3"), ("xmlns:viz", "http://gexf.net/1.3/viz"), ("version", "1.3")])
    writer.open("meta", spans.last.map { [("lastmodifieddate", "\($0.start)")] } ?? [])
    writer.text("creator", [], "Caseloom")
    writer.text("description", [], description)
    writer.close("meta")
    writer.open("graph", graphAttributes(spans, isDynamic: isDynamic))
    declare(fixedNodeColumns, of: "node", isDynamic: false, &writer)
    declare(nodeColumns, of: "node", isDynamic: isDynamic, &writer)
    declare(edgeColumns, of: "edge", isDynamic: isDynamic, &writer)
    writeNodes(spans, isDynamic: isDynamic, &writer)
    writeEdges(spans, isDynamic: isDynamic, &writer)
    writer.close("graph")
    writer.close("gexf")
    return writer.output
  }

  private static func graphAttributes(_ spans: [Span], isDynamic: Bool) -> [(String, String)] {
    let attributes = [
      ("mode", isDynamic ? "dynamic" : "static"), ("defaultedgetype", "directed"), ("idtype", "string"),
    ]
    guard isDynamic else { return attributes }
    let timeline = [("timeformat", "date"), ("timerepresentation", "interval")]
    guard let first = spans.first, let last = spans.last else { return attributes + timeline }
    return attributes + timeline + [("start", "\(first.start)"), ("end", "\(last.end)")]
  }

  private static func declare(_ columns: [Column], of owner: String, isDynamic: Bool, _ writer: inout XMLWriter) {
    writer.open("attributes", [("class", owner), ("mode", isDynamic ? "dynamic" : "static")])
    for column in columns {
      writer.empty("attribute", [("id", column.name), ("title", column.name), ("type", column.type)])
    }
    writer.close("attributes")
  }

  // MARK: Nodes

  private static func writeNodes(_ spans: [Span], isDynamic: Bool, _ writer: inout XMLWriter) {
    writer.open("nodes")
    var seen: Set<String> = []
    let latest = spans.reversed().flatMap(\.graph.nodes).filter { seen.insert($0.cluster.key).inserted }
    let heaviest = max(1, latest.map(\.weight).max() ?? 1)
    for node in latest {
      let key = node.cluster.key
      let course = spans.map { span in span.graph.nodes.first { $0.cluster.key == key } }
      writer.open("node", [("id", key), ("label", node.cluster.theme)])
      writer.open("attvalues")
      write(fixedValues(node), nil, &writer)
      for (span, node) in zip(spans, course) {
        if let node { write(values(node), isDynamic ? span : nil, &writer) }
      }
      writer.close("attvalues")
      if isDynamic { writeSpells(spans, isThere: course.map { $0 != nil }, &writer) }
      writeLook(node, heaviest: heaviest, &writer)
      writer.close("node")
    }
    writer.close("nodes")
  }

  private static func fixedValues(_ node: NetworkNode) -> [(String, String)] {
    [
      ("valence", node.cluster.valence.rawValue),
      ("dimensions", node.cluster.dimensions.map(\.rawValue).joined(separator: " ")), ("slot", "\(node.slot)"),
    ]
  }

  private static func values(_ node: NetworkNode) -> [(String, String)] {
    [("weight", "\(node.weight)"), ("utterances", "\(node.utterances)")] + values(node.decision)
  }

  /// Circles whose areas are in proportion to the weights, as on the drawing.
  private static func writeLook(_ node: NetworkNode, heaviest: Double, _ writer: inout XMLWriter) {
    let share = (max(0, node.weight) / heaviest).squareRoot()
    let radius = max(DrawingScene.smallestRadius, DrawingScene.largestRadius * share)
    let place = Page.point(ofSlot: node.slot)
    let color: (r: Int, g: Int, b: Int) =
      switch node.cluster.valence {
      case .maladaptive: (0x57, 0x50, 0x68)
      case .adaptive: (0x4c, 0x9f, 0x78)
      case .neutral: (0xbf, 0xc4, 0xcc)
      }
    writer.empty("viz:color", [("r", "\(color.r)"), ("g", "\(color.g)"), ("b", "\(color.b)")])
    // Gephi's y grows upwards.
    writer.empty("viz:position", [("x", place.x.svg), ("y", (Page.height - place.y).svg), ("z", "0")])
    writer.empty("viz:size", [("value", radius.svg)])
  }

  // MARK: Edges

  private static func writeEdges(_ spans: [Span], isDynamic: Bool, _ writer: inout XMLWriter) {
    writer.open("edges")
    let pairs = Set(spans.flatMap { $0.graph.edges.map(\.pair) }).sorted()
    for (number, pair) in pairs.enumerated() {
      let course = spans.map { span in span.graph.edges.first { $0.pair == pair } }
      writer.open("edge", [("id", "e\(number + 1)"), ("source", pair.source), ("target", pair.target)])
      writer.open("attvalues")
      for (span, edge) in zip(spans, course) {
        guard let edge else { continue }
        let state = isDynamic ? edge.stateOverTime : edge.state.rawValue
        write(values(edge, state: state), isDynamic ? span : nil, &writer)
      }
      writer.close("attvalues")
      if isDynamic { writeSpells(spans, isThere: course.map { $0 != nil }, &writer) }
      writer.close("edge")
    }
    writer.close("edges")
  }

  private static func values(_ edge: Edge, state: String) -> [(String, String)] {
    [
      ("weight", "\(edge.unsignedWeight)"), ("signed_weight", "\(edge.signedWeight)"), ("sign", edge.sign.rawValue),
      ("strength", edge.strength.rawValue), ("state", state), ("inferred", "\(edge.isInferred)"),
    ] + values(edge.decision)
  }

  // MARK: Both

  private static func values(_ decision: Decision?) -> [(String, String)] {
    guard let decision else { return [] }
    return [("decision", decision.action.rawValue), ("decided_by", decision.actor)]
  }

  private static func write(_ values: [(String, String)], _ span: Span?, _ writer: inout XMLWriter) {
    let times = span.map { [("start", "\($0.start)"), ("end", "\($0.end)")] } ?? []
    for (name, value) in values { writer.empty("attvalue", [("for", name), ("value", value)] + times) }
  }

  /// One spell for every run of sessions in which it is there.
  private static func writeSpells(_ spans: [Span], isThere: [Bool], _ writer: inout XMLWriter) {
    writer.open("spells")
    var start: Day?
    for (index, span) in spans.enumerated() where isThere[index] {
      let first = start ?? span.start
      let isLast = index + 1 == spans.count || !isThere[index + 1]
      if isLast { writer.empty("spell", [("start", "\(first)"), ("end", "\(span.end)")]) }
      start = isLast ? nil : first
    }
    writer.close("spells")
  }
}
