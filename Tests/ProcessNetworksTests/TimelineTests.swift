import CaseModel
import Foundation
import Testing

@testable import ProcessNetworks

/// Clusters and measures over all sessions.
struct TimelineTests {
  private typealias Sample = ChangeSample

  private static func timeline(sessions: Int, clusters: Int = 8) -> ClusterTimeline {
    let networks = TimelineSample.networks(sessions: sessions, clusters: clusters)
    return ClusterTimeline(
      networks: networks,
      measures: TimelineSample.measures("PHQ-9", networks, start: 21)
        + TimelineSample.measures("GAD-7", networks, start: 15, step: 3))
  }

  // MARK: Rows

  @Test func rowsHoldWeightsAndNewUtterances() {
    let networks = [
      Sample.network([Sample.node("a", utterances: 4), Sample.node("b", utterances: 2)], session: 1),
      Sample.network([Sample.node("a", utterances: 4, weight: 3.2)], session: 2),
      Sample.network(
        [Sample.node("c", utterances: 3), Sample.node("b", "Duty", utterances: 7), Sample.node("a", utterances: 5)],
        session: 3),
    ]

    let timeline = ClusterTimeline(networks: networks.reversed())

    #expect(timeline.sessions.map(\.number) == [1, 2, 3])
    #expect(timeline.rows.map(\.key) == ["a", "b", "c"])
    #expect(timeline.rows[0].weights == [4, 3.2, 5])
    #expect(timeline.rows[0].newUtterances == [4, 0, 1])
    #expect(timeline.rows[1].weights == [2, nil, 7])
    #expect(timeline.rows[1].newUtterances == [2, nil, 5])
    #expect(timeline.rows[1].label == "Duty")
    #expect(timeline.rows[2].weights == [nil, nil, 3])
    #expect(timeline.rows.map(\.utterances) == [5, 7, 3])
  }

  @Test func ofTwoNetworksOfASessionTheLastCounts() {
    let timeline = ClusterTimeline(networks: [
      Sample.network([Sample.node("a")], session: 1), Sample.network([Sample.node("b")], session: 1),
    ])

    #expect(timeline.rows.map(\.key) == ["b"])
  }

  @Test func measuresAreSortedByInstrumentAndDay() {
    let days = [30, 10, 20].map { Day(daysSinceEpoch: $0) }
    let measures = days.flatMap { day in
      ["PHQ-9", "GAD-7"].map {
        ClusterTimeline.Measure(instrument: $0, day: day, total: Double(day.daysSinceEpoch))
      }
    }

    let timeline = ClusterTimeline(networks: [], measures: measures)

    #expect(timeline.series.map(\.instrument) == ["GAD-7", "PHQ-9"])
    #expect(timeline.series[0].measures.map(\.total) == [10, 20, 30])
  }

  // MARK: Terminal

  @Test(arguments: [0, 1, 2, 3, 6, 20, 53, 120, 200], [40, 60, 80, 100, 132, 240])
  func noLineIsWiderThanTheTerminal(sessions: Int, width: Int) {
    let text = TimelineTests.timeline(sessions: sessions).terminalText(width: width)

    #expect(text.split(separator: "\n").allSatisfy { $0.count <= width })
    #expect(!text.contains(" \n"))
    #expect(text == TimelineTests.timeline(sessions: sessions).terminalText(width: width))
  }

  @Test func wideSignsAreCountedByTheCaller() {
    let timeline = ClusterTimeline(networks: [
      Sample.network([Sample.node("a", "害怕在别人面前失败所以总是回避所有的聚会和会议")], session: 1)
    ])
    func columns(_ text: String) -> Int {
      text.reduce(0) { $0 + ($1.unicodeScalars.contains { $0.value > 0x2E80 } ? 2 : 1) }
    }

    let lines = timeline.terminalText(width: 40, columns: columns).split(separator: "\n")

    #expect(lines.allSatisfy { columns(String($0)) <= 40 })
    #expect(lines.contains { $0.contains("害怕") && $0.contains("…") && $0.hasSuffix(" █+5") })
  }

  @Test func fewSessionsHaveNumbersAndDates() {
    let networks = [
      Sample.network([Sample.node("a", "Guilt", utterances: 4)], session: 1),
      Sample.network([Sample.node("a", "Guilt", utterances: 8), Sample.node("b", "Duty", utterances: 1)], session: 2),
    ]
    let measures = [
      ClusterTimeline.Measure(instrument: "PHQ-9", day: networks[0].sessionDay, total: 18),
      // Two days before the session.
      ClusterTimeline.Measure(
        instrument: "PHQ-9", day: Day(daysSinceEpoch: networks[1].sessionDay.daysSinceEpoch - 2), total: 9),
    ]

    let lines = ClusterTimeline(networks: networks, measures: measures).terminalText(width: 80)
      .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)

    #expect(
      Array(lines.prefix(9)) == [
        "Client KL-07: sessions 1 to 2, 2026-02-23 to 2026-03-02", "", "session   1     2",
        "          02-23 03-02", "Guilt     ▄+4   █+4", "Duty      ·     ▁+1", "", "PHQ-9     █     ▄",
        "          18    9",
      ])
  }

  @Test func manySessionsAreTakenTogetherAndThePageSaysSo() {
    let text = TimelineTests.timeline(sessions: 200).terminalText(width: 80)

    #expect(text.replacing("\n", with: " ").contains("Each column stands for 5 sessions"))
    #expect(!TimelineTests.timeline(sessions: 20).terminalText(width: 80).contains("Each column"))
  }

  @Test func labelsCannotMoveTheCursor() {
    let timeline = ClusterTimeline(networks: [
      Sample.network([Sample.node("a", "Guilt\u{1b}[2J\u{202E} no")], session: 1)
    ])

    let text = timeline.terminalText(width: 80)

    #expect(!text.contains("\u{1b}") && !text.contains("\u{202E}"))
  }

  @Test func withoutSessionsThePageSaysSo() {
    #expect(ClusterTimeline(networks: []).terminalText(width: 80) == "No sessions yet.\n")
    #expect(
      ClusterTimeline(networks: [Sample.network([])]).terminalText(width: 80).contains("No clusters"))
  }

  // MARK: Sheet

  @Test(arguments: [0, 1, 2, 6, 20, 120, 200])
  func sheetsAreWellFormedAndTheSameTwice(sessions: Int) throws {
    let timeline = TimelineTests.timeline(sessions: sessions)

    let svg = timeline.svg()
    let parsed = try ParsedXML(svg)

    #expect(svg == TimelineTests.timeline(sessions: sessions).svg())
    #expect(parsed.classes.count { $0 == "lane" } == timeline.rows.count)
    #expect(parsed.classes.count { $0 == "measure" } == timeline.series.count)
    #expect(!svg.contains("nan") && !svg.contains("inf"))
    #expect(!svg.contains("href") && !svg.contains("style=") && !svg.contains("url("))
    if sessions > 1 {
      #expect(parsed.text(of: "title").contains("Client KL-07 · what came up over time · sessions 1–\(sessions)"))
      #expect(parsed.text(of: "text").contains("PHQ-9") || parsed.text(of: "tspan").contains("PHQ-9"))
    }
  }

  @Test func lanesStayOnTheSheetAndApart() {
    for (sessions, clusters) in [(1, 1), (6, 4), (20, 12), (200, 40)] {
      let lanes = TimelineDrawing(TimelineTests.timeline(sessions: sessions, clusters: clusters), title: nil).lanes
      let rects = lanes.rows.map(\.1) + lanes.series.map(\.1)

      #expect(rects.allSatisfy { $0.minY >= 88 && $0.maxY <= 656 && $0.height > 15 })
      #expect(zip(rects, rects.dropFirst()).allSatisfy { $0.maxY < $1.minY })
    }
  }

  @Test func clustersWithoutRoomAreCounted() throws {
    let svg = TimelineTests.timeline(sessions: 200, clusters: 40).svg()

    #expect(try ParsedXML(svg).text(of: "text").contains("clusters of less weight left out"))
  }

  @Test func theAxisIsTrueToTheDays() {
    let days = ["2026-01-05", "2026-01-12", "2026-03-02"].compactMap { Day($0) }
    let axis = TimelineAxis(days[0]...days[2], minX: 0, maxX: 560)

    #expect(days.map(axis.x) == [0, 70, 560])
    #expect(axis.dateTicks().map(\.text) == ["5 Jan 2026", "19 Jan 2026", "2 Feb 2026", "16 Feb 2026", "2 Mar 2026"])
    #expect(TimelineAxis(days[0]...days[0], minX: 0, maxX: 560).x(days[0]) == 280)
  }

  @Test(arguments: [1, 5, 30, 100, 400, 2000, 9000, 40_000])
  func datesDoNotOverlap(span: Int) {
    let first = Day(daysSinceEpoch: 20_500)
    let axis = TimelineAxis(first...Day(daysSinceEpoch: 20_500 + span), minX: 0, maxX: 700)

    let ticks = axis.dateTicks()

    #expect(!ticks.isEmpty)
    #expect(zip(ticks, ticks.dropFirst()).allSatisfy { $1.x - $0.x >= 70 })
  }
}
