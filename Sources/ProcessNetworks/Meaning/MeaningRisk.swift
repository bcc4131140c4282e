import CaseModel

/// What a turn says of danger: the rules of `RiskReader`, and for what they do not know the annotated examples that are nearest in
/// meaning.
///
/// It directs a clinician's attention and predicts nothing: no single sentence can.
struct MeaningRisk {
  let reader: MeaningReader

  /// Mean cosine to the nearest examples of danger less that to the nearest ones of none, from which on a turn is flagged. Set so that
  /// about one in fifty turns of everyday counselling is flagged (docs/evaluation.md).
  static let threshold = 0.065
  /// What a word of danger adds.
  static let dangerShare = 0.1

  func finding(in turn: TurnReading, features: TurnFeatures, after question: TurnReading?) throws -> RiskReader.Finding?
  {
    if let ruled = RiskReader(lexicon: reader.lexicon).finding(in: turn, after: question) { return ruled }
    let whole = score(features)
    if whole >= Self.threshold {
      return RiskReader.Finding(risk: risk(features), words: turn.spoken.words.indices)
    }
    // A long turn hides one sentence among many: each sentence is judged by itself as well.
    let sentences = turn.spoken.sentences
    guard sentences.count > 1 else { return nil }
    let texts = sentences.map { turn.text(of: $0) }
    var best: (place: Int, features: TurnFeatures, score: Double)?
    for (place, vector) in try reader.vectors(of: texts).enumerated() {
      let own = reader.features(of: texts[place], vector: vector)
      let score = score(own)
      if score >= Self.threshold, score > best?.score ?? -.infinity { best = (place, own, score) }
    }
    return best.map { RiskReader.Finding(risk: risk($0.features), words: sentences[$0.place]) }
  }

  private func score(_ features: TurnFeatures) -> Double {
    reader.examples.danger(of: features.vector)
      + (features.shape[TurnShape.dangerPlace] > 0 ? Self.dangerShare : 0)
  }

  /// Without a word of danger the nearest examples are too far off to tell a plan from a wish.
  private func risk(_ features: TurnFeatures) -> Risk {
    features.shape[TurnShape.dangerPlace] > 0
      && reader.heads.probability("active", features) >= reader.heads.threshold("active") ? .active : .passive
  }
}
