import ArgumentParser
import CaseModel
import Casework
import Evaluation
import ProcessNetworks
import SentenceEncoder

/// Which engine is evaluated.
enum EvaluatedEngine: String, CaseIterable, ExpressibleByArgument {
  /// With the sentence encoder.
  case embedded
  /// Without it.
  case lexicon
}

/// What every evaluation needs.
struct EvaluateOptions: ParsableArguments {
  @Option(
    help: .init("Measure against this file or folder; may be given more than once.", valueName: "path"),
    completion: .file())
  var gold: [String]

  @Option(
    help: .init(
      "Take the turns around labelled ones from these whole transcripts (CSV or JSON).", valueName: "file"),
    completion: .file())
  var transcripts: [String] = []

  @Option(help: .init("Evaluate this engine.", valueName: "engine"))
  var engine: EvaluatedEngine = .embedded

  @OptionGroup var output: FormatOptions

  func validate() throws {
    if gold.isEmpty { throw ValidationError("Name the gold data: --gold PATH.") }
  }

  func data() throws -> Gold {
    try GoldReader(contexts: transcripts).read(gold)
  }

  /// - Throws: `CaseError` `.unavailable` where the embedded engine's encoder is not installed: figures of another engine must not pass
  ///   for its own.
  func chosenEngine() throws -> ChosenEngine {
    let surroundings = Surroundings.current
    switch engine {
    case .lexicon: return try ChosenEngine(lexiconOf: surroundings.share())
    case .embedded:
      let chosen = try ChosenEngine(environment: surroundings.environment, share: surroundings.share())
      guard chosen.encoder != nil else {
        throw CaseError(
          .unavailable, "The sentence encoder of the embedded engine is not installed.",
          advice: "Run `make model`, or evaluate with --engine lexicon.")
      }
      return chosen
    }
  }

  func print(_ figures: [Figure], engine: NetworkEngine, none: String) throws {
    guard !figures.isEmpty else {
      throw CaseError(
        .noInput, none, at: gold.joined(separator: ", "), advice: "docs/evaluation.md describes the formats.")
    }
    try output.print(FigureSheet(figures, engine: engine.identity))
  }
}
