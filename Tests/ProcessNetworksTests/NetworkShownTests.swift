import CaseModel
import Testing

@testable import ProcessNetworks

struct NetworkShownTests {
  private func cluster(_ key: String) -> Cluster {
    Cluster(key: key, theme: key, dimensions: [.affect], valence: .neutral)
  }

  private func choose(_ weights: [String: Int], before: [String] = []) -> ShownClusters.Choice {
    let totals = NetworkTotals(clusters: weights.mapValues { ClusterTotal(utterances: $0, sessions: 1) })
    return ShownClusters.choose(totals: totals, known: weights.keys.shuffled().map(cluster), previouslyShown: before)
  }

  @Test func theHeaviestComeFirstAndEqualsByKey() {
    #expect(choose(["b": 3, "a": 3, "c": 9]).shown.map(\.key) == ["c", "a", "b"])
  }

  @Test func atMostTenAreShownAndTheRestCounted() {
    let choice = choose(Dictionary(uniqueKeysWithValues: (10...24).map { ("k\($0)", $0) }))
    #expect(choice.shown.count == 10 && choice.leftOut == 5)
  }

  @Test func silentClustersAreNeitherShownNorLeftOut() {
    let choice = choose(["a": 2, "b": 0])
    #expect(choice.shown.map(\.key) == ["a"] && choice.leftOut == 0)
  }

  @Test func aShownClusterStaysUnlessClearlyOvertaken() {
    var weights = Dictionary(uniqueKeysWithValues: (1...9).map { ("top\($0)", 40) })
    weights["old"] = 20
    weights["new"] = 24
    // 24 against 20 · 1.25 + 1 = 26: not clearly; 27 is.
    #expect(choose(weights, before: ["old"]).shown.contains { $0.key == "old" })
    weights["new"] = 27
    #expect(choose(weights, before: ["old"]).shown.contains { $0.key == "new" })
    #expect(!choose(weights, before: ["old"]).shown.contains { $0.key == "old" })
  }

  @Test func singleMentionsGiveWayOnceThereAreFour() {
    let choice = choose(["a": 9, "b": 8, "c": 7, "d": 6, "e": 1])
    #expect(choice.shown.map(\.key) == ["a", "b", "c", "d"] && choice.leftOut == 1)
  }
}
