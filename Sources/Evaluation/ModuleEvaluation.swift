import CaseModel
import ModuleSequences

/// Predictions of effectiveness against what module histories came to: K-fold cross-validation, in which every history is predicted
/// by a model that has not seen it.
public struct ModuleEvaluation: Sendable {
  /// Who predicts.
  public enum Model: String, CaseIterable, Sendable {
    /// Always the mean of what it learned from.
    case constant
    /// How often each module was delivered, and nothing else.
    case ridge
    /// The model that `module train` makes, and the one with the widths and the training of the seed's script.
    case combined, seed

    fileprivate var architecture: ModulePredictor.Architecture? {
      switch self {
      case .constant, .ridge: nil
      case .combined: .combined
      case .seed: .seed
      }
    }
  }

  /// How a model's squared errors compare with another's on the same histories.
  public enum Verdict: Sendable { case better, noBetter, worse }

  /// In the order of the histories.
  let predictions: [(model: Model, values: [Double])]
  private let actual: [Double]
  private let bootstrap: Bootstrap

  /// - Parameters:
  ///   - histories: their own `split` counts for nothing.
  ///   - folds: parts, at least 2; histories with the same id are in the same one.
  ///   - seed: the same histories and seed give the same predictions, on any number of threads.
  ///   - progress: told the share of the training that is done, 0…1.
  /// - Throws: `CaseError` `.badData` where there are too few histories to learn from, or all are equally effective.
  public init(
    _ histories: [ModuleSequence], folds count: Int = 5, seed: UInt64 = 1, models: [Model] = Model.allCases,
    threads: Int, bootstrap: Bootstrap = Bootstrap(), progress: (Double) -> Void = { _ in }
  ) throws {
    try Self.check(histories, folds: count)
    var random = SplitMix64(seed: seed)
    let folds = Self.folds(of: histories, count: count, random: &random)
    let seeds = (0..<count).map { _ in random.next() }
    // A constant is what the others are compared with.
    let chosen = Model.allCases.filter { $0 == .constant || models.contains($0) }
    var done = 0
    predictions = try chosen.map { model in
      let values = try Self.predictions(histories, folds: folds) { fold, learned, asked in
        defer {
          done += 1
          progress(Double(done) / Double(chosen.count * count))
        }
        return try Self.predictions(of: asked, by: model, learned: learned, seed: seeds[fold], threads: threads)
      }
      return (model, values)
    }
    actual = histories.map(\.effectiveness)
    self.bootstrap = bootstrap
  }

  private static func check(_ histories: [ModuleSequence], folds: Int) throws {
    let least = ModuleTraining.minimumHistories
    let ids = Set(histories.map(\.id)).count
    guard folds >= 2, ids >= folds, histories.count * (folds - 1) / folds >= least else {
      throw CaseError(
        .badData,
        "\(histories.count) histories are too few for \(folds) folds: in each, \(least) must be there to learn from.")
    }
    guard Set(histories.map(\.effectiveness)).count > 1 else {
      throw CaseError(.badData, "All histories are equally effective: there is nothing to predict.")
    }
  }

  // MARK: Cross-validation

  /// The fold of each history: random, and as equal in size as can be.
  static func folds(of histories: [ModuleSequence], count: Int, random: inout SplitMix64) -> [Int] {
    var numbers: [String: Int] = [:]
    for history in histories where numbers[history.id] == nil { numbers[history.id] = numbers.count }
    var folds = (0..<numbers.count).map { $0 % count }
    random.shuffle(&folds)
    return histories.map { folds[numbers[$0.id] ?? 0] }
  }

  /// What is said of each history by who has learned from the other folds. Of the histories that are asked for, the one who answers
  /// is told the modules alone.
  static func predictions(
    _ histories: [ModuleSequence], folds: [Int],
    _ predict: (_ fold: Int, _ learned: [ModuleSequence], _ asked: [[String]]) throws -> [Double]
  ) rethrows -> [Double] {
    var values = [Double](repeating: .nan, count: histories.count)
    for fold in Set(folds).sorted() {
      let learned = histories.indices.filter { folds[$0] != fold }.map { histories[$0] }
      let places = histories.indices.filter { folds[$0] == fold }
      let predicted = try predict(fold, learned, places.map { histories[$0].modules })
      for (place, value) in zip(places, predicted) { values[place] = value }
    }
    return values
  }

  private static func predictions(
    of asked: [[String]], by model: Model, learned: [ModuleSequence], seed: UInt64, threads: Int
  ) throws -> [Double] {
    var random = SplitMix64(seed: seed)
    if let architecture = model.architecture {
      let training = ModuleTraining(
        .init(architecture, seed: random.next(), count: learned.count), threads: threads)
      return try training.run(parts(learned, asked, random: &random)).testPoints.map(\.predicted)
    }
    if model == .ridge {
      let ridge = CountRidge.fit(learned, random: &random)
      return asked.map(ridge.prediction)
    }
    let mean = learned.reduce(0) { $0 + $1.effectiveness } / Double(learned.count)
    return asked.map { _ in mean }
  }

  /// Every history with its part, so that training holds out no more of them by itself: a fifth of what is learned from says when to
  /// stop.
  static func parts(
    _ learned: [ModuleSequence], _ asked: [[String]], random: inout SplitMix64
  ) -> [ModuleSequence] {
    let fifths = folds(of: learned, count: 5, random: &random)
    let parts = zip(learned, fifths).map { history, fifth in
      var history = history
      history.split = fifth == 0 ? .validation : .train
      return history
    }
    // Nobody is told how effective they were.
    return parts
      + asked.enumerated().map { place, modules in
        ModuleSequence(id: "asked \(place + 1)", modules: modules, effectiveness: 0, split: .test)
      }
  }

  // MARK: Figures

  /// For each model `r2` and `mse`, and for all but the constant `mse_difference`: by how much its squared error is, on average, above
  /// the constant's; below 0 is better.
  public func figures() -> [Figure] {
    predictions.flatMap { model, values in
      let errors = squaredErrors(values)
      func name(_ figure: String) -> String { "\(model.rawValue).\(figure)" }
      func others(_ figure: ([Double]) -> Double) -> [Figure.Baseline] {
        let simpler = Model.allCases.prefix { $0 != model }.filter { $0.architecture == nil }
        return predictions.filter { simpler.contains($0.model) }.map {
          Figure.Baseline($0.model.rawValue, figure(squaredErrors($0.values)))
        }
      }
      let everyone = Array(actual.indices)
      var figures = [
        Figure(
          name("r2"), r2(errors, everyone), interval: interval { r2(errors, $0) }, cases: actual.count,
          baselines: others { r2($0, everyone) }),
        Figure(
          name("mse"), Self.mean(errors, everyone), interval: interval { Self.mean(errors, $0) }, cases: actual.count,
          baselines: others { Self.mean($0, everyone) }),
      ]
      if model != .constant, let difference = difference(model, .constant) {
        figures.append(
          Figure(name("mse_difference"), difference.value, interval: difference.interval, cases: actual.count))
      }
      return figures
    }
  }

  /// - Returns: `nil` where one of them was not asked.
  public func verdict(on model: Model, against other: Model) -> Verdict? {
    guard let interval = difference(model, other)?.interval else { return nil }
    return interval.upperBound < 0 ? .better : interval.lowerBound > 0 ? .worse : .noBetter
  }

  /// In plain words, what may be concluded.
  public var conclusion: String {
    func names(_ verdict: Verdict) -> [String] {
      predictions.map(\.model).filter { $0 != .constant && self.verdict(on: $0, against: .constant) == verdict }
        .map(\.rawValue)
    }
    let (better, noBetter, worse) = (names(.better), names(.noBetter), names(.worse))
    let start = "On these \(actual.count) histories"
    var sentences: [String] = []
    if better.isEmpty {
      sentences.append(
        "\(start) no model predicts better than a constant: that modules, or their order, say anything about effectiveness "
          + "is not shown here.")
    } else {
      sentences.append("\(start) \(Self.predicts(better)) better than a constant.")
      if !noBetter.isEmpty { sentences.append("That \(Self.predicts(noBetter)) better than a constant is not shown.") }
    }
    if !worse.isEmpty { sentences.append("Even worse than a constant: \(Self.list(worse)).") }
    if better.contains(Model.combined.rawValue), let order = verdict(on: .combined, against: .ridge) {
      sentences.append(
        order == .better
          ? "The order of modules tells more than their counts: combined is better than ridge."
          : "That the order of modules tells more than their counts is not shown: combined is no better than ridge.")
    }
    return sentences.joined(separator: " ")
  }

  private static func predicts(_ names: [String]) -> String {
    "\(list(names)) \(names.count == 1 ? "predicts" : "predict")"
  }

  private static func list(_ names: [String]) -> String {
    names.count < 2 ? names.joined() : names.dropLast().joined(separator: ", ") + " and " + (names.last ?? "")
  }

  // MARK: Errors

  private func squaredErrors(_ values: [Double]) -> [Double] {
    zip(values, actual).map { ($0 - $1) * ($0 - $1) }
  }

  /// The mean difference of squared errors, with the interval of paired draws: both models on the same histories.
  private func difference(_ model: Model, _ other: Model) -> (value: Double, interval: ClosedRange<Double>)? {
    guard let one = predictions.first(where: { $0.model == model })?.values,
      let two = predictions.first(where: { $0.model == other })?.values
    else { return nil }
    let differences = zip(squaredErrors(one), squaredErrors(two)).map { $0 - $1 }
    return (Self.mean(differences, Array(actual.indices)), interval { Self.mean(differences, $0) })
  }

  private func interval(_ figure: ([Int]) -> Double) -> ClosedRange<Double> {
    bootstrap.interval(count: actual.count, figure)
  }

  private static func mean(_ values: [Double], _ sample: [Int]) -> Double {
    sample.reduce(0) { $0 + values[$1] } / Double(sample.count)
  }

  /// 1 less the share of the sample's variance around its own mean that is left.
  private func r2(_ errors: [Double], _ sample: [Int]) -> Double {
    let mean = Self.mean(actual, sample)
    let variance = sample.reduce(0) { $0 + (actual[$1] - mean) * (actual[$1] - mean) } / Double(sample.count)
    return variance > 0 ? 1 - Self.mean(errors, sample) / variance : 0
  }
}
