import CaseModel

/// How well predictions met effectiveness.
public struct TrainingFigures: Codable, Hashable, Sendable {
  public var count: Int
  /// 1 less the share of the variance around the mean of these histories that is left; 0 where they do not vary.
  public var r2: Double
  /// Mean squared error.
  public var mse: Double
  /// Mean squared error of always saying the training histories' mean.
  public var constantMSE: Double
  /// The share of histories within the interval of their prediction.
  public var coverage: Double

  enum CodingKeys: String, CodingKey {
    case count, r2, mse, coverage
    case constantMSE = "constant_mse"
  }

  /// - Returns: `nil` without histories.
  init?(_ predictions: [ModulePredictor.Prediction], _ actual: [Double], trainingMean: Double) {
    guard !actual.isEmpty else { return nil }
    let number = Double(actual.count)
    let mean = actual.reduce(0, +) / number
    func squares(_ values: some Sequence<Double>) -> Double {
      zip(values, actual).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
    }
    let left = squares(predictions.map(\.value))
    let total = squares(repeatElement(mean, count: actual.count))
    count = actual.count
    // The mean of equal numbers may be off by a last digit.
    r2 = total > 1e-12 * number ? 1 - left / total : 0
    mse = left / number
    constantMSE = squares(repeatElement(trainingMean, count: actual.count)) / number
    coverage = Double(zip(predictions, actual).count { $0.interval.contains($1) }) / number
  }
}
