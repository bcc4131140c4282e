import CaseModel

extension NetworkChange {
  /// The changes in plain English, one a sentence, clusters first. What a decision brought about is said with the decision.
  public func sentences() -> [String] {
    let renamed = Set(
      clusters.filter { $0.kind == .decided && $0.after?.decision?.action == .rename }.map(\.key))
    let decided = Dictionary(
      edges.filter { $0.kind == .decided }.compactMap { change in
        change.after?.decision.map { (change.pair, $0.action) }
      }, uniquingKeysWith: { first, _ in first })
    let ofClusters = clusters.filter { !($0.kind == .renamed && renamed.contains($0.key)) }.map(sentence)
    let ofEdges = edges.filter { change in
      decided[change.pair].map { !NetworkChange.follows(change.kind, from: $0) } ?? true
    }.map(sentence)
    return ofClusters + ofEdges
  }

  /// Counts alone, without a word of the client's: for logs. “nothing changed” where there is none.
  public var summary: String {
    let ofClusters = ClusterChange.Kind.allCases.map { (count($0), NetworkChange.word($0)) }
    let ofEdges = EdgeChange.Kind.allCases.map { (count($0), NetworkChange.word($0)) }
    let parts = [NetworkChange.counted(ofClusters, "cluster"), NetworkChange.counted(ofEdges, "edge")]
    return isEmpty ? "nothing changed" : parts.compactMap { $0 }.joined(separator: "; ")
  }

  // MARK: Counts

  /// "2 clusters new, 1 silent".
  private static func counted(_ counts: [(Int, String)], _ noun: String) -> String? {
    let present = counts.filter { $0.0 > 0 }
    guard let first = present.first else { return nil }
    let rest = present.dropFirst().map { ", \($0.0) \($0.1)" }
    return "\(first.0) \(noun)\(first.0 == 1 ? "" : "s") \(first.1)" + rest.joined()
  }

  private static func word(_ kind: ClusterChange.Kind) -> String {
    kind.rawValue.split(separator: "_").joined(separator: " ")
  }

  private static func word(_ kind: EdgeChange.Kind) -> String {
    kind.rawValue.split(separator: "_").joined(separator: " ")
  }

  // MARK: Clusters

  private func sentence(_ change: ClusterChange) -> String {
    let label = quoted((change.after ?? change.before)?.cluster.theme ?? change.key)
    let since = from.map { " since \(NetworkChange.name($0, seenFrom: to))" } ?? ""
    switch change.kind {
    case .new: return "New: \(label), which came up \(times(change.after?.utterances ?? 0))."
    case .stronger:
      return change.newUtterances > 0
        ? "\(label) came up \(times(change.newUtterances))\(since), \(total(change))."
        : "\(label) weighs more: \(weights(change))."
    case .weaker:
      return change.newUtterances > 0
        ? "\(label) came up only \(times(change.newUtterances))\(since), \(total(change))."
        : "\(label) weighs less: \(weights(change))."
    case .silent: return "Nobody has spoken of \(label)\(since)."
    case .noLongerShown: return "\(label) is no longer among the clusters shown."
    case .renamed: return "\(quoted(change.before?.cluster.theme ?? "")) is now called \(label)."
    case .decided: return decided(change, label)
    }
  }

  private func total(_ change: ClusterChange) -> String { "\(change.after?.utterances ?? 0) in all" }

  private func weights(_ change: ClusterChange) -> String {
    "\((change.after?.weight ?? 0).svg), was \((change.before?.weight ?? 0).svg)"
  }

  private func decided(_ change: ClusterChange, _ label: String) -> String {
    guard let decision = change.after?.decision else { return "What was decided of \(label) was withdrawn." }
    let what: String
    switch decision.action {
    case .rename:
      let old = change.before?.cluster.theme
      what =
        old == nil || old == change.after?.cluster.theme
        ? "gave \(label) its name" : "renamed \(quoted(old ?? "")) to \(label)"
    case .merge: what = "joined another cluster to \(label)"
    case .split: what = "made \(label) a cluster of its own"
    case .pin: what = "asked for \(label) always to be shown"
    case .accept: what = "accepted \(label)"
    case .reject: what = "rejected \(label)"
    case .set: what = "set \(label)"
    }
    return said(decision, what)
  }

  // MARK: Edges

  /// Whether a change is but what the decision says.
  private static func follows(_ kind: EdgeChange.Kind, from action: Decision.Action) -> Bool {
    switch action {
    case .reject: [.gone, .noLongerContradicted].contains(kind)
    case .accept: [.new, .noLongerContradicted].contains(kind)
    case .set: [.new, .stronger, .weaker, .turned, .noLongerContradicted].contains(kind)
    case .rename, .merge, .split, .pin: false
    }
  }

  private func sentence(_ change: EdgeChange) -> String {
    let (source, target) = (quoted(change.sourceTheme), quoted(change.targetTheme))
    guard let edge = change.after ?? change.before else { return "" }
    let past = change.before ?? edge
    let statement = "\(source) \(DrawingWords.strength(edge.strength)) \(DrawingWords.sign(edge.sign)) \(target)"
    let bare = "\(source) \(DrawingWords.sign(edge.sign)) \(target)"
    switch change.kind {
    case .new: return "New: \(statement)\(edge.isInferred ? " (\(DrawingWords.inferred))" : "")."
    case .stronger, .weaker:
      let now = "\(source) now \(DrawingWords.strength(edge.strength)) \(DrawingWords.sign(edge.sign)) \(target)"
      return "\(now) (was \(DrawingWords.strength(past.strength)))."
    case .silent: return "Nothing was said since of how \(bare)."
    case .turned: return "\(source) now \(DrawingWords.sign(edge.sign)) \(target) (was \(amount(past.sign)))."
    case .contradicted: return "The client now says that it is not so: \(bare)."
    case .noLongerContradicted: return noLongerContradicted(change, source: source, target: target)
    case .gone: return gone(past, source: source, target: target)
    case .stated: return "Now said in so many words: \(statement)."
    case .noLongerStated: return "No longer said in so many words: \(statement)."
    case .decided:
      guard let decision = change.after?.decision else { return "What was decided of this was withdrawn: \(bare)." }
      switch decision.action {
      case .reject: return said(decision, "rejected that \(bare)")
      case .set: return said(decision, "set that \(statement)")
      case .accept, .rename, .merge, .split, .pin: return said(decision, "accepted that \(statement)")
      }
    }
  }

  private func noLongerContradicted(_ change: EdgeChange, source: String, target: String) -> String {
    if let after = change.after, after.isSupported {
      let words = "\(DrawingWords.strength(after.strength)) \(DrawingWords.sign(after.sign))"
      return "\(source) \(words) \(target): the client no longer says that it is not so."
    }
    let sign = DrawingWords.sign(change.before?.sign ?? .excitatory)
    return "The client no longer says that it is not so, nor that it is: \(source) \(sign) \(target)."
  }

  private func gone(_ edge: Edge, source: String, target: String) -> String {
    let hidden = [(edge.pair.source, source), (edge.pair.target, target)].filter { !shown.contains($0.0) }.map(\.1)
    let was =
      "\(source) \(DrawingWords.strength(edge.strength)) \(edge.sign == .excitatory ? "went with more of" : "went with less of") \(target)"
    switch hidden.count {
    case 0: return "There is no longer enough to say that \(source) \(DrawingWords.sign(edge.sign)) \(target)."
    case 1: return "\(was); this is not shown while \(hidden[0]) is not."
    default: return "\(was); this is not shown while the two are not."
    }
  }

  private func amount(_ sign: EdgeSign) -> String { sign == .excitatory ? "more" : "less" }

  // MARK: Parts

  /// "session 3", or the earlier version of the session that is compared with itself.
  private static func name(_ moment: Moment, seenFrom other: Moment) -> String {
    moment.sessionNumber == other.sessionNumber ? "the earlier version" : "session \(moment.sessionNumber)"
  }

  /// A label on one line, in quotation marks.
  private func quoted(_ label: String) -> String {
    Cluster.quoted(label)
  }

  private func times(_ count: Int) -> String {
    switch count {
    case 1: "once"
    case 2: "twice"
    default: "\(count) times"
    }
  }

  /// "M. Roth accepted that …: her reason."
  private func said(_ decision: Decision, _ what: String) -> String {
    var reason = decision.reason.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    while reason.last == "." { reason.removeLast() }
    let sentence = "\(decision.actor) \(what)" + (reason.isEmpty ? "" : ": \(reason)")
    return sentence.last.map { "!?…".contains($0) } == true ? sentence : sentence + "."
  }
}
