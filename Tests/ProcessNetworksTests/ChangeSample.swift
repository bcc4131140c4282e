import CaseModel
import ProcessNetworks

/// Networks after two sessions, for the tests of changes.
enum ChangeSample {
  static func network(_ nodes: [NetworkNode], _ edges: [Edge] = [], session: Int = 3) -> Network {
    Network(
      clientCode: "KL-07", kind: .client, sessionNumber: session,
      sessionDay: Day(daysSinceEpoch: 20_500 + 7 * session),
      engine: EngineIdentity(name: "embedded", version: "1.0"), nodes: nodes, edges: edges, clustersLeftOut: 0)
  }

  static func node(
    _ key: String, _ theme: String? = nil, utterances: Int = 5, weight: Double? = nil, slot: Int = 0,
    valence: Valence = .maladaptive, decision: Decision? = nil
  ) -> NetworkNode {
    NetworkNode(
      cluster: Cluster(
        key: key, theme: theme ?? key.uppercased(), dimensions: [.affect], valence: valence),
      utterances: utterances, weight: weight, slot: slot, decision: decision)
  }

  static func edge(
    _ source: String, _ target: String, sign: EdgeSign = .excitatory, strength: EdgeStrength = .moderate,
    state: EdgeState = .supported, isInferred: Bool = false, decision: Decision? = nil
  ) -> Edge {
    var edge = DrawingSample.edge(
      source, target, sign: sign, strength: strength, state: state, isInferred: isInferred)
    edge.decision = decision
    return edge
  }

  static func decision(_ action: Decision.Action, reason: String = "she said so herself.") -> Decision {
    Decision(action: action, actor: "M. Roth", reason: reason)
  }

  /// Two networks with clusters and edges in common, some changed, some in one alone.
  static func randomPair(seed: UInt64) -> (from: Network, to: Network) {
    var generator = SplitMix64(seed: seed)
    let before = DrawingSample.random(seed: seed)
    var after = before
    after.sessionNumber = before.sessionNumber + Int.random(in: 1...3, using: &generator)
    after.sessionDay = Day(daysSinceEpoch: before.sessionDay.daysSinceEpoch + 21)
    for index in after.nodes.indices {
      let more = Int.random(in: 0...6, using: &generator)
      after.nodes[index].utterances += more
      after.nodes[index].weight =
        more == 0 ? after.nodes[index].weight * 0.64 : after.nodes[index].weight + Double(more)
    }
    after.nodes.removeAll { _ in Int.random(in: 0..<6, using: &generator) == 0 }
    for index in after.edges.indices {
      switch Int.random(in: 0..<10, using: &generator) {
      case 0: after.edges[index].sign = after.edges[index].sign == .excitatory ? .inhibitory : .excitatory
      case 1: after.edges[index].strength = .strong
      case 2: after.edges[index].strength = .weak
      case 3: after.edges[index].state = .contradicted
      case 4: after.edges[index].isInferred.toggle()
      case 5: after.edges[index].decision = decision(.reject)
      default: break
      }
    }
    after.edges.removeAll { _ in Int.random(in: 0..<8, using: &generator) == 0 }
    let shown = Set(after.nodes.map(\.cluster.key))
    after.edges.removeAll { !shown.contains($0.pair.source) || !shown.contains($0.pair.target) }
    var earlier = before
    if earlier.nodes.count > 3 {
      let dropped = earlier.nodes.remove(at: Int.random(in: 0..<earlier.nodes.count, using: &generator)).cluster.key
      earlier.edges.removeAll { $0.pair.source == dropped || $0.pair.target == dropped }
    }
    return (earlier, after)
  }
}
