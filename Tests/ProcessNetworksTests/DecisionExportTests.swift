import CaseModel
import Testing

@testable import ProcessNetworks

/// What people decided, in the exports and on the drawing.
struct DecisionExportTests {
  private static let actor = "Ruth \"R.\" Hall"

  private static func network(node: Decision.Action?, edges: [Decision.Action?]) -> Network {
    func decision(_ action: Decision.Action?) -> Decision? {
      action.map { Decision(action: $0, actor: actor, reason: "As we said") }
    }
    var nodes = ["a", "b", "c", "d"].enumerated().map { DrawingSample.node($1, "Theme \($1)", slot: 3 * $0) }
    nodes[0].decision = decision(node)
    let pairs = [("a", "b"), ("b", "c"), ("c", "d"), ("d", "a")]
    let drawn = zip(pairs, edges).map { pair, action in
      var edge = DrawingSample.edge(pair.0, pair.1, sign: .inhibitory, strength: .strong)
      edge.decision = decision(action)
      return edge
    }
    return DrawingSample.network(nodes, drawn)
  }

  @Test func decisionsAreAttributes() {
    let network = DecisionExportTests.network(node: .rename, edges: [.accept, nil])

    #expect(NetworkExport.graphml.render(network).contains(#"<data key="edge_decision">accept</data>"#))
    #expect(
      NetworkExport.graphml.render(network).contains(#"<data key="node_decided_by">Ruth &quot;R.&quot; Hall</data>"#))
    #expect(NetworkExport.json.render(network).contains(#""decision": "accept""#))
    #expect(NetworkExport.dot.render(network).contains(#"decision="accept", decided_by="Ruth \"R.\" Hall""#))
    #expect(NetworkExport.dot.render(network).contains("utterances=5, decision=\"rename\""))
    #expect(NetworkExport.gexf.render(network).contains(#"<attvalue for="decision" value="accept"/>"#))
    let rows = parsedCSV(NetworkExport.csv.render(network))
    #expect(rows[1].suffix(2) == ["accept", DecisionExportTests.actor])
    #expect(rows[2].suffix(2) == ["", ""])
  }

  @Test func aRejectedEdgeIsKeptWithoutWeight() {
    let network = DecisionExportTests.network(node: nil, edges: [.reject])

    #expect(parsedCSV(NetworkExport.csv.render(network))[1][2...5] == ["0.0", "inhibitory", "strong", "supported"])
    let graphml = NetworkExport.graphml.render(network)
    #expect(graphml.contains(#"<data key="edge_weight">0.0</data>"#))
    #expect(graphml.contains(#"<data key="edge_signed_weight">0.0</data>"#))
    #expect(graphml.contains(#"<data key="edge_state">supported</data>"#))
    #expect(NetworkExport.json.render(network).contains(#""weight": 0.0"#))
    #expect(!NetworkExport.dot.render(network).contains("->"))
    #expect(!NetworkExport.svg.render(network).contains(#"class="edge""#))
  }

  @Test func perceivedCausalNetworksHaveTheEdgesThatHold() {
    var network = DecisionExportTests.network(node: nil, edges: [nil, .reject, .accept, nil])
    network.edges[3].state = .contradicted

    #expect(NetworkExport.pecan.render(network) == "source,target,weight\r\na,b,-1.0\r\nc,d,-1.0\r\n")
  }

  @Test func theDrawingMarksWhatAPersonDecided() throws {
    let parsed = try ParsedXML(
      NetworkExport.svg.render(DecisionExportTests.network(node: .pin, edges: [.accept, .set, .reject, nil])))

    // One node, two edges, and the legend.
    #expect(parsed.classes.filter { $0 == "decided" }.count == 4)
    #expect(parsed.text(of: "text").contains("decided by the clinician"))
    #expect(parsed.text(of: "desc").contains("Theme a (came up 5 times, tends to hold back; decided by the clinician)"))
  }

  @Test(arguments: [nil, .reject] as [Decision.Action?])
  func whereNothingIsDecidedTheLegendSaysNothingOfIt(action: Decision.Action?) {
    let svg = NetworkExport.svg.render(DecisionExportTests.network(node: nil, edges: [action]))

    #expect(!svg.contains("decided"))
  }

  @Test func marksStandClearOfLabelsAndNumbers() {
    var found: [String] = []
    for seed in 1...20 as ClosedRange<UInt64> {
      var network = DrawingSample.random(seed: seed)
      for index in network.nodes.indices {
        network.nodes[index].decision = Decision(action: .pin, actor: "R", reason: "")
      }
      let scene = DrawingScene(network)
      for node in scene.nodes {
        guard let place = node.markPlace else {
          found.append("\(seed): no mark")
          continue
        }
        if scene.labels.contains(where: { $0.rect.distance(to: place) < DecisionMark.radius - 1 }) {
          found.append("\(seed): mark on label")
        }
      }
    }

    #expect(found == [])
  }
}
