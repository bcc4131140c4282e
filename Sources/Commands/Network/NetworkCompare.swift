import ArgumentParser
import CaseModel
import CaseStore

struct NetworkCompare: ShowCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Compare two engines' networks of the same client and session.",
    discussion: """
      A new engine, or a new version of one, makes a series of networks beside the old one. Clusters of the two are matched by \
      the turns that they share (Jaccard index); edges by the clusters that they join.

      Example:
        caseloom network compare --client K-014 --engine embedded --with lexicon
      """)

  @Option(name: .shortAndLong, help: .client, completion: .clientCodes)
  var client: String

  @Option(name: .customLong("with"), help: .init("Compare with the networks by this engine.", valueName: "engine"))
  var other: String

  @Option(name: .shortAndLong, help: .init("Compare the networks as of this session.", valueName: "number"))
  var session: Int?

  @OptionGroup var series: SeriesOptions
  @OptionGroup var store: StoreOptions
  @OptionGroup var output: FormatOptions

  func sheet(from reader: StoreReader) throws -> Sheet {
    let one = try series.network(of: client, session: session, reader)
    let two = try reader.network(
      of: client, session: one.sessionNumber, engine: reader.engine(named: other, of: client))
    guard one.engine != two.engine else {
      throw CaseError(
        .usage, "Both networks are by \(one.engine).", at: "client \(client)",
        advice: "`caseloom network list --client \(client)` shows the engines.")
    }
    let matching = ClusterMatching(try turns(one, reader), try turns(two, reader))
    let names = [one, two].map { network in
      Dictionary(network.nodes.map { ($0.cluster.key, $0.cluster.theme) }, uniquingKeysWith: { first, _ in first })
    }
    let clusters = matching.rows.map { row -> [Cell] in
      [
        Cell(row.first.flatMap { names[0][$0] }), Cell(row.second.flatMap { names[1][$0] }),
        .number((row.share * 100).rounded() / 100),
      ]
    }
    let partner = matching.partners
    var edges = one.edges.filter(\.isSupported).map { edge -> [Cell] in
      let twin = partner[edge.pair.source].flatMap { source in
        partner[edge.pair.target].flatMap { target in
          two.edges.first { $0.isSupported && $0.pair == ClusterPair(source: source, target: target) }
        }
      }
      return [
        Cell(names[0][edge.pair.source]), Cell(names[0][edge.pair.target]), .number(rounded(edge.weight)),
        Cell(twin.map { rounded($0.weight) }),
      ]
    }
    let matched = Set(
      one.edges.filter(\.isSupported).compactMap { edge -> ClusterPair? in
        guard let source = partner[edge.pair.source], let target = partner[edge.pair.target] else { return nil }
        return ClusterPair(source: source, target: target)
      })
    edges += two.edges.filter { $0.isSupported && !matched.contains($0.pair) }.map { edge in
      [Cell(names[1][edge.pair.source]), Cell(names[1][edge.pair.target]), .missing, .number(rounded(edge.weight))]
    }
    return Sheet(
      fields: [
        ("client", .text(client)), ("session", .integer(one.sessionNumber)), ("engine", .text(one.engine.description)),
        ("with", .text(two.engine.description)),
        ("clusters_in_both", .integer(matching.rows.count { $0.first != nil && $0.second != nil })),
        ("edges_in_both", .integer(edges.count { $0[2] != .missing && $0[3] != .missing })),
      ],
      lists: [
        (
          "clusters",
          Table(["cluster", "with_cluster", "shared"], wrapping: ["cluster", "with_cluster"], rows: clusters)
        ),
        (
          "edges", Table(["source", "target", "weight", "with_weight"], wrapping: ["source", "target"], rows: edges)
        ),
      ])
  }

  private func rounded(_ value: Double) -> Double { (value * 100).rounded() / 100 }

  /// The turns of each cluster that a network shows.
  private func turns(_ network: Network, _ reader: StoreReader) throws -> [String: Set<[Int]>] {
    let stand = try reader.grounds(of: network).stand
    return try Dictionary(
      network.nodes.map { node in
        let processes = try reader.processes(in: node.cluster.key, of: client, stand: stand, through: stand.sessionID)
        return (node.cluster.key, Set(processes.map { [$0.sessionNumber, $0.process.turn] }))
      }, uniquingKeysWith: { first, _ in first })
  }
}
