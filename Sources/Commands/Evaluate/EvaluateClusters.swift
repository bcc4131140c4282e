import ArgumentParser
import Evaluation
import SentenceEncoder

struct EvaluateClusters: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "clusters",
    abstract: "Measure the clusters of clients whose true clusters are known.",
    discussion: """
      Example:
        caseloom evaluate clusters --gold planted-clients/
      """)

  @OptionGroup var options: EvaluateOptions

  func run() throws {
    let gold = try options.data()
    let chosen = try options.chosenEngine()
    let encoder = chosen.encoder ?? HashedSentenceEncoder(corpus: [])
    let evaluation = try ClusterEvaluation(engine: chosen.engine, clients: gold.clients, encoder: encoder)
    try options.print(
      evaluation.figures(), engine: chosen.engine, none: "There is no client whose clusters are known.")
  }
}
