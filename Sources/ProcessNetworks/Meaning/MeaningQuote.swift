import CaseModel
import Foundation

/// The clauses that carry a turn's process.
struct MeaningQuote {
  let reader: MeaningReader

  /// Most quotes are of so many clauses, however long the turn is: in a longer one each clause is less likely to be of it.
  private static let usualClauses = 3.0

  /// The run of clauses whose expected F1 of words with the true quote is greatest, each clause being of it with the
  /// probability that the head "clause" gives.
  func words(of turn: TurnReading) throws -> Range<Int> {
    let clauses = turn.clauses.map(\.words)
    guard clauses.count > 1 else { return turn.spoken.words.indices }
    let texts = clauses.map { turn.text(of: $0) }
    let prior = -log(max(1, Double(clauses.count) / Self.usualClauses))
    let likely = zip(texts, try reader.vectors(of: texts)).map { text, vector in
      Logistic.value(reader.heads.score("clause", reader.features(of: text, vector: vector)) + prior)
    }
    let best = Self.bestRun(of: likely, lengths: clauses.map(\.count))
    return clauses[best.lowerBound].lowerBound..<clauses[best.upperBound - 1].upperBound
  }

  static func bestRun(of likely: [Double], lengths: [Int]) -> Range<Int> {
    let expected = zip(likely, lengths).map { $0 * Double($1) }
    let total = expected.reduce(0, +)
    var (best, bestScore) = (0..<1, -1.0)
    for start in expected.indices {
      var (shared, length) = (0.0, 0.0)
      for end in start..<expected.count {
        shared += expected[end]
        length += Double(lengths[end])
        let score = 2 * shared / (total + length)
        if score > bestScore { (best, bestScore) = (start..<(end + 1), score) }
      }
    }
    return best
  }
}
