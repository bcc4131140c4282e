import CaseModel
import Testing

@testable import ProcessNetworks

/// Which changes are found, each in both directions.
struct ChangeKindsTests {
  private typealias Sample = ChangeSample

  /// The changes of one cluster, with the later network two sessions on.
  private func kinds(_ before: NetworkNode?, _ after: NetworkNode?, to session: Int = 5) -> [ClusterChange.Kind] {
    let from = Sample.network([before].compactMap { $0 })
    return NetworkChange(from: from, to: Sample.network([after].compactMap { $0 }, session: session)).clusters
      .map(\.kind)
  }

  private func kinds(_ before: Edge?, _ after: Edge?) -> [EdgeChange.Kind] {
    let nodes = [Sample.node("a"), Sample.node("b", slot: 7)]
    let from = Sample.network(nodes, [before].compactMap { $0 })
    return NetworkChange(from: from, to: Sample.network(nodes, [after].compactMap { $0 })).edges.map(\.kind)
  }

  // MARK: Clusters

  @Test func aClusterThatAppearsIsNewAndOneThatGoesIsNoLongerShown() {
    #expect(kinds(nil, Sample.node("a")) == [.new])
    #expect(kinds(Sample.node("a"), nil) == [.noLongerShown])
  }

  @Test func weightsThatRiseOrFallNotablyAreStrongerOrWeaker() {
    let light = Sample.node("a", utterances: 8, weight: 8)
    let heavy = Sample.node("a", utterances: 12, weight: 12)
    var fallen = heavy
    fallen.weight = 5.1

    #expect(kinds(light, heavy) == [.stronger])
    #expect(kinds(heavy, light) == [.weaker])
    #expect(kinds(light, fallen) == [.weaker])
  }

  @Test(arguments: [(8.0, 9.9, false), (8.0, 10.0, true), (2.0, 2.9, false), (2.0, 3.0, true), (0.5, 1.2, false)])
  func thresholdsAreAQuarterAndOneUtterance(one: Double, other: Double, isNotable: Bool) {
    #expect(ClusterChange.isNotable(one, other) == isNotable)
    #expect(ClusterChange.isNotable(other, one) == isNotable)
  }

  @Test func aClusterThatNobodySpeaksOfIsSilentAndNothingElse() {
    let before = Sample.node("a", utterances: 10, weight: 10)
    let after = Sample.node("a", utterances: 10, weight: 6.4)

    #expect(kinds(before, after) == [.silent])
    #expect(kinds(before, before, to: 4) == [.silent])
    // Two versions of one session: silence says nothing.
    #expect(kinds(before, before, to: 3) == [])
    #expect(kinds(before, after, to: 3) == [.weaker])
  }

  @Test func labelsAndDecisionsAreCompared() {
    let plain = Sample.node("a", utterances: 5)
    let named = Sample.node("a", "Duty", utterances: 6, decision: Sample.decision(.rename))
    var pinned = plain
    pinned.decision = Sample.decision(.pin)

    #expect(kinds(plain, named) == [.renamed, .decided])
    #expect(kinds(named, plain, to: 3) == [.renamed, .decided])
    #expect(kinds(plain, pinned, to: 3) == [.decided])
    #expect(kinds(pinned, pinned, to: 3) == [])
    #expect(kinds(nil, pinned) == [.new, .decided])
    #expect(kinds(pinned, nil) == [.noLongerShown])
  }

  // MARK: Edges

  @Test func edgesComeAndGo() {
    let edge = Sample.edge("a", "b")
    let silent = Sample.edge("a", "b", state: .notDiscussed)

    #expect(kinds(nil, edge) == [.new])
    #expect(kinds(silent, edge) == [.new])
    #expect(kinds(edge, nil) == [.gone])
    #expect(kinds(edge, silent) == [.gone])
    #expect(kinds(nil, silent) == [])
  }

  @Test func strengthsAreComparedByRank() {
    let weak = Sample.edge("a", "b", strength: .weak)
    let strong = Sample.edge("a", "b", strength: .strong)

    #expect(kinds(weak, strong) == [.stronger])
    #expect(kinds(strong, weak) == [.weaker])
  }

  @Test func aTurnedSignIsNotComparedByStrength() {
    let more = Sample.edge("a", "b", sign: .excitatory, strength: .weak)
    let less = Sample.edge("a", "b", sign: .inhibitory, strength: .strong)

    #expect(kinds(more, less) == [.turned])
    #expect(kinds(less, more) == [.turned])
  }

  @Test func contradictionIsNotAnEndButAStanding() {
    let edge = Sample.edge("a", "b")
    let denied = Sample.edge("a", "b", state: .contradicted)

    #expect(kinds(edge, denied) == [.contradicted])
    #expect(kinds(nil, denied) == [.contradicted])
    #expect(kinds(denied, edge) == [.noLongerContradicted])
    #expect(kinds(denied, nil) == [.noLongerContradicted])
    #expect(kinds(denied, denied) == [])
  }

  @Test func wordsThatStateAnEdgeAreAChange() {
    let inferred = Sample.edge("a", "b", isInferred: true)
    let stated = Sample.edge("a", "b", strength: .strong)

    #expect(kinds(inferred, stated) == [.stronger, .stated])
    #expect(kinds(stated, inferred) == [.weaker, .noLongerStated])
  }

  @Test func decisionsOnEdgesAreCompared() {
    let edge = Sample.edge("a", "b")
    let accepted = Sample.edge("a", "b", decision: Sample.decision(.accept))
    let rejected = Sample.edge("a", "b", decision: Sample.decision(.reject))
    let set = Sample.edge("a", "b", strength: .strong, decision: Sample.decision(.set))

    #expect(kinds(edge, accepted) == [.decided])
    #expect(kinds(nil, accepted) == [.new, .decided])
    #expect(kinds(edge, rejected) == [.gone, .decided])
    #expect(kinds(rejected, edge) == [.new, .decided])
    #expect(kinds(edge, set) == [.stronger, .decided])
    #expect(kinds(nil, rejected) == [.decided])
  }

  @Test func rowsThatCannotBeDrawnDoNotCount() {
    #expect(kinds(nil, Sample.edge("a", "a")) == [])
    #expect(kinds(nil, Sample.edge("a", "elsewhere")) == [])
  }

  // MARK: Properties

  @Test(arguments: 1...40)
  func directionsMirrorEachOther(seed: Int) {
    let (from, to) = ChangeSample.randomPair(seed: UInt64(seed))
    let there = NetworkChange(from: from, to: to)
    let back = NetworkChange(from: to, to: from)

    func keys(_ change: NetworkChange, _ kind: ClusterChange.Kind) -> [String] {
      change.clusters.filter { $0.kind == kind }.map(\.key)
    }
    func pairs(_ change: NetworkChange, _ kind: EdgeChange.Kind) -> [ClusterPair] {
      change.edges.filter { $0.kind == kind }.map(\.pair)
    }
    #expect(keys(there, .new) == keys(back, .noLongerShown))
    #expect(keys(there, .noLongerShown) == keys(back, .new))
    // Silence is of later sessions alone; backwards it is a weight that was higher.
    #expect(Set(keys(there, .stronger)) == Set(keys(back, .weaker)))
    #expect(Set(keys(there, .weaker)).isSubset(of: keys(back, .stronger)))
    #expect(keys(there, .renamed) == keys(back, .renamed))
    let mirrored: [(EdgeChange.Kind, EdgeChange.Kind)] = [
      (.new, .gone), (.gone, .new), (.stronger, .weaker), (.weaker, .stronger), (.turned, .turned),
      (.contradicted, .noLongerContradicted), (.noLongerContradicted, .contradicted), (.stated, .noLongerStated),
      (.noLongerStated, .stated),
    ]
    for (kind, mirror) in mirrored { #expect(pairs(there, kind) == pairs(back, mirror)) }
  }

  @Test(arguments: 1...20)
  func equalNetworksHaveNoChange(seed: Int) {
    let network = DrawingSample.random(seed: UInt64(seed))
    var shuffled = network
    shuffled.nodes.reverse()
    shuffled.edges.reverse()

    #expect(NetworkChange(from: network, to: network).isEmpty)
    #expect(NetworkChange(from: network, to: shuffled).isEmpty)
    #expect(NetworkChange(from: network, to: shuffled).count == 0)
  }

  @Test(arguments: 1...10)
  func withoutAnEarlierNetworkEverythingIsNew(seed: Int) {
    let network = DrawingSample.random(seed: UInt64(seed))

    let change = NetworkChange(from: nil, to: network)

    #expect(change.from == nil)
    #expect(change.count(.new as ClusterChange.Kind) == network.nodes.count)
    #expect(change.clusters.count == network.nodes.count)
    #expect(change.edges.count == network.edges.count)
    #expect(Set(change.edges.map(\.kind)).isSubset(of: [.new, .contradicted]))
  }

  @Test func nothingToNothingIsNoChange() {
    #expect(NetworkChange(from: nil, to: Sample.network([])).isEmpty)
    #expect(NetworkChange(from: Sample.network([]), to: Sample.network([], session: 4)).isEmpty)
  }

  @Test func orderIsByKindAndKeyWhateverTheOrderOfTheRows() {
    let (from, to) = ChangeSample.randomPair(seed: 5)
    var shuffled = to
    shuffled.nodes.reverse()
    shuffled.edges.reverse()

    #expect(NetworkChange(from: from, to: to) == NetworkChange(from: from, to: shuffled))
  }
}
