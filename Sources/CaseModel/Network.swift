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

/// What a person decided of a cluster or of an edge, as a network shows it. It outlives every re-generation.
public struct Decision: Hashable, Sendable {
  public enum Action: String, Sendable, CaseIterable {
    /// The cluster's label is the person's.
    case rename
    /// The cluster holds what was another's.
    case merge
    /// The cluster was a part of another.
    case split
    /// The cluster is always shown.
    case pin
    /// The edge holds, whatever the voters see from then on.
    case accept
    /// There is no such edge.
    case reject
    /// The edge's sign and strength are the person's.
    case set
  }

  public var action: Action
  public var actor: String
  public var reason: String

  public init(action: Action, actor: String, reason: String) {
    self.action = action
    self.actor = actor
    self.reason = reason
  }
}

public struct NetworkNode: Hashable, Sendable {
  public var cluster: Cluster
  /// Client utterances in the cluster, up to and including the network's session.
  public var utterances: Int
  /// The same, but falling while the client does not speak of the cluster (`ClusterTotal.weight`).
  public var weight: Double
  /// The node's place on the drawing: it keeps it over all sessions. `NetworkLayout` turns it into coordinates.
  public var slot: Int
  /// The last thing that a person decided of the cluster.
  public var decision: Decision?

  public init(cluster: Cluster, utterances: Int, weight: Double? = nil, slot: Int, decision: Decision? = nil) {
    self.cluster = cluster
    self.utterances = utterances
    self.weight = weight ?? Double(utterances)
    self.slot = slot
    self.decision = decision
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
  /// Pieces of evidence on the pair, of any kind, up to the network's session: where they grow no more, the client is silent on it.
  public var evidenceCount: Int
  /// The last thing that a person decided of the edge.
  public var decision: Decision?

  public init(
    pair: ClusterPair, sign: EdgeSign, strength: EdgeStrength, state: EdgeState, isInferred: Bool, votes: [EdgeVote],
    explanation: String, evidenceCount: Int = 0, decision: Decision? = nil
  ) {
    self.pair = pair
    self.sign = sign
    self.strength = strength
    self.state = state
    self.isInferred = isInferred
    self.votes = votes
    self.explanation = explanation
    self.evidenceCount = evidenceCount
    self.decision = decision
  }

  /// A person said that there is no such edge. It is kept to show that, and counts for nothing.
  public var isRejected: Bool { decision?.action == .reject }

  /// Whether it holds as far as is known: neither contradicted nor rejected.
  public var isSupported: Bool { state == .supported && !isRejected }

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
