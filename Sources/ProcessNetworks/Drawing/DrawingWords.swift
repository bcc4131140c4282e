import CaseModel

/// What the drawing says in words: plain ones, which a client can read.
enum DrawingWords {
  static func sessions(_ network: Network) -> String {
    guard network.kind == .client, network.sessionNumber > 1 else { return "session \(network.sessionNumber)" }
    return "sessions 1–\(network.sessionNumber)"
  }

  static func title(_ network: Network) -> String {
    "Client \(network.clientCode) · \(sessions(network))"
  }

  /// "Client M-07 · client network of sessions 1–4, to 2026-03-24 · …".
  static func caption(_ network: Network) -> String {
    let supported = network.edges.count { $0.isSupported }
    let contradicted = network.edges.count { $0.state == .contradicted && !$0.isRejected }
    let day = "\(network.kind == .client ? "to" : "on") \(network.sessionDay)"
    return [
      "Client \(network.clientCode)",
      "\(network.kind == .client ? "client network" : "session network"), \(sessions(network)), \(day)",
      "\(counted(supported, "edge")) supported, \(contradicted) contradicted, "
        + "\(counted(network.pairsNotDiscussed, "pair")) not discussed",
      "\(counted(network.clustersLeftOut, "cluster")) left out",
      "engine \(network.engine)",
    ].joined(separator: " · ")
  }

  /// What stands on the page where there is too little to draw, nil where there is enough.
  static func note(nodes: Int, edges: Int) -> String? {
    if nodes == 0 { return "There is not yet enough to draw: no theme has come up so far." }
    if nodes == 1 { return "One theme has come up so far. That is not yet enough for a network." }
    return edges == 0 ? "How these go together has not been talked about yet." : nil
  }

  static func valence(_ valence: Valence) -> String {
    switch valence {
    case .adaptive: "tends to help"
    case .maladaptive: "tends to hold back"
    case .neutral: "neither of the two"
    }
  }

  static func sign(_ sign: EdgeSign) -> String {
    sign == .excitatory ? "goes with more of" : "goes with less of"
  }

  static func strength(_ strength: EdgeStrength) -> String {
    switch strength {
    case .weak: "slightly"
    case .moderate: "clearly"
    case .strong: "strongly"
    }
  }

  static let inferred = "not said in so many words"
  static let contradicted = "said not to be so"
  static let notDiscussed = "no line: not talked about"

  static let decided = "decided by the clinician"
  static let isNew = "new since the panel before"
  static let isSilent = "not spoken of since then"
  static let size = "larger: spoken of more"

  static func node(_ node: NetworkNode) -> String {
    let times = node.utterances == 1 ? "came up once" : "came up \(node.utterances) times"
    let decision = node.isDecided ? "; \(decided)" : ""
    return "\(node.cluster.theme) (\(times), \(valence(node.cluster.valence))\(decision))"
  }

  static func edge(_ edge: Edge, source: String, target: String) -> String {
    let statement = "\(source) \(strength(edge.strength)) \(sign(edge.sign)) \(target)"
    if edge.state == .contradicted { return "\(source) \(sign(edge.sign)) \(target): \(contradicted)" }
    let remarks = (edge.isInferred ? [inferred] : []) + (edge.isDecided ? [decided] : [])
    return remarks.isEmpty ? statement : "\(statement) (\(remarks.joined(separator: "; ")))"
  }

  /// The whole drawing for those who hear it instead of seeing it.
  static func description(_ network: Network, scene: DrawingScene) -> String {
    let nodes = scene.nodes.map { node($0.node) + "." }
    let edges = scene.routes.map { route in
      edge(
        route.edge, source: scene.nodes[route.source].node.cluster.theme,
        target: scene.nodes[route.target].node.cluster.theme) + "."
    }
    return ([caption(network) + "."] + [scene.note].compactMap { $0 } + nodes + edges).joined(separator: " ")
  }

  private static func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }
}
