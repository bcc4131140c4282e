import CaseModel

/// The edge lists of all sessions, one below the other.
enum LongitudinalExport {
  static let header = [
    "client", "session", "source", "target", "weight", "state", "session_date", "sign", "strength", "inferred",
    "decision", "decided_by", "source_theme", "target_theme",
  ]

  static func render(_ series: NetworkSeries) -> String {
    CSVExport.table([header] + series.networks.map(ExportGraph.discussed).flatMap(rows))
  }

  private static func rows(_ graph: ExportGraph) -> [[String]] {
    let network = graph.network
    return graph.edges.map { edge in
      [
        network.clientCode, "\(network.sessionNumber)", edge.pair.source, edge.pair.target, "\(edge.signedWeight)",
        edge.stateOverTime, "\(network.sessionDay)", edge.sign.rawValue, edge.strength.rawValue,
        "\(edge.isInferred)", edge.decision?.action.rawValue ?? "", edge.decision?.actor ?? "",
        graph.themes[edge.pair.source] ?? "", graph.themes[edge.pair.target] ?? "",
      ]
    }
  }
}
