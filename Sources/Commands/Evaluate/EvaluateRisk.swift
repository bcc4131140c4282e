import ArgumentParser
import Evaluation

struct EvaluateRisk: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "risk",
    abstract: "Measure how many texts that speak of danger are flagged, and how many others.",
    discussion: """
      Example:
        caseloom evaluate risk --gold crisis.jsonl --gold transcripts.csv
      """)

  @OptionGroup var options: EvaluateOptions

  func run() throws {
    let gold = try options.data()
    let chosen = try options.chosenEngine()
    guard !gold.riskTexts.isEmpty || !gold.sessions.isEmpty else {
      return try options.print([], engine: chosen.engine, none: "There are no texts with a risk label.")
    }
    let evaluation = try RiskEvaluation(engine: chosen.engine, texts: gold.riskTexts, sessions: gold.sessions)
    try options.print(evaluation.figures(), engine: chosen.engine, none: "")
  }
}
