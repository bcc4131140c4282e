import CaseModel
import Foundation
import SentenceEncoder

/// What the stages that work on sentence vectors share: the encoder, the heads, and the catalogue's themes as embeddings.
struct MeaningReader: Sendable {
  let lexicon: Lexicon
  let catalogue: ThemeCatalogue
  let heads: Heads
  let examples: RiskExamples
  /// Of the catalogue's themes, in its order.
  let themes: [(cluster: Cluster, embedding: Embedding)]
  private let encoder: any SentenceEncoding
  private let readings = ReadingMemory()

  init(
    lexicon: Lexicon, catalogue: ThemeCatalogue, heads: Heads, examples: RiskExamples, encoder: any SentenceEncoding
  ) throws {
    guard heads.encoder == encoder.name, heads.width == encoder.width else {
      throw CaseError(
        .badData, "The trained heads are for the encoder \(heads.encoder), not \(encoder.name).",
        advice: "Make them again with scripts/train-heads.")
    }
    self.lexicon = lexicon
    self.catalogue = catalogue
    self.heads = heads
    self.examples = examples
    self.encoder = encoder
    themes = catalogue.themes.compactMap { theme in
      guard let vector = heads.themes[theme.id] else { return nil }
      let dimensions = Dimension.allCases.map { theme.dimensions.contains($0) ? 1.0 : 0.0 }
      let valences = Valence.allCases.map { theme.valence == $0 ? 1.0 : 0.0 }
      return (theme.cluster, Self.embedding(vector, dimensions: dimensions, valences: valences))
    }
  }

  /// A turn as read before, or read now.
  func read(_ text: String) -> TurnReading {
    if let known = readings[text] { return known }
    let turn = TurnReading(text, lexicon: lexicon)
    readings[text] = turn
    return turn
  }

  /// Vectors of unit length, one for each text.
  func vectors(of texts: [String]) throws -> [[Float]] { try encoder.encode(texts) }

  /// How much the therapist's question, dimensions and valence count in an embedding beside the words. Chosen on the project's own
  /// annotated clients.
  private static let questionShare: Float = 0.4
  private static let dimensionShare: Float = 0.65
  private static let valenceShare: Float = 0.6

  /// The words' vector beside what the heads make of it: turns of one theme agree in both, and turns of two themes that speak of the
  /// same things (a symptom, and what helps against it) differ in the second.
  static func embedding(_ vector: [Float], dimensions: [Double], valences: [Double]) -> Embedding {
    let unit = Vector.unit(dimensions.map { Float($0) })
    return Embedding(
      Vector.unit(
        Vector.unit(vector) + unit.map { $0 * dimensionShare } + valences.map { Float($0) * valenceShare }))
  }

  /// What the heads look at in a part of a turn, which has no question of its own.
  func features(of text: String, vector: [Float]) -> TurnFeatures {
    TurnFeatures(
      vector: vector, question: nil, shape: TurnShape.features(of: read(text), after: nil, lexicon: lexicon))
  }

  /// The same of a text, with what the heads find in it.
  ///
  /// - Parameter decided: what a person said that it is, where one did.
  func embedding(of features: TurnFeatures, decided: VerifiedTurn? = nil) -> Embedding {
    let words = features.question.map { question in
      zip(features.vector, question).map { $0 + Self.questionShare * $1 }
    }
    if let decided, decided.isProcess {
      return Self.embedding(
        words ?? features.vector,
        dimensions: Dimension.allCases.map { decided.dimensions.contains($0) ? 1 : 0 },
        valences: Valence.allCases.map { decided.valence == $0 ? 1 : 0 })
    }
    return Self.embedding(
      words ?? features.vector,
      dimensions: Dimension.allCases.map { heads.probability("dimension.\($0.rawValue)", features) },
      valences: valences(of: features))
  }

  /// The probability of each valence, in order of `Valence.allCases`.
  func valences(of features: TurnFeatures) -> [Double] {
    let odds = Valence.allCases.map { Logistic.odds(heads.score("valence.\($0.rawValue)", features)) }
    let sum = odds.reduce(0, +)
    return odds.map { $0 / sum }
  }
}
