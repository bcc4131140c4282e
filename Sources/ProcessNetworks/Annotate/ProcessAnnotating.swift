import CaseModel

/// Stage 1: which utterances carry a psychological process, and which (Ong et al. 2025, stage 1).
public protocol ProcessAnnotating: Sendable {
  /// Judges every client utterance, each with the two utterances before and after it as context.
  ///
  /// - Parameter utterances: a whole transcript, in order of turn.
  /// - Returns: at most one process for each client turn, in order of turn. Every quote is a literal part of its utterance.
  func annotate(_ utterances: [Utterance]) throws -> Annotation

  /// The same judge, which has seen these turns of the clinic as well and minds them most.
  func learning(from turns: [VerifiedTurn]) throws -> any ProcessAnnotating
}

extension ProcessAnnotating {
  /// A judge by rules does not learn.
  public func learning(from turns: [VerifiedTurn]) throws -> any ProcessAnnotating { self }
}
