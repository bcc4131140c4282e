import CaseModel
import Drawing
import Foundation
import Testing

@testable import ProcessNetworks

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// The drawing as a document: well-formed, escaped, static, the same every time.
struct DrawingDocumentTests {
  private static let nastyThemes = [
    "Fear of <b>being</b> \"seen\" & judged", "O'Neill's rule: ]]> never say 'no'",
    "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz worries again",
    "👩‍👩‍👧 family 💔 and what comes after", "tab\there, line\nfeed and bell\u{7}", "",
    "害怕在别人面前失败所以总是回避所有的聚会和会议", "خوف من الفشل أمام الناس",
  ]

  private static var nasty: Network {
    let nodes = nastyThemes.enumerated().map { index, theme in
      DrawingSample.node("k<\(index)>&\"", theme, weight: 10 - index, slot: index, valence: .neutral)
    }
    return DrawingSample.network(
      nodes, [DrawingSample.edge("k<0>&\"", "k<1>&\"", explanation: "\"so I don't\" <have> to & won't")],
      clientCode: "K&L <7>")
  }

  @Test func themesAreEscaped() throws {
    let svg = NetworkDrawing(DrawingDocumentTests.nasty, title: "A <title> & \"more\"").svg()

    let parsed = try ParsedXML(svg)

    #expect(parsed.text(of: "title").contains("A <title> & \"more\""))
    #expect(parsed.text(of: "desc").contains("Fear of <b>being</b> \"seen\" & judged"))
    #expect(parsed.text(of: "desc").contains("Client K&L <7>"))
    #expect(parsed.text(of: "tspan").contains("👩‍👩‍👧"))
    #expect(!parsed.elements.contains("b"))
    #expect(!svg.contains("\u{7}"))
  }

  @Test func longWordsAreBrokenAndLongLabelsCut() {
    let nodes = [
      DrawingSample.node("a", DrawingDocumentTests.nastyThemes[2], slot: 0),
      DrawingSample.node("b", String(repeating: "very long theme ", count: 40), slot: 7),
    ]

    let scene = DrawingScene(DrawingSample.network(nodes))

    #expect(scene.labels[0].lines.dropLast().contains { $0.hasSuffix("-") })
    #expect(scene.labels[1].lines.count == 4)
    #expect(scene.labels[1].lines.last?.hasSuffix("…") == true)
    #expect(scene.labels.allSatisfy { Page.plot.contains($0.rect) })
  }

  @Test(arguments: 1...60)
  func documentsAreWellFormedStaticAndTheSameTwice(seed: Int) throws {
    let network = DrawingSample.random(seed: UInt64(seed))
    var shuffled = network
    shuffled.nodes.reverse()
    shuffled.edges.reverse()

    let svg = NetworkDrawing(network).svg()
    let parsed = try ParsedXML(svg)

    #expect(svg == NetworkDrawing(network).svg())
    #expect(svg == NetworkDrawing(shuffled).svg())
    #expect(parsed.elements.first == "svg")
    #expect(
      Set(parsed.elements).isSubset(of: ["svg", "title", "desc", "rect", "g", "path", "circle", "text", "tspan"]))
    #expect(!svg.contains("href") && !svg.contains("style=") && !svg.contains("url("))
    #expect(parsed.classes.filter { $0 == "node" }.count == network.nodes.count)
    #expect(parsed.classes.filter { $0 == "edge" }.count == network.edges.count)
    #expect(parsed.classes.filter { $0 == "label" }.count == network.nodes.count)
  }

  @Test func tooLittleToDrawIsSaidInWords() throws {
    let none = try ParsedXML(NetworkDrawing(DrawingSample.network([])).svg())
    let one = try ParsedXML(NetworkDrawing(DrawingSample.network([DrawingSample.node("a", "Guilt", slot: 0)])).svg())
    let two = try ParsedXML(
      NetworkDrawing(
        DrawingSample.network([DrawingSample.node("a", "Guilt", slot: 0), DrawingSample.node("b", "Duty", slot: 14)])
      ).svg())

    #expect(none.text(of: "text").contains("not yet enough"))
    #expect(one.text(of: "text").contains("not yet enough"))
    #expect(one.text(of: "tspan").contains("Guilt"))
    #expect(two.text(of: "text").contains("not been talked about yet"))
  }

  @Test func theCaptionCounts() {
    var network = DrawingSample.network(
      [DrawingSample.node("a", "Guilt", slot: 0), DrawingSample.node("b", "Duty", slot: 7)],
      [DrawingSample.edge("a", "b", state: .contradicted)])

    #expect(
      DrawingWords.caption(network)
        == "Client KL-07 · client network, sessions 1–4, to 2026-03-24 · 0 edges supported, 1 contradicted, "
        + "1 pair not discussed · 2 clusters left out · engine embedded 1.0")
    network.kind = .session
    #expect(DrawingWords.caption(network).contains("session network, session 4, on 2026-03-24"))
    #expect(DrawingWords.title(network) == "Client KL-07 · session 4")
  }

  @Test func nodesThatShareASlotAreDrawnApart() {
    let nodes = (0..<4).map { DrawingSample.node("k\($0)", "Guilt when saying no", slot: 3) }

    let scene = DrawingScene(DrawingSample.network(nodes))

    #expect(Set(scene.nodes.map(\.center)).count == 4)
  }

  @Test func edgesWithoutNodesAndToThemselvesAreNotDrawn() {
    let edges = [
      DrawingSample.edge("a", "a"), DrawingSample.edge("a", "gone"), DrawingSample.edge("a", "b", state: .notDiscussed),
    ]
    let nodes = [DrawingSample.node("a", "Guilt", slot: 0), DrawingSample.node("b", "Duty", slot: 7)]

    #expect(DrawingScene(DrawingSample.network(nodes, edges)).routes.isEmpty)
  }
}

/// What `XMLParser` finds in a document; throws where it is not well-formed.
final class ParsedXML: NSObject, XMLParserDelegate {
  private(set) var elements: [String] = []
  private(set) var classes: [String] = []
  private var texts: [String: String] = [:]
  private var open: [String] = []

  init(_ document: String) throws {
    super.init()
    let parser = XMLParser(data: Data(document.utf8))
    parser.delegate = self
    if !parser.parse() { throw parser.parserError ?? CocoaError(.fileReadCorruptFile) }
  }

  /// All text within elements of this name, one after the other.
  func text(of element: String) -> String { texts[element] ?? "" }

  func parser(
    _ parser: XMLParser, didStartElement element: String, namespaceURI: String?, qualifiedName: String?,
    attributes: [String: String] = [:]
  ) {
    elements.append(element)
    open.append(element)
    if let name = attributes["class"] { classes.append(name) }
  }

  func parser(_ parser: XMLParser, didEndElement element: String, namespaceURI: String?, qualifiedName: String?) {
    open.removeLast()
  }

  func parser(_ parser: XMLParser, foundCharacters text: String) {
    if let element = open.last { texts[element, default: ""] += text }
  }
}
