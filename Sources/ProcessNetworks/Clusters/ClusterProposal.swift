import CaseModel

/// A change of a client's clusters that their words suggest. It waits for a person's decision.
public struct ClusterProposal: Hashable, Sendable {
  public enum Kind: String, Sendable, CaseIterable {
    case merge, split, rename
  }

  public var kind: Kind
  /// The cluster that it is about; for `merge`, the one that would go.
  public var cluster: Cluster
  /// For `merge`, the one that would stay.
  public var other: Cluster?
  /// For `split` and `rename`, the label of what is new.
  public var label: String?
  /// For `split`, the turns that would leave.
  public var turns: [Turn]
  public var reason: String

  public struct Turn: Hashable, Sendable {
    public var session: Int
    public var turn: Int
  }

  /// The same for the same proposal about the same clusters, so that one that was declined is not made again.
  public var id: String {
    switch kind {
    case .merge: "merge:\(cluster.key)+\(other?.key ?? "")"
    case .split: "split:\(cluster.key)"
    case .rename: "rename:\(cluster.key)"
    }
  }
}

/// A client's cluster with all that is in it.
public struct ClusterContent: Sendable {
  public var cluster: Cluster
  /// A person named it.
  public var isNamed: Bool
  public var processes: [(session: Int, process: Process)]

  public init(cluster: Cluster, isNamed: Bool, processes: [(session: Int, process: Process)]) {
    self.cluster = cluster
    self.isNamed = isNamed
    self.processes = processes
  }
}

extension NetworkEngine {
  /// Fewer turns than these are no ground for a proposal.
  static let fewestTurns = 3
  /// Two clusters of one valence that are nearest to one another, and whose turns are this near on average, may be one…
  static let mergeSimilarity = 0.50
  /// … as may two where this share of the smaller one's turns is in the larger, too.
  static let mergeShare = 0.6
  /// The two halves of a cluster that are less near than this speak of two.
  static let splitSimilarity = 0.30
  /// Turns that are looked at for a split, the latest: the work grows with their cube.
  static let mostTurns = 60

  /// What the clusters' words suggest: in order of kind, then of key.
  public func proposals(for clusters: [ClusterContent]) throws -> [ClusterProposal] {
    let sorted = clusters.filter { $0.processes.count >= Self.fewestTurns }.sorted { $0.cluster.key < $1.cluster.key }
    var proposals: [ClusterProposal] = []
    let sums = sorted.map { content in EmbeddingSum(of: content.processes.compactMap(\.process.embedding)) }
    let nearest = sums.indices.map { place in
      sums.indices.filter { $0 != place }.max {
        sums[place].meanSimilarity(to: sums[$0]) < sums[place].meanSimilarity(to: sums[$1])
      }
    }
    for (index, first) in sorted.enumerated() {
      for other in (index + 1)..<sorted.count {
        let similarity =
          nearest[index] == other && nearest[other] == index ? sums[index].meanSimilarity(to: sums[other]) : 0
        if let proposal = Self.merge(first, sorted[other], similarity: similarity) { proposals.append(proposal) }
      }
    }
    proposals += sorted.compactMap { Self.split($0) }
    let taken = Set(clusters.map(\.cluster.key))
    proposals += try sorted.compactMap { try rename($0, taken: taken) }
    return proposals
  }

  private static func merge(
    _ first: ClusterContent, _ second: ClusterContent, similarity: Double
  ) -> ClusterProposal? {
    // The one with fewer turns would go; of equals the later by key.
    let (small, large) = first.processes.count < second.processes.count ? (first, second) : (second, first)
    let turns = Set(large.processes.map { ClusterProposal.Turn(session: $0.session, turn: $0.process.turn) })
    let shared = small.processes.count { turns.contains(.init(session: $0.session, turn: $0.process.turn)) }
    let share = Double(shared) / Double(small.processes.count)
    guard share >= mergeShare || (similarity >= mergeSimilarity && small.cluster.valence == large.cluster.valence)
    else {
      return nil
    }
    var reasons: [String] = []
    if similarity >= mergeSimilarity {
      reasons.append("their turns are alike (mean similarity \(twoDigits(similarity)))")
    }
    if shared > 0 { reasons.append("\(shared) of the \(small.processes.count) turns of the smaller are in both") }
    return ClusterProposal(
      kind: .merge, cluster: small.cluster, other: large.cluster, turns: [],
      reason: "They may be one: " + reasons.joined(separator: ", ") + ".")
  }

  private static func split(_ content: ClusterContent) -> ClusterProposal? {
    let processes = content.processes.suffix(mostTurns).filter { $0.process.embedding != nil }
    guard processes.count >= 2 * fewestTurns else { return nil }
    let halves = EmbeddingGroups(processes.compactMap(\.process.embedding)).halves()
    guard let (one, other) = halves, min(one.count, other.count) >= fewestTurns else { return nil }
    let sums = [one, other].map { EmbeddingSum(of: $0.compactMap { processes[$0].process.embedding }) }
    let similarity = sums[0].meanSimilarity(to: sums[1])
    guard similarity < splitSimilarity else { return nil }
    let leaving = (one.count <= other.count ? one : other).map { processes[$0] }
    let telling = leaving.max {
      let mean = EmbeddingSum(of: leaving.compactMap(\.process.embedding))
      return ($0.process.embedding.map { mean.meanSimilarity(to: $0) } ?? 0)
        < ($1.process.embedding.map { mean.meanSimilarity(to: $0) } ?? 0)
    }
    return ClusterProposal(
      kind: .split, cluster: content.cluster, label: telling.map { "“\($0.process.quote.text)”" },
      turns: leaving.map { .init(session: $0.session, turn: $0.process.turn) },
      reason: "It may be two: \(leaving.count) of \(processes.count) turns are unlike the others "
        + "(mean similarity \(twoDigits(similarity))).")
  }

  private func rename(_ content: ClusterContent, taken: Set<String>) throws -> ClusterProposal? {
    guard !content.isNamed,
      let label = try clusters.label(
        of: content.processes.map(\.process), taken: taken.subtracting([content.cluster.key]),
        valence: content.cluster.valence), label != content.cluster.theme
    else { return nil }
    return ClusterProposal(
      kind: .rename, cluster: content.cluster, label: label, turns: [],
      reason: "By now this describes its \(content.processes.count) turns better.")
  }

  private static func twoDigits(_ value: Double) -> String { "\((value * 100).rounded() / 100)" }
}

/// Agglomeration by mean similarity (average linkage): the two nearest groups become one.
struct EmbeddingGroups {
  private(set) var groups: [[Int]]
  private var sums: [EmbeddingSum]

  init(_ embeddings: [Embedding]) {
    groups = embeddings.indices.map { [$0] }
    sums = embeddings.map { EmbeddingSum(of: [$0]) }
  }

  /// Joins the two nearest groups.
  ///
  /// - Returns: `false`, with nothing done, where no two are at least so near.
  mutating func join(from least: Double = -1) -> Bool {
    var best: (first: Int, second: Int, similarity: Double)?
    for second in groups.indices {
      for first in 0..<second {
        let similarity = sums[first].meanSimilarity(to: sums[second])
        if similarity > best?.similarity ?? -1 { best = (first, second, similarity) }
      }
    }
    guard let best, best.similarity >= least else { return false }
    groups[best.first] += groups.remove(at: best.second)
    sums[best.first] += sums.remove(at: best.second)
    return true
  }

  /// The last two groups; `nil` where there are fewer.
  func halves() -> ([Int], [Int])? {
    var rest = self
    while rest.groups.count > 2, rest.join() {}
    return rest.groups.count == 2 ? (rest.groups[0].sorted(), rest.groups[1].sorted()) : nil
  }
}
