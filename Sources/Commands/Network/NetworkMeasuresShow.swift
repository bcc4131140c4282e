import ArgumentParser
import CaseModel
import CaseStore
import Casework
import ProcessNetworks

extension NodeMeasure: ExpressibleByArgument {}

struct NetworkMeasuresShow: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "measures",
    abstract: "Show centrality, loops and likely points of entry, and how sure they are.",
    discussion: """
      Of the edges that the client's words state; --inferred takes in those that rest on order and theory alone. Intervals come \
      from drawing sessions and turns anew; clusters are ranked only where the order stands when turns are left out \
      (CS-coefficient at least .25). Points of entry are hypotheses to examine with the client.

      Example:
        caseloom network measures --client K-014
      """)

  @Option(name: .shortAndLong, help: .client, completion: .clientCodes)
  var client: String

  @Option(name: .shortAndLong, help: .init("Take the network as of this session.", valueName: "number"))
  var session: Int?

  @Option(name: .customLong("by"), help: .init("Rank by this measure.", valueName: "measure"))
  var measure = NodeMeasure.strength

  @Flag(help: "Count edges that no words of the client state.")
  var inferred = false

  @Option(help: .init("Draw so many times; 0 for no intervals and no ranking.", valueName: "number"))
  var resamples = 500

  @Option(help: .init("Draw with this seed.", valueName: "number"))
  var seed: UInt64 = 1

  @OptionGroup var series: SeriesOptions
  @OptionGroup var store: StoreOptions
  @OptionGroup var output: FormatOptions

  func validate() throws {
    guard (0...100_000).contains(resamples) else { throw ValidationError("Draw 0 to 100000 times.") }
  }

  func run() throws {
    let opened = try store.open()
    let network = try opened.read { try series.network(of: client, session: session, $0) }
    let engine = resamples > 0 ? try Surroundings.current.engine().engine : nil
    let stability = try engine.map { engine in
      try opened.read { reader in
        try NetworkStability(
          of: network, measure: measure, resamples: resamples, seed: seed, includingInferred: inferred, engine: engine,
          reader: reader)
      }
    }
    try output.print(
      MeasuresSheet(
        network: network, measures: NetworkMeasures(network, includingInferred: inferred), measure: measure,
        stability: stability
      ).sheet())
  }
}
