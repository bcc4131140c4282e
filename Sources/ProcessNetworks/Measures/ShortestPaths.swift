/// Shortest directed paths over a graph, where an edge of weight w is 1/|w| long.
struct ShortestPaths {
  /// Lengths (3, 1½ or 1) are counted in halves: whole numbers, so that paths of equal length are found to be equal.
  private static let partsPerUnit = 2

  private let graph: SignedGraph

  init(_ graph: SignedGraph) { self.graph = graph }

  /// What one source reaches.
  private struct Reach {
    /// Nodes in order of distance, the source first.
    var order: [Int] = []
    /// nil where there is no path.
    var distances: [Int?]
    /// Number of shortest paths.
    var paths: [Double]
    /// The last nodes but one of the shortest paths.
    var predecessors: [[Int]]
  }

  /// Shares of the shortest paths between two other nodes that lead through each node, summed over all ordered pairs of those
  /// (Brandes 2001).
  func betweenness() -> [Double] {
    var sums = [Double](repeating: 0, count: graph.count)
    for source in 0..<graph.count {
      let reach = reach(from: source)
      var dependencies = [Double](repeating: 0, count: graph.count)
      for node in reach.order.reversed() {
        let share = (1 + dependencies[node]) / reach.paths[node]
        for predecessor in reach.predecessors[node] {
          dependencies[predecessor] += reach.paths[predecessor] * share
        }
        if node != source { sums[node] += dependencies[node] }
      }
    }
    return sums
  }

  /// Of the distances *to* each node from those that reach it: their number over the sum of their distances, times the share
  /// of the other nodes that they are (Wasserman & Faust 1994, p. 201). 0 where none reaches it.
  func closeness() -> [Double] {
    var reaching = [Int](repeating: 0, count: graph.count)
    var sums = [Int](repeating: 0, count: graph.count)
    for source in 0..<graph.count {
      for (node, distance) in reach(from: source).distances.enumerated() where node != source {
        guard let distance else { continue }
        reaching[node] += 1
        sums[node] += distance
      }
    }
    return (0..<graph.count).map { node in
      guard reaching[node] > 0 else { return 0 }
      let number = Double(reaching[node])
      return number * Double(Self.partsPerUnit) / Double(sums[node]) * number / Double(graph.count - 1)
    }
  }

  /// Dijkstra 1959, without a heap: a network has ten nodes.
  private func reach(from source: Int) -> Reach {
    var reach = Reach(
      distances: [Int?](repeating: nil, count: graph.count), paths: [Double](repeating: 0, count: graph.count),
      predecessors: [[Int]](repeating: [], count: graph.count))
    var isDone = [Bool](repeating: false, count: graph.count)
    reach.distances[source] = 0
    reach.paths[source] = 1
    while let (node, distance) = Self.nearest(reach.distances, isDone: isDone) {
      isDone[node] = true
      reach.order.append(node)
      for target in graph.targets(of: node) {
        let parts = Self.partsPerUnit * SignedGraph.stepsPerUnit / abs(graph[node, target])
        let length = distance + parts
        let known = reach.distances[target]
        if known == nil || length < known ?? 0 {
          reach.distances[target] = length
          reach.paths[target] = reach.paths[node]
          reach.predecessors[target] = [node]
        } else if length == known {
          reach.paths[target] += reach.paths[node]
          reach.predecessors[target].append(node)
        }
      }
    }
    return reach
  }

  private static func nearest(_ distances: [Int?], isDone: [Bool]) -> (node: Int, distance: Int)? {
    var best: (node: Int, distance: Int)?
    for (node, distance) in distances.enumerated() where !isDone[node] {
      guard let distance, distance < best?.distance ?? Int.max else { continue }
      best = (node, distance)
    }
    return best
  }
}
