/// What sessions said of one cluster, summed.
public struct ClusterTotal: Hashable, Sendable {
  /// What is left of the weight after a session in which the client does not speak of the cluster.
  public static let kept = 0.8

  /// Client utterances with a process in the cluster.
  public var utterances: Int
  /// Sessions in which there was at least one.
  public var sessions: Int
  /// The number of utterances, which in each session without one falls by a fifth.
  public var weight: Double
  /// Of the processes in the cluster.
  public var embeddings: EmbeddingSum

  public init(
    utterances: Int = 0, sessions: Int = 0, weight: Double? = nil, embeddings: EmbeddingSum = EmbeddingSum()
  ) {
    self.utterances = utterances
    self.sessions = sessions
    self.weight = weight ?? Double(utterances)
    self.embeddings = embeddings
  }

  static func += (left: inout ClusterTotal, right: ClusterTotal) {
    left.utterances += right.utterances
    left.sessions += right.sessions
    left.weight += right.weight
    left.embeddings += right.embeddings
  }
}

/// What sessions said of one ordered pair of clusters: pieces of evidence, summed by kind and sign.
public struct PairTotal: Hashable, Sendable {
  public var statedExcitatory: Int
  public var statedInhibitory: Int
  public var deniedExcitatory: Int
  public var deniedInhibitory: Int
  public var adjacentExcitatory: Int
  public var adjacentInhibitory: Int
  /// `EdgeStrength.rank` of what is stated, summed.
  public var excitatoryRanks: Int
  public var inhibitoryRanks: Int

  public init(
    statedExcitatory: Int = 0, statedInhibitory: Int = 0, deniedExcitatory: Int = 0, deniedInhibitory: Int = 0,
    adjacentExcitatory: Int = 0, adjacentInhibitory: Int = 0, excitatoryRanks: Int = 0, inhibitoryRanks: Int = 0
  ) {
    self.statedExcitatory = statedExcitatory
    self.statedInhibitory = statedInhibitory
    self.deniedExcitatory = deniedExcitatory
    self.deniedInhibitory = deniedInhibitory
    self.adjacentExcitatory = adjacentExcitatory
    self.adjacentInhibitory = adjacentInhibitory
    self.excitatoryRanks = excitatoryRanks
    self.inhibitoryRanks = inhibitoryRanks
  }

  /// Pieces of evidence of any kind.
  public var count: Int {
    statedExcitatory + statedInhibitory + deniedExcitatory + deniedInhibitory + adjacentExcitatory + adjacentInhibitory
  }

  public mutating func add(_ evidence: EdgeEvidence) { add(evidence.kind, evidence.sign, evidence.strength) }

  public mutating func add(_ kind: EdgeEvidence.Kind, _ sign: EdgeSign, _ strength: EdgeStrength) {
    switch (kind, sign) {
    case (.stated, .excitatory):
      statedExcitatory += 1
      excitatoryRanks += strength.rank
    case (.stated, .inhibitory):
      statedInhibitory += 1
      inhibitoryRanks += strength.rank
    case (.denied, .excitatory): deniedExcitatory += 1
    case (.denied, .inhibitory): deniedInhibitory += 1
    case (.adjacent, .excitatory): adjacentExcitatory += 1
    case (.adjacent, .inhibitory): adjacentInhibitory += 1
    }
  }

  public static func += (left: inout PairTotal, right: PairTotal) {
    left.statedExcitatory += right.statedExcitatory
    left.statedInhibitory += right.statedInhibitory
    left.deniedExcitatory += right.deniedExcitatory
    left.deniedInhibitory += right.deniedInhibitory
    left.adjacentExcitatory += right.adjacentExcitatory
    left.adjacentInhibitory += right.adjacentInhibitory
    left.excitatoryRanks += right.excitatoryRanks
    left.inhibitoryRanks += right.inhibitoryRanks
  }
}

/// All that a network is judged from. Totals add: those of sessions 1…k are those of 1…k−1 plus those of k, which is why
/// adding a session costs the same however many there are. Weights alone depend on the order of the sessions.
public struct NetworkTotals: Hashable, Sendable {
  public var sessions: Int
  /// Client turns, substantive or not.
  public var clientTurns: Int
  public var clusters: [String: ClusterTotal]
  public var pairs: [ClusterPair: PairTotal]

  public init(
    sessions: Int = 0, clientTurns: Int = 0, clusters: [String: ClusterTotal] = [:],
    pairs: [ClusterPair: PairTotal] = [:]
  ) {
    self.sessions = sessions
    self.clientTurns = clientTurns
    self.clusters = clusters
    self.pairs = pairs
  }

  /// The totals of one session.
  ///
  /// - Parameter processes: those that the memberships speak of.
  public init(
    clientTurns: Int, processes: [Process], memberships: [ClusterMembership], evidence: [EdgeEvidence]
  ) {
    self.init(sessions: 1, clientTurns: clientTurns)
    let embeddings = Dictionary(processes.map { ($0.turn, $0.embedding) }, uniquingKeysWith: { first, _ in first })
    for membership in memberships {
      clusters[membership.clusterKey, default: ClusterTotal(sessions: 1)].utterances += 1
      if let embedding = embeddings[membership.turn] ?? nil {
        clusters[membership.clusterKey]?.embeddings.add(embedding)
      }
    }
    clusters = clusters.mapValues {
      ClusterTotal(utterances: $0.utterances, sessions: $0.sessions, embeddings: $0.embeddings)
    }
    for item in evidence { pairs[item.pair, default: PairTotal()].add(item) }
  }

  /// Adds the session that follows those that are summed so far.
  public static func += (left: inout NetworkTotals, session: NetworkTotals) {
    left.sessions += session.sessions
    left.clientTurns += session.clientTurns
    for key in left.clusters.keys where session.clusters[key] == nil { left.clusters[key]?.weight *= ClusterTotal.kept }
    for (key, total) in session.clusters { left.clusters[key, default: ClusterTotal()] += total }
    for (pair, total) in session.pairs { left.pairs[pair, default: PairTotal()] += total }
  }
}
