import CaseModel

@testable import ProcessNetworks

/// A network of clusters named by their keys, with edges in steps of a third.
func measured(
  _ valences: [(key: String, valence: Valence)], _ edges: [Edge]
) -> Network {
  Network(
    clientCode: "T-1", kind: .client, sessionNumber: 1, sessionDay: Day(daysSinceEpoch: 20_000),
    engine: EngineIdentity(name: "test", version: "1"),
    nodes: valences.enumerated().map { slot, item in
      NetworkNode(cluster: cluster(item.key, item.valence), utterances: 1, slot: slot)
    }, edges: edges.sorted { $0.pair < $1.pair }, clustersLeftOut: 0)
}

func cluster(_ key: String, _ valence: Valence = .maladaptive) -> Cluster {
  Cluster(key: key, theme: "theme of \(key)", dimensions: [.affect], valence: valence)
}

/// - Parameter steps: ±1…±3; anything else counts as ±1.
func edge(
  _ source: String, _ target: String, _ steps: Int, isInferred: Bool = false, state: EdgeState = .supported,
  decision: Decision.Action? = nil
) -> Edge {
  Edge(
    pair: ClusterPair(source: source, target: target), sign: steps > 0 ? .excitatory : .inhibitory,
    strength: EdgeStrength.allCases.first { $0.rank == abs(steps) } ?? .weak, state: state, isInferred: isInferred,
    votes: [], explanation: "", decision: decision.map { Decision(action: $0, actor: "A. Moreau", reason: "") })
}
