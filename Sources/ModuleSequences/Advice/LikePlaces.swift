import CaseModel

/// What came next in some histories after contexts like that of a client.
///
/// The context is the last up to three modules. A place in a history is like it by a mean of the modules' similarities, weighted 4
/// for the last, 2 for the one before and 1 for the third: the nearer, the weightier, each more than all before it together, so that
/// the same last module is always enough. Where a history has no module so far back, it is alike by 0 there. The weights and the
/// threshold are choices, not estimates.
struct LikePlaces {
  static let contextLength = 3
  private static let weights = [4.0, 2, 1]
  /// Below it a place does not count.
  private static let minimumLikeness = 0.5
  private static let nearestCount = 3

  /// A module that came next.
  struct Followed {
    /// Likenesses of its places, summed.
    var likeness = 0.0
    var places = 0
    /// Histories with at least one of the places.
    var histories = 0
    /// The likest place of a history each, at most three, the likest first and then by the history's id.
    var nearest: [Place] = []
  }

  struct Place {
    /// Index among the histories.
    var history: Int
    /// Index among the history's modules of the one that came next.
    var next: Int
    var likeness: Double
  }

  private(set) var followed: [String: Followed] = [:]
  /// Of all places, summed.
  private(set) var likeness = 0.0
  private(set) var places = 0

  /// - Parameter modules: those of the client; without any, the places are where histories begin, all alike by 1.
  init(after modules: [String], in histories: [ModuleSequence], _ predictor: ModulePredictor) {
    // The last module first, like the weights.
    let context = Array(modules.suffix(Self.contextLength).reversed())
    var similarity = ModuleSimilarity(to: context, predictor)
    let rows = similarity.rows
    let whole = Self.weights.prefix(context.count).reduce(0, +)
    var byNumber: [Followed] = []
    // The latest history in which a module came next at a like place, and the likest of these, by the module's number.
    var latest: [Place] = []
    var encoded: [Int] = []
    var touched: [Int] = []

    for (index, history) in histories.enumerated() {
      similarity.encode(history.modules, into: &encoded)
      while byNumber.count < similarity.codes.count {
        byNumber.append(Followed())
        latest.append(Place(history: -1, next: 0, likeness: 0))
      }
      touched.removeAll(keepingCapacity: true)
      for next in context.isEmpty ? 0..<min(encoded.count, 1) : 0..<encoded.count {
        var sum = 0.0
        for back in 0..<min(rows.count, next) {
          let number = encoded[next - 1 - back]
          if number < rows[back].count { sum += Self.weights[back] * rows[back][number] }
        }
        guard sum >= Self.minimumLikeness * whole else { continue }
        let number = encoded[next]
        byNumber[number].places += 1
        // Weighted sums are exact, their quotients are not: these are taken at the end.
        byNumber[number].likeness += context.isEmpty ? 1 : sum
        let place = Place(history: index, next: next, likeness: context.isEmpty ? 1 : sum / whole)
        if latest[number].history != index {
          latest[number] = place
          touched.append(number)
        } else if latest[number].likeness < place.likeness {
          latest[number] = place
        }
      }
      for number in touched {
        byNumber[number].histories += 1
        Self.insert(latest[number], into: &byNumber[number].nearest, histories)
      }
    }
    for (number, module) in byNumber.enumerated() where module.places > 0 {
      var module = module
      likeness += module.likeness
      places += module.places
      if !context.isEmpty { module.likeness /= whole }
      followed[similarity.codes[number]] = module
    }
    if !context.isEmpty { likeness /= whole }
  }

  private static func insert(_ place: Place, into nearest: inout [Place], _ histories: [ModuleSequence]) {
    func isBefore(_ one: Place, _ other: Place) -> Bool {
      one.likeness != other.likeness
        ? one.likeness > other.likeness : histories[one.history].id < histories[other.history].id
    }
    if nearest.count == nearestCount {
      guard let last = nearest.last, isBefore(place, last) else { return }
      nearest.removeLast()
    }
    nearest.insert(place, at: nearest.firstIndex { isBefore(place, $0) } ?? nearest.count)
  }
}
