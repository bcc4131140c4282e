import ArgumentParser
import Evaluation

struct EvaluateAnnotation: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "annotation",
    abstract: "Measure which client turns are found to carry a process, with its dimensions, valence and quote.",
    discussion: """
      Example:
        caseloom evaluate annotation --gold labelled.jsonl
      """)

  @OptionGroup var options: EvaluateOptions

  func run() throws {
    let gold = try options.data()
    let chosen = try options.chosenEngine()
    var figures: [Figure] = []
    if !gold.sessions.isEmpty {
      figures += try AnnotationEvaluation(engine: chosen.engine, sessions: gold.sessions).figures()
    }
    figures += try QuoteEvaluation(engine: chosen.engine, quotes: gold.quotes).figures()
    try options.print(
      figures, engine: chosen.engine, none: "There are neither labelled turns nor posts with a marked part.")
  }
}
