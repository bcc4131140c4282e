import CaseModel

/// Stage 1 without a model: the lexicon, the themes' paraphrases, and the therapist's question before.
struct LexiconAnnotator: ProcessAnnotating {
  let reader: SessionReader

  /// Utterances before and after the one that is judged (Ong et al. 2025: two).
  static let contextReach = 2

  func annotate(_ utterances: [Utterance], decided: [Int: VerifiedTurn]) throws -> Annotation {
    var unsure: [Process] = []
    var annotation = Annotation(processes: [], risks: [])
    for (place, utterance) in utterances.enumerated() where utterance.speaker == .client {
      let turn = try reader.read(utterance.text)
      guard !turn.spoken.words.isEmpty else { continue }
      let before = utterances[max(0, place - Self.contextReach)..<place]
      let question = try before.last { $0.speaker == .therapist }.map { try reader.read($0.text) }
      let danger = RiskReader(lexicon: reader.lexicon).finding(in: turn, after: question)
      if let danger, let quote = turn.quote(of: danger.words) {
        annotation.risks.append(RiskFinding(turn: utterance.turn, quote: quote, risk: danger.risk))
      }
      let process = process(of: turn, number: utterance.turn, after: question, danger: danger)
      guard var process else { continue }
      if let word = decided[utterance.turn] {
        process.follow(word)
        if word.isProcess { annotation.processes.append(process) }
      } else if process.confidence >= ProcessProfile.threshold {
        annotation.processes.append(process)
      } else if turn.spoken.words.count >= SessionReader.substantiveWords {
        unsure.append(process)
      }
    }
    annotation.fillUp(from: unsure, of: utterances)
    return annotation
  }

  private func process(
    of turn: TurnReading, number: Int, after question: TurnReading?, danger: RiskReader.Finding?
  ) -> Process? {
    let profile = ProcessProfile(turn, after: question, reader: reader)
    // Whoever speaks of death speaks of a process, however few the words.
    let confidence = danger == nil ? profile.confidence : max(profile.confidence, 0.9)
    guard let quote = turn.quote(of: danger?.words ?? profile.quoteWords) else { return nil }
    return Process(
      turn: number, quote: quote, dimensions: profile.dimensions,
      valence: danger == nil ? profile.valence : .maladaptive, risk: danger?.risk ?? .none, confidence: confidence)
  }
}
