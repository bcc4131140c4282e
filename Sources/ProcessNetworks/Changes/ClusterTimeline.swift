import CaseModel

/// A client's clusters over all sessions, beside the totals of the outcome measures: what the networks show one by one, in
/// rows. A function of the networks and the measures alone.
public struct ClusterTimeline: Hashable, Sendable {
  /// One answer to an instrument (PHQ-9, GAD-7 …).
  public struct Measure: Hashable, Sendable {
    public var instrument: String
    public var day: Day
    public var total: Double

    public init(instrument: String, day: Day, total: Double) {
      self.instrument = instrument
      self.day = day
      self.total = total
    }
  }

  public struct Session: Hashable, Sendable {
    public var number: Int
    public var day: Day

    public init(number: Int, day: Day) {
      self.number = number
      self.day = day
    }
  }

  /// One cluster; each list has one entry a session.
  public struct Row: Hashable, Sendable {
    public var key: String
    /// Label and valence of the last network that shows it.
    public var label: String
    public var valence: Valence
    /// `NetworkNode.weight`, nil where the session's network does not show the cluster.
    public var weights: [Double?]
    /// Utterances since the last network that shows the cluster, nil where this one does not. Where it was never shown
    /// before, all so far.
    public var newUtterances: [Int?]
    /// All so far, in the last network that shows it.
    public var utterances: Int

    /// Of all sessions; 0 where it has none.
    var peak: Double { weights.reduce(0) { max($0, $1 ?? 0) } }
    var firstSession: Int { weights.firstIndex { $0 != nil } ?? weights.count }
  }

  /// All totals of one instrument, by day.
  public struct Series: Hashable, Sendable {
    public var instrument: String
    public var measures: [Measure]
  }

  /// Empty where there is no network.
  public var clientCode: String
  public var engine: EngineIdentity?
  /// By number.
  public var sessions: [Session]
  /// By the session in which they are first shown, then by falling weight in it, then by key.
  public var rows: [Row]
  /// By instrument.
  public var series: [Series]

  /// - Parameters:
  ///   - networks: of one client and one engine, in any order. Of several for one session, the last counts.
  ///   - measures: in any order, on any days. Of several of one instrument on one day, the last counts.
  public init(networks: [Network], measures: [Measure] = []) {
    let bySession = Dictionary(networks.map { ($0.sessionNumber, $0) }) { _, last in last }
    let ordered = bySession.keys.sorted().compactMap { bySession[$0] }
    clientCode = ordered.last?.clientCode ?? ""
    engine = ordered.last?.engine
    sessions = ordered.map { Session(number: $0.sessionNumber, day: $0.sessionDay) }

    var found: [String: Row] = [:]
    let nothing = [Double?](repeating: nil, count: ordered.count)
    for (index, network) in ordered.enumerated() {
      for node in network.nodes {
        let key = node.cluster.key
        var row =
          found[key]
          ?? Row(
            key: key, label: "", valence: .neutral, weights: nothing, newUtterances: nothing.map { _ in nil },
            utterances: 0)
        if row.weights[index] != nil { continue }
        row.label = node.cluster.theme.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        row.valence = node.cluster.valence
        row.weights[index] = node.weight
        // A transcript that was read again may have lost some.
        row.newUtterances[index] = max(0, node.utterances - row.utterances)
        row.utterances = node.utterances
        found[key] = row
      }
    }
    rows = found.values.sorted { ClusterTimeline.isBefore($0, $1) }

    let byInstrument = Dictionary(grouping: measures, by: \.instrument)
    series = byInstrument.keys.sorted().map { instrument in
      let byDay = Dictionary((byInstrument[instrument] ?? []).map { ($0.day, $0) }) { _, last in last }
      return Series(instrument: instrument, measures: byDay.values.sorted { $0.day < $1.day })
    }
  }

  private static func isBefore(_ left: Row, _ right: Row) -> Bool {
    let (first, other) = (left.firstSession, right.firstSession)
    if first != other { return first < other }
    let (weight, otherWeight) = (left.weights[first] ?? 0, right.weights[first] ?? 0)
    return weight != otherWeight ? weight > otherWeight : left.key < right.key
  }

  /// The highest weight of all, and at least 1.
  var peak: Double { rows.reduce(1) { max($0, $1.peak) } }

  /// Of sessions and measures.
  var days: ClosedRange<Day>? {
    let all = sessions.map(\.day) + series.flatMap { $0.measures.map(\.day) }
    guard let first = all.min(), let last = all.max() else { return nil }
    return first...last
  }
}

extension Double {
  /// A total as it is spoken: a whole number without a point, others with at most two decimals.
  var plain: String { svg.replacing("-", with: "−") }
}
