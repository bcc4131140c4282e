import CaseModel
import ProcessNetworks

/// Stage 3 against planted edges, once with the true clusters given and once end to end, and against causes in dialogues.
public struct EdgeEvaluation {
  private struct Outcome {
    var name: String
    var agreement: Agreement
    var rightSigns: Int
    var density: Double
  }

  private let engine: NetworkEngine
  private let bootstrap: Bootstrap

  public init(engine: NetworkEngine, bootstrap: Bootstrap = Bootstrap()) {
    self.engine = engine
    self.bootstrap = bootstrap
  }

  /// Clients are too few to resample: the figures of each stand beside the mean.
  public func figures(clients: [GoldClient]) throws -> [Figure] {
    guard !clients.isEmpty else { return [] }
    let given = try clients.map(givenClusters)
    let endToEnd = try clients.map(wholeWay)
    return figures("edges.given_clusters", given) + figures("edges.end_to_end", endToEnd)
  }

  private func figures(_ stem: String, _ outcomes: [Outcome]) -> [Figure] {
    let hits = outcomes.map(\.agreement.hits).reduce(0, +)
    let right = outcomes.map(\.rightSigns).reduce(0, +)
    return [
      Figure(
        "\(stem).f1", ClusterEvaluation.mean(outcomes.map(\.agreement.f1)), cases: outcomes.count,
        // Guessing each pair with the probability d that it is an edge gives precision d and recall d.
        baselines: [.init("random at the true density", ClusterEvaluation.mean(outcomes.map(\.density)))]),
      Figure("\(stem).sign_accuracy", hits > 0 ? Double(right) / Double(hits) : 0, cases: hits),
    ]
      + outcomes.flatMap { outcome in
        [
          Figure("\(stem).\(outcome.name).f1", outcome.agreement.f1, cases: outcome.agreement.count),
          Figure("\(stem).\(outcome.name).precision", outcome.agreement.precision, cases: outcome.agreement.count),
          Figure("\(stem).\(outcome.name).recall", outcome.agreement.recall, cases: outcome.agreement.count),
        ]
      }
  }

  /// What a network has of the true edges, its clusters called by the true ones' keys.
  private func outcome(_ client: GoldClient, found: [ClusterPair: EdgeSign]) -> Outcome {
    let truth = client.edges
    let hits = truth.keys.filter { found[$0] != nil }
    let pairs = client.clusters.count * (client.clusters.count - 1)
    let agreement = Agreement(
      hits: hits.count, falseAlarms: found.count - hits.count, misses: truth.count - hits.count,
      rejections: max(0, pairs - found.count - truth.count + hits.count))
    return Outcome(
      name: client.name, agreement: agreement, rightSigns: hits.count { truth[$0] == found[$0] },
      density: pairs > 0 ? Double(truth.count) / Double(pairs) : 0)
  }

  /// The true clusters with their true members; which of them act on one another is the engine's to find.
  private func givenClusters(_ client: GoldClient) throws -> Outcome {
    let edges = try networks(givenClustersOf: client).last?.filter { $0.state == .supported } ?? []
    return outcome(client, found: Dictionary(uniqueKeysWithValues: edges.map { ($0.pair, $0.sign) }))
  }

  /// The edges after each session among the true clusters with their true members.
  func networks(givenClustersOf client: GoldClient) throws -> [[Edge]] {
    var annotations: [Annotation] = []
    var embeddings: [String: EmbeddingSum] = [:]
    for session in client.sessions {
      let annotation = try Self.annotation(of: session, by: engine)
      for turn in session.turns {
        guard let embedding = annotation.processes.first(where: { $0.turn == turn.turn })?.embedding else { continue }
        for key in turn.clusters { embeddings[key, default: EmbeddingSum()].add(embedding) }
      }
      annotations.append(annotation)
    }
    let profiles = client.clusters.map { cluster in
      ClusterProfile(
        cluster: cluster,
        total: ClusterTotal(
          utterances: client.members[cluster.key]?.count ?? 0, sessions: client.sessions.count,
          embeddings: embeddings[cluster.key] ?? EmbeddingSum()))
    }
    var totals = NetworkTotals()
    return try zip(client.sessions, annotations).map { session, annotation in
      let memberships = session.turns.flatMap { turn in
        turn.clusters.map { ClusterMembership(turn: turn.turn, clusterKey: $0, score: 1) }
      }
      totals += try engine.read(
        session.utterances, annotation: annotation, memberships: memberships, clusters: profiles
      ).totals
      return try engine.edges.judge(totals, among: client.clusters).map { edge in
        var edge = edge
        edge.evidenceCount = totals.pairs[edge.pair]?.count ?? 0
        return edge
      }
    }
  }

  /// The engine's annotation; a turn that has a true cluster and no process of the engine's counts as one as a whole.
  private static func annotation(of session: GoldSession, by engine: NetworkEngine) throws -> Annotation {
    var annotation = try engine.annotator.annotate(session.utterances)
    let found = Set(annotation.processes.map(\.turn))
    let texts = Dictionary(session.utterances.map { ($0.turn, $0.text) }, uniquingKeysWith: { first, _ in first })
    for turn in session.turns where !turn.clusters.isEmpty && !found.contains(turn.turn) {
      guard let text = texts[turn.turn] else { continue }
      let scalars = text.unicodeScalars
      annotation.processes.append(
        Process(
          turn: turn.turn, quote: Quote(scalars.startIndex..<scalars.endIndex, of: text),
          dimensions: turn.dimensions.isEmpty ? [.cognition] : turn.dimensions, valence: turn.valence, risk: .none,
          confidence: 0))
    }
    annotation.processes.sort { $0.turn < $1.turn }
    return annotation
  }

  /// From the transcripts on. A found cluster stands for the true one that it is matched with; edges of others are false alarms.
  private func wholeWay(_ client: GoldClient) throws -> Outcome {
    let run = try ClientRun(client, engine: engine)
    let match = ClusterAgreement(client, found: run.members).match
    let names = Dictionary(uniqueKeysWithValues: match.map { ($1, $0) })
    var found: [ClusterPair: EdgeSign] = [:]
    for edge in run.network.edges where edge.state == .supported {
      let pair = ClusterPair(
        source: names[edge.pair.source] ?? "\(edge.pair.source) (unmatched)",
        target: names[edge.pair.target] ?? "\(edge.pair.target) (unmatched)")
      found[pair] = edge.sign
    }
    return outcome(client, found: found)
  }

  /// F1 of the turns that cause an emotion, over all emotional turns.
  public func figures(causes: [GoldCause]) throws -> [Figure] {
    guard !causes.isEmpty else { return [] }
    var cases: [Agreement] = []
    var plain = Agreement()
    for item in causes {
      let utterances = zip(item.texts, item.speakers).enumerated().map { index, line in
        Utterance(
          turn: index + 1, speaker: line.1 == item.speakers[item.turn - 1] ? .client : .other, text: line.0)
      }
      let found = Set(try engine.causes(of: item.turn, in: utterances))
      cases.append(Self.agreement(found, item.causes, through: item.turn))
      plain = plain + Self.agreement(item.turn > 1 ? [item.turn - 1] : [], item.causes, through: item.turn)
    }
    return [
      bootstrap.figure("causes.f1", of: cases, baselines: [.init("the turn before", plain.f1)], \.f1),
      bootstrap.figure(
        "causes.precision", of: cases, baselines: [.init("the turn before", plain.precision)], \.precision),
      bootstrap.figure("causes.recall", of: cases, baselines: [.init("the turn before", plain.recall)], \.recall),
    ]
  }

  private static func agreement(_ found: Set<Int>, _ truth: Set<Int>, through turn: Int) -> Agreement {
    let hits = found.intersection(truth).count
    return Agreement(
      hits: hits, falseAlarms: found.count - hits, misses: truth.count - hits,
      rejections: max(0, turn - found.union(truth).count))
  }
}
