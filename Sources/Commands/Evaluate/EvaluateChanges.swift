import ArgumentParser
import Evaluation

struct EvaluateChanges: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "changes",
    abstract: "Measure the network over time: when clusters come and go, which way edges change.",
    discussion: """
      Example:
        caseloom evaluate changes --gold planted-clients/
      """)

  @OptionGroup var options: EvaluateOptions

  func run() throws {
    let gold = try options.data()
    let chosen = try options.chosenEngine()
    try options.print(
      try ChangeEvaluation(engine: chosen.engine).figures(clients: gold.clients), engine: chosen.engine,
      none: "There is no client whose clusters are known.")
  }
}
