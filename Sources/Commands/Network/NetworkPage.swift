import CaseModel

/// A network as a page that a clinician can read in a terminal.
struct NetworkPage {
  private let network: Network
  private let width: Int
  private let themes: [String: String]
  private let weights: [String: Double]

  init(_ network: Network, width: Int) {
    self.network = network
    self.width = max(width, 40)
    let nodes = network.nodes.map { ($0.cluster.key, $0) }
    themes = Dictionary(nodes.map { ($0.0, $0.1.cluster.theme) }, uniquingKeysWith: { first, _ in first })
    weights = Dictionary(nodes.map { ($0.0, $0.1.weight) }, uniquingKeysWith: { first, _ in first })
  }

  func text() -> String {
    var page = heading()
    page += clusters()
    for group in Group.allCases { page += edges(group) }
    page += closing()
    return page.map { $0 + "\n" }.joined()
  }

  private func heading() -> [String] {
    let session = "session \(network.sessionNumber), \(network.sessionDay)"
    let title =
      switch network.kind {
      case .client: "Client \(network.clientCode): network through \(session)"
      case .session: "Client \(network.clientCode): network of \(session), alone"
      }
    return [title, String(repeating: "=", count: min(TextWidth.columns(title), width)), ""]
  }

  private func clusters() -> [String] {
    guard !network.nodes.isEmpty else { return ["No clusters: the client said too little that is a process."] }
    var lines = ["CLUSTERS (the client's utterances in each)", ""]
    let column = max(network.nodes.map { String($0.utterances).count }.max() ?? 0, 3) + 2
    for node in network.nodes {
      let weight = TextWidth.padded(String(node.utterances), to: column, isRight: true) + "  "
      lines += hanging(TextWidth.plain(node.cluster.theme), first: weight)
      let dimensions = node.cluster.dimensions.map { $0.rawValue.replacing("_", with: " ") }
      let about = "\(node.cluster.valence.rawValue) · \(dimensions.joined(separator: ", ")) · \(node.cluster.key)"
      let indentation = String(repeating: " ", count: weight.count)
      lines += hanging(about, first: indentation)
      if let decision = node.decision { lines += hanging(Self.words(decision), first: indentation) }
    }
    return lines
  }

  // MARK: Edges

  /// What an edge rests on: the first thing to know of it.
  private enum Group: CaseIterable {
    case stated, inferred, contradicted, rejected

    var title: String {
      switch self {
      case .rejected: "REJECTED: a person said that there is no such edge"
      case .stated: "STATED: the client's own words say so"
      case .inferred: "INFERRED: from order and theory alone; no words of the client state it"
      case .contradicted: "CONTRADICTED: the client says that it is not so"
      }
    }

    init?(_ edge: Edge) {
      if edge.isRejected {
        self = .rejected
        return
      }
      switch edge.state {
      case .supported: self = edge.isInferred ? .inferred : .stated
      case .contradicted: self = .contradicted
      case .notDiscussed: return nil
      }
    }
  }

  private func edges(_ group: Group) -> [String] {
    let edges = network.edges.filter { Group($0) == group }.sorted { left, right in
      if left.strength != right.strength { return left.strength > right.strength }
      let (leftWeight, rightWeight) = (weight(left), weight(right))
      return leftWeight != rightWeight ? leftWeight > rightWeight : left.pair < right.pair
    }
    guard !edges.isEmpty else { return [] }
    var lines = ["", group.title]
    for edge in edges { lines += [""] + self.lines(edge) }
    return lines
  }

  /// What a person decided, and why.
  private static func words(_ decision: Decision) -> String {
    let done =
      switch decision.action {
      case .rename: "named"
      case .merge: "merged"
      case .split: "split off"
      case .pin: "kept on the drawing"
      case .accept: "accepted"
      case .reject: "rejected"
      case .set: "set"
      }
    return TextWidth.plain("\(done) by \(decision.actor): \(decision.reason)")
  }

  private func weight(_ edge: Edge) -> Double {
    (weights[edge.pair.source] ?? 0) + (weights[edge.pair.target] ?? 0)
  }

  private func lines(_ edge: Edge) -> [String] {
    let sign = edge.sign == .excitatory ? "→ more of" : "⊣ less of"
    let indentation = String(repeating: " ", count: 5)
    var lines = hanging(theme(edge.pair.source), first: "  ", rest: indentation)
    lines += hanging("\(sign) \(theme(edge.pair.target))", first: indentation, rest: indentation + "  ")
    lines += hanging(about(edge), first: indentation)
    if let decision = edge.decision { lines += hanging(Self.words(decision), first: indentation) }
    for paragraph in edge.explanation.split(whereSeparator: \.isNewline) {
      lines += hanging(TextWidth.plain(String(paragraph)), first: indentation)
    }
    return lines
  }

  private func about(_ edge: Edge) -> String {
    let basis =
      switch Group(edge) {
      case .stated: "stated"
      case .inferred: "inferred"
      case .contradicted: "contradicted"
      case .rejected: "rejected"
      case nil: "not discussed"
      }
    let votes = edge.votes.filter { $0.sign == edge.sign }
    let voters = EdgeVoter.allCases.count
    var about = "\(edge.strength.rawValue), \(basis), \(votes.count) of \(voters) votes"
    if !votes.isEmpty { about += " (\(votes.map(\.voter.rawValue).joined(separator: ", ")))" }
    let against = edge.votes.filter { $0.sign != edge.sign }
    if !against.isEmpty { about += ", against: \(against.map(\.voter.rawValue).joined(separator: ", "))" }
    return about
  }

  private func theme(_ key: String) -> String { TextWidth.plain(themes[key] ?? key) }

  // MARK: The end

  private func closing() -> [String] {
    var sentences: [String] = []
    if network.edges.isEmpty && network.nodes.count > 1 { sentences.append("No edge has a majority yet.") }
    let pairs = network.nodes.count * (network.nodes.count - 1)
    if pairs > 0 {
      sentences.append("Not discussed: \(grouped(network.pairsNotDiscussed)) of \(counted(pairs, "ordered pair")).")
    }
    if network.clustersLeftOut > 0 {
      sentences.append(
        "\(counted(network.clustersLeftOut, "smaller cluster")) left out; `caseloom cluster list` has them all.")
    }
    sentences.append("Made by \(network.engine).")
    return [""] + TextWidth.lines(sentences.joined(separator: " "), width: width)
  }

  /// The text behind `first`, its further lines behind `rest` (by default as many spaces).
  private func hanging(_ text: String, first: String, rest: String? = nil) -> [String] {
    let rest = rest ?? String(repeating: " ", count: TextWidth.columns(first))
    let room = width - max(TextWidth.columns(first), TextWidth.columns(rest))
    return TextWidth.lines(text, width: room).enumerated().map { ($0.offset == 0 ? first : rest) + $0.element }
  }
}
