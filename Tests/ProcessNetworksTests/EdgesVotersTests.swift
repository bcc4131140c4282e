import CaseModel
import Testing

@testable import ProcessNetworks

/// The catalogue relates worry_chains → sleepless_nights (excitatory) and says nothing of sleepless_nights → smoking_as_break.
struct EdgesVotersTests {
  static let clusters = ["sleepless_nights", "smoking_as_break", "worry_chains"].map {
    Cluster(key: $0, theme: $0, dimensions: [.affect], valence: .maladaptive)
  }
  static let known = ClusterPair(source: "worry_chains", target: "sleepless_nights")
  static let free = ClusterPair(source: "sleepless_nights", target: "smoking_as_break")

  private func judge(_ pairs: [ClusterPair: PairTotal]) throws -> [Edge] {
    let clusters = Dictionary(
      uniqueKeysWithValues: Self.clusters.map { ($0.key, ClusterTotal(utterances: 5, sessions: 2)) })
    return try Embedded.get().edges.judge(
      NetworkTotals(sessions: 2, clientTurns: 50, clusters: clusters, pairs: pairs), among: Self.clusters)
  }

  @Test func oneVoterIsNotEnough() throws {
    #expect(try judge([:]).isEmpty)
    #expect(try judge([Self.free: PairTotal(statedExcitatory: 1)]).isEmpty)
  }

  @Test func wordingAndPriorMakeAnEdge() throws {
    let edge = try #require(try judge([Self.known: PairTotal(statedExcitatory: 1)]).first)
    #expect(edge.pair == Self.known && edge.sign == .excitatory && edge.state == .supported && !edge.isInferred)
    #expect(edge.votes.map(\.voter) == [.wording, .prior])
    // Of two votes the weaker decides, and one statement is weak.
    #expect(edge.strength == .weak)
    #expect(edge.explanation.isEmpty)
  }

  @Test func orderAndPriorMakeAnInferredEdge() throws {
    // Three meetings where shuffled turns would have 5 · 5 / 50 = 0.5.
    let edge = try #require(try judge([Self.known: PairTotal(adjacentExcitatory: 3)]).first)
    #expect(edge.isInferred && edge.votes.map(\.voter) == [.order, .prior])
  }

  @Test func theOrderMustBeClearerThanTheReverse() throws {
    let reverse = ClusterPair(source: Self.known.target, target: Self.known.source)
    let edges = try judge([Self.known: PairTotal(adjacentExcitatory: 3), reverse: PairTotal(adjacentExcitatory: 3)])
    #expect(!edges.contains { $0.votes.contains { $0.voter == .order } })
  }

  @Test func votesOfDifferentSignsAreNoMajority() throws {
    #expect(try judge([Self.known: PairTotal(statedInhibitory: 1)]).isEmpty)
  }

  @Test func denialsThatOutweighContradict() throws {
    let edge = try #require(try judge([Self.known: PairTotal(statedExcitatory: 1, deniedExcitatory: 2)]).first)
    #expect(edge.state == .contradicted && !edge.isInferred)
    let supported = try #require(try judge([Self.known: PairTotal(statedExcitatory: 3, deniedExcitatory: 1)]).first)
    #expect(supported.state == .supported)
  }

  @Test func edgesAreSortedAndOnlyAmongTheClusters() throws {
    let edges = try judge([
      Self.known: PairTotal(statedExcitatory: 4),
      ClusterPair(source: "zz", target: "sleepless_nights"): PairTotal(statedExcitatory: 9),
    ])
    #expect(edges.map(\.pair) == edges.map(\.pair).sorted())
    #expect(edges.allSatisfy { $0.pair.source != "zz" && $0.pair.source != $0.pair.target })
  }

  @Test func moreStatementsNeverWeakenAnEdge() throws {
    var last = EdgeStrength.weak
    for count in 1...8 {
      let edge = try #require(try judge([Self.known: PairTotal(statedExcitatory: count)]).first)
      #expect(edge.strength >= last)
      last = edge.strength
    }
  }
}
