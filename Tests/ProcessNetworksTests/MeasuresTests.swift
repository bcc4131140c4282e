import CaseModel
import Testing

@testable import ProcessNetworks

struct MeasuresTests {
  // MARK: Which edges count

  @Test func edgesThatAreNotSupportedDoNotCount() {
    let network = measured(
      [("a", .maladaptive), ("b", .maladaptive), ("c", .neutral)],
      [
        edge("a", "b", 3), edge("b", "a", 2, state: .contradicted), edge("b", "c", 1, decision: .reject),
        edge("c", "elsewhere", 3),
      ])
    let measures = NetworkMeasures(network, includingInferred: true)
    #expect(measures.excitatoryEdges == 1 && measures.inhibitoryEdges == 0)
    #expect(measures.nodes.map(\.strength) == [1, 1, 0])
    #expect(measures.feedbackLoops.isEmpty)
  }

  @Test func inferredEdgesCountWhenAskedForOrTakenOver() {
    let network = measured(
      [("a", .maladaptive), ("b", .maladaptive), ("c", .maladaptive)],
      [
        edge("a", "b", 3, isInferred: true), edge("b", "a", 3), edge("b", "c", 2, isInferred: true, decision: .accept),
        edge("c", "b", -1, isInferred: true, decision: .set),
      ])
    let stated = NetworkMeasures(network)
    #expect(stated.excitatoryEdges == 2 && stated.inhibitoryEdges == 1)
    #expect(stated.feedbackLoops.map(\.keys) == [["b", "c"]])
    #expect(stated.feedbackLoops.map(\.isInferred) == [false])
    let all = NetworkMeasures(network, includingInferred: true)
    #expect(all.excitatoryEdges == 3 && all.inhibitoryEdges == 1)
    #expect(all.feedbackLoops.map(\.keys) == [["a", "b"], ["b", "c"]])
    #expect(all.feedbackLoops.map(\.isInferred) == [true, false])
  }

  @Test func anEmptyNetworkHasMeasures() {
    let measures = NetworkMeasures(measured([], []))
    #expect(measures.nodes.isEmpty && measures.communities.isEmpty && measures.feedbackLoops.isEmpty)
    #expect(measures.density == 0 && measures.signedDensity == 0 && measures.modularity == 0)
    #expect(NetworkMeasures(measured([("a", .neutral)], [])).communities == [["a"]])
  }

  // MARK: Numbers by hand

  /// Two triangles, and one edge between them.
  private let bridged = measured(
    [("a", .maladaptive), ("b", .maladaptive), ("c", .neutral), ("d", .adaptive), ("e", .adaptive), ("f", .adaptive)],
    [
      edge("a", "b", 3), edge("b", "c", 3), edge("c", "a", 3), edge("d", "e", 3), edge("e", "f", 3), edge("f", "d", 3),
      edge("d", "a", -2), edge("b", "e", -1),
    ])

  @Test func bridgesAreEdgesBetweenCommunities() {
    let measures = NetworkMeasures(bridged)
    #expect(measures.communities == [["a", "b", "c"], ["d", "e", "f"]])
    let bridges: [Double] = [2.0 / 3, 1.0 / 3, 0, 2.0 / 3, 1.0 / 3, 0]
    #expect(measures.nodes.map(\.bridgeStrength) == bridges)
    #expect(measures.ranked(by: .bridgeStrength).map(\.cluster.key) == ["a", "d", "b", "e", "c", "f"])
    #expect(measures.density == 8.0 / 30)
    #expect(abs(measures.signedDensity - 5.0 / 30) < 1e-12)
  }

  @Test func influenceOfTwoStepsFollowsTheSigns() {
    let measures = NetworkMeasures(
      measured(
        [("a", .neutral), ("b", .neutral), ("c", .neutral)], [edge("a", "b", -3), edge("b", "c", 2), edge("b", "a", 1)])
    )
    // −1, and −1 times what b has: 2/3 + 1/3.
    #expect(measures.nodes.map(\.expectedInfluence) == [-1, 1, 0])
    let twoSteps: [Double] = [-2, 2.0 / 3, 0]
    #expect(measures.nodes.map(\.twoStepExpectedInfluence) == twoSteps)
    #expect(measures.ranked(by: .expectedInfluence).map(\.cluster.key) == ["b", "c", "a"])
  }

  @Test func rankedMeasuresFall() {
    let measures = NetworkMeasures(bridged)
    for measure in NodeMeasure.allCases {
      let ranked = measures.ranked(by: measure)
      #expect(Set(ranked.map(\.cluster.key)).count == 6)
      #expect(
        zip(ranked, ranked.dropFirst()).allSatisfy { ($1[measure], $0.cluster.key) < ($0[measure], $1.cluster.key) })
    }
  }

  // MARK: Loops

  @Test func loopsHaveSignsRolesAndStrengths() throws {
    let network = measured(
      [("a", .maladaptive), ("b", .neutral), ("c", .adaptive), ("d", .adaptive), ("e", .maladaptive)],
      [
        edge("b", "a", 3), edge("a", "b", 2), edge("c", "d", 1), edge("d", "c", 1), edge("a", "c", -3),
        edge("c", "a", -3), edge("e", "d", -2), edge("d", "e", 3),
      ])
    let loops = NetworkMeasures(network).feedbackLoops
    // Of one length the strongest stand first, then those with the first keys.
    #expect(loops.map(\.keys) == [["a", "c"], ["a", "b"], ["d", "e"], ["c", "d"]])
    #expect(loops.map(\.sign) == [.maintaining, .maintaining, .balancing, .maintaining])
    #expect(loops.map(\.role) == [.mixed, .harmful, nil, .helpful])
    let strengths: [Double] = [1, 2.0 / 3, 2.0 / 3, 1.0 / 9]
    #expect(loops.map(\.strength) == strengths)
    let balancing = try #require(loops.first { $0.sign == .balancing })
    let weights: [Double] = [1, -2.0 / 3]
    #expect(balancing.edges.map(\.weight) == weights)
  }

  @Test func shorterLoopsStandFirstHoweverWeak() {
    let network = measured(
      [("a", .maladaptive), ("b", .maladaptive), ("c", .maladaptive)],
      [edge("a", "b", 3), edge("b", "c", 3), edge("c", "a", 3), edge("b", "a", 1)])
    #expect(NetworkMeasures(network).feedbackLoops.map(\.keys) == [["a", "b"], ["a", "b", "c"]])
  }

  // MARK: Points of entry

  private let entries = measured(
    [("calm", .adaptive), ("drink", .neutral), ("shame", .maladaptive), ("work", .adaptive), ("worry", .maladaptive)],
    [
      edge("worry", "drink", 3), edge("drink", "worry", 2), edge("worry", "shame", 2), edge("worry", "work", 1),
      edge("calm", "worry", -3), edge("calm", "work", 2), edge("work", "worry", 1), edge("work", "shame", -1),
      edge("drink", "shame", -1),
    ])

  @Test func pointsOfEntryAreRankedWithTheirReasons() throws {
    let points = NetworkMeasures(entries).pointsOfEntry
    // worry: the loop's 2/3 and 2/3 to shame; drink: the loop's 2/3 and 2/3 to worry; calm: 1 to worry; work: 1/3 to shame.
    #expect(points.map(\.cluster.key) == ["drink", "worry", "calm", "work"])
    let scores: [Double] = [4.0 / 3, 4.0 / 3, 1, 1.0 / 3]
    #expect(points.map(\.score) == scores)
    #expect(points.map(\.approach) == [.weaken, .weaken, .strengthen, .strengthen])
    #expect(points.map { $0.loops.map(\.keys) } == [[["drink", "worry"]], [["drink", "worry"]], [], []])
    #expect(points.map { $0.edges.map(\.pair.target) } == [["worry"], ["shame"], ["worry"], ["shame"]])
    #expect(points.map { $0.opposedEdges.map(\.pair.target) } == [["shame"], ["work"], [], ["worry"]])
  }

  @Test func loopsThatHelpAreNoPointsOfEntry() {
    let network = measured(
      [("a", .adaptive), ("b", .adaptive), ("c", .neutral)],
      [edge("a", "b", 3), edge("b", "a", 3), edge("b", "c", 3), edge("c", "b", 3)])
    #expect(NetworkMeasures(network).feedbackLoops.map(\.role) == [.helpful, .helpful])
    #expect(NetworkMeasures(network).pointsOfEntry.isEmpty)
  }

  @Test func ofANeutralClusterTheBetterApproachIsKept() {
    func point(_ edges: [Edge]) -> [PointOfEntry.Approach] {
      let valences: [(String, Valence)] = [("a", .maladaptive), ("b", .maladaptive), ("n", .neutral)]
      return NetworkMeasures(measured(valences, edges)).pointsOfEntry.map(\.approach)
    }
    #expect(point([edge("n", "a", 1), edge("n", "b", -2)]) == [.strengthen])
    #expect(point([edge("n", "a", 2), edge("n", "b", -1)]) == [.weaken])
    #expect(point([edge("n", "a", 2), edge("n", "b", -2)]) == [.weaken])
    #expect(point([edge("n", "b", -1)]) == [.strengthen])
  }

  // MARK: Words

  @Test func loopsAndPointsOfEntryAreToldInPlainEnglish() throws {
    let measures = NetworkMeasures(entries)
    let themes = ["drink": "Drinking", "worry": "Worry", "shame": "Shame", "work": "Work", "calm": "Calm"]
    let loop = try #require(measures.feedbackLoops.first { $0.keys == ["drink", "worry"] })
    #expect(
      MeasureWords.loop(loop, themes: themes)
        == "“Drinking” goes with more of “Worry”, and “Worry” goes with more of “Drinking”: a circle that keeps itself going "
        + "and tends to hold the client back.")
    #expect(
      measures.pointsOfEntry.map { MeasureWords.pointOfEntry($0, themes: themes) } == [
        [
          "Less of “Drinking” might break a circle that keeps itself going: “Drinking” → “Worry” → “Drinking”.",
          "Less of “Drinking” might go with less of “Worry” (clearly).",
          "But it might also go with more of “Shame” (slightly).",
          "A hypothesis to examine with the client, not a recommendation.",
        ],
        [
          "Less of “Worry” might break a circle that keeps itself going: “Drinking” → “Worry” → “Drinking”.",
          "Less of “Worry” might go with less of “Shame” (clearly).",
          "But it might also go with less of “Work” (slightly), which tends to help.",
          "A hypothesis to examine with the client, not a recommendation.",
        ],
        [
          "More of “Calm” might go with less of “Worry” (strongly).",
          "A hypothesis to examine with the client, not a recommendation.",
        ],
        [
          "More of “Work” might go with less of “Shame” (slightly).",
          "But it might also go with more of “Worry” (slightly).",
          "A hypothesis to examine with the client, not a recommendation.",
        ],
      ])
  }

  @Test func whatIsInferredIsSaidToBe() throws {
    let network = measured(
      [("a", .maladaptive), ("b", .maladaptive)], [edge("a", "b", 3, isInferred: true), edge("b", "a", 1)])
    let measures = NetworkMeasures(network, includingInferred: true)
    let loop = try #require(measures.feedbackLoops.first)
    #expect(MeasureWords.loop(loop, themes: [:]).hasSuffix(" Part of it is inferred: no words of the client state it."))
    let words = MeasureWords.pointOfEntry(try #require(measures.pointsOfEntry.first), themes: [:])
    #expect(words.contains("Less of “a” might go with less of “b” (strongly, not said in so many words)."))
  }
}
