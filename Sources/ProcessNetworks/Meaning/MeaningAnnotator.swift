import CaseModel

/// Stage 1 on sentence vectors: the heads judge each client turn with the therapist's question before it; rules that a person can read
/// add what is said of danger.
struct MeaningAnnotator: ProcessAnnotating {
  let reader: MeaningReader
  private let verified: VerifiedExamples

  init(reader: MeaningReader, verified: [VerifiedTurn] = []) throws {
    self.reader = reader
    self.verified = try VerifiedExamples(verified, reader: reader)
  }

  func learning(from turns: [VerifiedTurn]) throws -> any ProcessAnnotating {
    try MeaningAnnotator(reader: reader, verified: turns)
  }

  func annotate(_ utterances: [Utterance], decided: [Int: VerifiedTurn]) throws -> Annotation {
    let turns = try features(of: utterances)
    var unsure: [Process] = []
    var annotation = Annotation(processes: [], risks: [])
    for (place, features) in turns {
      let utterance = utterances[place]
      let turn = reader.read(utterance.text)
      let question = Self.question(before: place, in: utterances).map { reader.read($0) }
      let danger = try MeaningRisk(reader: reader).finding(in: turn, features: features, after: question)
      if let danger, let quote = turn.quote(of: danger.words) {
        annotation.risks.append(RiskFinding(turn: utterance.turn, quote: quote, risk: danger.risk))
      }
      let word = decided[utterance.turn]
      guard
        let process = try process(
          of: turn, number: utterance.turn, features: features, danger: danger, decided: word)
      else { continue }
      if let word {
        if word.isProcess { annotation.processes.append(process) }
      } else if process.confidence >= reader.heads.threshold("process") {
        annotation.processes.append(process)
      } else if turn.spoken.words.count >= SessionReader.substantiveWords {
        unsure.append(process)
      }
    }
    annotation.fillUp(from: unsure, of: utterances)
    return annotation
  }

  /// Of the client turns that have words, by place; all vectors in one call, because that is fastest.
  private func features(of utterances: [Utterance]) throws -> [(Int, TurnFeatures)] {
    let places = utterances.indices.filter {
      utterances[$0].speaker == .client && !reader.read(utterances[$0].text).spoken.words.isEmpty
    }
    let texts = places.map { utterances[$0].text }
    let questions = places.map { Self.question(before: $0, in: utterances) }
    let vectors = try reader.vectors(of: texts + questions.compactMap { $0 })
    var asked = vectors[texts.count...].makeIterator()
    return places.enumerated().map { index, place in
      let question = questions[index] == nil ? nil : asked.next()
      return (
        place,
        TurnFeatures(
          vector: vectors[index], question: question,
          shape: TurnShape.features(
            of: reader.read(texts[index]), after: questions[index].map { reader.read($0) }, lexicon: reader.lexicon))
      )
    }
  }

  /// What the therapist says right before a turn.
  private static func question(before place: Int, in utterances: [Utterance]) -> String? {
    guard place > 0, utterances[place - 1].speaker == .therapist else { return nil }
    return utterances[place - 1].text
  }

  private func process(
    of turn: TurnReading, number: Int, features: TurnFeatures, danger: RiskReader.Finding?, decided: VerifiedTurn?
  ) throws -> Process? {
    let probability = Logistic.value(
      reader.heads.score("process", features) + verified.push(features.vector) { $0.isProcess })
    // Whoever speaks of death speaks of a process, however few the words.
    let confidence = danger == nil ? probability : max(probability, 0.9)
    // A turn that is surely none needs neither clauses nor labels.
    guard confidence >= 0.02 || decided?.isProcess == true else { return nil }
    // Words of danger have a quote of their own, in the flag.
    guard let quote = turn.quote(of: try MeaningQuote(reader: reader).words(of: turn)) else { return nil }
    var process = Process(
      turn: number, quote: quote, dimensions: dimensions(features),
      valence: danger == nil ? valence(features) : .maladaptive, risk: danger?.risk ?? .none, confidence: confidence,
      embedding: reader.embedding(of: features, decided: decided))
    if let decided { process.follow(decided) }
    return process
  }

  private static let mostDimensions = 3

  /// Those above their threshold, the surest first; the nearest to its threshold where none is.
  private func dimensions(_ features: TurnFeatures) -> [Dimension] {
    let margins = Dimension.allCases.map { dimension -> (dimension: Dimension, margin: Double) in
      let name = "dimension.\(dimension.rawValue)"
      let push = verified.push(features.vector) { $0.isProcess ? $0.dimensions.contains(dimension) : nil }
      return (dimension, Logistic.value(reader.heads.score(name, features) + push) - reader.heads.threshold(name))
    }
    let ranked = margins.sorted { left, right in
      left.margin != right.margin ? left.margin > right.margin : left.dimension < right.dimension
    }
    let found = ranked.prefix(Self.mostDimensions).filter { $0.margin >= 0 }
    return found.isEmpty ? [ranked[0].dimension] : found.map(\.dimension).sorted()
  }

  /// The surest, each against its threshold.
  private func valence(_ features: TurnFeatures) -> Valence {
    let probabilities = reader.valences(of: features)
    let ranked = zip(Valence.allCases, probabilities).map { valence, probability -> (Valence, Double) in
      let push = verified.push(features.vector) { $0.isProcess ? $0.valence == valence : nil }
      let share = probability / max(0.01, reader.heads.threshold("valence.\(valence.rawValue)"))
      return (valence, share * Logistic.odds(push / 2))
    }
    return ranked.max { $0.1 < $1.1 }?.0 ?? .neutral
  }
}
