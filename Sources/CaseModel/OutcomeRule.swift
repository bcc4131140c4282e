/// How a change of an outcome measure becomes effectiveness, 0…1: 0.5 is no change, and up is better.
///
/// With *d* the distance of a score from the best one (of PHQ-9 the score, of WHO-5 100 less the score),
///
///     effectiveness = clamp(0.5 + 0.5 · (d_first − d_last) / max(d_first, floor), 0…1)
///
/// so all of the distance gone is 1, half of it gone 0.75, and half as much again 0.25: the share of the distance that
/// "percentage improvement" reports (Hiller, Schindler & Lambert 2012, Psychotherapy Research 22:1–11), put between 0 and 1.
/// The floor is the distance at the instrument's cut-off. Without it, a client who began with a PHQ-9 of 2 would go from
/// 0 to 1 by two points, which is less than the measure's error.
public struct OutcomeRule: Hashable, Sendable {
  /// The instrument, in its authors' spelling.
  public let instrument: String
  /// Totals that the instrument can have.
  public let range: ClosedRange<Double>
  public let isLessBetter: Bool
  /// Least distance that a change is relative to, in points, > 0.
  public let floor: Double

  /// Effectiveness of what was done between two totals.
  ///
  /// - Returns: `nil` where a total lies outside of the range: a slip of the pen must teach no model.
  public func effectiveness(first: Double, last: Double) -> Double? {
    guard range.contains(first), range.contains(last) else { return nil }
    let (before, after) = (distance(first), distance(last))
    return min(max(0.5 + 0.5 * (before - after) / max(before, floor), 0), 1)
  }

  private func distance(_ total: Double) -> Double {
    isLessBetter ? total - range.lowerBound : range.upperBound - total
  }
}

// MARK: Instruments

extension OutcomeRule {
  /// Kroenke, Spitzer & Williams 2001, J Gen Intern Med 16:606–613: major depression from 10 on.
  public static let phq9 = OutcomeRule("PHQ-9", 0...27, floor: 10)
  /// Kroenke et al. 2009, J Affect Disord 114:163–173: current depression from 10 on.
  public static let phq8 = OutcomeRule("PHQ-8", 0...24, floor: 10)
  /// Kroenke et al. 2007, Ann Intern Med 146:317–325: any anxiety disorder from 8 on (from 10 on generalized anxiety alone;
  /// Spitzer et al. 2006, Arch Intern Med 166:1092–1097).
  public static let gad7 = OutcomeRule("GAD-7", 0...21, floor: 8)
  /// The percentage score, not the raw one of 0–25. Topp et al. 2015, Psychother Psychosom 84:167–176: depression is looked
  /// for from 50 down.
  public static let who5 = OutcomeRule("WHO-5", 0...100, isLessBetter: false, floor: 50)
  /// Barkham et al. 2013, Couns Psychother Res 13:3–13: clinical from 11 on.
  public static let core10 = OutcomeRule("CORE-10", 0...40, floor: 11)
  /// Kessler et al. 2002, Psychol Med 32:959–976, its items scored 1–5; Andrews & Slade 2001, Aust N Z J Public Health
  /// 25:494–497: a disorder is likely from 20 on, ten points above the least.
  public static let k10 = OutcomeRule("K10", 10...50, floor: 10)
  /// Bovin et al. 2016, Psychol Assess 28:1379–1391: PTSD from 31 on.
  public static let pcl5 = OutcomeRule("PCL-5", 0...80, floor: 31)
  /// Lambert et al. 1996, Clin Psychol Psychother 3:249–258: clinical from 64 on.
  public static let oq45 = OutcomeRule("OQ-45", 0...180, floor: 64)
  /// Beck, Steer & Brown 1996, manual: mild depression from 14 on.
  public static let bdi2 = OutcomeRule("BDI-II", 0...63, floor: 14)

  public static let all = [phq9, phq8, gad7, who5, core10, k10, pcl5, oq45, bdi2]

  private init(_ instrument: String, _ range: ClosedRange<Double>, isLessBetter: Bool = true, floor: Double) {
    self.instrument = instrument
    self.range = range
    self.isLessBetter = isLessBetter
    self.floor = floor
  }

  /// Whether a clinic's spelling names this instrument: `phq9` and `PHQ 9` are PHQ-9.
  public func isNamed(_ spelling: String) -> Bool {
    Likeness.plain(spelling) == Likeness.plain(instrument)
  }
}

/// What the effectiveness of a history is from.
public enum Outcome: Hashable, Sendable, CustomStringConvertible {
  /// The change of a measure from the client's first to the last.
  case measure(OutcomeRule)
  /// The latest of the ratings that a person gave.
  case rating

  /// `rating`, or an instrument in any spelling that `OutcomeRule.isNamed` takes; `nil` where there is no rule for it.
  public init?(_ text: String) {
    if text.lowercased() == "rating" {
      self = .rating
    } else if let rule = OutcomeRule.all.first(where: { $0.isNamed(text) }) {
      self = .measure(rule)
    } else {
      return nil
    }
  }

  /// As `init(_:)`, for what a person wrote.
  ///
  /// - Throws: `CaseError` `.usage` that names the instruments that are known.
  public static func parsed(_ text: String) throws -> Outcome {
    guard let outcome = Outcome(text) else {
      throw CaseError(
        .usage, "There is no rule from the instrument “\(text)” to effectiveness.",
        advice: "Take one of \(OutcomeRule.all.map(\.instrument).joined(separator: ", ")), or rating.")
    }
    return outcome
  }

  /// `PHQ-9`, `rating`: what `init(_:)` reads.
  public var description: String {
    switch self {
    case .measure(let rule): rule.instrument
    case .rating: "rating"
    }
  }
}
