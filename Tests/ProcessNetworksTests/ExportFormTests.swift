import CaseModel
import Foundation
import ProcessNetworks
import Testing

struct ExportFormTests {
  private let network = DrawingSample.network(
    [
      DrawingSample.node("critic", "Harsh \"inner\" critic, <never> good & enough", weight: 9, slot: 2),
      DrawingSample.node("walks", "Evening walks\r\nwith 'her' sister 🙂", weight: 4, slot: 9, valence: .adaptive),
      DrawingSample.node("back\\slash\\", "C:\\N \u{1} theme", weight: 4, slot: 5, valence: .neutral),
    ],
    [
      DrawingSample.edge("critic", "walks", sign: .inhibitory, strength: .strong, explanation: "says \"no\", twice\n"),
      DrawingSample.edge("walks", "critic", strength: .weak, state: .contradicted, isInferred: true),
      DrawingSample.edge("walks", "back\\slash\\", strength: .moderate),
      DrawingSample.edge("walks", "gone"),
    ])

  @Test func csvComesBackAsItWas() {
    let rows = parsedCSV(NetworkExport.csv.render(network))

    #expect(rows.count == 4)
    #expect(
      rows[0] == [
        "source", "target", "weight", "sign", "strength", "state", "inferred", "source_theme", "target_theme", "votes",
        "explanation", "decision", "decided_by",
      ])
    #expect(
      rows[1] == [
        "critic", "walks", "-1.0", "inhibitory", "strong", "supported", "false",
        "Harsh \"inner\" critic, <never> good & enough", "Evening walks\r\nwith 'her' sister 🙂",
        "wording inhibitory strong", "says \"no\", twice\n", "", "",
      ])
    // The client says that it is not so: no weight of its own.
    #expect(rows[3][0...6] == ["walks", "critic", "0.0", "excitatory", "weak", "contradicted", "true"])
  }

  @Test func jsonIsNodeLinkAndComesBackAsItWas() throws {
    let document = try JSONDecoder().decode(NodeLink.self, from: Data(NetworkExport.json.render(network).utf8))

    #expect(document.directed && !document.multigraph)
    #expect(document.graph.client == "KL-07" && document.graph.session_day == "2026-03-24")
    #expect(document.nodes.map(\.id) == ["critic", "back\\slash\\", "walks"])
    let themes = [0, 2, 1].map { network.nodes[$0].cluster.theme }
    #expect(document.nodes.map(\.label) == themes)
    #expect(document.nodes[0].dimensions == ["affect", "cognition"])
    let twoThirds = 2.0 / 3
    #expect(document.links.map(\.signed_weight) == [-1, twoThirds, 0])
    #expect(document.links.map(\.weight) == [1, twoThirds, twoThirds / 2])
    #expect(document.links[0].votes == [NodeLink.Vote(voter: "wording", sign: "inhibitory", strength: "strong")])
    #expect(document.links[0].explanation == "says \"no\", twice\n")
    #expect(document.links.map(\.inferred) == [false, false, true])
  }

  @Test func graphmlIsWellFormedAndTyped() throws {
    let text = NetworkExport.graphml.render(network)
    let parsed = try ParsedXML(text)

    #expect(parsed.elements.filter { $0 == "node" }.count == 3)
    #expect(parsed.elements.filter { $0 == "edge" }.count == 3)
    #expect(parsed.text(of: "data").contains("Evening walks\r\nwith 'her' sister 🙂"))
    #expect(text.contains(#"<key id="edge_inferred" for="edge" attr.name="inferred" attr.type="boolean"/>"#))
    #expect(text.contains(#"<key id="node_weight" for="node" attr.name="weight" attr.type="double"/>"#))
    #expect(text.contains(#"<data key="edge_signed_weight">-1.0</data>"#))
  }

  @Test func dotIsQuoted() {
    let text = NetworkExport.dot.render(network)

    #expect(text.contains(#""walks" -> "back\\slash\\" ["#))
    #expect(text.contains(#"xlabel="Harsh \"inner\" critic, <never> good &amp; enough""#))
    #expect(text.contains(#"arrowhead=tee, style=solid"#))
    #expect(text.contains(#"arrowhead=normal, style=dotted"#))
    #expect(text.unicodeScalars.allSatisfy { $0 == "\n" || $0.value >= 0x20 })
  }

  @Test(arguments: NetworkExport.allCases)
  func theSameNetworkGivesTheSameBytes(form: NetworkExport) {
    for seed in 1...20 as ClosedRange<UInt64> {
      let network = DrawingSample.random(seed: seed)
      var shuffled = network
      shuffled.nodes.reverse()
      shuffled.edges.reverse()
      #expect(form.render(network) == form.render(shuffled))
    }
  }

  @Test(arguments: NetworkExport.allCases)
  func anEmptyNetworkHasAForm(form: NetworkExport) {
    #expect(!form.render(DrawingSample.network([])).isEmpty)
  }
}

/// RFC 4180 by the letter of its grammar, one scalar at a time.
func parsedCSV(_ text: String) -> [[String]] {
  var (rows, row, field, isQuoted): ([[String]], [String], String, Bool) = ([], [], "", false)
  let scalars = Array(text.unicodeScalars)
  var index = 0
  while index < scalars.count {
    let scalar = scalars[index]
    let next = index + 1 < scalars.count ? scalars[index + 1] : nil
    switch (isQuoted, scalar) {
    case (true, "\"") where next == "\"":
      field += "\""
      index += 1
    case (_, "\""): isQuoted.toggle()
    case (false, ","):
      row.append(field)
      field = ""
    case (false, "\r") where next == "\n":
      rows.append(row + [field])
      (row, field) = ([], "")
      index += 1
    default: field.unicodeScalars.append(scalar)
    }
    index += 1
  }
  return rows
}

// swift-format-ignore: AlwaysUseLowerCamelCase
private struct NodeLink: Decodable {
  struct Graph: Decodable {
    var client: String
    var session_day: String
  }
  struct Node: Decodable {
    var id: String
    var label: String
    var weight: Double
    var dimensions: [String]
  }
  struct Vote: Decodable, Equatable {
    var voter: String
    var sign: String
    var strength: String
  }
  struct Link: Decodable {
    var weight: Double
    var signed_weight: Double
    var inferred: Bool
    var votes: [Vote]
    var explanation: String
  }

  var directed: Bool
  var multigraph: Bool
  var graph: Graph
  var nodes: [Node]
  var links: [Link]
}
