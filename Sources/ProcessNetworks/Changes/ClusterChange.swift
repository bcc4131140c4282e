import CaseModel

/// One thing that is different about one cluster.
public struct ClusterChange: Hashable, Sendable {
  public enum Kind: String, Sendable, CaseIterable {
    /// Shown now, not shown before. It may have been mentioned earlier, too seldom to be shown.
    case new
    /// Its weight rose by as much as `isNotable` asks.
    case stronger
    /// Its weight fell by as much, although it was mentioned.
    case weaker
    /// No utterance speaks of it since the earlier session. Its weight falls on that account, which is not reported again.
    case silent
    /// Shown before, not now.
    case noLongerShown = "no_longer_shown"
    /// The same cluster with another label.
    case renamed
    /// A person decided something of it, decided anew, or withdrew a decision.
    case decided
  }

  /// Weights differ notably from this share of the smaller one on. One session of silence takes a fifth away
  /// (`ClusterTotal.kept`), which is a quarter of what is left.
  public static let notableShare = 0.25
  /// … and from this difference on, in utterances: one mention more is not a change of a cluster of two.
  public static let notableUtterances = 1.0

  public var kind: Kind
  public var key: String
  /// Nil where the earlier network does not show the cluster.
  public var before: NetworkNode?
  /// Nil where the later network does not show the cluster.
  public var after: NetworkNode?

  public init(kind: Kind, key: String, before: NetworkNode?, after: NetworkNode?) {
    self.kind = kind
    self.key = key
    self.before = before
    self.after = after
  }

  /// Utterances since the earlier network; all of them where it does not show the cluster.
  public var newUtterances: Int { (after?.utterances ?? before?.utterances ?? 0) - (before?.utterances ?? 0) }

  /// Whether two weights differ by a share and an amount that are worth a sentence. Symmetric.
  public static func isNotable(_ one: Double, _ other: Double) -> Bool {
    // Weights are rounded to hundredths: exact quarters must not fail by the last bit.
    let difference = abs(one - other) + 1e-9
    return difference >= notableUtterances && difference >= notableShare * min(abs(one), abs(other))
  }

  /// All that is different about one cluster, of which at least one node is given.
  ///
  /// - Parameter isLater: whether the second node is of a later session, so that silence means something.
  static func all(_ before: NetworkNode?, _ after: NetworkNode?, isLater: Bool) -> [ClusterChange] {
    guard let key = (after ?? before)?.cluster.key else { return [] }
    var kinds: [Kind] = []
    if let before, let after {
      if isLater && before.utterances == after.utterances {
        kinds.append(.silent)
      } else if isNotable(before.weight, after.weight) {
        kinds.append(after.weight > before.weight ? .stronger : .weaker)
      }
      if before.cluster.theme != after.cluster.theme { kinds.append(.renamed) }
    } else {
      kinds.append(after == nil ? .noLongerShown : .new)
    }
    // What is decided of a cluster that is not shown is not known.
    if let after, before?.decision != after.decision { kinds.append(.decided) }
    return kinds.map { ClusterChange(kind: $0, key: key, before: before, after: after) }
  }
}
