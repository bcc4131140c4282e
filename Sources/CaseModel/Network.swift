/// Name and version of the engine that made a result. A result is a function of its input and of this.
public struct EngineIdentity: Hashable, Sendable, CustomStringConvertible {
  public var name: String
  public var version: String

  public init(name: String, version: String) {
    self.name = name
    self.version = version
  }

  public var description: String { "\(name) \(version)" }
}

/// A group of a client's processes that share a theme: a node of the network.
public struct Cluster: Hashable, Sendable {
  /// What the cluster is known by from session to session: the theme's id in the catalogue.
  public var key: String
  /// The cluster's label: a function, conflict or pattern in a few words.
  public var theme: String
  public var dimensions: [Dimension]
  public var valence: Valence

  public init(key: String, theme: String, dimensions: [Dimension], valence: Valence) {
    self.key = key
    self.theme = theme
    self.dimensions = dimensions
    self.valence = valence
  }
}

/// A cluster with what the client's sessions said of it so far.
public struct ClusterProfile: Hashable, Sendable {
  public var cluster: Cluster
  public var total: ClusterTotal

  public init(cluster: Cluster, total: ClusterTotal = ClusterTotal()) {
    self.cluster = cluster
    self.total = total
  }
}

/// That a process belongs to a cluster. A process may belong to several.
public struct ClusterMembership: Hashable, Sendable {
  /// The turn of the process in its transcript.
  public var turn: Int
  public var clusterKey: String
  /// How well it fits, 0…1.
  public var score: Double

  public init(turn: Int, clusterKey: String, score: Double) {
    self.turn = turn
    self.clusterKey = clusterKey
    self.score = score
  }
}

public enum EdgeSign: String, Sendable, CaseIterable {
  /// More of the source goes with more of the target.
  case excitatory
  /// More of the source goes with less of the target.
  case inhibitory
}

public enum EdgeStrength: String, Sendable, CaseIterable, Comparable {
  case weak, moderate, strong

  /// 1, 2 or 3.
  public var rank: Int {
    switch self {
    case .weak: 1
    case .moderate: 2
    case .strong: 3
    }
  }

  public static func < (left: EdgeStrength, right: EdgeStrength) -> Bool { left.rank < right.rank }
}

/// Silence is not zero: a pair of clusters without an edge has simply not been discussed.
public enum EdgeState: String, Sendable, CaseIterable {
  case supported, contradicted
  case notDiscussed = "not_discussed"
}

/// An ordered pair of clusters, by key.
public struct ClusterPair: Hashable, Sendable, Comparable {
  public var source: String
  public var target: String

  public init(source: String, target: String) {
    self.source = source
    self.target = target
  }

  public static func < (left: ClusterPair, right: ClusterPair) -> Bool {
    (left.source, left.target) < (right.source, right.target)
  }
}

/// The three judges of an ordered pair.
public enum EdgeVoter: String, Sendable, CaseIterable {
  /// Explicit causal wording in the client's turns.
  case wording
  /// Order and co-occurrence across turns.
  case order
  /// The theme catalogue's prior relations.
  case prior
}

/// One judge's opinion that an edge exists. A judge that sees none is silent.
public struct EdgeVote: Hashable, Sendable {
  public var voter: EdgeVoter
  public var sign: EdgeSign
  public var strength: EdgeStrength

  public init(voter: EdgeVoter, sign: EdgeSign, strength: EdgeStrength) {
    self.voter = voter
    self.sign = sign
    self.strength = strength
  }
}

/// The client's own words on an ordered pair of clusters, in one session.
public struct EdgeEvidence: Hashable, Sendable {
  public enum Kind: String, Sendable, CaseIterable {
    /// The client says that the source brings the target about (or keeps it away, by `sign`).
    case stated
    /// The client says that it does not.
    case denied
    /// The client speaks of the source and, in the same turn or the next ones, of the target.
    case adjacent
  }

  public var pair: ClusterPair
  public var kind: Kind
  /// For `denied`, the sign of the edge that the client denies.
  public var sign: EdgeSign
  /// How often or how surely the client says it holds ("every time", "mostly", "a bit"). Of `adjacent` nothing is known: weak.
  public var strength: EdgeStrength
  public var sourceTurn: Int
  public var sourceQuote: Quote
  public var targetTurn: Int
  public var targetQuote: Quote
  /// The wording that joins the two ("so I don't have to"), empty for `adjacent`.
  public var connective: String

  public init(
    pair: ClusterPair, kind: Kind, sign: EdgeSign, strength: EdgeStrength = .moderate, sourceTurn: Int,
    sourceQuote: Quote, targetTurn: Int, targetQuote: Quote, connective: String
  ) {
    self.pair = pair
    self.kind = kind
    self.sign = sign
    self.strength = strength
    self.sourceTurn = sourceTurn
    self.sourceQuote = sourceQuote
    self.targetTurn = targetTurn
    self.targetQuote = targetQuote
    self.connective = connective
  }
}

/// What sessions said of one cluster, summed.
public struct ClusterTotal: Hashable, Sendable {
  /// Client utterances with a process in the cluster.
  public var utterances: Int
  /// Sessions in which there was at least one.
  public var sessions: Int
  /// Of the processes in the cluster.
  public var embeddings: EmbeddingSum

  public init(utterances: Int = 0, sessions: Int = 0, embeddings: EmbeddingSum = EmbeddingSum()) {
    self.utterances = utterances
    self.sessions = sessions
    self.embeddings = embeddings
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

  public mutating func add(_ evidence: EdgeEvidence) {
    switch (evidence.kind, evidence.sign) {
    case (.stated, .excitatory):
      statedExcitatory += 1
      excitatoryRanks += evidence.strength.rank
    case (.stated, .inhibitory):
      statedInhibitory += 1
      inhibitoryRanks += evidence.strength.rank
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
/// adding a session costs the same however many there are.
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
    for item in evidence { pairs[item.pair, default: PairTotal()].add(item) }
  }

  public static func += (left: inout NetworkTotals, right: NetworkTotals) {
    left.sessions += right.sessions
    left.clientTurns += right.clientTurns
    for (key, total) in right.clusters {
      left.clusters[key, default: ClusterTotal()].utterances += total.utterances
      left.clusters[key, default: ClusterTotal()].sessions += total.sessions
      left.clusters[key, default: ClusterTotal()].embeddings += total.embeddings
    }
    for (pair, total) in right.pairs { left.pairs[pair, default: PairTotal()] += total }
  }
}

public struct NetworkNode: Hashable, Sendable {
  public var cluster: Cluster
  /// Client utterances in the cluster, up to and including the network's session.
  public var weight: Int
  /// The node's place on the drawing: it keeps it over all sessions. `NetworkLayout` turns it into coordinates.
  public var slot: Int

  public init(cluster: Cluster, weight: Int, slot: Int) {
    self.cluster = cluster
    self.weight = weight
    self.slot = slot
  }
}

/// A directed edge that a majority of the voters sees, or that the client's words contradict.
public struct Edge: Hashable, Sendable {
  public var pair: ClusterPair
  public var sign: EdgeSign
  public var strength: EdgeStrength
  public var state: EdgeState
  /// True where no words of the client state the edge: it rests on order and on theory alone.
  public var isInferred: Bool
  /// In order of `EdgeVoter.allCases`.
  public var votes: [EdgeVote]
  public var explanation: String

  public init(
    pair: ClusterPair, sign: EdgeSign, strength: EdgeStrength, state: EdgeState, isInferred: Bool, votes: [EdgeVote],
    explanation: String
  ) {
    self.pair = pair
    self.sign = sign
    self.strength = strength
    self.state = state
    self.isInferred = isInferred
    self.votes = votes
    self.explanation = explanation
  }

  /// −1…+1: a third for each step of strength, negative when inhibitory.
  public var weight: Double {
    Double(strength.rank) / 3 * (sign == .excitatory ? 1 : -1)
  }
}

/// A client's processes as a directed, signed graph.
public struct Network: Hashable, Sendable {
  public enum Kind: String, Sendable, CaseIterable {
    /// Of one session alone.
    case session
    /// Of the client, from the first session up to and including this one.
    case client
  }

  public var clientCode: String
  public var kind: Kind
  public var sessionNumber: Int
  public var sessionDay: Day
  public var engine: EngineIdentity
  /// By falling weight, then by key.
  public var nodes: [NetworkNode]
  /// Sorted by pair.
  public var edges: [Edge]
  /// Clusters that were found but left out, to keep the network readable.
  public var clustersLeftOut: Int

  public init(
    clientCode: String, kind: Kind, sessionNumber: Int, sessionDay: Day, engine: EngineIdentity, nodes: [NetworkNode],
    edges: [Edge], clustersLeftOut: Int
  ) {
    self.clientCode = clientCode
    self.kind = kind
    self.sessionNumber = sessionNumber
    self.sessionDay = sessionDay
    self.engine = engine
    self.nodes = nodes
    self.edges = edges
    self.clustersLeftOut = clustersLeftOut
  }

  /// Ordered pairs of shown clusters on which nobody said anything that a majority could judge.
  public var pairsNotDiscussed: Int { max(0, nodes.count * (nodes.count - 1) - edges.count) }
}
