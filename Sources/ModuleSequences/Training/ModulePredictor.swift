import CaseModel
import Foundation

/// A trained model: what it was taught about modules in order, and how sure it may be.
public struct ModulePredictor: Codable, Sendable {
  /// What the model is made of.
  public enum Architecture: String, CaseIterable, Codable, Sendable {
    /// An ensemble of LSTMs over module embeddings, and a linear model over counts, openings and runs; blended as held-out histories
    /// say.
    case combined
    /// One LSTM with the widths and the training of the seed's script.
    case seed
  }

  /// An expected effectiveness.
  public struct Prediction: Hashable, Sendable {
    /// 0…1.
    public var value: Double
    /// In nine of ten held-out histories the truth was within.
    public var interval: ClosedRange<Double>
  }

  public var architecture: Architecture
  /// Codes of the modules that the model knows, sorted; their rows in an embedding begin at 1.
  public var modules: [String]
  public var order: OrderModel?
  var members: [LSTMParameters]
  /// The share of the LSTMs in a prediction, the rest is the linear model's.
  public var blend: Double
  /// Half the width of the interval, from held-out errors (split conformal prediction, Papadopoulos et al. 2002).
  public var intervalHalfWidth: Double
  /// The share of the variance that it explained of histories that were not learned from (of those it was chosen by, not of the
  /// test's); `nil` where there were none. At 0 and below, the mean would have done as well.
  public var validationR2: Double?
  /// How many histories that is of.
  public var validationCount = 0
  /// How many histories had each module while training, in order of `modules`.
  public var counts: [Int]
  /// How far predictions go from `centre`: 1 as far as the parts say, 0 not at all. Where parts go further than the truth of held-out
  /// histories followed, they are taken back.
  public var reach = 1.0
  /// The mean effectiveness of the histories learned from.
  public var centre = 0.5

  public var memberCount: Int { members.count }

  /// Whether what it explained of histories not learned from may be chance: less than two standard errors of R², each
  /// 2·√R²·(1 − R²)/√n (Olkin & Finn 1995). Several settings were tried on the same histories, which alone leaves a little above 0.
  public var isDoubtful: Bool {
    guard let r2 = validationR2, validationCount > 0 else { return true }
    return r2 <= 0 || r2.squareRoot() < 4 * (1 - r2) / Double(validationCount).squareRoot()
  }

  /// - Throws: `CaseError` `.badData` for a module that the model has not seen, an empty history, or a damaged model's weights.
  public func predict(_ modules: [String]) throws -> Prediction {
    try predict([modules])[0]
  }

  /// Predictions for many histories at once, in their order.
  public func predict(_ histories: [[String]], threads: Int = 1) throws -> [Prediction] {
    for (index, history) in histories.enumerated() {
      guard !history.isEmpty else {
        throw CaseError(
          .badData, "A history without modules has no effectiveness to predict.", at: "history \(index + 1)")
      }
      if let unknown = history.first(where: { row(of: $0) == nil }) {
        throw CaseError(
          .badData, "The model has never seen the module “\(unknown)”.",
          advice: "It knows \(self.modules.joined(separator: ", ")).")
      }
    }
    return try values(histories, threads: threads).map { value in
      guard value.isFinite else { throw CaseError(.badData, "The model's weights are too great to predict with.") }
      let value = min(max(value, 0), 1)
      return Prediction(
        value: value, interval: max(value - intervalHalfWidth, 0)...min(value + intervalHalfWidth, 1))
    }
  }

  /// What the linear part of a prediction is made of, the greatest first: features that the history has, and what they add.
  public func contributions(to modules: [String]) -> [(feature: OrderFeature, effect: Double)] {
    (order?.terms ?? []).map { ($0.feature, reach * (1 - blend) * $0.weight * $0.feature.value(of: modules)) }
      .filter { $0.effect != 0 }.sorted { abs($0.effect) > abs($1.effect) }
  }

  /// Of effectiveness. Modules that the model has not seen are taken for something it knows nothing of.
  ///
  /// - Returns: `nil` without histories.
  public func meanSquaredError(on histories: [ModuleSequence], threads: Int = 1) -> Double? {
    guard !histories.isEmpty else { return nil }
    let predictions = values(histories.map(\.modules), threads: threads)
    return zip(predictions, histories).reduce(0) { sum, pair in
      let error = min(max(pair.0, 0), 1) - pair.1.effectiveness
      return sum + error * error
    } / Double(histories.count)
  }

  /// Unclamped values of known, non-empty histories.
  func values(_ histories: [[String]], threads: Int) -> [Double] {
    let encoded = encode(histories.map { ($0, 0) })
    var deep = [Double](repeating: 0, count: histories.count)
    for member in members {
      for (index, output) in LSTMTraining.outputs(of: encoded, member, threads: threads).enumerated() {
        deep[index] += Double(output) / Double(members.count)
      }
    }
    guard let order else { return deep }
    return zip(histories, deep).map { modules, deep in
      centre + reach * ((1 - blend) * order.prediction(modules) + blend * deep - centre)
    }
  }

  /// The row of a module in an embedding.
  func row(of module: String) -> Int? {
    var low = 0
    var high = modules.count
    while low < high {
      let middle = (low + high) / 2
      if modules[middle] < module { low = middle + 1 } else { high = middle }
    }
    return low < modules.count && modules[low] == module ? low + 1 : nil
  }

  /// Modules that are not known become row 0, which nothing was taught about.
  func encode(_ histories: [(modules: [String], effectiveness: Double)]) -> EncodedSequences {
    var set = EncodedSequences()
    for history in histories {
      set.append(history.modules.map { UInt16(row(of: $0) ?? 0) }, target: Float(history.effectiveness))
    }
    return set
  }

  // MARK: Embeddings

  /// The vector of a module: those of all members, each of length 1/√members, one behind the other, so that the cosine of two is the
  /// mean of the members' cosines. Members begin at random and agree on no axes.
  public func embedding(of module: String) -> [Float]? {
    guard let row = row(of: module) else { return nil }
    return members.flatMap { member in
      let vector = member.embedding(row)
      let length = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
      let scale = length > 0 ? 1 / (length * Float(members.count).squareRoot()) : 0
      return vector.map { $0 * scale }
    }
  }

  /// Modules with the cosine of their embeddings to that of `module`, the nearest first.
  ///
  /// - Throws: `CaseError` `.badData` for a module that the model has not seen.
  public func similar(to module: String) throws -> [(module: String, similarity: Double)] {
    guard let vector = embedding(of: module) else {
      throw CaseError(
        .badData, "The model has never seen the module “\(module)”.",
        advice: "It knows \(modules.joined(separator: ", ")).")
    }
    return modules.filter { $0 != module }.map { other in
      let products = zip(vector, embedding(of: other) ?? []).map { Double($0) * Double($1) }
      return (other, products.reduce(0, +))
    }.sorted { ($1.1, $0.0) < ($0.1, $1.0) }
  }
}

// MARK: Files

extension ModulePredictor {
  /// The model as JSON, the same bytes for the same model.
  public func encoded() throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return [UInt8](try encoder.encode(self))
  }

  /// - Parameter place: the file or version, for the message.
  /// - Throws: `CaseError` `.badData`.
  public init(decoding bytes: [UInt8], at place: String) throws {
    do {
      self = try JSONDecoder().decode(Self.self, from: Data(bytes))
    } catch {
      throw CaseError(
        .badData, "This is not a module model, or a damaged one.", at: place,
        advice: "`caseloom module train` makes another.")
    }
    guard let shape = members.first?.shape, members.allSatisfy({ $0.shape == shape }),
      shape.vocabulary == modules.count + 1, zip(modules, modules.dropFirst()).allSatisfy(<),
      counts.count == modules.count, (0...1).contains(blend), intervalHalfWidth >= 0,
      (0...1).contains(reach), (0...1).contains(centre)
    else {
      throw CaseError(
        .badData, "The parts of this module model do not fit together.", at: place,
        advice: "`caseloom module train` makes another.")
    }
  }
}
