import CaseModel

/// How a cluster or an edge is set off on the drawing of changes, and what is written beside it.
struct ChangeMark: Hashable {
  enum Emphasis: CaseIterable {
    /// New or more: with a halo.
    case raised
    /// As it was.
    case plain
    /// Less than it was: in pale colours.
    case faded
    /// No longer there: a pale, broken outline at its old place.
    case ghost

    var isFaded: Bool { self == .faded || self == .ghost }

    var haloWidth: Double { self == .raised ? 6 : 0 }
  }

  var emphasis = Emphasis.plain
  var words: String?
}

/// The marks of a drawing; none for the drawing of a single network.
struct ChangeMarks {
  var nodes: [String: ChangeMark] = [:]
  var edges: [ClusterPair: ChangeMark] = [:]
  /// Where clusters stand if not at their own slots.
  var slots: [String: Int] = [:]

  var isEmpty: Bool { nodes.isEmpty && edges.isEmpty }
}

// MARK: From changes to marks

extension ChangeMarks {
  init(_ change: NetworkChange, from: Network, to: Network) {
    let earlier = Dictionary(from.nodes.map { ($0.cluster.key, $0.utterances) }) { first, _ in first }
    let clusters = Dictionary(grouping: change.clusters, by: \.key)
    for node in to.nodes where nodes[node.cluster.key] == nil {
      let more = earlier[node.cluster.key].map { node.utterances - $0 } ?? 0
      nodes[node.cluster.key] = ChangeMark(clusters[node.cluster.key] ?? [], newUtterances: more)
    }
    for gone in change.clusters where gone.kind == .noLongerShown {
      nodes[gone.key] = ChangeMark(emphasis: .ghost, words: "no longer shown")
    }
    let arrivals = Set(change.clusters.filter { $0.kind == .new || $0.kind == .noLongerShown }.map(\.key))
    for (pair, changes) in Dictionary(grouping: change.edges, by: \.pair) {
      let isImplied = arrivals.contains(pair.source) || arrivals.contains(pair.target)
      edges[pair] = ChangeMark(changes, isImplied: isImplied)
    }
  }
}

extension ChangeMark {
  /// Of a cluster that the later network shows. Nil where it is as it was.
  fileprivate init?(_ changes: [ClusterChange], newUtterances: Int) {
    var parts: [String] = []
    let number = newUtterances > 0 ? "+\(newUtterances)" : newUtterances < 0 ? "−\(-newUtterances)" : nil
    for change in changes {
      switch change.kind {
      case .new:
        emphasis = .raised
        parts.append("new")
      case .stronger:
        emphasis = .raised
        parts.append(newUtterances > 0 ? "+\(newUtterances)" : "more")
      case .weaker:
        emphasis = .faded
        parts.append(newUtterances > 0 ? "+\(newUtterances), less often" : "less")
      case .silent:
        emphasis = .faded
        parts.append("not mentioned")
      case .noLongerShown: break
      case .renamed: parts.append("renamed")
      case .decided: parts.append(ChangeMark.word(change.after?.decision?.action))
      }
    }
    let isWeighed = changes.contains { [.new, .stronger, .weaker, .silent].contains($0.kind) }
    if !isWeighed, let number { parts.insert(number, at: 0) }
    if parts.isEmpty { return nil }
    words = ChangeMark.joined(parts)
  }

  /// - Parameter isImplied: an edge that comes or goes with its cluster needs no word of its own.
  fileprivate init(_ changes: [EdgeChange], isImplied: Bool) {
    var parts: [String] = []
    for change in changes {
      switch change.kind {
      case .new:
        emphasis = .raised
        if !isImplied { parts.append("new") }
      case .stronger:
        emphasis = .raised
        parts.append("stronger")
      case .weaker:
        emphasis = .faded
        parts.append("weaker")
      case .silent: emphasis = .faded
      case .turned:
        emphasis = .raised
        parts.append(change.before?.sign == .excitatory ? "was “more of”" : "was “less of”")
      case .contradicted:
        emphasis = .raised
        parts.append("now denied")
      case .noLongerContradicted:
        emphasis = change.after?.isSupported == true ? .raised : .ghost
        if !isImplied || emphasis == .raised { parts.append("no longer denied") }
      case .gone:
        emphasis = .ghost
        if !isImplied && change.after?.isRejected != true { parts.append("no longer") }
      case .stated:
        emphasis = emphasis == .faded ? .faded : .raised
        parts.append("now said")
      case .noLongerStated:
        emphasis = emphasis == .raised ? .raised : .faded
        parts.append("no longer said")
      case .decided: parts.append(ChangeMark.word(change.after?.decision?.action))
      }
    }
    words = parts.isEmpty ? nil : ChangeMark.joined(parts)
  }

  private static func joined(_ parts: [String]) -> String {
    var seen: Set<String> = []
    return parts.filter { seen.insert($0).inserted }.joined(separator: " · ")
  }

  private static func word(_ action: Decision.Action?) -> String {
    switch action {
    case .rename: "renamed"
    case .merge: "merged"
    case .split: "split"
    case .pin: "pinned"
    case .accept: "accepted"
    case .reject: "rejected"
    case .set: "set by hand"
    case nil: "decision withdrawn"
    }
  }
}
