import ArgumentParser
import CaseModel
import Casework
import ModuleSequences

struct ModuleSimilar: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "similar",
    abstract: "List modules by how alike their embeddings are to one's.",
    discussion: """
      Alike are modules that do the same to effectiveness where they stand, by what the model learned: 1 is the same, 0 unrelated.

      Example:
        caseloom module similar exposure
      """)

  @Argument(help: .init("The module, by code.", valueName: "module"))
  var module: String

  @OptionGroup var model: ModelOptions
  @OptionGroup var output: FormatOptions

  func run() throws {
    let (predictor, _) = try model.predictor()
    let counts = Dictionary(uniqueKeysWithValues: zip(predictor.modules, predictor.counts))
    try output.print(
      Table(
        ["module", "similarity", "histories"],
        rows: predictor.similar(to: module).map {
          [.text($0.module), .number($0.similarity.rounded(toPlaces: 3)), Cell(counts[$0.module])]
        }))
  }
}
