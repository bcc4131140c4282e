import CaseModel
import Drawing
import Testing

@testable import ProcessNetworks

/// All sessions of a client on one sheet.
struct SeriesSheetExportTests {
  private func scene(_ networks: [Network]) -> SeriesScene { SeriesScene(NetworkSeries(networks: networks)) }

  private static let guilt = DrawingSample.node("guilt", "Guilt", weight: 3, slot: 0)
  private static let duty = DrawingSample.node("duty", "Duty", weight: 2, slot: 7)

  @Test func newAndSilentThemesAreMarked() throws {
    var guiltLater = SeriesSheetExportTests.guilt
    guiltLater.weight = 2.4
    var dutyLater = SeriesSheetExportTests.duty
    dutyLater.utterances = 4
    let networks = [
      SeriesSample.network(1, [SeriesSheetExportTests.guilt]),
      SeriesSample.network(2, [guiltLater, SeriesSheetExportTests.duty]),
      SeriesSample.network(3, [dutyLater]), SeriesSample.network(4, [guiltLater, dutyLater]),
    ]

    let panels = scene(networks).panels
    let marks = panels.map { panel in
      panel.nodes.sorted { $0.number < $1.number }.map {
        "\($0.number)\($0.isNew ? " new" : $0.isSilent ? " silent" : "")"
      }
    }
    let parsed = try ParsedXML(SeriesExport.svg.render(NetworkSeries(networks: networks)))

    // Nothing is new in the first panel, and what comes back is not.
    #expect(marks == [["1"], ["1 silent", "2 new"], ["2"], ["1 silent", "2 silent"]])
    #expect(parsed.classes.filter { $0 == "node new" }.count == 1)
    #expect(parsed.classes.filter { $0 == "new-mark" }.count == 1 + 1)
    #expect(parsed.classes.filter { $0 == "node silent" }.count == 3)
  }

  @Test func sessionsByThemselvesHaveNoSilence() {
    var networks = [1, 2].map { SeriesSample.network($0, [SeriesSheetExportTests.guilt]) }
    for index in networks.indices { networks[index].kind = .session }

    #expect(scene(networks).panels.allSatisfy { !$0.nodes[0].isSilent })
  }

  @Test func aThemeStandsInTheSamePlaceInEveryPanel() {
    for seed in 1...10 as ClosedRange<UInt64> {
      let scene = SeriesScene(SeriesSample.course(sessions: 9, clusters: 10, seed: seed))
      var places: [String: Set<Point>] = [:]
      for node in scene.panels.flatMap(\.nodes) {
        places[node.placed.node.cluster.key, default: []].insert(node.placed.center)
      }

      #expect(places.values.allSatisfy { $0.count == 1 })
    }
  }

  @Test func moreSessionsThanPanelsAreChosenEvenlyAndTheSheetSaysSo() throws {
    let series = SeriesSample.course(sessions: 40, clusters: 6)

    let numbers = SeriesScene(series).panels.map(\.network.sessionNumber)
    let parsed = try ParsedXML(SeriesExport.svg.render(series))

    #expect(numbers.count == 24 && numbers.first == 1 && numbers.last == 40)
    #expect(zip(numbers, numbers.dropFirst()).allSatisfy { $1 - $0 == 1 || $1 - $0 == 2 })
    #expect(parsed.text(of: "text").contains("24 of the 40 sessions, evenly chosen"))
    #expect(parsed.classes.filter { $0 == "panel" }.count == 24)
  }

  @Test func allOfTwentyFourSessionsAreShown() throws {
    let svg = SeriesExport.svg.render(SeriesSample.course(sessions: 24, clusters: 10))

    #expect(try ParsedXML(svg).classes.filter { $0 == "panel" }.count == 24)
    #expect(!svg.contains("evenly chosen"))
  }

  @Test func panelsAndThemesHaveRoomOfTheirOwn() {
    for sessions in 1...24 {
      let scene = SeriesScene(
        SeriesSample.course(sessions: sessions, clusters: 1 + sessions % 10, seed: UInt64(sessions)))
      let frames = scene.panels.map(\.frame)

      #expect(frames.allSatisfy { scene.themes.roomAbove.inflated(by: 0.01).contains($0) })
      for (index, frame) in frames.enumerated() {
        #expect(!frames[..<index].contains { $0.inflated(by: 8).intersects(frame) })
        let title = TextMeasure.width("Session 20 · 2026-03-15", size: scene.titleSize, isBold: true)
        #expect(title < frame.width - 12)
      }
    }
  }

  @Test func inAPanelNothingTouchesOrIsCutOff() {
    var found: [String] = []
    for seed in 1...12 as ClosedRange<UInt64> {
      let scene = SeriesScene(SeriesSample.course(sessions: Int(seed) * 2, clusters: 10, seed: seed))
      let content = PanelGrid.content(of: scene.panels[0].frame)
      let bounds = Rect(minX: 0, minY: 0, maxX: content.width / scene.scale, maxY: content.height / scene.scale)
      for panel in scene.panels {
        let numbers = panel.nodes.compactMap { node in node.numberPlace.map { (node, rect(node, $0, scene)) } }
        for (index, node) in panel.nodes.enumerated() {
          let placed = node.placed
          let place = Rect(minX: placed.center.x, minY: placed.center.y, maxX: placed.center.x, maxY: placed.center.y)
          if !bounds.contains(place.inflated(by: placed.radius + 4)) {
            found.append("\(seed): circle beyond the frame")
          }
          for other in panel.nodes[..<index]
          where other.placed.center.distance(to: placed.center) < other.placed.radius + placed.radius {
            found.append("\(seed): circles touch")
          }
          for (owner, rect) in numbers where owner.number != node.number {
            if rect.distance(to: placed.center) < placed.radius { found.append("\(seed): number on circle") }
          }
        }
        for (_, rect) in numbers where !bounds.contains(rect) { found.append("\(seed): number beyond the frame") }
        for (index, number) in numbers.enumerated() {
          if numbers[..<index].contains(where: { $0.1.intersects(number.1) }) { found.append("\(seed): numbers touch") }
        }
      }
    }

    #expect(found == [])
  }

  private func rect(_ node: PanelNode, _ place: Point, _ scene: SeriesScene) -> Rect {
    let half = TextMeasure.width("\(node.number)", size: scene.numberSize, isBold: true) / 2
    return Rect(
      minX: place.x - half, minY: place.y - scene.numberSize * 0.36, maxX: place.x + half,
      maxY: place.y + scene.numberSize * 0.36)
  }

  @Test func theThemesStandAboveTheLegendAndBesideEachOther() {
    for count in [1, 3, 4, 10, 30, 200] {
      let themes = (0..<count).map { "Theme \($0) that takes up more than one line because it is explained at length" }

      let list = ThemeList(themes)

      #expect(list.entries.count <= count)
      #expect(list.roomAbove.height > 380)
      for (entry, next) in zip(list.entries, list.entries.dropFirst()) where entry.place.x == next.place.x {
        #expect(next.place.y - entry.place.y >= 14 * Double(entry.lines.count))
      }
      for entry in list.entries { #expect(entry.place.y + 14 * Double(entry.lines.count - 1) < 648) }
    }
    #expect(ThemeList((0..<200).map { "Theme \($0)" }).entries.last?.lines.first?.hasPrefix("and ") == true)
  }

  @Test func theSheetIsStaticAndEscaped() throws {
    let node = DrawingSample.node("k<&\"", "Fear of <b>being</b> \"seen\" & judged", slot: 3)
    var network = SeriesSample.network(1, [node, SeriesSheetExportTests.duty])
    network.clientCode = "K&L <7>"

    let svg = SeriesExport.svg.render(NetworkSeries(networks: [network, network]))
    let parsed = try ParsedXML(svg)

    #expect(
      Set(parsed.elements).isSubset(of: ["svg", "title", "desc", "rect", "g", "path", "circle", "text", "tspan"]))
    #expect(!svg.contains("href") && !svg.contains("style=") && !svg.contains("url("))
    #expect(parsed.text(of: "desc").contains("Fear of <b>being</b> \"seen\" & judged"))
    #expect(parsed.text(of: "title").contains("Client K&L <7>"))
  }

  @Test func rejectedEdgesAreNotDrawn() {
    var edge = DrawingSample.edge("guilt", "duty")
    edge.decision = Decision(action: .reject, actor: "Ruth Hall", reason: "No")
    let network = SeriesSample.network(1, [SeriesSheetExportTests.guilt, SeriesSheetExportTests.duty], [edge])

    #expect(scene([network]).panels[0].routes.isEmpty)
  }

  @Test func anEmptyCourseSaysSo() throws {
    let none = try ParsedXML(SeriesExport.svg.render(NetworkSeries(networks: [])))
    let empty = try ParsedXML(SeriesExport.svg.render(NetworkSeries(networks: [SeriesSample.network(1, [])])))

    #expect(none.text(of: "text").contains("not yet enough to draw"))
    #expect(empty.text(of: "text").contains("no theme yet"))
  }
}
