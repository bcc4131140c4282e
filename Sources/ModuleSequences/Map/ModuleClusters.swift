/// Groups of modules whose embeddings point the same way: average linkage (R. Sokal & C. Michener, 1958) on cosine
/// distance, and as many groups as have the greatest mean silhouette (P. Rousseeuw, "Silhouettes", 1987).
public enum ModuleClusters {
  /// Up to this mean silhouette there is "no substantial structure" (L. Kaufman & P. Rousseeuw, "Finding groups in data",
  /// 1990, table 4): then there is one group. The greatest of 17 random normal vectors is 0.23 in 32 dimensions and 0.16 in
  /// 64, in 60 draws each; in 16 dimensions and fewer chance alone goes beyond the threshold.
  public static let leastSilhouette = 0.25

  /// - Parameter rows: n vectors. A zero vector is as far from all others as an orthogonal one.
  /// - Returns: The index of each row's group, 0…k - 1, numbered in the order of their first rows; k is 1 or in 2…n / 2.
  public static func groups(_ rows: [[Double]]) -> [Int] {
    let distances = distances(rows)
    var best = (silhouette: leastSilhouette, groups: Array(repeating: 0, count: rows.count))
    for groups in partitions(distances) {
      let silhouette = meanSilhouette(groups, distances)
      // From many groups to few: of equals the fewer.
      if silhouette > leastSilhouette, silhouette >= best.silhouette - 1e-12 { best = (silhouette, groups) }
    }
    return best.groups
  }

  /// 1 - cosine, n×n, in 0…2.
  static func distances(_ rows: [[Double]]) -> [[Double]] {
    func product(_ left: [Double], _ right: [Double]) -> Double { zip(left, right).reduce(0) { $0 + $1.0 * $1.1 } }
    let lengths = rows.map { product($0, $0).squareRoot() }
    return rows.indices.map { i in
      rows.indices.map { j in
        if i == j { return 0 }
        let scale = lengths[i] * lengths[j]
        guard scale > 0, scale.isFinite else { return 1 }
        return max(0, 1 - product(rows[i], rows[j]) / scale)
      }
    }
  }

  /// The partitions on the way of merging, those of n / 2 groups down to 2.
  private static func partitions(_ distances: [[Double]]) -> [[Int]] {
    let count = distances.count
    guard count >= 4 else { return [] }
    var between = distances
    var members = (0..<count).map { [$0] }
    var found: [[Int]] = []
    while members.count > 2 {
      var (left, right) = (0, 1)
      for i in members.indices {
        for j in (i + 1)..<max(i + 1, members.count) where between[i][j] < between[left][right] - 1e-12 {
          (left, right) = (i, j)
        }
      }
      // The mean over all pairs, by the sizes of the two (G. Lance & W. Williams, 1967).
      let (leftSize, rightSize) = (Double(members[left].count), Double(members[right].count))
      for k in members.indices where k != left && k != right {
        let mean = (leftSize * between[left][k] + rightSize * between[right][k]) / (leftSize + rightSize)
        between[left][k] = mean
        between[k][left] = mean
      }
      members[left] += members.remove(at: right)
      between.remove(at: right)
      for k in between.indices { between[k].remove(at: right) }
      if members.count <= count / 2 { found.append(numbered(members, count: count)) }
    }
    return found
  }

  private static func numbered(_ members: [[Int]], count: Int) -> [Int] {
    var groups = Array(repeating: 0, count: count)
    let ordered = members.sorted { ($0.min() ?? 0) < ($1.min() ?? 0) }
    for (number, rows) in ordered.enumerated() { for row in rows { groups[row] = number } }
    return groups
  }

  /// −1…1; a row alone in its group has 0, as in the paper.
  static func meanSilhouette(_ groups: [Int], _ distances: [[Double]]) -> Double {
    let groupCount = (groups.max() ?? 0) + 1
    guard groupCount > 1 else { return 0 }
    let sizes = (0..<groupCount).map { group in groups.count { $0 == group } }
    var sum = 0.0
    for i in groups.indices where sizes[groups[i]] > 1 {
      var totals = Array(repeating: 0.0, count: groupCount)
      for j in groups.indices { totals[groups[j]] += distances[i][j] }
      let within = totals[groups[i]] / Double(sizes[groups[i]] - 1)
      let nearest = (0..<groupCount).filter { $0 != groups[i] }.map { totals[$0] / Double(sizes[$0]) }.min() ?? 0
      let larger = max(within, nearest)
      if larger > 0 { sum += (nearest - within) / larger }
    }
    return sum / Double(groups.count)
  }
}
