import CaseModel
import Foundation

/// A change of a network in the words of the table `correction`.
struct StoredChange {
  /// The action of a proposal that a person did not want.
  static let decline = "decline"

  var subject: String
  var key: String
  var action: String
  var detail: [String: String]

  /// The kinds of corrections of the same thing that it takes the place of.
  var rivals: [String] { subject == "edge" ? ["accept", "reject", "set"] : [action] }
  var isReplacing: Bool { subject == "edge" || action == "rename" || action == "pin" }

  init(_ change: NetworkCorrection.Change) {
    action = change.action.rawValue
    subject = "cluster"
    key = change.clusters[0]
    detail = [:]
    switch change {
    case .rename(_, let theme): detail = ["theme": theme]
    case .merge(_, let into): detail = ["into": into]
    case .split(_, let part, _):
      detail = [
        "part": part.key, "theme": part.theme, "valence": part.valence.rawValue,
        "dimensions": part.dimensions.map(\.rawValue).joined(separator: ","),
      ]
    case .pin(_, let isPinned): detail = ["pinned": isPinned ? "yes" : "no"]
    case .accept(let pair, let sign, let strength), .set(let pair, let sign, let strength):
      (subject, key) = ("edge", Self.key(of: pair))
      detail = ["sign": sign.rawValue, "strength": strength.rawValue]
    case .reject(let pair): (subject, key) = ("edge", Self.key(of: pair))
    }
  }

  private static func key(of pair: ClusterPair) -> String { "\(pair.source)->\(pair.target)" }

  /// - Parameter utterances: of a split, those that leave the cluster.
  /// - Returns: `nil` for words that this program does not write.
  static func change(action: String, key: String, detail: [String: String], utterances: Set<Int64>)
    -> NetworkCorrection.Change?
  {
    let ends = key.components(separatedBy: "->")
    let pair = ends.count == 2 ? ClusterPair(source: ends[0], target: ends[1]) : nil
    let sign = detail["sign"].flatMap { EdgeSign(rawValue: $0) }
    let strength = detail["strength"].flatMap { EdgeStrength(rawValue: $0) }
    switch Decision.Action(rawValue: action) {
    case .rename: return detail["theme"].map { .rename(cluster: key, theme: $0) }
    case .merge: return detail["into"].map { .merge(cluster: key, into: $0) }
    case .split:
      guard let part = detail["part"], let theme = detail["theme"],
        let valence = detail["valence"].flatMap({ Valence(rawValue: $0) })
      else { return nil }
      let dimensions = (detail["dimensions"] ?? "").split(separator: ",").compactMap { Dimension(rawValue: String($0)) }
      return .split(
        cluster: key, part: Cluster(key: part, theme: theme, dimensions: dimensions, valence: valence),
        utterances: utterances)
    case .pin: return .pin(cluster: key, isPinned: detail["pinned"] == "yes")
    case .accept:
      guard let pair, let sign, let strength else { return nil }
      return .accept(pair, sign: sign, strength: strength)
    case .set:
      guard let pair, let sign, let strength else { return nil }
      return .set(pair, sign: sign, strength: strength)
    case .reject: return pair.map { .reject($0) }
    case nil: return nil
    }
  }
}

/// Details as JSON, with sorted keys.
enum DetailText {
  static func json(_ detail: [String: String]) throws -> String {
    String(decoding: try JSONEncoder.sorted.encode(detail), as: UTF8.self)
  }

  static func fields(_ json: String) throws -> [String: String] {
    try JSONDecoder().decode([String: String].self, from: Data(json.utf8))
  }
}
