import ArgumentParser
import CaseModel
import CaseStore
import Casework
import ModuleSequences

struct ModuleNext: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "next",
    abstract: "Show what typically follows a client's modules, and what the module model expects to help.",
    discussion: """
      What typically follows is counted in other clients' histories, at places like where this client is. What may help is what the \
      model expects of each module as the next, with histories in which it followed as examples. Modules that fewer than five \
      histories had there come last. It is no recommendation.

      Example:
        caseloom module next --client K-014
      """)

  @Option(name: .shortAndLong, help: .client, completion: .clientCodes)
  var client: String

  @Option(help: .init("Show so many modules of each kind at most.", valueName: "number"))
  var most = 5

  @OptionGroup var model: ModelOptions
  @OptionGroup var output: FormatOptions

  func validate() throws {
    guard most >= 1 else { throw ValidationError("--most is a number from 1 on.") }
  }

  func run() throws {
    let (advice, delivered, predictor, name) = try model.store.open().read { reader in
      try reader.known(client)
      let histories = try reader.moduleSequences(outcome: model.outcome.outcome)
      // Said before what a model would need: there is nothing to train one on either.
      guard histories.count >= NextModuleAdvice.minimumHistories else {
        throw CaseError(
          .badData,
          "Not enough histories: \(histories.count) with an effectiveness from \(model.outcome.outcome), and "
            + "\(NextModuleAdvice.minimumHistories) are needed.",
          advice: "`caseloom module histories` shows what counts as one.")
      }
      let (predictor, name) = try model.predictor(reader)
      let delivered = try reader.deliveredModules(of: client)
      return (
        try NextModuleAdvice(
          after: delivered, client: client, histories: histories, predictor: predictor,
          catalogue: reader.modules().map(\.code)), delivered, predictor, name
      )
    }
    try output.print(sheet(advice, delivered, name))
    if !advice.unknown.isEmpty {
      try note("The model has never seen \(listed(advice.unknown)), and says nothing of this client's history.")
    }
    try ModelOptions.noteDoubts(of: predictor)
    try note(NextModuleAdvice.caveat)
  }

  private func sheet(_ advice: NextModuleAdvice, _ delivered: [String], _ name: String) -> Sheet {
    Sheet(
      fields: [
        ("client", .text(client)), ("delivered", .integer(delivered.count)),
        ("last_modules", .text(delivered.isEmpty ? Cell.nothing : delivered.suffix(3).joined(separator: " > "))),
        ("histories", .integer(advice.histories)), ("like_places", .integer(advice.places)), ("model", .text(name)),
        ("effectiveness_now", Cell(advice.current?.value.rounded(toPlaces: 3))),
      ],
      lists: [
        (
          "typically_follows",
          Table(
            ["module", "share", "places"],
            rows: advice.typical.prefix(most).map {
              [.text($0.module), .number($0.share.rounded(toPlaces: 3)), .integer($0.places)]
            })
        ),
        (
          "expected_to_help",
          Table(
            ["module", "effectiveness", "from", "to", "gain", "histories", "rarely_tried", "such_as"],
            wrapping: ["such_as"],
            rows: advice.helpful.prefix(most).map { expected in
              [
                .text(expected.module), .number(expected.prediction.value.rounded(toPlaces: 3)),
                .number(expected.prediction.interval.lowerBound.rounded(toPlaces: 3)),
                .number(expected.prediction.interval.upperBound.rounded(toPlaces: 3)),
                Cell(expected.gain?.rounded(toPlaces: 3)), .integer(expected.histories), .flag(expected.isRarelyTried),
                .list(
                  expected.reasons.map {
                    "\($0.id) (\($0.effectiveness.rounded(toPlaces: 2)) after \($0.context.joined(separator: " > ")))"
                  }),
              ]
            })
        ),
      ])
  }
}
