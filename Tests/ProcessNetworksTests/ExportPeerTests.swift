import CaseModel
import Foundation
import ProcessNetworks
import Testing

/// Every export, opened by a program that others open it with: networkx of every Python at hand that has it, and graphviz.
struct ExportPeerTests {
  @Test(
    .enabled(
      if: Peers.areExpected || !Peers.pythons.isEmpty, "No python3 here has networkx (Debian: python3-networkx)."))
  func networkxReadsWhatIsMeant() throws {
    try #require(!Peers.pythons.isEmpty, "CASELOOM_TEST_PEERS is set, but no python3 here has networkx.")
    let folder = try ExportPeerTests.written()
    defer { try? FileManager.default.removeItem(at: folder) }
    for python in Peers.pythons {
      let answer = try Peers.run(python, ["-c", ExportPeerTests.script, folder.path])
      let found = try JSONDecoder().decode([String: ReadGraph].self, from: Data(answer.utf8))

      for form in ["graphml", "json", "gexf"] {
        let graph = try #require(found[form])
        #expect(graph.nodes == 3 && graph.edges == 3 && graph.isDirected, "\(form), \(python)")
        #expect(graph.label == ExportPeerTests.network.nodes[0].cluster.theme, "\(form), \(python)")
        #expect(graph.utterances == 9 && graph.nodeDecision == "pin", "\(form), \(python)")
        #expect(graph.signedWeights == [-1, 2.0 / 3, 0], "\(form), \(python)")
        #expect(
          graph.decisions == ["accept", "", "reject"] && graph.decidedBy == "Ruth \"R.\" Hall", "\(form), \(python)")
      }
      #expect(found["csv"]?.edges == 3 && found["csv"]?.signedWeights == [-1, 2.0 / 3, 0])
      #expect(found["pecan"]?.edges == 2 && found["pecan"]?.signedWeights == [-1, 2.0 / 3])
      let series = ExportPeerTests.series
      #expect(found["longitudinal"]?.edges == series.networks.reduce(0) { $0 + $1.edges.count })
      let last = try #require(series.networks.last)
      #expect(found["timeline"]?.nodes == last.nodes.count && found["timeline"]?.edges == last.edges.count)
      // A value for every session, from the first to the last.
      #expect(found["timeline"]?.sessions == series.networks.count)
      #expect(found["timeline"]?.firstDay == "2026-03-15" && found["timeline"]?.lastDay == "\(last.sessionDay)")
    }
  }

  @Test(
    .enabled(if: Peers.areExpected || Peers.graphviz.count == 2, "No dot and neato here (Debian: graphviz)."),
    arguments: [["dot"], ["neato", "-n"]])
  func graphvizDrawsNodesAndEdges(command: [String]) throws {
    let program = try #require(Peers.path(of: command[0]), "CASELOOM_TEST_PEERS is set, but \(command[0]) is not here.")
    let folder = try ExportPeerTests.written()
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appendingPathComponent("network.dot").path

    let drawing = try Peers.run(program, command.dropFirst() + ["-Tsvg", file])
    let parsed = try ParsedXML(drawing)
    let plain = try Peers.run(program, command.dropFirst() + ["-Tdot", file])

    // The rejected edge is not drawn.
    #expect(parsed.classes.filter { $0 == "node" }.count == 3)
    #expect(parsed.classes.filter { $0 == "edge" }.count == 2)
    #expect(parsed.text(of: "text").contains("Harsh \"inner\" critic, <never> good & enough"))
    #expect(plain.contains("decision=accept") && plain.contains("utterances=9"))
  }

  private static let network: Network = {
    func decision(_ action: Decision.Action) -> Decision {
      Decision(action: action, actor: "Ruth \"R.\" Hall", reason: "As we said")
    }
    var network = DrawingSample.network(
      [
        DrawingSample.node("critic", "Harsh \"inner\" critic, <never> good & enough", weight: 9, slot: 2),
        DrawingSample.node("walks", "Evening walks\r\nwith 'her' sister 🙂", weight: 4, slot: 9, valence: .adaptive),
        DrawingSample.node("back\\slash\\", "C:\\N theme", weight: 3, slot: 5, valence: .neutral),
      ],
      [
        DrawingSample.edge(
          "critic", "walks", sign: .inhibitory, strength: .strong, explanation: "says \"no\", twice\n"),
        DrawingSample.edge("walks", "back\\slash\\"), DrawingSample.edge("walks", "critic"),
      ])
    network.nodes[0].decision = decision(.pin)
    network.edges[0].decision = decision(.accept)
    network.edges[2].decision = decision(.reject)
    return network
  }()

  private static let series = SeriesSample.course(sessions: 12, clusters: 8)

  /// A folder with every export.
  private static func written() throws -> URL {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("caseloom-peers-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for form in NetworkExport.allCases {
      let file = folder.appendingPathComponent("network.\(form.rawValue)")
      try Data(form.render(network).utf8).write(to: file)
    }
    for form in SeriesExport.allCases {
      try Data(form.render(series).utf8).write(to: folder.appendingPathComponent("series.\(form.rawValue)"))
    }
    return folder
  }

  /// Debian 12 has networkx 2.8, which reads GEXF up to 1.2: 3.6 reads 1.3 by knowing its names, as is done here.
  private static let script = """
    import csv, json, os, sys
    import networkx as nx
    from networkx.readwrite.gexf import GEXF

    def path(name): return os.path.join(sys.argv[1], name)

    if "1.3" not in GEXF.versions:
        names = {"NS_GEXF": "http://gexf.net/1.3", "NS_VIZ": "http://gexf.net/1.3/viz", "VERSION": "1.3"}
        GEXF.versions["1.3"] = {**GEXF.versions["1.2draft"], **names}

    def node_link(name):
        data = json.load(open(path(name), encoding="utf-8"))
        try:
            return nx.node_link_graph(data, edges="links")
        except TypeError:
            return nx.node_link_graph(data)

    def rows(name): return list(csv.DictReader(open(path(name), encoding="utf-8", newline="")))

    def summary(graph):
        critic = graph.nodes["critic"]
        edges = [graph.edges[pair] for pair in
                 [("critic", "walks"), ("walks", "back\\\\slash\\\\"), ("walks", "critic")]]
        return {
            "nodes": len(graph), "edges": graph.number_of_edges(), "isDirected": graph.is_directed(),
            "label": critic["label"], "utterances": critic["utterances"], "nodeDecision": critic["decision"],
            "signedWeights": [edge["signed_weight"] for edge in edges],
            "decisions": [edge.get("decision", "") for edge in edges], "decidedBy": edges[0]["decided_by"]}

    def table(name):
        found = rows(name)
        return {"edges": len(found), "signedWeights": [float(row["weight"]) for row in found]}

    timeline = nx.read_gexf(path("series.gexf"))
    spoken = max((data["weight"] for _, data in timeline.nodes(data=True)), key=len)
    found = {
        "graphml": summary(nx.read_graphml(path("network.graphml"))), "gexf": summary(nx.read_gexf(path("network.gexf"))),
        "json": summary(node_link("network.json")), "csv": table("network.csv"), "pecan": table("network.pecan"),
        "longitudinal": table("series.longitudinal"),
        "timeline": {
            "nodes": len(timeline), "edges": timeline.number_of_edges(), "sessions": len(spoken),
            "firstDay": spoken[0][1], "lastDay": spoken[-1][2]}}
    print(json.dumps(found))
    """
}

/// What the script says of a graph; of tables and the timeline only a part.
private struct ReadGraph: Decodable {
  var nodes: Int?
  var edges: Int
  var isDirected = true
  var label: String?
  var utterances: Int?
  var nodeDecision: String?
  var signedWeights: [Double]?
  var decisions: [String]?
  var decidedBy: String?
  var sessions: Int?
  var firstDay: String?
  var lastDay: String?

  private enum CodingKeys: String, CodingKey {
    case nodes, edges, label, utterances, nodeDecision, signedWeights, decisions, decidedBy, sessions, firstDay, lastDay
  }
}

/// The programs that open the exports, where they are.
private enum Peers {
  /// Set where the tests must not be skipped.
  static let areExpected = ProcessInfo.processInfo.environment["CASELOOM_TEST_PEERS"] == "required"

  /// Debian's Python, and the one that comes first in the search path, as far as they have networkx.
  static let pythons: [String] = {
    var pythons = ["/usr/bin/python3"]
    if let first = path(of: "python3"), first != pythons[0] { pythons.append(first) }
    return pythons.filter { (try? run($0, ["-c", "import networkx"])) != nil }
  }()

  static let graphviz = ["dot", "neato"].compactMap(path)

  static func path(of program: String) -> String? {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map(String.init)
    return (folders + ["/usr/bin"]).map { "\($0)/\(program)" }.first {
      FileManager.default.isExecutableFile(atPath: $0)
    }
  }

  /// What the program writes; throws where it cannot be started or says that it failed.
  static func run(_ program: String, _ arguments: [String]) throws -> String {
    let process = Foundation.Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    let (output, errors) = (Pipe(), Pipe())
    process.standardOutput = output
    process.standardError = errors
    try process.run()
    let written = output.fileHandleForReading.readDataToEndOfFile()
    let complaints = errors.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw PeerFailure(message: String(decoding: complaints, as: UTF8.self))
    }
    return String(decoding: written, as: UTF8.self)
  }
}

private struct PeerFailure: Error {
  var message: String
}
