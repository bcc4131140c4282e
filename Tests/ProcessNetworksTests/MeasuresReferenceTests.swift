import CaseModel
import Foundation
import Testing

@testable import ProcessNetworks

/// Against networkx 3.6.1: `Expected/measures.py` says how the numbers were made.
struct MeasuresReferenceTests {
  private struct Reference: Decodable {
    struct Graph: Decodable {
      struct Edge: Decodable {
        let source: String
        let target: String
        let steps: Int
      }
      let name: String
      let keys: [String]
      let edges: [Edge]
      let inStrength, outStrength, oneStep, twoStep, betweenness, normalizedBetweenness, closeness: [Double]
      let density, modularity: Double
      let communities, cycles: [[String]]
      let cycleCount: Int

      var network: Network {
        measured(
          keys.reversed().map { ($0, .maladaptive) },
          edges.map { ProcessNetworksTests.edge($0.source, $0.target, $0.steps) })
      }
    }
    let graphs: [Graph]

    static func load() throws -> [Graph] {
      let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Expected")
      let data = try Data(contentsOf: folder.appendingPathComponent("measures.json"))
      return try JSONDecoder().decode(Reference.self, from: data).graphs
    }
  }

  private static let tolerance = 1e-9

  private func areEqual(_ left: [Double], _ right: [Double]) -> Bool {
    left.count == right.count && zip(left, right).allSatisfy { abs($0 - $1) <= Self.tolerance }
  }

  @Test func theReferenceIsVaried() throws {
    let graphs = try Reference.load()
    #expect(graphs.count == 21)
    #expect(Set(graphs.map(\.keys.count)).isSuperset(of: [2, 4, 5, 6, 7, 8, 9, 10]))
    #expect(graphs.contains { $0.edges.isEmpty })
    #expect(graphs.contains { $0.cycleCount > LoopSearch.most })
  }

  @Test func nodesMeasureAsInNetworkx() throws {
    for graph in try Reference.load() {
      let nodes = NetworkMeasures(graph.network).nodes
      #expect(nodes.map(\.cluster.key) == graph.keys)
      let pairs: [(measure: String, found: [Double], expected: [Double])] = [
        ("in-strength", nodes.map(\.inStrength), graph.inStrength),
        ("out-strength", nodes.map(\.outStrength), graph.outStrength),
        ("expected influence", nodes.map(\.expectedInfluence), graph.oneStep),
        ("two-step expected influence", nodes.map(\.twoStepExpectedInfluence), graph.twoStep),
        ("betweenness", nodes.map(\.betweenness), graph.betweenness),
        ("normalized betweenness", nodes.map(\.normalizedBetweenness), graph.normalizedBetweenness),
        ("closeness", nodes.map(\.closeness), graph.closeness),
      ]
      for (measure, found, expected) in pairs {
        #expect(areEqual(found, expected), "\(measure) of “\(graph.name)”: \(found), not \(expected)")
      }
    }
  }

  @Test func wholesMeasureAsInNetworkx() throws {
    for graph in try Reference.load() {
      let measures = NetworkMeasures(graph.network)
      #expect(abs(measures.density - graph.density) <= Self.tolerance, "\(graph.name)")
      #expect(abs(measures.modularity - graph.modularity) <= Self.tolerance, "\(graph.name)")
      #expect(measures.communities == graph.communities, "\(graph.name)")
      #expect(measures.excitatoryEdges == graph.edges.count { $0.steps > 0 })
      #expect(measures.inhibitoryEdges == graph.edges.count { $0.steps < 0 })
      for (place, keys) in graph.communities.enumerated() {
        #expect(measures.nodes.filter { $0.community == place }.map(\.cluster.key) == keys)
      }
    }
  }

  @Test func loopsAreThoseOfNetworkx() throws {
    for graph in try Reference.load() {
      let measures = NetworkMeasures(graph.network)
      let found = measures.feedbackLoops.map(\.keys)
      let sorted = found.sorted { $0.count != $1.count ? $0.count < $1.count : $0.lexicographicallyPrecedes($1) }
      #expect(sorted == graph.cycles, "\(graph.name)")
      #expect(found.map(\.count) == sorted.map(\.count))
      #expect(measures.hasMoreFeedbackLoops == (graph.cycleCount > graph.cycles.count), "\(graph.name)")
      for loop in measures.feedbackLoops {
        #expect(loop.edges.map(\.pair.source) == loop.keys)
        #expect(loop.edges.map(\.pair.target) == Array(loop.keys.dropFirst() + loop.keys.prefix(1)))
        let product = loop.edges.reduce(1) { $0 * $1.weight }
        #expect(abs(abs(product) - loop.strength) <= Self.tolerance)
        #expect(loop.sign == (product > 0 ? .maintaining : .balancing))
      }
    }
  }
}
