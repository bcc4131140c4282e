import CaseModel

/// Node-link JSON, as networkx reads and writes it. Edges' `weight` and `signed_weight` are those of the GraphML. `decision` and
/// `decided_by` are there where a person decided.
enum JSONExport {
  static func render(_ graph: ExportGraph) -> String {
    let network = graph.network
    let document = JSONValue.object([
      ("directed", .bool(true)), ("multigraph", .bool(false)),
      (
        "graph",
        .object([
          ("client", .text(network.clientCode)), ("kind", .text(network.kind.rawValue)),
          ("session", .number("\(network.sessionNumber)")), ("session_day", .text("\(network.sessionDay)")),
          ("engine", .text(network.engine.name)), ("engine_version", .text(network.engine.version)),
          ("clusters_left_out", .number("\(network.clustersLeftOut)")),
          ("pairs_not_discussed", .number("\(network.pairsNotDiscussed)")),
        ])
      ),
      ("nodes", .list(graph.nodes.map(node))), ("links", .list(graph.edges.map(link))),
    ])
    return document.written(indent: 0) + "\n"
  }

  private static func node(_ node: NetworkNode) -> JSONValue {
    let position = NetworkLayout.position(of: node.slot)
    let members: [(String, JSONValue)] = [
      ("id", .text(node.cluster.key)), ("label", .text(node.cluster.theme)), ("weight", .number("\(node.weight)")),
      ("utterances", .number("\(node.utterances)")),
      ("valence", .text(node.cluster.valence.rawValue)),
      ("dimensions", .list(node.cluster.dimensions.map { .text($0.rawValue) })), ("slot", .number("\(node.slot)")),
      // In the unit square, from the top left.
      ("x", .number("\(position.x.rounded4)")), ("y", .number("\(position.y.rounded4)")),
    ]
    return .object(members + decided(node.decision))
  }

  private static func decided(_ decision: Decision?) -> [(String, JSONValue)] {
    guard let decision else { return [] }
    return [("decision", .text(decision.action.rawValue)), ("decided_by", .text(decision.actor))]
  }

  private static func link(_ edge: Edge) -> JSONValue {
    let members: [(String, JSONValue)] = [
      ("source", .text(edge.pair.source)), ("target", .text(edge.pair.target)),
      ("weight", .number("\(edge.unsignedWeight)")),
      ("signed_weight", .number("\(edge.signedWeight)")), ("sign", .text(edge.sign.rawValue)),
      ("strength", .text(edge.strength.rawValue)), ("state", .text(edge.state.rawValue)),
      ("inferred", .bool(edge.isInferred)),
      (
        "votes",
        .list(
          edge.votes.map { vote in
            .object([
              ("voter", .text(vote.voter.rawValue)), ("sign", .text(vote.sign.rawValue)),
              ("strength", .text(vote.strength.rawValue)),
            ])
          })
      ),
      ("explanation", .text(edge.explanation)),
    ]
    return .object(members + decided(edge.decision))
  }
}

extension Double {
  /// To four decimals.
  fileprivate var rounded4: Double { (self * 10_000).rounded() / 10_000 }
}

/// JSON (RFC 8259) whose members keep the order in which they are given, so that the same values give the same bytes.
indirect enum JSONValue {
  case text(String)
  /// Written as it is given.
  case number(String)
  case bool(Bool)
  case null
  case list([JSONValue])
  case object([(String, JSONValue)])

  func written(indent: Int) -> String {
    switch self {
    case .text(let text): JSONValue.quoted(text)
    case .number(let number): number
    case .bool(let bool): "\(bool)"
    case .null: "null"
    case .list(let values): JSONValue.lines("[", values.map { $0.written(indent: indent + 1) }, "]", indent)
    case .object(let members):
      JSONValue.lines(
        "{", members.map { "\(JSONValue.quoted($0.0)): \($0.1.written(indent: indent + 1))" }, "}", indent)
    }
  }

  private static func lines(_ open: String, _ parts: [String], _ close: String, _ indent: Int) -> String {
    guard !parts.isEmpty else { return open + close }
    let spaces = String(repeating: "  ", count: indent)
    return "\(open)\n\(parts.map { "\(spaces)  \($0)" }.joined(separator: ",\n"))\n\(spaces)\(close)"
  }

  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      default:
        if scalar.value < 0x20 {
          let digits = String(scalar.value, radix: 16)
          result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        } else {
          result.unicodeScalars.append(scalar)
        }
      }
    }
    return result + "\""
  }
}
