import CaseModel

/// A linear model over a few things that can be counted in a history, picked by the lasso.
public struct OrderModel: Codable, Hashable, Sendable {
  public struct Term: Codable, Hashable, Sendable {
    public var feature: OrderFeature
    /// Effectiveness a unit of the feature.
    public var weight: Double
  }

  public var intercept: Double
  /// The weightiest first.
  public var terms: [Term]

  func prediction(_ modules: [String]) -> Double {
    terms.reduce(intercept) { $0 + $1.weight * $1.feature.value(of: modules) }
  }

  private static let shrinkages = [0, 0.5, 1.0]

  /// Fits a model to histories; its strictness is the one with the least error in cross-validation over `folds`.
  ///
  /// - Parameters:
  ///   - folds: of each history, its fold from 0.
  /// - Returns: the model, and for each history what a model said that had not seen its fold.
  static func fit(_ histories: [ModuleSequence], folds: [Int]) -> (model: OrderModel, heldOut: [Double]) {
    let all = Fit(histories)
    let top = max(all.path.greatestPenalty, 1e-9)
    // Down to a thousandth, in equal steps of the logarithm.
    var penalties = [top]
    for _ in 1..<40 { penalties.append((penalties.last ?? top) * 0.8376776) }
    var heldOut = [[Double]](repeating: [], count: histories.count)
    for fold in Set(folds).sorted() {
      let fit = Fit(zip(histories, folds).filter { $0.1 != fold }.map(\.0))
      let models = fit.models(for: penalties)
      for index in histories.indices where folds[index] == fold {
        let values = fit.features.map { $0.value(of: histories[index].modules) }
        heldOut[index] = models.map { fit.prediction(values, weights: $0) }
      }
    }
    var best = (place: 0, error: Double.infinity)
    for place in 0..<(penalties.count * shrinkages.count) {
      var error = 0.0
      for (history, predictions) in zip(histories, heldOut) {
        error += (predictions[place] - history.effectiveness) * (predictions[place] - history.effectiveness)
      }
      // The strictest of the best: penalties fall.
      if error < best.error * (1 - 1e-9) { best = (place, error) }
    }
    let weights = all.models(for: penalties)[best.place]
    return (all.model(weights), heldOut.map { $0[best.place] })
  }

  /// Features of some histories and the path through them.
  private struct Fit {
    let features: [OrderFeature]
    let path: LassoPath

    init(_ histories: [ModuleSequence]) {
      features = OrderFeature.candidates(in: histories.map(\.modules))
      let features = features
      path = LassoPath(
        rows: histories.map { history in features.map { $0.value(of: history.modules) } },
        targets: histories.map(\.effectiveness))
    }

    /// Standardized weights for each penalty, and each shrinkage of each.
    func models(for penalties: [Double]) -> [[Double]] {
      path.weights(for: penalties).flatMap { weights in
        let relaxed = path.relaxed(weights)
        return shrinkages.map { share in zip(weights, relaxed).map { share * $0 + (1 - share) * $1 } }
      }
    }

    func prediction(_ values: [Double], weights: [Double]) -> Double {
      path.columns.indices.reduce(path.targetMean) { sum, place in
        weights[place] == 0
          ? sum : sum + weights[place] * (values[path.columns[place]] - path.means[place]) / path.scales[place]
      }
    }

    func model(_ weights: [Double]) -> OrderModel {
      var intercept = path.targetMean
      var terms: [Term] = []
      for (place, weight) in weights.enumerated() where weight != 0 {
        terms.append(Term(feature: features[path.columns[place]], weight: weight / path.scales[place]))
        intercept -= weight / path.scales[place] * path.means[place]
      }
      return OrderModel(intercept: intercept, terms: terms.sorted { abs($0.weight) > abs($1.weight) })
    }
  }
}
