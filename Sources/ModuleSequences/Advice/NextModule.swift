import CaseModel

/// What is known that may help a clinician to decide which module to deliver next to a client.
///
/// It has two parts that must not be mixed: what happened to others, which is counted, and what a model expects, which was learned
/// from the same histories. Neither is a recommendation. Modules were not delivered at random: what followed in histories that went
/// well may have been chosen because they went well. A place that prints this prints `caveat` too.
public struct NextModuleAdvice: Sendable {
  /// A module that came next in other histories.
  public struct Following: Hashable, Sendable {
    public var module: String
    /// 0…1: of all like places weighted by their likeness, those that it followed. Shares of modules that the catalogue does not
    /// have are in no list, so that a sum may be below 1.
    public var share: Double
    /// How many places that were, each counting 1. One history may have several.
    public var places: Int
  }

  /// What the model expects of a module as the next.
  public struct Expectation: Sendable {
    public var module: String
    /// Of the client's history with the module at its end.
    public var prediction: ModulePredictor.Prediction
    /// The predicted effectiveness less that of the history as it is; `nil` where there is none yet. The interval is not one of the
    /// gain: it is far wider than most gains, since it says how much whole histories vary.
    public var gain: Double?
    /// Up to three histories in which the module followed the likest contexts, the likest first and then by id, whatever their
    /// effectiveness: examples to look at, no evidence.
    public var reasons: [Reason]
    /// How many histories had the module after a like context.
    public var histories: Int
    /// Fewer than `minimumPlaces` had it: the prediction goes by what the model learned elsewhere.
    public var isRarelyTried: Bool
  }

  /// A history in which a module followed a context like the client's.
  public struct Reason: Hashable, Sendable {
    /// Of the history.
    public var id: String
    /// The up to three modules before, in the order of delivery; no more than the client has had.
    public var context: [String]
    /// 0.5…1: how like the client's context that is.
    public var likeness: Double
    /// 0…1, of the whole history, whatever else was delivered in it.
    public var effectiveness: Double
  }

  /// With fewer histories of others nothing is said: shares would be of a handful of people.
  public static let minimumHistories = 20
  /// A module that fewer histories had after a like context is rarely tried.
  public static let minimumPlaces = 5
  /// To be printed with any of this.
  public static let caveat =
    "This is what happened to others and what a model expects, not a recommendation. Modules were chosen for people, not at random."

  /// How many other histories were looked at.
  public var histories: Int
  /// How many places in them were like where the client is now.
  public var places: Int
  /// What typically follows, the greatest share first, then by code. Empty where no place was like.
  public var typical: [Following]
  /// Of the client's history as it is; `nil` where it is empty or has a module of `unknown`.
  public var current: ModulePredictor.Prediction?
  /// What the model expects of each module that it and the catalogue have: first those that enough histories had after a like
  /// context, then the rarely tried ones; each by predicted effectiveness, the greatest first, then by code. Empty where the
  /// client's history has a module of `unknown`.
  public var helpful: [Expectation]
  /// Modules of the client that the model has never seen, sorted. Where there are some it is not asked: what it says of such a
  /// history leaves them out.
  public var unknown: [String]
  /// Modules of the catalogue that the model has never seen, sorted: they are not in `helpful`.
  public var untaught: [String]

  /// - Parameters:
  ///   - modules: codes of those delivered to the client, in order; may be empty.
  ///   - client: its code: a history with this id is left out. Where the predictor has learned from it, predictions are better than
  ///     they would be for somebody new.
  ///   - histories: those of all clients with an effectiveness. One without modules, or whose effectiveness is no number, does not
  ///     count.
  ///   - catalogue: codes of the modules that can be delivered. Histories may have others.
  /// - Throws: `CaseError` `.badData` for fewer than `minimumHistories` histories of others.
  public init(
    after modules: [String], client: String?, histories: [ModuleSequence], predictor: ModulePredictor,
    catalogue: [String]
  ) throws {
    let others = histories.filter { $0.id != client && !$0.modules.isEmpty && $0.effectiveness.isFinite }
    guard others.count >= Self.minimumHistories else {
      let own = histories.contains { $0.id == client } ? "; the client's own does not" : ""
      throw CaseError(
        .badData,
        "Not enough histories: \(others.count) with an effectiveness, and \(Self.minimumHistories) are needed.",
        advice: "`caseloom module histories` shows what counts as one\(own).")
    }
    let catalogue = Set(catalogue)
    let like = LikePlaces(after: modules, in: others, predictor)
    self.histories = others.count
    places = like.places
    typical = like.followed.filter { catalogue.contains($0.key) }.map { module, followed in
      Following(module: module, share: followed.likeness / like.likeness, places: followed.places)
    }.sorted { ($1.share, $0.module) < ($0.share, $1.module) }

    let known = Set(predictor.modules)
    untaught = catalogue.subtracting(known).sorted()
    unknown = Set(modules).subtracting(known).sorted()
    current = modules.isEmpty || !unknown.isEmpty ? nil : try predictor.predict(modules)
    let next = unknown.isEmpty ? catalogue.intersection(known).sorted() : []
    let predictions = try predictor.predict(next.map { modules + [$0] })
    let now = current?.value
    let length = min(modules.count, LikePlaces.contextLength)
    helpful = zip(next, predictions).map { module, prediction in
      let followed = like.followed[module] ?? LikePlaces.Followed()
      return Expectation(
        module: module, prediction: prediction, gain: now.map { prediction.value - $0 },
        reasons: followed.nearest.map { Reason($0, in: others[$0.history], length: length) },
        histories: followed.histories, isRarelyTried: followed.histories < Self.minimumPlaces)
    }.sorted { one, other in
      if one.isRarelyTried != other.isRarelyTried { return other.isRarelyTried }
      return (other.prediction.value, one.module) < (one.prediction.value, other.module)
    }
  }
}

extension NextModuleAdvice.Reason {
  fileprivate init(_ place: LikePlaces.Place, in history: ModuleSequence, length: Int) {
    self.init(
      id: history.id, context: Array(history.modules[max(place.next - length, 0)..<place.next]),
      likeness: place.likeness, effectiveness: history.effectiveness)
  }
}

// MARK: Whole histories

extension NextModuleAdvice {
  /// A history and how like another it is.
  public struct LikeHistory: Hashable, Sendable {
    public var history: ModuleSequence
    /// Above 0 up to 1, which is the same modules in the same order.
    public var likeness: Double
  }

  /// The histories that are likest to some modules in their order, the likest first, then by id; those with nothing alike are left
  /// out.
  ///
  /// Two histories are aligned so that the similarities of the modules that face each other, in order, add up to the most
  /// (Needleman & Wunsch 1970, gaps cost nothing); their likeness is twice that sum by the number of modules of both. In other words:
  /// 1 − distance · 2/(modules of both), where the edit distance takes ½ for leaving a module out or putting one in, and
  /// 1 − similarity for exchanging two, as much for unlike ones as leaving one out and putting the other in. The same module is
  /// similar by 1, another by the cosine of their embeddings if above 0. A short history is therefore never very like a long one,
  /// even as its beginning.
  ///
  /// - Parameters:
  ///   - client: a history with this id is left out.
  ///   - count: how many at most.
  public static func likest(
    to modules: [String], client: String?, in histories: [ModuleSequence], count: Int, predictor: ModulePredictor
  ) -> [LikeHistory] {
    let distinct = Array(Set(modules)).sorted()
    var similarity = ModuleSimilarity(to: distinct, predictor)
    let rows = modules.map { module in similarity.rows[distinct.firstIndex(of: module) ?? 0] }
    var encoded: [Int] = []
    var best: [Double] = []
    let all = histories.compactMap { history -> LikeHistory? in
      guard history.id != client else { return nil }
      similarity.encode(history.modules, into: &encoded)
      let sum = alignment(rows, encoded, &best)
      guard sum > 0 else { return nil }
      return LikeHistory(history: history, likeness: 2 * sum / Double(rows.count + encoded.count))
    }
    return Array(
      all.sorted { ($1.likeness, $0.history.id) < ($0.likeness, $1.history.id) }.prefix(max(count, 0)))
  }

  /// The greatest sum of similarities that an alignment reaches.
  ///
  /// - Parameters:
  ///   - rows: [modules, numbers].
  ///   - encoded: numbers of the other history's modules.
  ///   - best: room for sums, [modules of the other + 1].
  private static func alignment(_ rows: [[Double]], _ encoded: [Int], _ best: inout [Double]) -> Double {
    best.removeAll(keepingCapacity: true)
    best.append(contentsOf: repeatElement(0, count: encoded.count + 1))
    for row in rows {
      // The sum without this row's module and without this column's.
      var diagonal = 0.0
      for (place, number) in encoded.enumerated() {
        let above = best[place + 1]
        let facing = diagonal + (number < row.count ? row[number] : 0)
        best[place + 1] = max(above, best[place], facing)
        diagonal = above
      }
    }
    return best[encoded.count]
  }
}
