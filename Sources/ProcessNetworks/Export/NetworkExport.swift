import CaseModel

/// The forms in which a network leaves the system. All are text in UTF-8; the same network gives the same bytes, whatever the
/// locale.
///
/// In every form nodes stand by falling weight, then by key, and edges by source, then by target. Edges whose clusters are not
/// among the nodes are left out. Weights of edges are those of `Edge.weight`, but 0 where the client's words contradict the
/// edge: what is read as an adjacency matrix must not say the opposite of what the client said.
///
/// An edge that a person rejected is not drawn (svg, dot) and not in `pecan`. The other forms keep it, to show the decision:
/// its `state` is still what the client's words make it, its `decision` is `reject`, and every weight of it is 0. So who keeps
/// the rows of `state` "supported" and adds weights up is right, and who counts rows leaves out those of weight 0.
public enum NetworkExport: String, CaseIterable, Sendable {
  /// The drawing, for a sheet of paper.
  case svg
  /// For graphviz.
  case dot
  /// For Gephi, igraph, networkx, Cytoscape, yEd.
  case graphml
  /// For Gephi: with the drawing's places and sizes.
  case gexf
  /// Node-link form: `networkx.node_link_graph(json.load(file), edges="links")`.
  case json
  /// The edge list, for R, spreadsheets and statistics: its first three columns are what `qgraph` takes.
  case csv
  /// A perceived causal network (PECAN): source, target and weight (−1…+1) of the edges that hold, as CSV.
  case pecan

  /// What its file's name ends in.
  public var fileExtension: String { self == .pecan ? "csv" : rawValue }

  public func render(_ network: Network) -> String {
    let graph = ExportGraph(network)
    return switch self {
    case .svg: NetworkDrawing(network).svg()
    case .dot: DotExport.render(graph)
    case .graphml: GraphMLExport.render(graph)
    case .gexf: GEXFExport.render(network)
    case .json: JSONExport.render(graph)
    case .csv: CSVExport.render(graph)
    case .pecan: CSVExport.renderHolding(graph)
    }
  }
}

/// A network in the order of its export, without what a graph cannot hold.
struct ExportGraph {
  var network: Network
  var nodes: [NetworkNode]
  var edges: [Edge]
  var themes: [String: String]

  init(_ network: Network) {
    self.network = network
    var keys: Set<String> = []
    nodes = network.nodes.filter { keys.insert($0.cluster.key).inserted }
      .sorted { (-$0.weight, $0.cluster.key) < (-$1.weight, $1.cluster.key) }
    var pairs: Set<ClusterPair> = []
    edges = network.edges
      .filter { keys.contains($0.pair.source) && keys.contains($0.pair.target) && pairs.insert($0.pair).inserted }
      .sorted { $0.pair < $1.pair }
    themes = Dictionary(uniqueKeysWithValues: nodes.map { ($0.cluster.key, $0.cluster.theme) })
  }
}

extension Edge {
  /// −1…+1; 0 where there is no edge to speak of.
  var signedWeight: Double { isSupported ? weight : 0 }

  /// 0…1, without the sign; 0 where a person said that there is no such edge.
  var unsignedWeight: Double { isRejected ? 0 : abs(weight) }
}
