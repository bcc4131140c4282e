import ArgumentParser
import CaseModel
import CaseStore
import Casework
import Foundation
import ModuleSequences

struct ModuleTrain: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train",
    abstract: "Train the module model: which modules in which order are followed by an effective therapy.",
    discussion: """
      From the store's histories, or from a file with the columns sequence_id, split, modules and effectiveness. A fifth of the \
      histories is held out, always the same clients', and only measures the model. Trained from the store, it serves if it is not worse \
      there than the one that serves. A file changes nothing in the store.

      Example:
        caseloom module train
        caseloom module train --from histories.csv --out m.json --curves m.svg
      """)

  @Option(help: .init("Learn from this CSV file instead of the store.", valueName: "file"), completion: .file())
  var from: String?

  @Option(help: .init("Train this architecture.", valueName: "name"))
  var architecture = ModulePredictor.Architecture.combined

  @Option(help: .init("Draw with this seed; the same seed gives the same model.", valueName: "number"))
  var seed: UInt64 = 42

  @Option(
    name: .customLong("init"),
    help: .init("Begin with the embeddings of this model, a file or a version.", valueName: "file-or-version"))
  var initial: String?

  @Option(help: .init("Write the model to this file, too.", valueName: "file"), completion: .file())
  var out: String?

  @Option(help: .init("Draw the losses of all epochs to this file (SVG).", valueName: "file"), completion: .file())
  var curves: String?

  @Option(help: .init("Draw predicted against actual to this file (SVG).", valueName: "file"), completion: .file())
  var scatter: String?

  @Option(help: .init("Train for so many epochs at most.", valueName: "number"))
  var epochs: Int?

  @Option(help: .init("Learn from so many histories at a time.", valueName: "number"))
  var batch: Int?

  @Option(help: .init("Work in so many threads (else one a processor); the model is the same.", valueName: "number"))
  var threads: Int?

  @OptionGroup var outcome: OutcomeOptions
  @OptionGroup var store: StoreOptions
  @OptionGroup var author: AuthorOptions
  @OptionGroup var output: FormatOptions

  func validate() throws {
    for (name, value, most) in [("epochs", epochs, 100_000), ("batch", batch, 4096), ("threads", threads, 1024)] {
      guard value.map({ (1...most).contains($0) }) ?? true else {
        throw ValidationError("--\(name) is a number from 1 to \(most).")
      }
    }
  }

  func run() throws {
    let threads = threads ?? ProcessInfo.processInfo.activeProcessorCount
    if let from {
      let sequences = try SequenceFile.read(from)
      let parent = try initial.map { try parentFile($0) }
      let made = try ModuleTraining(settings(sequences.count), initial: parent, threads: threads).run(sequences)
      return try tell(made, version: nil, trial: nil)
    }
    let beginning: ModuleTrial.Beginning =
      switch initial {
      case nil: .random
      case .some(let name): try Int(name).map { .version($0) } ?? .model(ModelOptions.file(name))
      }
    let result = try ModuleTrial(store: store.open(), outcome: outcome.outcome, author: author.author)
      .run(settings: settings, beginning: beginning, threads: threads)
    guard let made = result.outcome else {
      return try say("The model that serves was made of the same histories with the same settings. Nothing changes.")
    }
    try tell(made, version: result.version, trial: result.trial)
  }

  private func parentFile(_ name: String) throws -> ModulePredictor {
    guard let version = Int(name) else { return try ModelOptions.file(name) }
    return try store.open().read {
      try ModulePredictor(decoding: $0.model(version: version).weights, at: "version \(version)")
    }
  }

  private func settings(_ count: Int) -> ModuleTraining.Settings {
    var settings = ModuleTraining.Settings(architecture, seed: seed, count: count)
    if let epochs { settings.lstm.maximumEpochs = epochs }
    if let batch { settings.lstm.batch = batch }
    return settings
  }

  // MARK: Telling

  private func tell(_ made: ModuleTraining.Outcome, version: Int?, trial: ModelTrial?) throws {
    if let out { try WholeFile.write(String(decoding: try made.predictor.encoded(), as: UTF8.self), to: out) }
    let name = version.map { "version \($0)" } ?? from ?? ""
    if let curves {
      try WholeFile.write(
        ModuleCharts.trainingCurves(
          made.epochs, best: made.best,
          title: "Training of the module model, \(name)"
            + (made.predictor.memberCount > 1 ? ": the first of \(made.predictor.memberCount) LSTMs" : "")),
        to: curves)
    }
    if let scatter {
      try WholeFile.write(
        ModuleCharts.predictedAgainstActual(
          made.testPoints, interval: made.predictor.intervalHalfWidth,
          title: "Effectiveness of held-out histories, \(name)",
          figures: made.test.map { test in
            ["R² \(test.r2.rounded(toPlaces: 3))", "MSE \(test.mse.rounded(toPlaces: 4))", "\(test.count) histories"]
          } ?? []), to: scatter)
    }
    try output.print(sheet(made, version: version, trial: trial))
    if let test = made.test, test.mse >= test.constantMSE {
      try warn("On the held-out histories the model is no better than always saying the mean. Do not go by it.")
    }
    for file in [out, curves, scatter].compactMap({ $0 }) { try note("Wrote \(file).") }
  }

  private func sheet(_ made: ModuleTraining.Outcome, version: Int?, trial: ModelTrial?) -> Sheet {
    var fields: [(key: String, cell: Cell)] = []
    if let version, let trial {
      fields += [
        ("version", .integer(version)), ("serving", .flag(trial.isAccepted)), ("decision", .text(trial.reason)),
        ("champion", Cell(trial.championVersion)), ("champion_mse", Cell(trial.championMSE?.rounded(toPlaces: 6))),
      ]
    }
    fields += [("architecture", .text(made.predictor.architecture.rawValue)), ("seed", .text(String(seed)))]
    fields += ModuleSequence.Split.allCases.map {
      ("histories.\($0.rawValue)", .integer(made.counts[$0] ?? 0))
    }
    fields += [
      ("modules", .integer(made.predictor.modules.count)), ("epochs", .integer(made.epochs.count)),
      ("best_epoch", .integer(made.best)), ("train_seconds", .number(made.trainSeconds.rounded(toPlaces: 4))),
      ("interval", .number(made.predictor.intervalHalfWidth.rounded(toPlaces: 4))),
      ("lstm_share", .number(made.predictor.blend.rounded(toPlaces: 4))),
      ("reach", .number(made.predictor.reach.rounded(toPlaces: 4))),
    ]
    for (part, figures) in [("validation", made.validation), ("test", made.test)] {
      guard let figures else { continue }
      fields += [
        ("\(part).r2", .number(figures.r2.rounded(toPlaces: 5))),
        ("\(part).mse", .number(figures.mse.rounded(toPlaces: 6))),
        ("\(part).constant_mse", .number(figures.constantMSE.rounded(toPlaces: 6))),
        ("\(part).coverage", .number(figures.coverage.rounded(toPlaces: 4))),
      ]
    }
    let terms = (made.predictor.order?.terms ?? []).map { term in
      [Cell.text(term.feature.words), .number(term.weight.rounded(toPlaces: 4))]
    }
    return Sheet(fields: fields, lists: terms.isEmpty ? [] : [("rules", Table(["feature", "effect"], rows: terms))])
  }
}
