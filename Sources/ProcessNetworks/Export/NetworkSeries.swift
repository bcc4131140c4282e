import CaseModel

/// One client's networks in order of session, all by one engine.
public struct NetworkSeries: Hashable, Sendable {
  public var networks: [Network]

  public init(networks: [Network]) {
    self.networks = networks
  }
}

/// The forms in which a client's course leaves the system. All are text in UTF-8; the same series gives the same bytes.
///
/// Silence is not zero: a pair of clusters that was not discussed has no row and no edge, in none of the forms. Who makes a
/// matrix of them has to fill such pairs with what the analysis takes for missing, not with 0.
public enum SeriesExport: String, CaseIterable, Sendable {
  /// GEXF 1.3 with a timeline, for Gephi and `networkx.read_gexf` (networkx 3.6 or later).
  case gexf
  /// An edge list with a row for every session and edge, as CSV, for R and statistics. `weight` is −1…+1, and 0 where the
  /// client's words contradict the edge or a person rejected it; `state` says which.
  case longitudinal
  /// All sessions on one sheet of paper.
  case svg

  /// What its file's name ends in.
  public var fileExtension: String { self == .longitudinal ? "csv" : rawValue }

  public func render(_ series: NetworkSeries) -> String {
    switch self {
    case .gexf: GEXFExport.render(series)
    case .longitudinal: LongitudinalExport.render(series)
    case .svg: SeriesDrawing(series).svg()
    }
  }
}

extension ExportGraph {
  /// Without pairs of which nothing is known.
  static func discussed(_ network: Network) -> ExportGraph {
    var graph = ExportGraph(network)
    graph.edges.removeAll { $0.state == .notDiscussed }
    return graph
  }
}

extension Edge {
  /// "supported", "contradicted" or "rejected": over time, a person's rejection is a state like the others.
  var stateOverTime: String { isRejected ? "rejected" : state.rawValue }
}
