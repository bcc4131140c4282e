import CaseModel

/// Effectiveness from how often each module was delivered, and nothing else: a ridge regression (Hoerl & Kennard 1970). What a model
/// of the order is worth must be more than this.
struct CountRidge {
  /// Penalties that are tried: from 10⁻² to 10⁵, four to each power of ten.
  static let penalties: [Double] = {
    let quarters = [1, 1.778_279_410_038_923, 3.162_277_660_168_379, 5.623_413_251_903_491]
    var powers = [0.01]
    for _ in 0..<7 { powers.append((powers.last ?? 1) * 10) }
    return powers.dropLast().flatMap { power in quarters.map { power * $0 } } + powers.suffix(1)
  }()

  /// Sorted.
  let modules: [String]
  /// Effectiveness a delivery, in order of `modules`.
  let weights: [Double]
  let intercept: Double
  let penalty: Double

  /// Weights with the least sum of squared errors plus `penalty` times the sum of their squares; the intercept is free.
  init(_ histories: [ModuleSequence], penalty: Double) {
    self.init(Products(histories), penalty: penalty)
  }

  private init(_ products: Products, penalty: Double) {
    modules = products.modules
    self.penalty = penalty
    var system = products.countsByCounts
    for place in system.indices { system[place][place] += penalty }
    let weights = Cholesky(system).solve(products.countsByTarget)
    self.weights = weights
    intercept = products.targetMean - zip(weights, products.means).reduce(0) { $0 + $1.0 * $1.1 }
  }

  /// The penalty with the least error in cross-validation of `histories` alone.
  ///
  /// - Parameter random: who is in which part.
  static func fit(_ histories: [ModuleSequence], parts: Int = 5, random: inout SplitMix64) -> CountRidge {
    let folds = ModuleEvaluation.folds(of: histories, count: parts, random: &random)
    var errors = [Double](repeating: 0, count: penalties.count)
    for part in 0..<parts {
      let products = Products(zip(histories, folds).filter { $0.1 != part }.map(\.0))
      let asked = zip(histories, folds).filter { $0.1 == part }.map(\.0)
      for (place, penalty) in penalties.enumerated() {
        let ridge = CountRidge(products, penalty: penalty)
        for history in asked {
          let error = ridge.prediction(history.modules) - history.effectiveness
          errors[place] += error * error
        }
      }
    }
    let best = errors.indices.min { errors[$0] < errors[$1] } ?? 0
    return CountRidge(histories, penalty: penalties[best])
  }

  /// Modules that nothing was learned about count for nothing.
  func prediction(_ history: [String]) -> Double {
    let counts = Self.counts(of: history, modules)
    return zip(weights, counts).reduce(intercept) { $0 + $1.0 * $1.1 }
  }

  private static func counts(of history: [String], _ modules: [String]) -> [Double] {
    let counts = history.reduce(into: [String: Double]()) { $0[$1, default: 0] += 1 }
    return modules.map { counts[$0] ?? 0 }
  }

  /// What every penalty needs of the histories, summed once: of counts and targets about their means.
  private struct Products {
    let modules: [String]
    let means: [Double]
    let targetMean: Double
    var countsByCounts: [[Double]]
    var countsByTarget: [Double]

    init(_ histories: [ModuleSequence]) {
      let modules = Set(histories.flatMap(\.modules)).sorted()
      let rows = histories.map { CountRidge.counts(of: $0.modules, modules) }
      let number = Double(max(histories.count, 1))
      let means = modules.indices.map { column in rows.reduce(0) { $0 + $1[column] } / number }
      let targetMean = histories.reduce(0) { $0 + $1.effectiveness } / number
      countsByCounts = modules.map { _ in [Double](repeating: 0, count: modules.count) }
      countsByTarget = [Double](repeating: 0, count: modules.count)
      for (row, history) in zip(rows, histories) {
        let centred = zip(row, means).map { $0 - $1 }
        for one in centred.indices where centred[one] != 0 {
          countsByTarget[one] += centred[one] * (history.effectiveness - targetMean)
          for other in centred.indices { countsByCounts[one][other] += centred[one] * centred[other] }
        }
      }
      (self.modules, self.means, self.targetMean) = (modules, means, targetMean)
    }
  }
}

/// A symmetric positive definite matrix as the product of a lower triangle and its mirror image.
struct Cholesky {
  private var lower: [[Double]]

  /// - Parameter matrix: [n, n]; only its lower triangle is read. A pivot that rounding has brought to 0 counts as tiny.
  init(_ matrix: [[Double]]) {
    lower = matrix
    for row in lower.indices {
      for column in 0...row {
        var rest = lower[row][column]
        for before in 0..<column { rest -= lower[row][before] * lower[column][before] }
        lower[row][column] = row == column ? max(rest, 1e-12).squareRoot() : rest / lower[column][column]
      }
    }
  }

  /// The vector that the matrix makes into `right`.
  func solve(_ right: [Double]) -> [Double] {
    var values = right
    for row in lower.indices {
      for before in 0..<row { values[row] -= lower[row][before] * values[before] }
      values[row] /= lower[row][row]
    }
    for row in lower.indices.reversed() {
      for after in lower.indices.dropFirst(row + 1) { values[row] -= lower[after][row] * values[after] }
      values[row] /= lower[row][row]
    }
    return values
  }
}
