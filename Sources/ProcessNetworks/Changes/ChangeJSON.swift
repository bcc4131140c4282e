import CaseModel

extension NetworkChange {
  /// The changes as a JSON object. Every change has the values before and after, `null` where there was nothing.
  public func json() -> String {
    let document = JSONValue.object([
      ("client", .text(clientCode)), ("from", from.map(NetworkChange.value) ?? .null),
      ("to", NetworkChange.value(to)), ("is_empty", .bool(isEmpty)), ("summary", .text(summary)),
      ("clusters", .list(clusters.map(NetworkChange.value))), ("edges", .list(edges.map(NetworkChange.value))),
    ])
    return document.written(indent: 0) + "\n"
  }

  private static func value(_ moment: Moment) -> JSONValue {
    .object([("session", .number("\(moment.sessionNumber)")), ("session_day", .text("\(moment.sessionDay)"))])
  }

  private static func value(_ change: ClusterChange) -> JSONValue {
    .object([
      ("change", .text(change.kind.rawValue)), ("key", .text(change.key)),
      ("new_utterances", .number("\(change.newUtterances)")),
      ("before", change.before.map(value) ?? .null), ("after", change.after.map(value) ?? .null),
    ])
  }

  private static func value(_ node: NetworkNode) -> JSONValue {
    .object([
      ("label", .text(node.cluster.theme)), ("weight", .number("\(node.weight)")),
      ("utterances", .number("\(node.utterances)")), ("decision", node.decision.map(value) ?? .null),
    ])
  }

  private static func value(_ change: EdgeChange) -> JSONValue {
    .object([
      ("change", .text(change.kind.rawValue)), ("source", .text(change.pair.source)),
      ("target", .text(change.pair.target)), ("source_label", .text(change.sourceTheme)),
      ("target_label", .text(change.targetTheme)), ("before", change.before.map(value) ?? .null),
      ("after", change.after.map(value) ?? .null),
    ])
  }

  private static func value(_ edge: Edge) -> JSONValue {
    .object([
      ("sign", .text(edge.sign.rawValue)), ("strength", .text(edge.strength.rawValue)),
      ("state", .text(edge.state.rawValue)), ("inferred", .bool(edge.isInferred)),
      ("decision", edge.decision.map(value) ?? .null),
    ])
  }

  private static func value(_ decision: Decision) -> JSONValue {
    .object([
      ("action", .text(decision.action.rawValue)), ("actor", .text(decision.actor)), ("reason", .text(decision.reason)),
    ])
  }
}
