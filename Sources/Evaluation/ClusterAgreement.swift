/// How well found clusters match the true ones. Items may be in several clusters, or in none.
public struct ClusterAgreement: Sendable {
  /// The found cluster of each true one, by name, in the best one-to-one match; true ones without a match are not in it.
  public let match: [String: String]
  /// Of each true cluster, the F1 with its match; 0 without one.
  public let f1: [String: Double]

  /// The mean over the true clusters. A true cluster that was not found counts as 0.
  public var matchedF1: Double { f1.isEmpty ? 0 : f1.values.sorted().reduce(0, +) / Double(f1.count) }

  /// - Parameters:
  ///   - true: the items of each true cluster.
  ///   - found: the items of each found one.
  public init(true truth: [String: Set<Int>], found: [String: Set<Int>]) {
    let rows = truth.keys.sorted()
    let columns = found.keys.sorted()
    let gains = rows.map { row in columns.map { overlapF1(truth[row] ?? [], found[$0] ?? []) } }
    var match: [String: String] = [:]
    var values = Dictionary(uniqueKeysWithValues: rows.map { ($0, 0.0) })
    for (row, column) in Assignment.best(gains: gains).enumerated() {
      guard let column, gains[row][column] > 0 else { continue }
      match[rows[row]] = columns[column]
      values[rows[row]] = gains[row][column]
    }
    self.match = match
    f1 = values
  }

  /// The match over all judged turns of a client, so that false alarms of the annotation count.
  init(_ client: GoldClient, found: [String: Set<ClientRun.Place>]) {
    let numbers = Dictionary(uniqueKeysWithValues: client.places.enumerated().map { ($1.place, $0) })
    self.init(
      true: client.members.mapValues { Set($0.compactMap { numbers[$0] }) },
      found: found.mapValues { Set($0.compactMap { numbers[$0] }) })
  }

  /// The omega index (Collins & Dent 1988): how often two clusterings agree on the number of clusters that a pair of items
  /// shares, beyond chance. 1 for the same clustering, about 0 for unrelated ones.
  ///
  /// - Parameters:
  ///   - left: for each item, the clusters that it is in.
  ///   - right: the same items in the same order.
  public static func omega(_ left: [Set<String>], _ right: [Set<String>]) -> Double {
    let count = min(left.count, right.count)
    guard count > 1 else { return 0 }
    var agreed = 0
    var leftCounts: [Int: Int] = [:]
    var rightCounts: [Int: Int] = [:]
    for second in 1..<count {
      for first in 0..<second {
        let inLeft = left[first].intersection(left[second]).count
        let inRight = right[first].intersection(right[second]).count
        leftCounts[inLeft, default: 0] += 1
        rightCounts[inRight, default: 0] += 1
        if inLeft == inRight { agreed += 1 }
      }
    }
    let pairs = Double(count * (count - 1) / 2)
    let chance = leftCounts.reduce(0.0) { $0 + Double($1.value) * Double(rightCounts[$1.key] ?? 0) } / (pairs * pairs)
    return chance < 1 ? (Double(agreed) / pairs - chance) / (1 - chance) : 0
  }
}

/// The assignment problem, by shortest augmenting paths (Kuhn 1955; Jonker & Volgenant 1987).
enum Assignment {
  /// One column for each row, no column twice, with the greatest sum of gains; `nil` for rows that are left over.
  ///
  /// - Parameter gains: a row of equal length for each row, of finite numbers.
  static func best(gains: [[Double]]) -> [Int?] {
    let rows = gains.count
    let columns = gains.first?.count ?? 0
    guard columns > 0 else { return Array(repeating: nil, count: rows) }
    guard rows <= columns else {
      let turned = (0..<columns).map { column in gains.map { $0[column] } }
      var result = [Int?](repeating: nil, count: rows)
      for (column, row) in best(gains: turned).enumerated() {
        if let row { result[row] = column }
      }
      return result
    }
    // One-based with a sentinel column 0, after the textbook form of the algorithm; costs are negative gains.
    var rowPotential = [Double](repeating: 0, count: rows + 1)
    var columnPotential = [Double](repeating: 0, count: columns + 1)
    var owner = [Int](repeating: 0, count: columns + 1)
    var way = [Int](repeating: 0, count: columns + 1)
    for row in 1...rows {
      owner[0] = row
      var column = 0
      var least = [Double](repeating: .infinity, count: columns + 1)
      var isUsed = [Bool](repeating: false, count: columns + 1)
      repeat {
        isUsed[column] = true
        let current = owner[column]
        var delta = Double.infinity
        var next = 0
        for candidate in 1...columns where !isUsed[candidate] {
          let cost = -gains[current - 1][candidate - 1] - rowPotential[current] - columnPotential[candidate]
          if cost < least[candidate] { (least[candidate], way[candidate]) = (cost, column) }
          if least[candidate] < delta { (delta, next) = (least[candidate], candidate) }
        }
        for candidate in 0...columns {
          if isUsed[candidate] {
            rowPotential[owner[candidate]] += delta
            columnPotential[candidate] -= delta
          } else {
            least[candidate] -= delta
          }
        }
        column = next
      } while owner[column] != 0
      repeat {
        owner[column] = owner[way[column]]
        column = way[column]
      } while column != 0
    }
    var result = [Int?](repeating: nil, count: rows)
    for column in 1...columns where owner[column] != 0 { result[owner[column] - 1] = column - 1 }
    return result
  }
}
