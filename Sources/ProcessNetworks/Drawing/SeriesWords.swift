import CaseModel

/// What the sheet of several sessions says in words.
extension DrawingWords {
  static func title(_ series: NetworkSeries) -> String {
    guard let first = series.networks.first, let last = series.networks.last else { return "No sessions yet" }
    let numbers = [first.sessionNumber, last.sessionNumber]
    let sessions =
      numbers[0] == numbers[1] ? "session \(numbers[0])" : "session by session, \(numbers[0])–\(numbers[1])"
    return "Client \(first.clientCode) · \(sessions)"
  }

  /// "Client M-07 · networks after sessions 1–12, 2026-01-05 to 2026-04-02 · engine embedded 1.0".
  static func caption(_ series: NetworkSeries) -> String {
    guard let first = series.networks.first, let last = series.networks.last else { return "No sessions yet" }
    let isOne = series.networks.count == 1
    let sessions = isOne ? "session \(first.sessionNumber)" : "sessions \(first.sessionNumber)–\(last.sessionNumber)"
    let days = isOne ? "\(first.sessionDay)" : "\(first.sessionDay) to \(last.sessionDay)"
    let networks = isOne ? "network" : "networks"
    return "Client \(first.clientCode) · \(networks) after \(sessions), \(days) · engine \(last.engine)"
  }

  static func panel(_ network: Network) -> String { "Session \(network.sessionNumber) · \(network.sessionDay)" }

  /// Where not all sessions have a panel.
  static func chosen(_ shown: Int, of all: Int) -> String { "\(shown) of the \(all) sessions, evenly chosen" }

  static let noSessions = "There is not yet enough to draw: no session has a network so far."
  static let noThemes = "no theme yet"
  static let themesHeading = "The themes behind the numbers"

  /// The sheet for those who hear it instead of seeing it.
  static func description(_ series: NetworkSeries, scene: SeriesScene) -> String {
    let panels = scene.panels.map { panel -> String in
      let nodes = panel.nodes.map { node -> String in
        let remark = node.isNew ? ", new" : node.isSilent ? ", not spoken of" : ""
        return "\(node.placed.node.cluster.theme)\(remark)"
      }
      let edges = "\(panel.routes.count) edge\(panel.routes.count == 1 ? "" : "s")"
      return
        "\(DrawingWords.panel(panel.network)): \(nodes.isEmpty ? noThemes : nodes.joined(separator: "; ")); \(edges)."
    }
    return ([caption(series) + "."] + [scene.choice.map { $0 + "." }].compactMap { $0 } + panels).joined(separator: " ")
  }
}
