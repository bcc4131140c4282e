import CaseModel
import Testing

@Suite struct NetworkDecisionsTests {
  private func made(_ changes: NetworkCorrection.Change..., dormant: Set<Int> = []) -> NetworkDecisions {
    var decisions = NetworkDecisions()
    for (index, change) in changes.enumerated() {
      let correction = NetworkCorrection(id: Int64(index + 1), change: change, actor: "a", reason: "r")
      decisions.apply(correction, to: dormant.contains(index + 1) ? nil : change.clusters)
    }
    return decisions
  }

  private func cluster(_ key: String) -> Cluster { Cluster(key: key, theme: key, dimensions: [], valence: .neutral) }

  private func pair(_ source: String, _ target: String) -> ClusterPair { ClusterPair(source: source, target: target) }

  @Test func mergesFollowOneAnother() {
    let decisions = made(.merge(cluster: "a", into: "b"), .merge(cluster: "b", into: "c"))
    #expect(["a", "b", "c", "d"].map { decisions.place($0) } == ["c", "c", "c", "d"])
    #expect(decisions.origins(of: "c") == ["a", "b", "c"])
    #expect(decisions.origins(of: "d") == ["d"])
  }

  @Test func aNameGivenToWhatWasMergedIsTheOthers() {
    let decisions = made(.merge(cluster: "a", into: "b"), .rename(cluster: "a", theme: "Night"))
    #expect(decisions.named(cluster("b")).theme == "Night")
    #expect(decisions.ofClusters["b"]?.change.action == .rename)
  }

  @Test func theTurnsOfASplitGoAndLaterOnesStay() {
    let decisions = made(.split(cluster: "a", part: cluster("p"), utterances: [4, 9]))
    #expect(decisions.place("a", of: 4) == "p")
    #expect(decisions.place("a", of: 5) == "a")
    #expect(decisions.place("a") == "a")
    #expect(decisions.place("b", of: 4) == "b")
    #expect(decisions.origins(of: "p") == ["a", "p"])
  }

  @Test func whatWasSplitOffCanBeMergedBack() {
    let decisions = made(
      .split(cluster: "a", part: cluster("p"), utterances: [4]), .merge(cluster: "p", into: "a"))
    #expect(decisions.place("a", of: 4) == "a")
    #expect(decisions.place("p") == "a")
  }

  @Test func rulingsGoWithTheirClustersUnlessThereIsOne() {
    let decisions = made(
      .reject(pair("a", "x")), .set(pair("b", "y"), sign: .excitatory, strength: .weak), .reject(pair("a", "y")),
      .set(pair("a", "b"), sign: .inhibitory, strength: .strong), .merge(cluster: "a", into: "b"))
    #expect(decisions.ofEdges[pair("b", "x")]?.edge == nil)
    #expect(decisions.ofEdges[pair("b", "x")] != nil)
    #expect(decisions.ofEdges[pair("b", "y")]?.edge?.strength == .weak)
    #expect(decisions.ofEdges.count == 2, "an edge from a cluster to itself is none")
  }

  @Test func aPinGoesWithItsClusterAndCanBeTakenOff() {
    let merged = made(.pin(cluster: "a", isPinned: true), .merge(cluster: "a", into: "b"))
    #expect(merged.pinned == ["b"])
    let off = made(.pin(cluster: "a", isPinned: true), .pin(cluster: "a", isPinned: false))
    #expect(off.pinned.isEmpty)
  }

  @Test func aCorrectionOfAnUnknownClusterSleeps() {
    let decisions = made(.merge(cluster: "a", into: "b"), .rename(cluster: "c", theme: "x"), dormant: [2])
    #expect(decisions.dormant == [2])
    #expect(decisions.themes.isEmpty)
    // Of two that have become one, a merge is nothing any more.
    let twice = made(.merge(cluster: "a", into: "b"), .merge(cluster: "b", into: "a"))
    #expect(twice.dormant == [2])
  }

  @Test func membershipsOfTheSameTurnBecomeOne() {
    let decisions = made(.merge(cluster: "a", into: "b"))
    let placed = decisions.place([
      ClusterMembership(turn: 2, clusterKey: "a", score: 0.7), ClusterMembership(turn: 2, clusterKey: "b", score: 0.6),
      ClusterMembership(turn: 4, clusterKey: "a", score: 0.5),
    ])
    #expect(placed.map(\.clusterKey) == ["b", "b"])
    #expect(placed.map(\.score) == [0.7, 0.5])
  }
}
