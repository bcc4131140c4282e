import CaseModel

/// Stage 1: which utterances carry a psychological process, and which (Ong et al. 2025, stage 1).
public protocol ProcessAnnotating: Sendable {
  /// Judges every client utterance, each with the two utterances before and after it as context.
  ///
  /// - Parameters:
  ///   - utterances: a whole transcript, in order of turn.
  ///   - decided: what people said of turns of it. It holds to the letter; a danger is found all the same.
  /// - Returns: at most one process for each client turn, in order of turn. Every quote is a literal part of its utterance.
  func annotate(_ utterances: [Utterance], decided: [Int: VerifiedTurn]) throws -> Annotation

  /// The same judge, which has seen these turns of the clinic as well and minds them most.
  func learning(from turns: [VerifiedTurn]) throws -> any ProcessAnnotating
}

extension ProcessAnnotating {
  /// Of utterances that nobody has said anything of.
  public func annotate(_ utterances: [Utterance]) throws -> Annotation { try annotate(utterances, decided: [:]) }

  /// A judge by rules does not learn.
  public func learning(from turns: [VerifiedTurn]) throws -> any ProcessAnnotating { self }
}

extension Process {
  /// Becomes what a person said it is.
  mutating func follow(_ word: VerifiedTurn) {
    dimensions = word.dimensions.sorted()
    valence = word.valence
    confidence = 1
  }
}

extension Annotation {
  /// A client who speaks at length expresses something, even where an annotator does not see what: the surest of the turns make up this
  /// number, with the low confidence that they have.
  static let fewestProcesses = 4

  mutating func fillUp(from unsure: [Process], of utterances: [Utterance]) {
    let missing = Self.fewestProcesses - processes.count
    guard missing > 0, SessionReader.isSubstantial(utterances) else { return }
    let surest = unsure.sorted { $0.confidence != $1.confidence ? $0.confidence > $1.confidence : $0.turn < $1.turn }
    processes = (processes + surest.prefix(missing)).sorted { $0.turn < $1.turn }
  }
}
