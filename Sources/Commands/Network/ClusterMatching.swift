import ArgumentParser
import CaseModel
import CaseStore

/// Clusters of two networks, each with the one of the other that shares most turns; the pair that shares most first.
struct ClusterMatching {
  struct Row {
    var first: String?
    var second: String?
    /// Turns in both over turns in either.
    var share: Double
  }

  private(set) var rows: [Row] = []

  /// Of the first network's clusters, those of the second.
  var partners: [String: String] {
    Dictionary(
      rows.compactMap { row in row.first.flatMap { first in row.second.map { (first, $0) } } },
      uniquingKeysWith: { first, _ in first })
  }

  /// Less than this is no match.
  private static let least = 0.1

  init(_ first: [String: Set<[Int]>], _ second: [String: Set<[Int]>]) {
    var candidates: [Row] = []
    for (one, own) in first {
      for (other, theirs) in second {
        let share = Double(own.intersection(theirs).count) / Double(max(1, own.union(theirs).count))
        if share >= Self.least { candidates.append(Row(first: one, second: other, share: share)) }
      }
    }
    candidates.sort { ($1.share, $0.first ?? "", $0.second ?? "") < ($0.share, $1.first ?? "", $1.second ?? "") }
    for row in candidates where !rows.contains(where: { $0.first == row.first || $0.second == row.second }) {
      rows.append(row)
    }
    let (ones, others) = (Set(rows.compactMap(\.first)), Set(rows.compactMap(\.second)))
    rows += first.keys.filter { !ones.contains($0) }.sorted().map { Row(first: $0, second: nil, share: 0) }
    rows += second.keys.filter { !others.contains($0) }.sorted().map { Row(first: nil, second: $0, share: 0) }
  }
}
