import CaseModel
import ProcessNetworks

/// Networks for the tests of the drawing and the exports.
enum DrawingSample {
  private static let words = [
    "guilt", "when", "saying", "no", "to", "people", "tension", "between", "independence", "and", "duty", "worry",
    "about", "responsibilities", "evening", "walks", "with", "her", "sister", "avoiding", "conflict", "at", "work",
    "self-criticism", "anger", "that", "comes", "out", "the", "children", "sleeplessness",
  ]

  static func theme(_ generator: inout SplitMix64) -> String {
    let count = Int.random(in: 4...12, using: &generator)
    return (0..<count).map { _ in words.randomElement(using: &generator) ?? "" }.joined(separator: " ").capitalizedFirst
  }

  static func edge(
    _ source: String, _ target: String, sign: EdgeSign = .excitatory, strength: EdgeStrength = .moderate,
    state: EdgeState = .supported, isInferred: Bool = false, explanation: String = "She says so."
  ) -> Edge {
    Edge(
      pair: ClusterPair(source: source, target: target), sign: sign, strength: strength, state: state,
      isInferred: isInferred, votes: [EdgeVote(voter: .wording, sign: sign, strength: strength)],
      explanation: explanation)
  }

  static func network(_ nodes: [NetworkNode], _ edges: [Edge] = [], clientCode: String = "KL-07") -> Network {
    Network(
      clientCode: clientCode, kind: .client, sessionNumber: 4, sessionDay: Day(daysSinceEpoch: 20_536),
      engine: EngineIdentity(name: "embedded", version: "1.0"), nodes: nodes, edges: edges, clustersLeftOut: 2)
  }

  static func node(
    _ key: String, _ theme: String, weight: Int = 5, slot: Int, valence: Valence = .maladaptive
  ) -> NetworkNode {
    NetworkNode(
      cluster: Cluster(key: key, theme: theme, dimensions: [.affect, .cognition], valence: valence), utterances: weight,
      slot: slot)
  }

  /// 2 to 10 clusters, up to 25 edges; every third network is of a client with many clusters in earlier sessions.
  static func random(seed: UInt64) -> Network {
    var generator = SplitMix64(seed: seed)
    let keys = (0..<Int.random(in: 2...10, using: &generator)).map { "theme-\($0)" }
    let density = Double.random(in: 0...1, using: &generator)
    var edges: [Edge] = []
    for source in keys {
      for target in keys where source != target && Double.random(in: 0...1, using: &generator) < density * 0.4 {
        edges.append(
          edge(
            source, target, sign: EdgeSign.allCases.randomElement(using: &generator) ?? .excitatory,
            strength: EdgeStrength.allCases.randomElement(using: &generator) ?? .weak,
            state: Int.random(in: 0..<8, using: &generator) == 0 ? .contradicted : .supported,
            isInferred: Bool.random(using: &generator)))
      }
    }
    edges = Array(edges.shuffled(using: &generator).prefix(25)).sorted { $0.pair < $1.pair }
    let taken = seed % 3 == 0 ? earlierSlots(keys, &generator) : [:]
    let slots = NetworkLayout.slots(for: keys, taken: taken, edges: edges)
    let heaviest = [3, 12, 60, 400].randomElement(using: &generator) ?? 3
    let nodes = keys.map { key in
      node(
        key, theme(&generator), weight: Int.random(in: 1...heaviest, using: &generator), slot: slots[key] ?? 0,
        valence: Valence.allCases.randomElement(using: &generator) ?? .neutral)
    }
    return network(nodes.sorted { (-$0.weight, $0.cluster.key) < (-$1.weight, $1.cluster.key) }, edges)
  }

  /// Slots of clusters that came earlier, a few of which are shown again.
  private static func earlierSlots(_ keys: [String], _ generator: inout SplitMix64) -> [String: Int] {
    var taken: [String: Int] = [:]
    let slots = Array(0..<20).shuffled(using: &generator)
    for (number, slot) in slots.prefix(Int.random(in: 8...20, using: &generator)).enumerated() {
      taken[number < keys.count / 2 ? keys[number] : "earlier-\(number)"] = slot
    }
    return taken
  }
}

extension String {
  fileprivate var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
