/// What a person decided of a client's network. It holds from one session on, through every re-generation.
public struct NetworkCorrection: Hashable, Sendable {
  public enum Change: Hashable, Sendable {
    case rename(cluster: String, theme: String)
    /// What is said of the cluster counts for the other.
    case merge(cluster: String, into: String)
    /// The utterances with these row ids leave the cluster for a new one.
    case split(cluster: String, part: Cluster, utterances: Set<Int64>)
    /// The cluster is always shown; or no longer so.
    case pin(cluster: String, isPinned: Bool)
    /// The edge holds as it was seen.
    case accept(ClusterPair, sign: EdgeSign, strength: EdgeStrength)
    case reject(ClusterPair)
    case set(ClusterPair, sign: EdgeSign, strength: EdgeStrength)

    /// The clusters that it names, by key.
    public var clusters: [String] {
      switch self {
      case .rename(let cluster, _), .split(let cluster, _, _), .pin(let cluster, _): [cluster]
      case .merge(let cluster, let into): [cluster, into]
      case .accept(let pair, _, _), .reject(let pair), .set(let pair, _, _): [pair.source, pair.target]
      }
    }

    /// The same about other clusters: `keys` in order of `clusters`.
    func naming(_ keys: [String]) -> Change {
      switch self {
      case .rename(_, let theme): .rename(cluster: keys[0], theme: theme)
      case .merge: .merge(cluster: keys[0], into: keys[1])
      case .split(_, let part, let utterances): .split(cluster: keys[0], part: part, utterances: utterances)
      case .pin(_, let isPinned): .pin(cluster: keys[0], isPinned: isPinned)
      case .accept(_, let sign, let strength):
        .accept(ClusterPair(source: keys[0], target: keys[1]), sign: sign, strength: strength)
      case .reject: .reject(ClusterPair(source: keys[0], target: keys[1]))
      case .set(_, let sign, let strength):
        .set(ClusterPair(source: keys[0], target: keys[1]), sign: sign, strength: strength)
      }
    }

    public var action: Decision.Action {
      switch self {
      case .rename: .rename
      case .merge: .merge
      case .split: .split
      case .pin: .pin
      case .accept: .accept
      case .reject: .reject
      case .set: .set
      }
    }
  }

  /// In the store.
  public var id: Int64
  public var change: Change
  public var decision: Decision

  public init(id: Int64, change: Change, actor: String, reason: String) {
    self.id = id
    self.change = change
    decision = Decision(action: change.action, actor: actor, reason: reason)
  }
}

/// What all corrections up to a session come to, in the order in which they were made.
public struct NetworkDecisions: Hashable, Sendable {
  /// A person's word on an edge.
  public struct Ruling: Hashable, Sendable {
    public var correction: NetworkCorrection
    /// `nil` where there is no such edge.
    public var edge: (sign: EdgeSign, strength: EdgeStrength)? {
      switch correction.change {
      case .accept(_, let sign, let strength), .set(_, let sign, let strength): (sign, strength)
      default: nil
      }
    }
  }

  private enum Move: Hashable, Sendable {
    case all(of: String, to: String)
    case some(of: String, utterances: Set<Int64>, to: String)
  }

  /// Labels that people gave, by cluster.
  public private(set) var themes: [String: String] = [:]
  public private(set) var pinned: Set<String> = []
  /// The last correction of each cluster.
  public private(set) var ofClusters: [String: NetworkCorrection] = [:]
  public private(set) var ofEdges: [ClusterPair: Ruling] = [:]
  /// Clusters that splits made.
  public private(set) var parts: [Cluster] = []
  /// Of the corrections, those that name a cluster which was not found.
  public private(set) var dormant: Set<Int64> = []
  private var moves: [Move] = []

  public init() {}

  /// How often clusters were merged or split.
  public var moveCount: Int { moves.count }

  /// - Parameter keys: of the clusters that the correction is about, in order of `Change.clusters`; `nil` where one was not found.
  public mutating func apply(_ correction: NetworkCorrection, to keys: [String]?) {
    guard let keys = keys?.map({ place($0) }), Set(keys).count == keys.count else {
      dormant.insert(correction.id)
      return
    }
    var correction = correction
    correction.change = correction.change.naming(keys)
    switch correction.change {
    case .rename(let cluster, let theme):
      themes[cluster] = theme
    case .merge(let cluster, let into):
      moves.append(.all(of: cluster, to: into))
      retire(cluster, into: into)
      ofClusters[into] = correction
      return
    case .split(let cluster, let part, let utterances):
      moves.append(.some(of: cluster, utterances: utterances, to: part.key))
      parts.append(part)
      ofClusters[part.key] = correction
      return
    case .pin(let cluster, let isPinned):
      if isPinned { pinned.insert(cluster) } else { pinned.remove(cluster) }
    case .accept(let pair, _, _), .reject(let pair), .set(let pair, _, _):
      ofEdges[pair] = Ruling(correction: correction)
      return
    }
    ofClusters[keys[0]] = correction
  }

  /// What was decided of the edges of a cluster that is no more holds of the one that took it in, unless that has its own.
  private mutating func retire(_ cluster: String, into: String) {
    themes[cluster] = nil
    ofClusters[cluster] = nil
    if pinned.remove(cluster) != nil { pinned.insert(into) }
    for (pair, ruling) in ofEdges.sorted(by: { $0.key < $1.key }) where pair.source == cluster || pair.target == cluster
    {
      ofEdges[pair] = nil
      let moved = place(pair)
      if moved.source != moved.target, ofEdges[moved] == nil { ofEdges[moved] = ruling }
    }
  }

  // MARK: Where things belong

  /// The cluster that what an engine assigns to `cluster` belongs to.
  ///
  /// - Parameter utterance: row id of an utterance from before the corrections; `nil` for one of a later session, whose engine knew the
  ///   parts of what was split.
  public func place(_ cluster: String, of utterance: Int64? = nil) -> String {
    moves.reduce(cluster) { key, move in
      switch move {
      case .all(let source, let target): key == source ? target : key
      case .some(let source, let utterances, let target):
        key == source && utterance.map(utterances.contains) == true ? target : key
      }
    }
  }

  func place(_ pair: ClusterPair) -> ClusterPair {
    ClusterPair(source: place(pair.source), target: place(pair.target))
  }

  /// Clusters whose utterances may have come to belong to `cluster`, itself among them; sorted.
  public func origins(of cluster: String) -> [String] {
    var origins: Set<String> = [cluster]
    for move in moves.reversed() {
      switch move {
      case .all(let source, let target), .some(let source, _, let target):
        if origins.contains(target) { origins.insert(source) }
      }
    }
    return origins.sorted()
  }

  /// The cluster as people named it.
  public func named(_ cluster: Cluster) -> Cluster {
    var cluster = cluster
    if let theme = themes[cluster.key] { cluster.theme = theme }
    return cluster
  }

  /// A later session's memberships where they belong: one for each turn and cluster, the better one of two.
  public func place(_ memberships: [ClusterMembership]) -> [ClusterMembership] {
    guard moveCount > 0 else { return memberships }
    var placed: [ClusterMembership] = []
    for membership in memberships {
      var moved = membership
      moved.clusterKey = place(membership.clusterKey)
      if let twin = placed.firstIndex(where: { $0.turn == moved.turn && $0.clusterKey == moved.clusterKey }) {
        placed[twin].score = max(placed[twin].score, moved.score)
      } else {
        placed.append(moved)
      }
    }
    return placed
  }

  /// A later session's evidence where it belongs; what speaks of one cluster alone is left out.
  public func place(_ evidence: [EdgeEvidence]) -> [EdgeEvidence] {
    guard moveCount > 0 else { return evidence }
    return evidence.compactMap { item in
      var moved = item
      moved.pair = place(item.pair)
      return moved.pair.source == moved.pair.target ? nil : moved
    }
  }
}
