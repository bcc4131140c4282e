import Foundation

/// Exact t-SNE (L. van der Maaten & G. Hinton, "Visualizing data using t-SNE", JMLR 9, 2008): near points stay near;
/// distances between far groups mean little. For few points, up to some hundreds: each step is of order n².
///
/// Begins with the principal components instead of chance (D. Kobak & P. Berens, "The art of using t-SNE for single-cell
/// transcriptomics", 2019), so that the same rows give the same picture.
public enum TSNE {
  static let iterations = 1000
  private static let exaggerationIterations = 250
  /// For few points: the paper's 4, later work's 12.
  private static let exaggeration = 4.0
  private static let smallestGain = 0.01

  /// Enough neighbours to see groups in, few enough for a small catalogue: at most 5, and a third of the others.
  public static func defaultPerplexity(count: Int) -> Double { max(1, min(5, Double(count - 1) / 3)) }

  /// - Parameters:
  ///   - rows: n vectors of the same length.
  ///   - perplexity: how many neighbours a point has, about; held in 1…n - 1.
  /// - Returns: One (x, y) for each row, centred on (0, 0). All (0, 0) where the rows do not differ.
  public static func points(_ rows: [[Double]], perplexity: Double? = nil) -> [(x: Double, y: Double)] {
    let start = PrincipalComponents(rows)
    let count = rows.count
    guard count > 2, start.shares[0] > 0 else { return start.points }
    let wanted = max(1, min(Double(count - 1), perplexity ?? defaultPerplexity(count: count)))
    let affinities = affinities(squaredDistances(rows), perplexity: wanted)

    // The first component with a standard deviation of 1e-4, as the paper's random start.
    let deviation = (start.points.reduce(0) { $0 + $1.x * $1.x } / Double(count)).squareRoot()
    // Points in one place would stay together, equal rows or a line in the middle alike: a hair's breadth apart.
    var state = start.points.enumerated().flatMap { index, point in
      let angle = Double(index) * 2.399963229728653
      return [point.x / deviation * 1e-4 + 1e-7 * cos(angle), point.y / deviation * 1e-4 + 1e-7 * sin(angle)]
    }
    var velocity = [Double](repeating: 0, count: 2 * count)
    var gains = [Double](repeating: 1, count: 2 * count)
    // n / exaggeration, as A. Belkina et al. (2019) propose, but not so small that few points do not move.
    let learningRate = max(10, Double(count) / exaggeration)
    for iteration in 0..<iterations {
      let isEarly = iteration < exaggerationIterations
      let gradient = gradient(state, affinities, factor: isEarly ? exaggeration : 1)
      let momentum = isEarly ? 0.5 : 0.8
      for k in state.indices {
        // R. Jacobs, "Increased rates of convergence through learning rate adaptation", 1988.
        gains[k] = max(smallestGain, gradient[k] * velocity[k] < 0 ? gains[k] + 0.2 : gains[k] * 0.8)
        velocity[k] = momentum * velocity[k] - learningRate * gains[k] * gradient[k]
        state[k] += velocity[k]
      }
      centre(&state)
    }
    return (0..<count).map { (state[2 * $0], state[2 * $0 + 1]) }
  }

  /// Symmetric joint probabilities, n×n (equations 1 and 2 and section 3.1), each row's width found by bisection.
  static func affinities(_ squared: [[Double]], perplexity: Double) -> [[Double]] {
    let count = squared.count
    let conditional = (0..<count).map { i -> [Double] in
      let others = squared[i].enumerated().filter { $0.offset != i }.map(\.element)
      let least = others.min() ?? 0
      let mean = others.reduce(0) { $0 + $1 - least } / Double(max(1, others.count))
      var row = [Double](repeating: 0, count: count)
      // Precision in units of the row's own scale; a row of equal distances is even at any.
      var (precision, lower, upper) = (1.0, 0.0, Double.infinity)
      for _ in 0..<100 {
        var sum = 0.0
        for j in 0..<count where j != i {
          row[j] = mean > 0 ? exp(-(squared[i][j] - least) / mean * precision) : 1
          sum += row[j]
        }
        var entropy = 0.0
        for j in 0..<count where j != i {
          row[j] /= sum
          if row[j] > 0 { entropy -= row[j] * log(row[j]) }
        }
        let difference = entropy - log(perplexity)
        if abs(difference) < 1e-6 || mean <= 0 { break }
        if difference > 0 { lower = precision } else { upper = precision }
        precision = upper.isFinite ? (lower + upper) / 2 : precision * 2
      }
      return row
    }
    return (0..<count).map { i in
      (0..<count).map { j in
        i == j ? 0 : max(1e-12, (conditional[i][j] + conditional[j][i]) / (2 * Double(count)))
      }
    }
  }

  /// Equation 5.
  private static func gradient(_ state: [Double], _ affinities: [[Double]], factor: Double) -> [Double] {
    let count = affinities.count
    var kernels = [Double](repeating: 0, count: count * count)
    var sum = 0.0
    for i in 0..<count {
      for j in 0..<i {
        let (dx, dy) = (state[2 * i] - state[2 * j], state[2 * i + 1] - state[2 * j + 1])
        let kernel = 1 / (1 + dx * dx + dy * dy)
        kernels[i * count + j] = kernel
        sum += 2 * kernel
      }
    }
    var gradient = [Double](repeating: 0, count: 2 * count)
    for i in 0..<count {
      for j in 0..<i {
        let kernel = kernels[i * count + j]
        let pull = 4 * (factor * affinities[i][j] - kernel / sum) * kernel
        let (dx, dy) = (state[2 * i] - state[2 * j], state[2 * i + 1] - state[2 * j + 1])
        gradient[2 * i] += pull * dx
        gradient[2 * i + 1] += pull * dy
        gradient[2 * j] -= pull * dx
        gradient[2 * j + 1] -= pull * dy
      }
    }
    return gradient
  }

  private static func squaredDistances(_ rows: [[Double]]) -> [[Double]] {
    rows.map { left in
      rows.map { right in
        zip(left, right).reduce(0) { sum, pair in
          let difference = pair.0 - pair.1
          return difference.isFinite ? sum + difference * difference : sum
        }
      }
    }
  }

  private static func centre(_ state: inout [Double]) {
    for axis in 0..<2 {
      let indices = stride(from: axis, to: state.count, by: 2)
      let mean = indices.reduce(0) { $0 + state[$1] } / Double(state.count / 2)
      for k in indices { state[k] -= mean }
    }
  }
}
