import CaseModel

/// What is true of one client turn.
public struct GoldTurn: Hashable, Sendable {
  public var turn: Int
  public var isProcess: Bool
  public var dimensions: [Dimension]
  public var valence: Valence
  public var risk: Risk
  /// Ids of the client's true clusters that the turn belongs to; empty where nobody said.
  public var clusters: [String]

  public init(
    turn: Int, isProcess: Bool, dimensions: [Dimension], valence: Valence, risk: Risk, clusters: [String] = []
  ) {
    self.turn = turn
    self.isProcess = isProcess
    self.dimensions = dimensions
    self.valence = valence
    self.risk = risk
    self.clusters = clusters
  }
}

/// An edge that a session's words support.
public struct GoldEdge: Hashable, Sendable {
  public var pair: ClusterPair
  public var sign: EdgeSign
  public var strength: EdgeStrength
  /// The turns that say it.
  public var turns: [Int]

  public init(pair: ClusterPair, sign: EdgeSign, strength: EdgeStrength, turns: [Int]) {
    self.pair = pair
    self.sign = sign
    self.strength = strength
    self.turns = turns
  }
}

/// A transcript with the truth on its client turns.
public struct GoldSession: Sendable {
  public var name: String
  public var number: Int
  public var day: Day
  public var utterances: [Utterance]
  /// In order of turn. Client turns without one are read, but not judged.
  public var turns: [GoldTurn]
  public var edges: [GoldEdge]

  public init(
    name: String, number: Int, day: Day, utterances: [Utterance], turns: [GoldTurn], edges: [GoldEdge] = []
  ) {
    self.name = name
    self.number = number
    self.day = day
    self.utterances = utterances
    self.turns = turns
    self.edges = edges
  }
}

/// A client whose clusters and edges are known.
public struct GoldClient: Sendable {
  public var name: String
  /// Their keys are the ids of `GoldTurn.clusters`.
  public var clusters: [Cluster]
  public var sessions: [GoldSession]

  public init(name: String, clusters: [Cluster], sessions: [GoldSession]) {
    self.name = name
    self.clusters = clusters
    self.sessions = sessions
  }
}

/// A text of which it is known whether it speaks of risk.
public struct GoldRiskText: Hashable, Sendable {
  /// One or more utterances of the same person, in order.
  public var texts: [String]
  public var isRisk: Bool

  public init(texts: [String], isRisk: Bool) {
    self.texts = texts
    self.isRisk = isRisk
  }
}

/// A text with the part that carries the process marked.
public struct GoldQuote: Hashable, Sendable {
  public var text: String
  public var marked: String

  public init(text: String, marked: String) {
    self.text = text
    self.marked = marked
  }
}

/// A dialogue in which a turn shows an emotion and earlier turns, or itself, cause it.
public struct GoldCause: Hashable, Sendable {
  /// Turns 1, 2, 3 …
  public var texts: [String]
  /// The speaker of each turn.
  public var speakers: [String]
  public var turn: Int
  public var causes: Set<Int>

  public init(texts: [String], speakers: [String], turn: Int, causes: Set<Int>) {
    self.texts = texts
    self.speakers = speakers
    self.turn = turn
    self.causes = causes
  }
}

/// All that the gold files hold, by kind.
public struct Gold: Sendable {
  /// Transcripts with annotated turns, those of `clients` included.
  public var sessions: [GoldSession] = []
  public var clients: [GoldClient] = []
  public var riskTexts: [GoldRiskText] = []
  public var quotes: [GoldQuote] = []
  public var causes: [GoldCause] = []

  public init() {}
}
