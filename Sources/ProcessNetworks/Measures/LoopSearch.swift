/// The simple directed cycles of a graph, shortest first, up to a length and to a number.
///
/// As in Johnson 1975 each cycle is looked for from its smallest node alone, among nodes from that one on. In place of Johnson's
/// blocking, which a bound on the length upsets, a path is left as soon as it cannot return in the steps that remain.
struct LoopSearch {
  /// Edges of the longest loop that is looked for. Few people can follow a longer one, and their number grows about tenfold with
  /// each edge.
  static let longest = 6
  /// Loops at most.
  static let most = 200

  /// Nodes in order of the edges, the smallest first; by length, then by nodes.
  private(set) var loops: [[Int]] = []
  /// Whether there are more than `most`.
  private(set) var hasMore = false

  private let graph: SignedGraph

  init(_ graph: SignedGraph) {
    self.graph = graph
    let returns = (0..<graph.count).map { Self.edgesBack(to: $0, in: graph) }
    for length in 2...Self.longest {
      for start in 0..<graph.count where !hasMore {
        var path = [start]
        extend(&path, to: length, edgesBack: returns[start])
      }
    }
  }

  /// - Parameter edgesBack: of each node, to the path's start.
  private mutating func extend(_ path: inout [Int], to length: Int, edgesBack: [Int]) {
    guard let start = path.first, let last = path.last else { return }
    if path.count == length {
      guard graph[last, start] != 0 else { return }
      if loops.count == Self.most { hasMore = true } else { loops.append(path) }
      return
    }
    for next in graph.targets(of: last) where next > start && !hasMore {
      guard path.count + edgesBack[next] <= length, !path.contains(next) else { continue }
      path.append(next)
      extend(&path, to: length, edgesBack: edgesBack)
      path.removeLast()
    }
  }

  /// The fewest edges from each node to the start among nodes from the start on; `Int.max / 2` where there is no way.
  private static func edgesBack(to start: Int, in graph: SignedGraph) -> [Int] {
    var edges = [Int](repeating: Int.max / 2, count: graph.count)
    edges[start] = 0
    var queue = [start]
    while !queue.isEmpty {
      let node = queue.removeFirst()
      for source in start..<graph.count where graph[source, node] != 0 && edges[source] == Int.max / 2 {
        edges[source] = edges[node] + 1
        queue.append(source)
      }
    }
    return edges
  }
}
