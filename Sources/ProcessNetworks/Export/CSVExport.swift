import CaseModel

/// Edge lists as RFC 4180 has it: a header, CRLF, fields in quotes where they need them. `weight` is signed, and 0 for an edge
/// that is contradicted or rejected.
///
/// In R: `qgraph(read.csv(file)[, 1:3], edgelist = TRUE)`. Without `edgelist = TRUE`, qgraph takes three edges for a matrix of
/// weights, and more than three columns for no network at all (qgraph 1.9, `R/qgraph.R`).
enum CSVExport {
  static let header = [
    "source", "target", "weight", "sign", "strength", "state", "inferred", "source_theme", "target_theme", "votes",
    "explanation", "decision", "decided_by",
  ]

  static func render(_ graph: ExportGraph) -> String {
    let rows = graph.edges.map { edge in
      [
        edge.pair.source, edge.pair.target, "\(edge.signedWeight)", edge.sign.rawValue, edge.strength.rawValue,
        edge.state.rawValue, "\(edge.isInferred)", graph.themes[edge.pair.source] ?? "",
        graph.themes[edge.pair.target] ?? "", votes(edge), edge.explanation,
        edge.decision?.action.rawValue ?? "", edge.decision?.actor ?? "",
      ]
    }
    return table([header] + rows)
  }

  /// The edges that hold, as perceived causal networks are kept: source, target, weight from −1 to +1.
  static func renderHolding(_ graph: ExportGraph) -> String {
    let rows = graph.edges.filter(\.isSupported).map { [$0.pair.source, $0.pair.target, "\($0.weight)"] }
    return table([["source", "target", "weight"]] + rows)
  }

  static func table(_ rows: [[String]]) -> String {
    rows.map { $0.map(field).joined(separator: ",") + "\r\n" }.joined()
  }

  /// "wording excitatory strong; order excitatory weak".
  static func votes(_ edge: Edge) -> String {
    edge.votes.map { "\($0.voter.rawValue) \($0.sign.rawValue) \($0.strength.rawValue)" }.joined(separator: "; ")
  }

  /// By scalars: CR LF is a single character to Swift.
  private static func field(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: { "\",\r\n".unicodeScalars.contains($0) }) else { return text }
    var quoted = "\""
    for scalar in text.unicodeScalars {
      if scalar == "\"" { quoted += "\"" }
      quoted.unicodeScalars.append(scalar)
    }
    return quoted + "\""
  }
}
