import CaseModel
import Foundation
import ProcessNetworks
import Testing

/// A client's course as data: the longitudinal edge list and the timeline.
struct SeriesExportTests {
  private static let ruth = "Ruth \"R.\" Hall"

  /// Three sessions; "walks" is away in the second, and the edges go through every state.
  private static let series: NetworkSeries = {
    let critic = DrawingSample.node("critic", "Harsh \"inner\" critic, <never> & enough", weight: 9, slot: 2)
    let walks = DrawingSample.node("walks", "Evening walks", weight: 4, slot: 9, valence: .adaptive)
    let duty = DrawingSample.node("duty", "Duty", weight: 2, slot: 5, valence: .neutral)
    var rejected = DrawingSample.edge("critic", "duty", sign: .inhibitory)
    rejected.decision = Decision(action: .reject, actor: ruth, reason: "No")
    return NetworkSeries(networks: [
      SeriesSample.network(
        1, [critic, walks], [DrawingSample.edge("critic", "walks", sign: .inhibitory, strength: .strong)]),
      SeriesSample.network(2, [critic, duty], [DrawingSample.edge("critic", "duty", sign: .inhibitory)]),
      SeriesSample.network(
        3, [critic, walks, duty],
        [
          DrawingSample.edge("critic", "walks", strength: .weak, state: .contradicted, isInferred: true), rejected,
          DrawingSample.edge("walks", "duty", state: .notDiscussed),
        ]),
    ])
  }()

  @Test func theLongitudinalListHasARowForEverySessionAndEdge() {
    let rows = parsedCSV(SeriesExport.longitudinal.render(SeriesExportTests.series))

    #expect(rows.count == 5)
    #expect(rows[0][0..<6] == ["client", "session", "source", "target", "weight", "state"])
    #expect(
      rows[1] == [
        "KL-07", "1", "critic", "walks", "-1.0", "supported", "2026-03-15", "inhibitory", "strong", "false", "", "",
        "Harsh \"inner\" critic, <never> & enough", "Evening walks",
      ])
    #expect(rows[2][0..<6] == ["KL-07", "2", "critic", "duty", "\(-2.0 / 3)", "supported"])
    #expect(rows[3][4..<6] == ["0.0", "rejected"])
    #expect(rows[3][10..<12] == ["reject", SeriesExportTests.ruth])
    #expect(rows[4][3..<10] == ["walks", "0.0", "contradicted", "2026-03-29", "excitatory", "weak", "true"])
  }

  @Test func silenceHasNoRow() {
    let text = SeriesExport.longitudinal.render(SeriesExportTests.series)

    #expect(!text.contains("not_discussed"))
    #expect(!text.contains("walks,duty"))
  }

  @Test func theTimelineIsWellFormedAndHasASpellForEveryRunOfSessions() throws {
    let text = SeriesExport.gexf.render(SeriesExportTests.series)
    let parsed = try ParsedXML(text)

    #expect(parsed.elements.filter { $0 == "node" }.count == 3)
    #expect(parsed.elements.filter { $0 == "edge" }.count == 2)
    #expect(text.contains(#"mode="dynamic" defaultedgetype="directed" idtype="string" timeformat="date""#))
    let walks = try #require(text.split(separator: "<node ").first { $0.hasPrefix("id=\"walks\"") })
    // The day before the next session is the last of a session's days; the last session has one.
    #expect(walks.contains(#"<spell start="2026-03-15" end="2026-03-21"/>"#))
    #expect(walks.contains(#"<spell start="2026-03-29" end="2026-03-29"/>"#))
    #expect(walks.split(separator: "<spell ").count == 3)
    #expect(text.contains(#"<attvalue for="state" value="rejected" start="2026-03-29" end="2026-03-29"/>"#))
    #expect(text.contains(#"<attvalue for="signed_weight" value="-1.0" start="2026-03-15" end="2026-03-21"/>"#))
    #expect(text.contains(#"label="Harsh &quot;inner&quot; critic, &lt;never&gt; &amp; enough""#))
    #expect(text.contains(#"<viz:position x=""#))
  }

  @Test func ofTwoSessionsOnOneDayTheLaterStands() {
    var series = SeriesExportTests.series
    series.networks[1].sessionDay = series.networks[0].sessionDay

    let text = SeriesExport.gexf.render(series)

    #expect(!text.contains(#"value="-1.0""#))
    #expect(text.contains(#"<spell start="2026-03-15" end="2026-03-29"/>"#))
  }

  @Test func theTimelineCarriesTheLatestThemeAndPlace() {
    var series = SeriesExportTests.series
    series.networks[2].nodes[1].cluster.theme = "Walking at night"

    let text = SeriesExport.gexf.render(series)

    #expect(text.contains(#"label="Walking at night""#))
    #expect(!text.contains("Evening walks"))
  }

  @Test(arguments: SeriesExport.allCases)
  func theSameSeriesGivesTheSameBytes(form: SeriesExport) {
    for seed in 1...5 as ClosedRange<UInt64> {
      let series = SeriesSample.course(sessions: 7, clusters: 8, seed: seed)
      var shuffled = series
      for index in shuffled.networks.indices {
        shuffled.networks[index].nodes.reverse()
        shuffled.networks[index].edges.reverse()
      }
      #expect(form.render(series) == form.render(series))
      #expect(form.render(series) == form.render(shuffled))
    }
  }

  @Test(arguments: SeriesExport.allCases)
  func noSessionsOneSessionAndNoThemesHaveAForm(form: SeriesExport) throws {
    let series = [
      NetworkSeries(networks: []), SeriesSample.course(sessions: 1, clusters: 5),
      NetworkSeries(networks: [SeriesSample.network(1, [])]),
    ]
    for series in series {
      let text = form.render(series)

      #expect(!text.isEmpty)
      if form != .longitudinal { _ = try ParsedXML(text) }
    }
  }

  @Test func filesAreNamedAfterWhatTheyAre() {
    #expect(SeriesExport.allCases.map(\.fileExtension) == ["gexf", "csv", "svg"])
    #expect(NetworkExport.pecan.fileExtension == "csv" && NetworkExport.dot.fileExtension == "dot")
  }
}
