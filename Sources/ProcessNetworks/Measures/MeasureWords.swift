import CaseModel

/// What the measures say in plain English, which a client can read.
public enum MeasureWords {
  /// Stands with whatever names a point of entry.
  public static let caution = "A hypothesis to examine with the client, not a recommendation."

  /// "“Worry” goes with more of “lying awake”, and “lying awake” goes with more of “worry”: a circle that keeps itself going …".
  ///
  /// - Parameter themes: the clusters' labels, by key.
  public static func loop(_ loop: FeedbackLoop, themes: [String: String]) -> String {
    let steps = loop.edges.map { edge in
      "\(quoted(edge.pair.source, themes)) \(DrawingWords.sign(edge.sign)) \(quoted(edge.pair.target, themes))"
    }
    let inferred = loop.isInferred ? " Part of it is inferred: no words of the client state it." : ""
    return "\(joined(steps, comma: true)): \(kind(of: loop)).\(inferred)"
  }

  /// What might come of a change, by which loops and edges, what speaks against it, and the caution.
  ///
  /// - Parameter themes: the clusters' labels, by key.
  public static func pointOfEntry(_ point: PointOfEntry, themes: [String: String]) -> [String] {
    let change = point.approach == .weaken ? "Less" : "More"
    let subject = "\(change) of \(quoted(point.cluster.key, themes)) might"
    var sentences: [String] = []
    if !point.loops.isEmpty {
      let circles = point.loops.map { circle($0, themes) }
      let count = circles.count == 1 ? "a circle that keeps itself" : "\(circles.count) circles that keep themselves"
      sentences.append("\(subject) break \(count) going: \(circles.joined(separator: "; ")).")
    }
    if !point.edges.isEmpty {
      sentences.append("\(subject) go with less of \(targets(of: point.edges, themes)).")
    }
    let worse = point.opposedEdges.filter { ($0.sign == .excitatory) == (point.approach == .strengthen) }
    if !worse.isEmpty {
      sentences.append("But it might also go with more of \(targets(of: worse, themes)).")
    }
    let lost = point.opposedEdges.filter { ($0.sign == .excitatory) != (point.approach == .strengthen) }
    if !lost.isEmpty {
      sentences.append("But it might also go with less of \(targets(of: lost, themes)), which tends to help.")
    }
    return sentences + [caution]
  }

  private static func kind(of loop: FeedbackLoop) -> String {
    switch loop.role {
    case .harmful: "a circle that keeps itself going and tends to hold the client back"
    case .helpful: "a circle that keeps itself going, with nothing in it that tends to hold the client back"
    case .mixed: "a circle that keeps itself going, with both what tends to help and what tends to hold the client back"
    case nil: "a circle that holds itself in check"
    }
  }

  /// "“worry” → “lying awake” → “worry”".
  private static func circle(_ loop: FeedbackLoop, _ themes: [String: String]) -> String {
    (loop.keys + loop.keys.prefix(1)).map { quoted($0, themes) }.joined(separator: " → ")
  }

  /// "“worry” (strongly) and “shame” (slightly)".
  private static func targets(of edges: [Edge], _ themes: [String: String]) -> String {
    joined(
      edges.map { edge in
        let inferred = edge.isMerelyInferred ? ", \(DrawingWords.inferred)" : ""
        return "\(quoted(edge.pair.target, themes)) (\(DrawingWords.strength(edge.strength))\(inferred))"
      }, comma: false)
  }

  private static func quoted(_ key: String, _ themes: [String: String]) -> String { Cluster.quoted(themes[key] ?? key) }

  /// - Parameter comma: whether one stands before the "and", as between sentences.
  private static func joined(_ parts: [String], comma: Bool) -> String {
    guard let last = parts.last, parts.count > 1 else { return parts.first ?? "" }
    return parts.dropLast().joined(separator: ", ") + (comma ? ", and " : " and ") + last
  }
}
