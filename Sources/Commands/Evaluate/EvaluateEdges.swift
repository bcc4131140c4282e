import ArgumentParser
import Evaluation

struct EvaluateEdges: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "edges",
    abstract: "Measure the edges of clients whose true edges are known, and the causes found in dialogues.",
    discussion: """
      Example:
        caseloom evaluate edges --gold planted-clients/
      """)

  @OptionGroup var options: EvaluateOptions

  func run() throws {
    let gold = try options.data()
    let chosen = try options.chosenEngine()
    let evaluation = EdgeEvaluation(engine: chosen.engine)
    let figures = try evaluation.figures(clients: gold.clients) + evaluation.figures(causes: gold.causes)
    try options.print(
      figures, engine: chosen.engine,
      none: "There is neither a client whose edges are known nor a dialogue with causes.")
  }
}
