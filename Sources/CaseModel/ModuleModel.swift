/// What is known of a model over module histories, but for its version and weights.
public struct ModelCard: Hashable, Sendable {
  /// What the effectiveness of its histories is from.
  public var outcome: Outcome
  public var architecture: String
  public var seed: UInt64
  /// Of the histories it was made from.
  public var dataHash: String
  /// All histories, at least one; those that were held out are among them.
  public var historyCount: Int
  public var heldOutCount: Int
  /// The version whose weights it began with; `nil` where it began with random ones.
  public var parentVersion: Int?
  /// JSON.
  public var hyperparameters: String
  /// JSON: what was measured of it.
  public var figures: String

  public init(
    outcome: Outcome, architecture: String, seed: UInt64, dataHash: String, historyCount: Int, heldOutCount: Int,
    parentVersion: Int? = nil, hyperparameters: String = "{}", figures: String = "{}"
  ) {
    self.outcome = outcome
    self.architecture = architecture
    self.seed = seed
    self.dataHash = dataHash
    self.historyCount = historyCount
    self.heldOutCount = heldOutCount
    self.parentVersion = parentVersion
    self.hyperparameters = hyperparameters
    self.figures = figures
  }
}

/// A trained model that the store does not have yet.
public struct NewModuleModel: Hashable, Sendable {
  public var card: ModelCard
  /// At least one byte, in the architecture's own order.
  public var weights: [UInt8]

  public init(card: ModelCard, weights: [UInt8]) {
    self.card = card
    self.weights = weights
  }
}

/// One version of the model over module histories. Versions count 1, 2, 3 … over all outcomes.
public struct ModuleModel: Hashable, Sendable {
  public var version: Int
  public var card: ModelCard
  public var madeAt: Timestamp

  public init(version: Int, card: ModelCard, madeAt: Timestamp) {
    self.version = version
    self.card = card
    self.madeAt = madeAt
  }
}

/// A new model (the challenger) against the one that serves (the champion), on the same held-out histories.
public struct ModelTrial: Hashable, Sendable {
  /// The version that served while the challenger was trained; `nil` where none did.
  public var championVersion: Int?
  public var heldOutHash: String
  public var heldOutCount: Int
  /// Mean squared error of effectiveness; `nil` exactly where nothing was held out.
  public var challengerMSE: Double?
  /// `nil` where nothing was held out, or there is no champion that could be asked.
  public var championMSE: Double?
  /// The challenger takes the champion's place.
  public var isAccepted: Bool
  /// Why, as a sentence for people.
  public var reason: String

  public init(
    championVersion: Int?, heldOutHash: String, heldOutCount: Int, challengerMSE: Double?, championMSE: Double?,
    isAccepted: Bool, reason: String
  ) {
    self.championVersion = championVersion
    self.heldOutHash = heldOutHash
    self.heldOutCount = heldOutCount
    self.challengerMSE = challengerMSE
    self.championMSE = championMSE
    self.isAccepted = isAccepted
    self.reason = reason
  }
}

/// Why a model serves.
public enum ServingReason: String, CaseIterable, Sendable {
  case first
  /// Than the champion, on the same held-out histories.
  case notWorse = "not_worse"
  case rollback
}
