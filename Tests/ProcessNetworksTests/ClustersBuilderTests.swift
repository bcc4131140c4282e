import CaseModel
import Testing

@testable import ProcessNetworks

struct ClustersBuilderTests {
  /// A client who speaks plainly of sleep, of worry, and of asking others.
  static let plain = transcript(
    "T: How have you been?", "C: I can't sleep, I lie awake at night until four in the morning.",
    "T: What keeps you awake?",
    "C: I worry. What if I lose my job, what if it all goes wrong?", "T: And then?",
    "C: I ask my wife if it's okay, I need to hear her say it.",
    "T: Every night?", "C: I couldn't sleep on Monday either, wide awake at three.", "T: What was on your mind?",
    "C: I was worried about the children, I always imagine the worst.", "T: And what did you do?",
    "C: I kept asking her, are you sure, tell me it's fine.")

  @Test func plainWordsFindTheirThemes() throws {
    let engine = try Embedded.get()
    let annotation = try engine.annotator.annotate(Self.plain)
    let clusters: [Cluster] = try engine.clusters.proposeClusters(
      for: annotation, utterances: Self.plain, existing: [Cluster]())
    let keys = Set(clusters.map(\.key))
    #expect(keys.isSuperset(of: ["sleepless_nights", "worry_chains", "reassurance_seeking"]), "\(keys)")
    let members = try engine.clusters.assign(annotation, utterances: Self.plain, to: clusters)
    func turns(_ key: String) -> Set<Int> { Set(members.filter { $0.clusterKey == key }.map(\.turn)) }
    #expect(turns("sleepless_nights").isSuperset(of: [2, 8]))
    #expect(turns("worry_chains").isSuperset(of: [4, 10]))
    #expect(turns("reassurance_seeking").isSuperset(of: [6, 12]))
  }

  @Test func existingClustersAreReturnedAsTheyAre() throws {
    let engine = try Embedded.get()
    let annotation = try engine.annotator.annotate(Self.plain)
    // A clinician has renamed it.
    let renamed = Cluster(
      key: "sleepless_nights", theme: "The long nights", dimensions: [.biophysiological], valence: .maladaptive)
    let clusters: [Cluster] = try engine.clusters.proposeClusters(
      for: annotation, utterances: Self.plain, existing: [renamed])
    #expect(clusters.first { $0.key == "sleepless_nights" } == renamed)
  }

  @Test func aClusterOutsideTheCatalogueIsKnownByItsLabel() throws {
    let engine = try Embedded.get()
    let annotation = try engine.annotator.annotate(Self.plain)
    let own = Cluster(
      key: "own-1", theme: "Lying awake at night and not sleeping", dimensions: [.biophysiological],
      valence: .maladaptive)
    let other = Cluster(
      key: "own-2", theme: "Gambling money away at the casino", dimensions: [.overtBehavior], valence: .maladaptive)
    let members = try engine.clusters.assign(annotation, utterances: Self.plain, to: [own, other])
    #expect(members.contains { $0.clusterKey == "own-1" && $0.turn == 2 })
    #expect(!members.contains { $0.clusterKey == "own-2" && $0.turn == 2 })
  }

  @Test func aClientWhoSpeaksAtAllHasTwoClusters() throws {
    let engine = try Embedded.get()
    // Eight substantive turns on nothing that the catalogue is about.
    let lines = (1...8).map { "C: I suppose I like the number \($0) rather more than the others." }
    let session = lines.enumerated().map { Utterance(turn: $0 + 1, speaker: .client, text: String($1.dropFirst(3))) }
    let annotation = try engine.annotator.annotate(session)
    let clusters: [Cluster] = try engine.clusters.proposeClusters(
      for: annotation, utterances: session, existing: [Cluster]())
    let members = try engine.clusters.assign(annotation, utterances: session, to: clusters)
    #expect(clusters.count >= 2)
    #expect(Set(members.map(\.clusterKey)).count >= 1)
  }

  @Test func membershipsKeepTheirPromises() throws {
    let engine = try Embedded.get()
    for seed in 1...40 {
      let session = randomSession(seed: UInt64(seed), turns: 24)
      let annotation = try engine.annotator.annotate(session)
      let clusters: [Cluster] = try engine.clusters.proposeClusters(
        for: annotation, utterances: session, existing: [Cluster]())
      let members = try engine.clusters.assign(annotation, utterances: session, to: clusters)
      let turns = Set(annotation.processes.map(\.turn))
      #expect(clusters.map(\.key) == clusters.map(\.key).sorted())
      #expect(members.allSatisfy { turns.contains($0.turn) && (0...1).contains($0.score) })
      #expect(Set(members.map(\.clusterKey)).isSubset(of: Set(clusters.map(\.key))))
      #expect(Set(members.map { "\($0.turn) \($0.clusterKey)" }).count == members.count)
      // The order in which clusters are handed over is nobody's business.
      #expect(try engine.clusters.assign(annotation, utterances: session, to: clusters.reversed()) == members)
    }
  }

  @Test func nothingComesOfNothing() throws {
    let engine = try Embedded.get()
    let empty = Annotation(processes: [], risks: [])
    #expect(try engine.clusters.proposeClusters(for: empty, utterances: [], existing: [Cluster]()).isEmpty)
    #expect(try engine.clusters.assign(empty, utterances: [], to: [Cluster]()).isEmpty)
  }
}
