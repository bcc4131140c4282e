import CaseModel
import Testing

@testable import ProcessNetworks

struct EdgesWordingTests {
  static let worry = Cluster(key: "worry_chains", theme: "", dimensions: [.cognition], valence: .maladaptive)
  static let sleep = Cluster(key: "sleepless_nights", theme: "", dimensions: [.biophysiological], valence: .maladaptive)

  /// The evidence of one client turn in which both clusters are.
  private func evidence(_ text: String, _ keys: [String] = ["worry_chains", "sleepless_nights"]) throws
    -> [EdgeEvidence]
  {
    let utterances = transcript("C: " + text)
    let quote = Quote(text.unicodeScalars.startIndex..<text.unicodeScalars.endIndex, of: text)
    let process = Process(
      turn: 1, quote: quote, dimensions: [.cognition], valence: .maladaptive, risk: .none, confidence: 1)
    return try Embedded.get().edges.evidence(
      utterances: utterances, annotation: Annotation(processes: [process], risks: []),
      memberships: keys.map { ClusterMembership(turn: 1, clusterKey: $0, score: 0.8) })
  }

  private func stated(_ evidence: [EdgeEvidence]) -> [EdgeEvidence] { evidence.filter { $0.kind != .adjacent } }

  // The direction is what the sentence says in plain English, in whichever order it says it.
  @Test(arguments: [
    "Whenever I worry about everything, I can't sleep and lie awake.",
    "I can't sleep, I lie awake, because I worry about everything.",
    "I worry about everything, so I lie awake and can't sleep.",
    "All that worrying about everything makes me lie awake, I can't sleep.",
    "I lie awake and can't sleep whenever I worry about everything.",
  ])
  func directionFollowsTheConnective(text: String) throws {
    let found = stated(try evidence(text))
    #expect(found.map(\.pair) == [ClusterPair(source: "worry_chains", target: "sleepless_nights")], "\(found)")
    #expect(found.allSatisfy { $0.kind == .stated && $0.sign == .excitatory && !$0.connective.isEmpty })
  }

  @Test func theReverseIsTheReverse() throws {
    let found = stated(try evidence("Whenever I can't sleep and lie awake, I worry about everything."))
    #expect(found.map(\.pair) == [ClusterPair(source: "sleepless_nights", target: "worry_chains")])
  }

  @Test func whatStopsSomethingIsInhibitory() throws {
    let found = stated(
      try evidence(
        "Going for a run and exercise stops me from worrying about everything.", ["exercise_as_coping", "worry_chains"])
    )
    #expect(found.map(\.pair) == [ClusterPair(source: "exercise_as_coping", target: "worry_chains")])
    #expect(found.first?.sign == .inhibitory && found.first?.kind == .stated)
  }

  @Test func aDenialIsADenial() throws {
    let found = stated(try evidence("Worrying about everything doesn't make me lie awake, I sleep at night."))
    #expect(found.allSatisfy { $0.kind == .denied && $0.sign == .excitatory })
    #expect(!found.isEmpty)
  }

  @Test(arguments: [
    "She says worrying about everything makes me lie awake.",
    "Does worrying about everything make me lie awake at night?",
    "I worry about everything. I can't sleep.",
  ])
  func whatOthersSayAndQuestionsStateNothing(text: String) throws {
    #expect(stated(try evidence(text)).isEmpty)
  }

  @Test func theAnswerToAQuestionOfConsequenceIsAStatement() throws {
    let session = transcript(
      "C: I worry about everything, what if I lose my job.", "T: And what happens then?",
      "C: I can't sleep, I lie awake until four.")
    let engine = try Embedded.get()
    let annotation = try engine.annotator.annotate(session)
    let members = [
      ClusterMembership(turn: 1, clusterKey: "worry_chains", score: 0.8),
      ClusterMembership(turn: 3, clusterKey: "sleepless_nights", score: 0.8),
    ]
    let found = stated(try engine.edges.evidence(utterances: session, annotation: annotation, memberships: members))
    #expect(found.map(\.pair) == [ClusterPair(source: "worry_chains", target: "sleepless_nights")])
    #expect(found.first.map { ($0.sourceTurn, $0.targetTurn) } ?? (0, 0) == (1, 3))
  }

  @Test func everyQuoteOfEvidenceIsLiteral() throws {
    let engine = try Embedded.get()
    for seed in 1...60 {
      let session = randomSession(seed: UInt64(seed), turns: 24)
      let annotation = try engine.annotator.annotate(session)
      let clusters: [Cluster] = try engine.clusters.proposeClusters(
        for: annotation, utterances: session, existing: [Cluster]())
      let members = try engine.clusters.assign(annotation, utterances: session, to: clusters)
      let found = try engine.edges.evidence(utterances: session, annotation: annotation, memberships: members)
      for item in found {
        #expect(
          item.sourceQuote.matches(session[item.sourceTurn - 1].text)
            && item.targetQuote.matches(session[item.targetTurn - 1].text))
        #expect(item.pair.source != item.pair.target)
        #expect(session[item.sourceTurn - 1].speaker == .client && session[item.targetTurn - 1].speaker == .client)
      }
      #expect(found.map(\.pair) == found.map(\.pair).sorted())
      #expect(
        try engine.edges.evidence(utterances: session, annotation: annotation, memberships: members.shuffled()) == found
      )
    }
  }
}
