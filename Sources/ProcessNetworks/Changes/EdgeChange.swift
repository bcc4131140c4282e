import CaseModel

/// One thing that is different about one edge.
///
/// An edge *holds* where it is supported and not rejected. Rejected, not discussed and without a row are one and the same here:
/// there is no edge.
public struct EdgeChange: Hashable, Sendable {
  public enum Kind: String, Sendable, CaseIterable {
    /// It holds now; before, there was none.
    case new
    /// It held before, and its strength rose by at least one step.
    case stronger
    case weaker
    /// It holds as before, and since then the client has said nothing of it.
    case silent
    /// It holds as before, with the other sign. Its strength is then not compared.
    case turned
    /// The client's words contradict it now, and did not before.
    case contradicted
    case noLongerContradicted = "no_longer_contradicted"
    /// It held before; now there is none: it lost its majority, was rejected, or one of its clusters is no longer shown.
    case gone
    /// It rested on order and theory alone; now the client's words state it.
    case stated
    /// The other way round: words that stated it no longer count.
    case noLongerStated = "no_longer_stated"
    /// A person accepted, rejected or set it, or withdrew that.
    case decided
  }

  public var kind: Kind
  public var pair: ClusterPair
  /// Labels of the two clusters, the later network's where it shows them.
  public var sourceTheme: String
  public var targetTheme: String
  /// Nil where the earlier network has no row for the pair.
  public var before: Edge?
  public var after: Edge?

  public init(
    kind: Kind, pair: ClusterPair, sourceTheme: String, targetTheme: String, before: Edge?, after: Edge?
  ) {
    self.kind = kind
    self.pair = pair
    self.sourceTheme = sourceTheme
    self.targetTheme = targetTheme
    self.before = before
    self.after = after
  }

  /// What there is between two clusters.
  private enum Standing {
    case none, holds, contradicted

    init(_ edge: Edge?) {
      guard let edge, !edge.isRejected, edge.state != .notDiscussed else {
        self = .none
        return
      }
      self = edge.state == .supported ? .holds : .contradicted
    }
  }

  /// The kinds of change from one row to the other.
  ///
  /// - Parameter isLater: whether the second row is of a later session, so that silence means something.
  static func kinds(_ before: Edge?, _ after: Edge?, isLater: Bool) -> [Kind] {
    var kinds: [Kind] = []
    switch (Standing(before), Standing(after)) {
    case (.none, .holds): kinds.append(.new)
    case (.holds, .none): kinds.append(.gone)
    case (.none, .contradicted), (.holds, .contradicted): kinds.append(.contradicted)
    case (.contradicted, .none), (.contradicted, .holds): kinds.append(.noLongerContradicted)
    case (.holds, .holds):
      if let before, let after { kinds += EdgeChange.kinds(ofHeld: before, after, isLater: isLater) }
    case (.none, .none), (.contradicted, .contradicted): break
    }
    // A decision on a pair that is not shown is not known.
    if let after, before?.decision != after.decision { kinds.append(.decided) }
    return kinds
  }

  private static func kinds(ofHeld before: Edge, _ after: Edge, isLater: Bool) -> [Kind] {
    if before.sign != after.sign { return [.turned] }
    var kinds: [Kind] = []
    if before.strength != after.strength { kinds.append(after.strength > before.strength ? .stronger : .weaker) }
    if before.isInferred != after.isInferred { kinds.append(after.isInferred ? .noLongerStated : .stated) }
    if kinds.isEmpty, isLater, before.evidenceCount == after.evidenceCount { kinds.append(.silent) }
    return kinds
  }
}
