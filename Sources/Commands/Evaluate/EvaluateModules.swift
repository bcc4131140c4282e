import ArgumentParser
import Casework
import Evaluation
import Foundation

struct EvaluateModules: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "modules",
    abstract: "Measure how well effectiveness is predicted from the modules delivered, beside a constant and counts.",
    discussion: """
      The file is CSV with the columns sequence_id, split, modules and effectiveness. Each fold is predicted by models trained
      on the others; the column split counts for nothing here.

      Example:
        caseloom evaluate modules --from sequences.csv
      """)

  @Option(
    name: .customLong("from"), help: .init("Read the sequences from this file.", valueName: "file"), completion: .file()
  )
  var file: String

  @Option(help: .init("Cut the sequences into so many parts, each predicted from the others.", valueName: "count"))
  var folds = 5

  @Option(help: .init("Draw the parts, and whatever training draws, from this seed.", valueName: "number"))
  var seed: UInt64 = 1

  @OptionGroup var output: FormatOptions

  func validate() throws {
    if folds < 2 { throw ValidationError("Two folds at least: --folds 2.") }
  }

  func run() throws {
    let sequences = try SequenceFile.read(file)
    let line = ProgressLine()
    defer { line.erase() }
    let evaluation = try ModuleEvaluation(
      sequences, folds: folds, seed: seed, threads: ProcessInfo.processInfo.activeProcessorCount
    ) { line.show($0, "trains and predicts") }
    line.erase()
    try output.print(
      FigureSheet(evaluation.figures(), decimals: 4, conclusion: evaluation.conclusion))
  }
}
