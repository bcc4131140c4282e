import CaseModel

extension Edge {
  /// Whether no words of the client state the edge and no person has taken it over.
  var isMerelyInferred: Bool {
    isInferred && decision?.action != .accept && decision?.action != .set
  }

  func counts(includingInferred: Bool) -> Bool {
    isSupported && (includingInferred || !isMerelyInferred)
  }
}

/// Edges as a matrix of steps: a weight (`Edge.weight`) is a third of a step. Sums and comparisons of steps are exact, so that
/// ties are ties whatever the order of summation.
struct SignedGraph {
  /// Steps in a weight of 1.
  static let stepsPerUnit = 3

  let count: Int
  /// −3…+3, `count` rows of `count`: row source, column target. 0 where there is no edge, and on the diagonal.
  private(set) var steps: [Int]

  /// - Parameters:
  ///   - places: of the nodes, by key: each of 0..<count once. An edge of another node is left out.
  init(edges: [Edge], places: [String: Int], includingInferred: Bool) {
    count = places.count
    steps = [Int](repeating: 0, count: count * count)
    for edge in edges where edge.counts(includingInferred: includingInferred) {
      guard let source = places[edge.pair.source], let target = places[edge.pair.target], source != target else {
        continue
      }
      steps[source * count + target] = edge.sign == .excitatory ? edge.strength.rank : -edge.strength.rank
    }
  }

  subscript(source: Int, target: Int) -> Int { steps[source * count + target] }

  func targets(of source: Int) -> [Int] { (0..<count).filter { self[source, $0] != 0 } }

  // MARK: Strength

  func outStrength(_ node: Int) -> Double {
    Self.units((0..<count).reduce(0) { $0 + abs(self[node, $1]) })
  }

  func inStrength(_ node: Int) -> Double {
    Self.units((0..<count).reduce(0) { $0 + abs(self[$1, node]) })
  }

  func expectedInfluence(_ node: Int) -> Double { Self.units(signedSteps(from: node)) }

  /// Robinaugh et al. 2016: that of one step, and over each neighbour the neighbour's times the weight of the edge to it.
  func twoStepExpectedInfluence(_ node: Int) -> Double {
    var squareSteps = Self.stepsPerUnit * signedSteps(from: node)
    for target in targets(of: node) { squareSteps += self[node, target] * signedSteps(from: target) }
    return Double(squareSteps) / Double(Self.stepsPerUnit * Self.stepsPerUnit)
  }

  /// - Parameter communities: the community of each node.
  func bridgeStrength(_ node: Int, communities: [Int]) -> Double {
    let others = (0..<count).filter { communities[$0] != communities[node] }
    return Self.units(others.reduce(0) { $0 + abs(self[node, $1]) + abs(self[$1, node]) })
  }

  private func signedSteps(from node: Int) -> Int {
    (0..<count).reduce(0) { $0 + self[node, $1] }
  }

  private static func units(_ steps: Int) -> Double { Double(steps) / Double(stepsPerUnit) }
}
