import CaseModel

/// The clinic's own verified turns, as neighbours: the nearer a turn is to one, the more that one decides.
struct VerifiedExamples: Sendable {
  private let turns: [VerifiedTurn]
  private let vectors: [[Float]]

  init(_ turns: [VerifiedTurn], reader: MeaningReader) throws {
    self.turns = turns
    vectors = turns.isEmpty ? [] : try reader.vectors(of: turns.map(\.text))
  }

  /// Below this cosine a turn speaks of something else.
  private static let reach: Float = 0.5
  /// What a verified turn adds to the log-odds of the very same words: with 8, no head outweighs a person.
  private static let weight = 8.0

  /// What to add to the log-odds of yes.
  ///
  /// - Parameter answer: a verified turn's own; `nil` where it says nothing of the question.
  func push(_ vector: [Float], _ answer: (VerifiedTurn) -> Bool?) -> Double {
    var sum = 0.0
    for (turn, own) in zip(turns, vectors) {
      let cosine = Vector.dot(own, vector)
      guard cosine > Self.reach, let isYes = answer(turn) else { continue }
      let nearness = Double((cosine - Self.reach) / (1 - Self.reach))
      sum += (isYes ? 1 : -1) * Self.weight * nearness * nearness
    }
    return sum
  }
}
