/// The nine dimensions of the extended evolutionary meta-model (EEMM; Hayes, Hofmann & Ciarrochi 2020) as Ong et al. 2025
/// use them: six of the person, two levels (biophysiological, sociocultural), and the context.
public enum Dimension: String, Sendable, CaseIterable, Comparable {
  case affect, cognition, attention, motivation, `self`
  case overtBehavior = "overt_behavior"
  case biophysiological, sociocultural, context

  public static func < (left: Dimension, right: Dimension) -> Bool {
    left.order < right.order
  }

  private var order: Int { Dimension.allCases.firstIndex(of: self) ?? 0 }
}

/// What a process is likely to do for this client in this context.
public enum Valence: String, Sendable, CaseIterable {
  case adaptive, maladaptive, neutral
}

/// What an utterance says of danger. It directs attention; it predicts nothing.
public enum Risk: String, Sendable, CaseIterable, Comparable {
  case none
  /// A wish to be dead, or no wish to go on living.
  case passive
  /// Thoughts of suicide or self-harm, a plan, intent or act; or a threat to another person.
  case active

  public static func < (left: Risk, right: Risk) -> Bool { left.rank < right.rank }

  private var rank: Int {
    switch self {
    case .none: 0
    case .passive: 1
    case .active: 2
    }
  }
}

/// A psychological process that one client utterance expresses.
public struct Process: Hashable, Sendable {
  /// The turn of the utterance in its transcript.
  public var turn: Int
  /// The clause that carries the process.
  public var quote: Quote
  /// At least one, sorted.
  public var dimensions: [Dimension]
  public var valence: Valence
  public var risk: Risk
  /// How sure the engine is, 0…1.
  public var confidence: Double
  /// What the engine knows of its meaning; `nil` where the engine has no such thing.
  public var embedding: Embedding?

  public init(
    turn: Int, quote: Quote, dimensions: [Dimension], valence: Valence, risk: Risk, confidence: Double,
    embedding: Embedding? = nil
  ) {
    self.turn = turn
    self.quote = quote
    self.dimensions = dimensions
    self.valence = valence
    self.risk = risk
    self.confidence = confidence
    self.embedding = embedding
  }
}

/// A danger that an utterance speaks of, whether or not the utterance is a process.
public struct RiskFinding: Hashable, Sendable {
  public var turn: Int
  public var quote: Quote
  public var risk: Risk

  public init(turn: Int, quote: Quote, risk: Risk) {
    self.turn = turn
    self.quote = quote
    self.risk = risk
  }
}

/// What the first stage finds in one transcript.
public struct Annotation: Hashable, Sendable {
  /// At most one for each client turn, in order of turn.
  public var processes: [Process]
  public var risks: [RiskFinding]

  public init(processes: [Process], risks: [RiskFinding]) {
    self.processes = processes
    self.risks = risks
  }
}
