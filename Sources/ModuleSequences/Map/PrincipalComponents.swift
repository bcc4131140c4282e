/// The two directions in which points differ most (H. Hotelling, "Analysis of a complex of statistical variables into
/// principal components", 1933).
public struct PrincipalComponents: Hashable, Sendable {
  /// One (x, y) for each row, centred on (0, 0), in the rows' own unit.
  public var points: [(x: Double, y: Double)] { zip(first, second).map { ($0, $1) } }
  /// The shares of the whole variance that x and y explain, each in 0…1; both 0 where all rows are equal.
  public let shares: [Double]

  private let first: [Double]
  private let second: [Double]

  /// Works on the n×n matrix of inner products, for there are fewer points than dimensions, by cyclic Jacobi rotations
  /// (G. Golub & C. Van Loan, "Matrix computations", 4th edition, 8.5). The sign of a direction, which is arbitrary, is
  /// such that the point farthest from the middle is on the positive side, the first of several.
  ///
  /// - Parameter rows: n vectors; missing components count as 0. Components that are not finite do, too.
  public init(_ rows: [[Double]]) {
    let centred = PrincipalComponents.centred(rows)
    let count = centred.count
    var products = [[Double]](repeating: [Double](repeating: 0, count: count), count: count)
    for i in 0..<count {
      for j in 0...i {
        var sum = 0.0
        for k in centred[i].indices { sum += centred[i][k] * centred[j][k] }
        products[i][j] = sum
        products[j][i] = sum
      }
    }
    let (values, vectors) = PrincipalComponents.eigen(products)
    let order = values.indices.sorted { (-values[$0], $0) < (-values[$1], $1) }
    let whole = values.reduce(0) { $0 + max(0, $1) }
    // What rounding leaves of equal rows is no variance.
    let scale = rows.reduce(0.0) { $0 + $1.reduce(0) { $0 + ($1.isFinite ? $1 * $1 : 0) } }
    let hasVariance = whole > 1e-20 * scale && whole > 0

    func column(_ rank: Int) -> (coordinates: [Double], share: Double) {
      guard hasVariance, rank < count, values[order[rank]] > 1e-12 * whole else {
        return (Array(repeating: 0, count: count), 0)
      }
      let value = values[order[rank]]
      var coordinates = (0..<count).map { vectors[$0][order[rank]] * value.squareRoot() }
      let extent = coordinates.reduce(0) { max($0, abs($1)) }
      // Equal distances may differ by rounding.
      let farthest = coordinates.first { abs($0) > extent * (1 - 1e-9) } ?? 0
      if farthest < 0 { coordinates = coordinates.map { -$0 } }
      return (coordinates, value / whole)
    }
    let columns = (column(0), column(1))
    (first, second) = (columns.0.coordinates, columns.1.coordinates)
    shares = [columns.0.share, columns.1.share]
  }

  private static func centred(_ rows: [[Double]]) -> [[Double]] {
    let width = rows.map(\.count).max() ?? 0
    var padded = rows.map { row in (0..<width).map { $0 < row.count && row[$0].isFinite ? row[$0] : 0 } }
    for k in 0..<width {
      let mean = padded.reduce(0) { $0 + $1[k] } / Double(padded.count)
      for i in padded.indices { padded[i][k] -= mean }
    }
    return padded
  }

  /// Eigenvalues, and eigenvectors as columns, of a symmetric matrix.
  private static func eigen(_ matrix: [[Double]]) -> (values: [Double], vectors: [[Double]]) {
    var a = matrix
    let count = a.count
    var v = (0..<count).map { i in (0..<count).map { $0 == i ? 1.0 : 0 } }
    let norm = a.reduce(0) { $0 + $1.reduce(0) { $0 + $1 * $1 } }
    for _ in 0..<60 {
      var offDiagonal = 0.0
      for p in 0..<count { for q in 0..<p { offDiagonal += a[p][q] * a[p][q] } }
      if offDiagonal <= 1e-28 * norm { break }
      for p in 0..<count {
        for q in (p + 1)..<max(p + 1, count) where a[p][q] != 0 {
          let theta = (a[q][q] - a[p][p]) / (2 * a[p][q])
          let tangent = (theta < 0 ? -1.0 : 1) / (abs(theta) + (theta * theta + 1).squareRoot())
          let cosine = 1 / (tangent * tangent + 1).squareRoot()
          rotate(&a, &v, p, q, cosine: cosine, sine: tangent * cosine)
        }
      }
    }
    return ((0..<count).map { a[$0][$0] }, v)
  }

  private static func rotate(
    _ a: inout [[Double]], _ v: inout [[Double]], _ p: Int, _ q: Int, cosine: Double, sine: Double
  ) {
    for k in a.indices {
      let (x, y) = (a[k][p], a[k][q])
      a[k][p] = cosine * x - sine * y
      a[k][q] = sine * x + cosine * y
    }
    for k in a.indices {
      let (x, y) = (a[p][k], a[q][k])
      a[p][k] = cosine * x - sine * y
      a[q][k] = sine * x + cosine * y
    }
    for k in v.indices {
      let (x, y) = (v[k][p], v[k][q])
      v[k][p] = cosine * x - sine * y
      v[k][q] = sine * x + cosine * y
    }
  }
}
