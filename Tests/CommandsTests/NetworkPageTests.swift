import CaseModel
import Testing

@testable import Commands

@Suite struct NetworkPageTests {
  private static func node(_ key: String, _ theme: String, _ weight: Int) -> NetworkNode {
    NetworkNode(
      cluster: Cluster(key: key, theme: theme, dimensions: [.affect, .overtBehavior], valence: .maladaptive),
      utterances: weight, slot: 0)
  }

  private let network = Network(
    clientCode: "K-014", kind: .client, sessionNumber: 3, sessionDay: Day("2026-03-03") ?? Day(daysSinceEpoch: 0),
    engine: EngineIdentity(name: "embedded", version: "1"),
    nodes: [
      node("worry", "Worry that runs through every free minute of the day and most of the night", 12),
      node("avoid", "Staying away to feel safe", 7), node("sleep", "Poor sleep", 3),
    ],
    edges: [
      Edge(
        pair: ClusterPair(source: "worry", target: "avoid"), sign: .excitatory, strength: .strong, state: .supported,
        isInferred: false,
        votes: [
          EdgeVote(voter: .wording, sign: .excitatory, strength: .strong),
          EdgeVote(voter: .order, sign: .inhibitory, strength: .weak),
          EdgeVote(voter: .prior, sign: .excitatory, strength: .moderate),
        ], explanation: "Session 2: “I worry, so I stay at home.”"),
      Edge(
        pair: ClusterPair(source: "avoid", target: "sleep"), sign: .inhibitory, strength: .weak, state: .supported,
        isInferred: true, votes: [], explanation: ""),
      Edge(
        pair: ClusterPair(source: "sleep", target: "worry"), sign: .excitatory, strength: .weak, state: .contradicted,
        isInferred: false, votes: [], explanation: "“It is not the sleep.”"),
    ], clustersLeftOut: 2)

  @Test func aPageTellsAllThatANetworkSays() {
    #expect(
      NetworkPage(network, width: 60).text() == """
        Client K-014: network through session 3, 2026-03-03
        ===================================================

        CLUSTERS (the client's utterances in each)

           12  Worry that runs through every free minute of the day
               and most of the night
               maladaptive · affect, overt behavior · worry
            7  Staying away to feel safe
               maladaptive · affect, overt behavior · avoid
            3  Poor sleep
               maladaptive · affect, overt behavior · sleep

        STATED: the client's own words say so

          Worry that runs through every free minute of the day
             and most of the night
             → more of Staying away to feel safe
             strong, stated, 2 of 3 votes (wording, prior), against:
             order
             Session 2: “I worry, so I stay at home.”

        INFERRED: from order and theory alone; no words of the client state it

          Staying away to feel safe
             ⊣ less of Poor sleep
             weak, inferred, 0 of 3 votes

        CONTRADICTED: the client says that it is not so

          Poor sleep
             → more of Worry that runs through every free minute
               of the day and most of the night
             weak, contradicted, 0 of 3 votes
             “It is not the sleep.”

        Not discussed: 3 of 6 ordered pairs. 2 smaller clusters left
        out; `caseloom cluster list` has them all. Made by embedded
        1.

        """)
  }

  @Test(arguments: [20, 40, 72, 200])
  func noLineIsWiderThanThePage(width: Int) {
    for line in NetworkPage(network, width: width).text().split(separator: "\n") {
      #expect(TextWidth.columns(String(line)) <= max(width, 72), "\(line)")
    }
  }
}
