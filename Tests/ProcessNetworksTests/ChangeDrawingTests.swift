import CaseModel
import Drawing
import Foundation
import Testing

@testable import ProcessNetworks

/// The drawing of what changed.
struct ChangeDrawingTests {
  private typealias Sample = ChangeSample

  private static let before = Sample.network(
    [
      Sample.node("a", "Guilt", utterances: 6, slot: 0), Sample.node("b", "Duty", utterances: 4, slot: 4),
      Sample.node("c", "Sleep", utterances: 4, slot: 8), Sample.node("d", "Anger", utterances: 3, slot: 11),
    ],
    [
      Sample.edge("a", "b", strength: .weak), Sample.edge("b", "a"), Sample.edge("a", "c", strength: .strong),
      Sample.edge("c", "a"), Sample.edge("c", "d"),
    ])
  private static let after = Sample.network(
    [
      Sample.node("a", "Guilt", utterances: 10, slot: 0),
      Sample.node("b", "Duty", utterances: 4, weight: 2, slot: 4),
      Sample.node("c", "Sleep", utterances: 5, slot: 8), Sample.node("e", "Walks", utterances: 2, slot: 2),
    ],
    [
      Sample.edge("a", "b"), Sample.edge("a", "c", strength: .weak), Sample.edge("c", "a", state: .contradicted),
      Sample.edge("e", "a", sign: .inhibitory),
    ], session: 6)

  @Test func everyMarkIsOnTheSheet() throws {
    let svg = ChangeDrawing(from: ChangeDrawingTests.before, to: ChangeDrawingTests.after).svg()
    let parsed = try ParsedXML(svg)

    let texts = parsed.text(of: "text") + parsed.text(of: "tspan")
    #expect(parsed.text(of: "title").contains("Client KL-07 · what changed from session 3 to session 6"))
    for words in [
      "+4", "not mentioned", "+1", "new", "no longer shown", "stronger", "weaker", "now denied", "no longer",
      "new, or more than before", "less than before, or not mentioned", "no longer there",
    ] {
      #expect(texts.contains(words), "\(words)")
    }
    #expect(parsed.classes.count { $0 == "node" } == 5)
    // Four of the later network; two that are gone, one of them with its cluster.
    #expect(parsed.classes.count { $0 == "edge" } == 6)
    #expect(parsed.classes.count { $0 == "badge" } == 4)
    #expect(svg.contains(Palette.halo))
    #expect(
      parsed.text(of: "desc").contains("Nobody has spoken of “Duty” since session 3."))
  }

  @Test func withoutChangeTheSheetSaysSo() throws {
    let svg = ChangeDrawing(from: ChangeDrawingTests.before, to: ChangeDrawingTests.before).svg()
    let parsed = try ParsedXML(svg)

    #expect(parsed.text(of: "text").contains("Nothing has changed since the earlier version."))
    #expect(parsed.text(of: "text").contains("nothing changed"))
    #expect(!parsed.classes.contains("badge"))
    #expect(!svg.contains(Palette.halo))
  }

  @Test func withoutAnEarlierNetworkItIsTheNetworksDrawing() {
    let title = "Client KL-07 · session 6, where everything is new"

    #expect(
      ChangeDrawing(from: nil, to: ChangeDrawingTests.after).svg()
        == NetworkDrawing(ChangeDrawingTests.after, title: title).svg())
  }

  @Test func emptyNetworksCanBeCompared() throws {
    let empty = Sample.network([])

    #expect(throws: Never.self) { try ParsedXML(ChangeDrawing(from: empty, to: empty).svg()) }
    let emptied = try ParsedXML(ChangeDrawing(from: ChangeDrawingTests.before, to: empty).svg())
    #expect(emptied.classes.count { $0 == "node" } == 4)
    let filled = try ParsedXML(ChangeDrawing(from: empty, to: ChangeDrawingTests.after).svg())
    #expect(filled.classes.count { $0 == "node" } == 4)
  }

  @Test func aPlaceThatWasGivenOnStaysTheNewClusters() {
    let from = Sample.network([Sample.node("a", slot: 3), Sample.node("b", slot: 7)])
    let to = Sample.network([Sample.node("c", slot: 3), Sample.node("b", slot: 7)], session: 4)
    let place = Page.point(ofSlot: 3)

    let svg = ChangeDrawing(from: from, to: to).svg()

    #expect(NetworkDrawing(to).svg().contains("cx=\"\(place.x.svg)\" cy=\"\(place.y.svg)\""))
    #expect(svg.contains("cx=\"\(place.x.svg)\" cy=\"\(place.y.svg)\""))
  }

  @Test(arguments: 1...6)
  func sheetsAreWellFormedAndTheSameTwice(seed: Int) throws {
    let (from, to) = ChangeSample.randomPair(seed: UInt64(seed))

    let svg = ChangeDrawing(from: from, to: to).svg()
    let parsed = try ParsedXML(svg)

    #expect(svg == ChangeDrawing(from: from, to: to).svg())
    let keys = Set((from.nodes + to.nodes).map(\.cluster.key))
    #expect(parsed.classes.count { $0 == "node" } == keys.count)
    #expect(parsed.classes.count { $0 == "label" } == keys.count)
    #expect(!svg.contains("href") && !svg.contains("style=") && !svg.contains("url("))
  }

  @Test(arguments: 1...6)
  func badgesTouchNeitherLabelsNorCirclesNorOneAnother(seed: Int) {
    let (from, to) = ChangeSample.randomPair(seed: UInt64(seed))
    let change = NetworkChange(from: from, to: to)
    let scene = DrawingScene(to, marks: ChangeMarks(change, from: from, to: to))

    let badges = EdgeBadgeSearch(scene).best()

    #expect(badges.count == scene.routes.count { $0.mark.words != nil })
    for (index, badge) in badges.enumerated() {
      #expect(Page.plot.contains(badge.rect))
      #expect(scene.labels.allSatisfy { !$0.rect.intersects(badge.rect) })
      #expect(scene.nodes.allSatisfy { badge.rect.distance(to: $0.center) > $0.radius })
      #expect(badges[..<index].allSatisfy { !$0.rect.intersects(badge.rect) })
    }
  }
}
