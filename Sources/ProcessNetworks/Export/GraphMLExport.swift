import CaseModel
import Drawing

/// GraphML (graphml.graphdrawing.org), with a typed key for every attribute.
///
/// An edge's `weight` is its strength without its sign, a third for each step: Gephi leaves out edges of weight 0, and most
/// algorithms take no negative ones. `signed_weight` has the sign, and is 0 for a contradicted edge: filter by `state` first.
/// Of a rejected edge (`decision` is `reject`) both are 0.
enum GraphMLExport {
  private static let graphKeys = [
    ("client", "string"), ("kind", "string"), ("session", "int"), ("session_day", "string"), ("engine", "string"),
    ("engine_version", "string"), ("clusters_left_out", "int"), ("pairs_not_discussed", "int"),
  ]
  private static let nodeKeys = [
    ("label", "string"), ("weight", "double"), ("utterances", "int"), ("valence", "string"), ("dimensions", "string"),
    ("slot", "int"),
    ("x", "double"), ("y", "double"), ("decision", "string"), ("decided_by", "string"),
  ]
  private static let edgeKeys = [
    ("weight", "double"), ("signed_weight", "double"), ("sign", "string"), ("strength", "string"), ("state", "string"),
    ("inferred", "boolean"), ("votes", "string"), ("explanation", "string"),
    ("decision", "string"), ("decided_by", "string"),
  ]

  static func render(_ graph: ExportGraph) -> String {
    var writer = XMLWriter()
    writer.open("graphml", [("xmlns", "http://graphml.graphdrawing.org/xmlns")])
    for (owner, keys) in [("graph", graphKeys), ("node", nodeKeys), ("edge", edgeKeys)] {
      for (name, type) in keys {
        writer.empty(
          "key", [("id", "\(owner)_\(name)"), ("for", owner), ("attr.name", name), ("attr.type", type)])
      }
    }
    writer.open("graph", [("id", "network"), ("edgedefault", "directed")])
    write(values(graph.network), of: "graph", &writer)
    for node in graph.nodes {
      writer.open("node", [("id", node.cluster.key)])
      write(values(node), of: "node", &writer)
      writer.close("node")
    }
    for (number, edge) in graph.edges.enumerated() {
      writer.open(
        "edge", [("id", "e\(number + 1)"), ("source", edge.pair.source), ("target", edge.pair.target)])
      write(values(edge), of: "edge", &writer)
      writer.close("edge")
    }
    writer.close("graph")
    writer.close("graphml")
    return writer.output
  }

  private static func write(_ values: [(String, String)], of owner: String, _ writer: inout XMLWriter) {
    for (name, value) in values { writer.text("data", [("key", "\(owner)_\(name)")], value) }
  }

  private static func values(_ network: Network) -> [(String, String)] {
    [
      ("client", network.clientCode), ("kind", network.kind.rawValue), ("session", "\(network.sessionNumber)"),
      ("session_day", "\(network.sessionDay)"), ("engine", network.engine.name),
      ("engine_version", network.engine.version), ("clusters_left_out", "\(network.clustersLeftOut)"),
      ("pairs_not_discussed", "\(network.pairsNotDiscussed)"),
    ]
  }

  private static func values(_ node: NetworkNode) -> [(String, String)] {
    let place = Page.point(ofSlot: node.slot)
    return [
      ("label", node.cluster.theme), ("weight", "\(node.weight)"), ("utterances", "\(node.utterances)"),
      ("valence", node.cluster.valence.rawValue),
      ("dimensions", node.cluster.dimensions.map(\.rawValue).joined(separator: " ")), ("slot", "\(node.slot)"),
      // Gephi's and igraph's y grows upwards.
      ("x", place.x.svg), ("y", (Page.height - place.y).svg),
    ] + values(node.decision)
  }

  private static func values(_ edge: Edge) -> [(String, String)] {
    [
      ("weight", "\(edge.unsignedWeight)"), ("signed_weight", "\(edge.signedWeight)"), ("sign", edge.sign.rawValue),
      ("strength", edge.strength.rawValue), ("state", edge.state.rawValue), ("inferred", "\(edge.isInferred)"),
      ("votes", CSVExport.votes(edge)), ("explanation", edge.explanation),
    ] + values(edge.decision)
  }

  /// Nothing where nobody decided.
  private static func values(_ decision: Decision?) -> [(String, String)] {
    guard let decision else { return [] }
    return [("decision", decision.action.rawValue), ("decided_by", decision.actor)]
  }
}
