import CaseModel

/// Invented histories in which the order of modules matters in a known way, to see whether a model finds it.
///
/// Nothing here is a finding about therapy: the patterns, the weights and the fatigue were made up, and so was their size. The codes
/// that are passed in lend only their names; the first six play the parts A to F. In this world
///
/// - a history has 4…20 modules, each length as likely as another;
/// - 30% of the histories are made to open with one of the four `patterns`, each as often as another; all other modules are drawn
///   uniformly, so that a few more histories open with a pattern by chance;
/// - effectiveness is drawn from N(0.5, 0.1); an opening that is a pattern, on purpose or by chance, adds 0.2; each A adds 0.05, each
///   F 0.03, each C 0.02, wherever it stands; more than 15 modules take away 0.1; the sum is clamped to 0…1.
///
/// The noise alone has a variance of 0.01, below which no model's squared error can stay for long.
public enum ModuleSimulation {
  /// Places in the given codes of the modules that a pattern is made of: A B A, C D C, A F F, B C B.
  static let patterns = [[0, 1, 0], [2, 3, 2], [0, 5, 5], [1, 2, 1]]
  /// The codes A to F.
  static let minimumModules = 6

  /// Invented histories, the same for the same seed everywhere; those of a smaller `count` are the first of a larger one, but for
  /// their ids' zeros and their splits.
  ///
  /// 20% are for test and 16% for validation, rounded, drawn at random; the rest is for training.
  ///
  /// - Parameters:
  ///   - count: of histories, at least 1. Ids are "1" and so on, with zeros in front so that they sort.
  ///   - modules: different codes, at least six, of which the first six play the parts A to F.
  /// - Throws: `CaseError` `.usage` for a count below 1, `.badData` for too few modules or one that is there twice.
  public static func sequences(count: Int, seed: UInt64, modules: [String]) throws -> [ModuleSequence] {
    guard count >= 1 else {
      throw CaseError(.usage, "\(count) histories cannot be invented.", advice: "At least 1 can.")
    }
    guard modules.count >= minimumModules else {
      throw CaseError(
        .badData, "Not enough modules to invent histories of: \(modules.count), and \(minimumModules) are needed.")
    }
    var seen: Set<String> = []
    for module in modules where !seen.insert(module).inserted {
      throw CaseError(.badData, "The module “\(module)” is there twice.")
    }
    var random = SplitMix64(seed: seed)
    let digits = String(count).count
    var histories = (1...count).map { number in
      let places = places(among: modules.count, &random)
      let id = String(number)
      return ModuleSequence(
        id: String(repeating: "0", count: digits - id.count) + id, modules: places.map { modules[$0] },
        effectiveness: min(max(expectation(of: places) + 0.1 * random.normal(), 0), 1))
    }
    // After the histories, so that these do not depend on how many there are.
    let test = Int((Double(count) * 0.2).rounded())
    let validation = Int((Double(count) * 0.16).rounded())
    var order = Array(histories.indices)
    random.shuffle(&order)
    for (rank, index) in order.enumerated() {
      histories[index].split = rank < test ? .test : rank < test + validation ? .validation : .train
    }
    return histories
  }

  /// Places of the modules of one history in the given codes.
  private static func places(among modules: Int, _ random: inout SplitMix64) -> [Int] {
    let length = 4 + random.place(below: 17)
    var places = random.unit() < 0.3 ? patterns[random.place(below: patterns.count)] : []
    while places.count < length { places.append(random.place(below: modules)) }
    return places
  }

  /// The effectiveness before noise and clamping.
  static func expectation(of places: [Int]) -> Double {
    var sum = 0.5
    if patterns.contains(where: places.starts(with:)) { sum += 0.2 }
    sum += 0.05 * Double(places.count { $0 == 0 })
    sum += 0.03 * Double(places.count { $0 == 5 })
    sum += 0.02 * Double(places.count { $0 == 2 })
    if places.count > 15 { sum -= 0.1 }
    return sum
  }
}
