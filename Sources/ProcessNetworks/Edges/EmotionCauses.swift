import CaseModel

extension NetworkEngine {
  /// The turns that bring about what a turn expresses: the turn itself, which mostly names its own reason, and the one that it answers.
  ///
  /// It is the reach within which the order voter looks for a source, measured by `caseloom evaluate edges` on dialogues
  /// with known causes.
  public func causes(of turn: Int, in utterances: [Utterance]) throws -> [Int] {
    guard let place = utterances.firstIndex(where: { $0.turn == turn }) else { return [] }
    return utterances[max(0, place - 1)...place].map(\.turn)
  }
}
