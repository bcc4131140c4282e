/// Linear models of standardized features with ever more of them: the lasso (Tibshirani 1996) by coordinate descent (Friedman, Hastie
/// & Tibshirani 2010), and what least squares makes of the features it picks, the "relaxed" lasso (Meinshausen 2007).
///
/// Everything is computed from the products of features with each other, which are summed once.
struct LassoPath {
  /// Features that vary, as columns of the matrix given.
  let columns: [Int]
  let means: [Double]
  let scales: [Double]
  let targetMean: Double
  // Correlations of features with each other [n, n] and covariances with the target [n].
  private let correlations: [[Double]]
  private let covariances: [Double]

  /// - Parameters:
  ///   - rows: histories, each with all its features.
  ///   - targets: as many.
  init(rows: [[Double]], targets: [Double]) {
    let count = Double(max(rows.count, 1))
    let width = rows.first?.count ?? 0
    var sums = [Double](repeating: 0, count: width)
    for row in rows { for column in 0..<width { sums[column] += row[column] } }
    let allMeans = sums.map { $0 / count }
    var squares = [Double](repeating: 0, count: width)
    for row in rows {
      for column in 0..<width { squares[column] += (row[column] - allMeans[column]) * (row[column] - allMeans[column]) }
    }
    let columns = (0..<width).filter { squares[$0] > 1e-9 * count }
    let means = columns.map { allMeans[$0] }
    let scales = columns.map { (squares[$0] / count).squareRoot() }
    let mean = targets.reduce(0, +) / count
    targetMean = mean
    var products = [[Double]](repeating: [Double](repeating: 0, count: columns.count), count: columns.count)
    var covariances = [Double](repeating: 0, count: columns.count)
    for (row, target) in zip(rows, targets) {
      let standard = columns.indices.map { (row[columns[$0]] - means[$0]) / scales[$0] }
      for one in columns.indices {
        covariances[one] += standard[one] * (target - mean)
        let value = standard[one]
        products[one].withUnsafeMutableBufferPointer { products in
          for other in 0...one { products[other] += value * standard[other] }
        }
      }
    }
    for one in columns.indices {
      for other in 0...one {
        products[one][other] /= count
        products[other][one] = products[one][other]
      }
    }
    (self.columns, self.means, self.scales) = (columns, means, scales)
    correlations = products
    self.covariances = covariances.map { $0 / count }
  }

  /// The penalty from which on no feature is picked.
  var greatestPenalty: Double { covariances.map(abs).max() ?? 0 }

  /// Weights of the standardized features for each penalty, which should fall.
  func weights(for penalties: [Double]) -> [[Double]] {
    var weights = [Double](repeating: 0, count: columns.count)
    // What is left of the covariances.
    var rest = covariances
    return penalties.map { penalty in
      for _ in 0..<1000 {
        var greatest = 0.0
        for one in columns.indices {
          let pull = rest[one] + weights[one]
          let new = pull > penalty ? pull - penalty : pull < -penalty ? pull + penalty : 0
          let step = new - weights[one]
          guard step != 0 else { continue }
          weights[one] = new
          greatest = max(greatest, abs(step))
          correlations[one].withUnsafeBufferPointer { row in
            for other in rest.indices { rest[other] -= step * row[other] }
          }
        }
        if greatest < 1e-6 { break }
      }
      return weights
    }
  }

  /// Least squares over the features that `weights` picks, with a ridge of a thousandth against twins.
  func relaxed(_ weights: [Double]) -> [Double] {
    let picked = weights.indices.filter { weights[$0] != 0 }
    var system = picked.map { one in picked.map { correlations[one][$0] + ($0 == one ? 1e-3 : 0) } }
    var right = picked.map { covariances[$0] }
    // Cholesky, in place.
    for column in picked.indices {
      for row in column..<picked.count {
        var sum = system[row][column]
        for before in 0..<column { sum -= system[row][before] * system[column][before] }
        system[row][column] = row == column ? max(sum, 1e-12).squareRoot() : sum / system[column][column]
      }
    }
    for row in picked.indices {
      for before in 0..<row { right[row] -= system[row][before] * right[before] }
      right[row] /= system[row][row]
    }
    for row in picked.indices.reversed() {
      for after in (row + 1)..<max(picked.count, row + 1) { right[row] -= system[after][row] * right[after] }
      right[row] /= system[row][row]
    }
    var result = [Double](repeating: 0, count: weights.count)
    for (place, value) in zip(picked, right) { result[place] = value }
    return result
  }
}
