import CaseModel

/// The contributions of turns with clusters and pairs as numbers, so that a resample is summed without looking up a name.
struct IndexedContributions {
  struct Turn {
    var clusters: [Int] = []
    var pairs: [(place: Int, total: PairTotal)] = []
  }

  struct Session {
    /// Those that add something.
    var turns: [Turn]
    /// With those that add nothing: they come after the others.
    var clientTurns: Int
  }

  /// In order of key.
  let clusters: [Cluster]
  /// Of each cluster in `clusters`, by key.
  let places: [String: Int]
  /// Of each cluster, over all sessions.
  let embeddings: [EmbeddingSum]
  /// The pairs of which anything was said, sorted.
  let pairs: [ClusterPair]
  let sessions: [Session]

  var clientTurns: Int { sessions.reduce(0) { $0 + $1.clientTurns } }

  init(sessions: [SessionContribution], clusters: [Cluster], embeddings: [String: EmbeddingSum]) {
    let sorted = clusters.sorted { $0.key < $1.key }
    let places = Dictionary(sorted.enumerated().map { ($1.key, $0) }, uniquingKeysWith: { first, _ in first })
    let spoken = sessions.flatMap { $0.turns.flatMap { $0.evidence.map(\.pair) } }
    let pairs = Set(spoken).filter { places[$0.source] != nil && places[$0.target] != nil }.sorted()
    let pairPlaces = Dictionary(pairs.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    self.clusters = sorted
    self.places = places
    self.embeddings = sorted.map { embeddings[$0.key] ?? EmbeddingSum() }
    self.pairs = pairs
    self.sessions = sessions.sorted { $0.number < $1.number }.map { session in
      let turns = session.turns.map { contribution -> Turn in
        var turn = Turn(clusters: contribution.memberships.compactMap { places[$0.clusterKey] })
        for item in contribution.evidence {
          guard let place = pairPlaces[item.pair] else { continue }
          var total = PairTotal()
          total.add(item)
          turn.pairs.append((place, total))
        }
        return turn
      }
      return Session(turns: turns, clientTurns: session.clientTurns)
    }
  }
}

/// Totals of some turns, summed one by one.
struct ContributionTally {
  private let contributions: IndexedContributions
  private var sessions = 0
  private var clientTurns = 0
  private var utterances: [Int]
  private var sessionsOfClusters: [Int]
  /// The last session that counts in `sessionsOfClusters`.
  private var latestSessions: [Int]
  private var pairs: [PairTotal]

  init(_ contributions: IndexedContributions) {
    self.contributions = contributions
    utterances = [Int](repeating: 0, count: contributions.clusters.count)
    sessionsOfClusters = utterances
    latestSessions = utterances
    pairs = [PairTotal](repeating: PairTotal(), count: contributions.pairs.count)
  }

  mutating func clear() {
    sessions = 0
    clientTurns = 0
    for place in utterances.indices {
      utterances[place] = 0
      sessionsOfClusters[place] = 0
      latestSessions[place] = 0
    }
    for place in pairs.indices { pairs[place] = PairTotal() }
  }

  mutating func beginSession() { sessions += 1 }

  /// Adds a turn to the session that was begun last.
  ///
  /// - Parameter turn: its place among the session's client turns, those that add nothing last.
  mutating func add(_ turn: Int, of session: IndexedContributions.Session) {
    clientTurns += 1
    guard turn < session.turns.count else { return }
    for place in session.turns[turn].clusters {
      utterances[place] += 1
      if latestSessions[place] != sessions {
        latestSessions[place] = sessions
        sessionsOfClusters[place] += 1
      }
    }
    for item in session.turns[turn].pairs { pairs[item.place] += item.total }
  }

  /// With the embeddings of all sessions, and utterances for weights.
  func totals() -> NetworkTotals {
    var totals = NetworkTotals(sessions: sessions, clientTurns: clientTurns)
    for (place, cluster) in contributions.clusters.enumerated() {
      let embeddings = contributions.embeddings[place]
      // What theory expects of a cluster does not change with the draw: it is given where the draw says nothing of it, too.
      guard utterances[place] > 0 || embeddings.count > 0 else { continue }
      totals.clusters[cluster.key] = ClusterTotal(
        utterances: utterances[place], sessions: sessionsOfClusters[place], embeddings: embeddings)
    }
    let silence = PairTotal()
    for (place, pair) in contributions.pairs.enumerated() where pairs[place] != silence {
      totals.pairs[pair] = pairs[place]
    }
    return totals
  }
}
