/// Counts of a yes/no judgement against the truth.
public struct Agreement: Hashable, Sendable {
  public var hits: Int
  public var falseAlarms: Int
  public var misses: Int
  public var rejections: Int

  public init(hits: Int = 0, falseAlarms: Int = 0, misses: Int = 0, rejections: Int = 0) {
    self.hits = hits
    self.falseAlarms = falseAlarms
    self.misses = misses
    self.rejections = rejections
  }

  /// Of one case.
  public init(found: Bool, true isTrue: Bool) {
    self.init()
    add(found: found, true: isTrue)
  }

  public mutating func add(found: Bool, true isTrue: Bool) {
    switch (found, isTrue) {
    case (true, true): hits += 1
    case (true, false): falseAlarms += 1
    case (false, true): misses += 1
    case (false, false): rejections += 1
    }
  }

  public static func + (left: Agreement, right: Agreement) -> Agreement {
    Agreement(
      hits: left.hits + right.hits, falseAlarms: left.falseAlarms + right.falseAlarms,
      misses: left.misses + right.misses, rejections: left.rejections + right.rejections)
  }

  public var count: Int { hits + falseAlarms + misses + rejections }

  /// Of what was found, the share that is true; 0 where nothing was found.
  public var precision: Double { share(hits, of: hits + falseAlarms) }
  /// Of what is true, the share that was found; 0 where nothing is true.
  public var recall: Double { share(hits, of: hits + misses) }
  /// The harmonic mean of the two; 0 where there is no hit.
  public var f1: Double { share(2 * hits, of: 2 * hits + falseAlarms + misses) }
  /// Of what is not true, the share that was found all the same.
  public var falseAlarmRate: Double { share(falseAlarms, of: falseAlarms + rejections) }

  /// Cohen's κ (Cohen 1960): agreement beyond that of two judges who say yes as often, but by chance. 0 where both always say
  /// the same, because chance alone explains that.
  public var kappa: Double {
    guard count > 0 else { return 0 }
    let total = Double(count)
    let observed = Double(hits + rejections) / total
    let found = Double(hits + falseAlarms) / total
    let isTrue = Double(hits + misses) / total
    let chance = found * isTrue + (1 - found) * (1 - isTrue)
    return chance < 1 ? (observed - chance) / (1 - chance) : 0
  }

  private func share(_ part: Int, of whole: Int) -> Double { whole > 0 ? Double(part) / Double(whole) : 0 }
}

/// How far two sets are the same: 2·|both| / (|left| + |right|); 0 where both are empty.
func overlapF1<Element: Hashable>(_ left: Set<Element>, _ right: Set<Element>) -> Double {
  let both = left.count < right.count ? left.count(where: right.contains) : right.count(where: left.contains)
  return both == 0 ? 0 : 2 * Double(both) / Double(left.count + right.count)
}
