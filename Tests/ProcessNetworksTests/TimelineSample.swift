import CaseModel
import ProcessNetworks

/// Networks and measures of a therapy, for the tests of the timeline.
enum TimelineSample {
  static let themes: [(String, Valence)] = [
    ("Guilt when saying no to people", .maladaptive),
    ("Tension between independence and duty to her parents", .neutral),
    ("Lying awake and going over the day", .maladaptive), ("Evening walks with her sister", .adaptive),
    ("Harsh self-criticism after small mistakes", .maladaptive), ("Avoiding conflict at work", .maladaptive),
    ("Asking friends for help before it is too late", .adaptive),
    ("Anger that comes out at the children", .maladaptive),
    ("Fear of being seen as a burden", .maladaptive), ("Taking breaks", .adaptive),
    ("Grief for her grandmother, who raised her", .neutral), ("Saying what she wants", .adaptive),
  ]

  /// A session a week or so; clusters come up one after the other, some of them for a while.
  static func networks(sessions: Int, clusters: Int, seed: UInt64 = 1) -> [Network] {
    var generator = SplitMix64(seed: seed)
    var totals = (0..<clusters).map { _ in ClusterTotal() }
    var day = 20_460
    return (0..<sessions).map { session in
      var nodes: [NetworkNode] = []
      for index in 0..<clusters {
        let start = index * sessions / (2 * clusters)
        let isOpen = session >= start && (index % 4 != 3 || session < start + sessions / 2 + 1)
        if isOpen && Int.random(in: 0..<3, using: &generator) > 0 {
          let count = Int.random(in: 1...5, using: &generator)
          totals[index].utterances += count
          totals[index].weight += Double(count)
        } else {
          totals[index].weight *= ClusterTotal.kept
        }
        guard totals[index].utterances > 0, totals[index].weight > 0.8 else { continue }
        let theme = themes[index % themes.count]
        nodes.append(
          ChangeSample.node(
            "k\(index)", theme.0, utterances: totals[index].utterances,
            weight: (totals[index].weight * 100).rounded() / 100, slot: index, valence: theme.1))
      }
      var network = ChangeSample.network(
        nodes.sorted { (-$0.weight, $0.cluster.key) < (-$1.weight, $1.cluster.key) }, session: session + 1)
      day += Int.random(in: 0..<6, using: &generator) == 0 ? 21 : 7
      network.sessionDay = Day(daysSinceEpoch: day)
      return network
    }
  }

  /// One measure every `step` sessions, that falls from `start`.
  static func measures(_ instrument: String, _ networks: [Network], start: Double, step: Int = 1)
    -> [ClusterTimeline.Measure]
  {
    var generator = SplitMix64(seed: UInt64(start))
    return stride(from: 0, to: networks.count, by: step).map { index in
      let fall = Double(index) / Double(max(1, networks.count)) * start * 0.6
      let total = max(0, (start - fall + Double(Int.random(in: -2...2, using: &generator))).rounded())
      return ClusterTimeline.Measure(instrument: instrument, day: networks[index].sessionDay, total: total)
    }
  }
}
