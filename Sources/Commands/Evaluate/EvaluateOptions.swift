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
    try output.print(FigureSheet(engine: engine.identity, figures: figures))
  }
}

/// Figures in every format. JSON has each one under its dotted name, as nested objects, and the whole list with intervals.
struct FigureSheet: Printable {
  let engine: EngineIdentity
  let figures: [Figure]

  func text(as format: OutputFormat, width: Int?) -> String {
    format == .json ? json() : table(isForPeople: format == .table).text(as: format, width: width)
  }

  private func table(isForPeople: Bool) -> Table {
    Table(
      ["figure", "value", "low", "high", "cases", "baselines"], wrapping: ["baselines"],
      rows: figures.map { figure in
        [
          .text(figure.name), number(figure.value), figure.interval.map { number($0.lowerBound) } ?? .missing,
          figure.interval.map { number($0.upperBound) } ?? .missing, .integer(figure.cases),
          .list(figure.baselines.map { "\($0.name): \(rounded($0.value))" }),
        ]
      })
  }

  private func number(_ value: Double) -> Cell { .number(rounded(value)) }

  private func rounded(_ value: Double) -> Double { (value * 1000).rounded() / 1000 }

  // MARK: JSON

  /// An object of figures by the parts of their names.
  private indirect enum Node {
    case value(Double)
    case members([(key: String, node: Node)])
  }

  private func json() -> String {
    var root: [(key: String, node: Node)] = []
    for figure in figures {
      Self.insert(rounded(figure.value), at: figure.name.split(separator: ".").map(String.init)[...], into: &root)
    }
    let list = figures.map { figure in
      let interval = figure.interval.map { "[\(rounded($0.lowerBound)), \(rounded($0.upperBound))]" } ?? "null"
      let baselines = figure.baselines.map { "\(JSONText.string($0.name)): \(rounded($0.value))" }
      return "    {\"name\": \(JSONText.string(figure.name)), \"value\": \(rounded(figure.value)), "
        + "\"interval\": \(interval), \"cases\": \(figure.cases), \"baselines\": {\(baselines.joined(separator: ", "))}}"
    }
    let members = root.map { "  \(JSONText.string($0.key)): \(Self.text(of: $0.node, indentation: "  "))" }
    return "{\n  \"engine\": \(JSONText.string(engine.description)),\n" + members.map { $0 + ",\n" }.joined()
      + "  \"figures\": [\n\(list.joined(separator: ",\n"))\n  ]\n}\n"
  }

  private static func insert(
    _ value: Double, at path: ArraySlice<String>, into members: inout [(key: String, node: Node)]
  ) {
    guard let key = path.first else { return }
    if path.count == 1 {
      members.append((key, .value(value)))
      return
    }
    if let place = members.firstIndex(where: { $0.key == key }), case .members(var inner) = members[place].node {
      insert(value, at: path.dropFirst(), into: &inner)
      members[place].node = .members(inner)
    } else {
      var inner: [(key: String, node: Node)] = []
      insert(value, at: path.dropFirst(), into: &inner)
      members.append((key, .members(inner)))
    }
  }

  private static func text(of node: Node, indentation: String) -> String {
    switch node {
    case .value(let value): return "\(value)"
    case .members(let members):
      let inner = members.map {
        "\(indentation)  \(JSONText.string($0.key)): \(text(of: $0.node, indentation: indentation + "  "))"
      }
      return "{\n" + inner.joined(separator: ",\n") + "\n\(indentation)}"
    }
  }
}
