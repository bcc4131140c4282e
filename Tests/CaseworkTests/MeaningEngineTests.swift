import CaseModel
import Foundation
import ProcessNetworks
import TestSupport
import Testing

@testable import Casework

/// The embedded engine with its encoder, where `make model` has installed it.
private let installed = Result {
  try ChosenEngine(environment: ProcessInfo.processInfo.environment, share: share)
}

private let hasEncoder: Bool = (try? installed.get().encoder) != nil

@Suite(.enabled(if: hasEncoder, "The sentence encoder is not installed (make model): skipped."))
struct MeaningEngineTests {
  private func engine() throws -> NetworkEngine { try installed.get().engine }

  private func session(_ lines: String...) -> [Utterance] {
    lines.enumerated().map { index, line in
      Utterance(turn: index + 1, speaker: line.hasPrefix("T:") ? .therapist : .client, text: String(line.dropFirst(3)))
    }
  }

  private let talk = [
    "T: Did you find a place to park?", "C: Just round the corner, by the florist.", "T: How were the nights?",
    "C: I lie there and go through every word I said in that meeting, over and over, until it gets light.",
    "T: And what do you make of yourself then?", "C: That I'm a fraud, and they'll find out any day now.",
    "T: What helps?", "C: I rang my sister and told her everything, and I felt lighter. I want to keep doing that.",
    "T: Shall we say Thursday again?", "C: Thursday's good, yes.",
  ]

  private var utterances: [Utterance] {
    talk.enumerated().map { index, line in
      Utterance(turn: index + 1, speaker: line.hasPrefix("T:") ? .therapist : .client, text: String(line.dropFirst(3)))
    }
  }

  @Test func processesAreToldFromSmallTalk() throws {
    let annotation = try engine().annotator.annotate(utterances)
    #expect(annotation.processes.map(\.turn) == [4, 6, 8])
    #expect(annotation.risks.isEmpty)
    for process in annotation.processes {
      #expect(process.quote.matches(utterances[process.turn - 1].text))
      #expect(process.embedding?.steps.count == 396)
      #expect((1...3).contains(process.dimensions.count))
    }
    #expect(annotation.processes[1].dimensions.contains(.`self`))
    #expect(annotation.processes[1].valence == .maladaptive)
    #expect(annotation.processes[2].valence == .adaptive)
  }

  @Test func theSameInputGivesTheSameResult() throws {
    let first = try engine().annotator.annotate(utterances)
    #expect(try engine().annotator.annotate(utterances) == first)
    // From an engine that has read nothing before.
    let other = try ChosenEngine(environment: ProcessInfo.processInfo.environment, share: share).engine
    #expect(try other.annotator.annotate(utterances) == first)
  }

  @Test func dangerIsFlaggedAndAMannerOfSpeakingIsNot() throws {
    func risks(_ text: String) throws -> [RiskFinding] {
      try engine().annotator.annotate(session("T: How are things?", "C: " + text)).risks
    }
    #expect(try risks("I lie there hoping that I just don't wake up again.").map(\.risk) == [.passive])
    #expect(try !risks("I've started cutting again, on my leg where nobody looks.").isEmpty)
    #expect(try risks("My back is killing me after all that gardening.").isEmpty)
    #expect(try risks("We hung the pictures and then we had cake.").isEmpty)
  }

  /// Twenty verified turns of a kind that the engine takes for a process decide on other turns of that kind, and on no others.
  @Test func twentyCorrectionsChangeSimilarTurns() throws {
    let knees = [
      "My knee aches when I get out of the car.", "The left knee was swollen again on Sunday.",
      "My knee was so stiff in the night that I had to get up.", "It clicks, the knee, whenever I kneel down.",
      "I put ice on the knee after the walk.", "When it rains my knee throbs all day.",
      "I can't bend the knee further than this.", "I hold on to the rail on the stairs because of the knee.",
      "The knee gave way under me in the garden.", "My knee hurts less since I wear the brace.",
      "I sat with my leg up because the knee was hot.", "My knee feels like there's sand in it.",
      "I took the lift, the knee didn't want the stairs.", "The pain in the knee woke me at four.",
      "My knee was bad on Tuesday and better on Wednesday.", "I rubbed the cream on the knee and it helped.",
      "Going down is worse for the knee than going up.", "The knee has been sore since the bus tour.",
      "I limped a bit on Friday, it was the knee.", "My knee burns when I stand in the shop too long.",
    ].map { VerifiedTurn(text: $0, isProcess: false, dimensions: [], valence: .neutral) }
    let others = session(
      "C: My knee aches when I go down the stairs and I hold on to the rail.",
      "C: My knee was so stiff in the night that I had to walk about.",
      "C: When it rains my knee throbs and I sit with a hot water bottle.")
    let plain = try engine().annotator
    let learned = try plain.learning(from: knees)
    let before = try plain.annotate(others).processes.count
    #expect(before == 3, "the turns show nothing if the engine takes none of them for a process")
    #expect(try learned.annotate(others).processes.isEmpty)
    #expect(try learned.annotate(utterances).processes.map(\.turn) == [4, 6, 8])
  }

  @Test func aVerifiedTurnDecidesOnItself() throws {
    let turn = VerifiedTurn(
      text: utterances[3].text, isProcess: true, dimensions: [.context], valence: .adaptive)
    let process = try engine().annotator.learning(from: [turn]).annotate(utterances).processes.first
    #expect(process?.dimensions.contains(.context) == true)
    #expect(process?.valence == .adaptive)
  }

  @Test func clustersAreReadFromWhatIsSaidAndKept() throws {
    let engine = try engine()
    let annotation = try engine.annotator.annotate(utterances)
    let first = try engine.read(utterances, annotation: annotation, existing: [])
    #expect(!first.clusters.isEmpty)
    #expect(Set(first.memberships.map(\.turn)) == Set(annotation.processes.map(\.turn)))
    let profiles = first.clusters.map {
      ClusterProfile(cluster: $0, total: first.totals.clusters[$0.key] ?? ClusterTotal())
    }
    // The same session again speaks for the same clusters, by the same keys.
    let again = try engine.read(utterances, annotation: annotation, existing: profiles)
    #expect(Set(again.clusters).isSubset(of: Set(first.clusters)))
  }

  @Test func anEdgeFollowsTheWording() throws {
    let engine = try engine()
    let worry = Cluster(key: "worry", theme: "Worry", dimensions: [.cognition], valence: .maladaptive)
    let drink = Cluster(
      key: "drink", theme: "Drinking in the evening", dimensions: [.overtBehavior], valence: .maladaptive)
    let history = session(
      "C: I keep going over what might happen with the money.",
      "C: What if they close the branch, what if it's me next.",
      "C: I had four glasses of wine by myself on Tuesday.", "C: I open a bottle when I get home, most evenings.",
      "C: Whenever I start with the what-ifs about the branch, I end up opening the wine.",
      "C: I end up opening the wine because I start with the what-ifs about the branch.")
    let annotation = try engine.annotator.annotate(history)
    func sum(_ turns: ClosedRange<Int>) -> ClusterTotal {
      let embeddings = annotation.processes.filter { turns.contains($0.turn) }.compactMap(\.embedding)
      return ClusterTotal(utterances: 2, sessions: 1, embeddings: EmbeddingSum(of: embeddings))
    }
    let evidence = try engine.edges.evidence(
      utterances: history, annotation: annotation,
      memberships: [5, 6].flatMap { turn in
        ["worry", "drink"].map { ClusterMembership(turn: turn, clusterKey: $0, score: 1) }
      },
      clusters: [ClusterProfile(cluster: worry, total: sum(1...2)), ClusterProfile(cluster: drink, total: sum(3...4))])
    let stated = evidence.filter { $0.kind == .stated }
    #expect(stated.map(\.pair) == Array(repeating: ClusterPair(source: "worry", target: "drink"), count: 2))
    #expect(evidence.allSatisfy { $0.sourceQuote.matches(history[$0.sourceTurn - 1].text) })
    #expect(evidence.allSatisfy { $0.targetQuote.matches(history[$0.targetTurn - 1].text) })
  }

  @Test func nothingComesOfNothing() throws {
    #expect(try engine().annotator.annotate([]).processes.isEmpty)
    let silent = try engine().annotator.annotate(session("C: ...", "C: [laughs]", "C: Mm."))
    #expect(silent.processes.isEmpty && silent.risks.isEmpty)
  }
}
