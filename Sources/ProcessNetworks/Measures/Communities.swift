/// Groups of nodes that are tied to one another more than to the rest, by greedy modularity (Clauset, Newman & Moore 2004) on the
/// undirected graph whose weights are |w| summed over both directions.
///
/// The pair of tied communities whose union raises modularity most is joined, until every union would lower it. Of pairs that
/// are as good the first is taken, where a community goes by the last of its nodes: the rule of networkx's
/// `greedy_modularity_communities`. Here sums are whole numbers, so that no rounding decides it instead.
struct Communities {
  /// By falling number of nodes, then by the first node. Nodes in order.
  let groups: [[Int]]
  /// Newman 2004: −½…1; 0 without edges.
  let modularity: Double

  /// Of each node the place of its group in `groups`.
  var memberships: [Int] {
    var places = [Int](repeating: 0, count: groups.reduce(0) { $0 + $1.count })
    for (place, group) in groups.enumerated() {
      for node in group { places[node] = place }
    }
    return places
  }

  init(_ graph: SignedGraph) {
    let count = graph.count
    var ties = (0..<count).map { left in
      (0..<count).map { right in abs(graph[left, right]) + abs(graph[right, left]) }
    }
    let total = ties.reduce(0) { $0 + $1.reduce(0, +) } / 2
    var degrees = ties.map { $0.reduce(0, +) }
    var groups = (0..<count).map { [$0] }
    while let (first, second) = Self.best(ties: ties, degrees: degrees, total: total) {
      groups[second] += groups[first]
      groups[first] = []
      degrees[second] += degrees[first]
      degrees[first] = 0
      // What joins the two is within the group from here on: the diagonal counts it from both ends, as a degree does.
      ties[second][second] += ties[first][first] + 2 * ties[first][second]
      for other in 0..<count where other != first && other != second {
        ties[second][other] += ties[first][other]
        ties[other][second] += ties[first][other]
      }
      for other in 0..<count {
        ties[first][other] = 0
        ties[other][first] = 0
      }
    }
    self.groups = groups.filter { !$0.isEmpty }.map { $0.sorted() }.sorted { left, right in
      left.count != right.count ? left.count > right.count : left[0] < right[0]
    }
    guard total > 0 else {
      modularity = 0
      return
    }
    let within = (0..<count).reduce(0) { $0 + ties[$1][$1] }
    let squares = degrees.reduce(0) { $0 + $1 * $1 }
    let ends = Double(2 * total)
    modularity = Double(within) / ends - Double(squares) / (ends * ends)
  }

  /// The two communities to join, nil where every union would lower modularity.
  private static func best(ties: [[Int]], degrees: [Int], total: Int) -> (first: Int, second: Int)? {
    var best: (first: Int, second: Int)?
    var highest = 0
    for first in ties.indices {
      for second in ties.indices where second > first && ties[first][second] > 0 {
        // The gain in modularity times twice the square of the total.
        let gain = 2 * total * ties[first][second] - degrees[first] * degrees[second]
        if gain > highest || (gain == highest && best == nil) {
          highest = gain
          best = (first, second)
        }
      }
    }
    return best
  }
}
