import ArgumentParser
import CaseModel
import CaseStore

struct ModuleModels: ListCommand {
  static let configuration = CommandConfiguration(
    commandName: "models",
    abstract: "List the versions of the module model, the newest first, and which of them serve.",
    discussion: """
      A new model serves where its mean squared error (MSE) on the held-out histories is
      not worse than that of the model that served, its champion.

      Example:
        caseloom module models --outcome PHQ-9
      """)

  @Option(
    help: .init("Show the models for this instrument, or for ratings (rating), alone.", valueName: "outcome"),
    transform: Outcome.parsed)
  var outcome: Outcome?

  @OptionGroup var store: StoreOptions
  @OptionGroup var output: FormatOptions

  func table(from reader: StoreReader) throws -> Table {
    Table(
      [
        "version", "serving", "outcome", "architecture", "histories", "held_out", "mse", "champion", "champion_mse",
        "made_at", "decision",
      ], wrapping: ["decision"],
      rows: try reader.models(outcome: outcome).map { stored in
        let (card, trial) = (stored.model.card, stored.trial)
        return [
          .integer(stored.model.version), .flag(stored.serving != nil), .text(card.outcome.description),
          .text(card.architecture), .integer(card.historyCount), .integer(card.heldOutCount),
          Cell(trial.challengerMSE?.rounded(toPlaces: 5)), Cell(trial.championVersion),
          Cell(trial.championMSE?.rounded(toPlaces: 5)), .text(stored.model.madeAt.description), .text(trial.reason),
        ]
      },
      emptyNote:
        "No module model\(outcome.map { " for \($0)" } ?? "") is trained yet. `caseloom module histories` shows "
        + "what there is to learn from.")
  }
}
