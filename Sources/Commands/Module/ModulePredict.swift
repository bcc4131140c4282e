import ArgumentParser
import CaseModel
import Casework
import ModuleSequences

struct ModulePredict: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "predict",
    abstract: "Predict the effectiveness of modules in an order, with an interval.",
    discussion: """
      Of the histories that were held out, nine in ten were within their interval. Under what the prediction rests on are the \
      features of the order that the model goes by; the LSTMs add what they see.

      Example:
        caseloom module predict "psychoeducation > exposure > exposure"
      """)

  @Argument(help: .init("The modules in order, with > or spaces between them.", valueName: "modules"))
  var modules: [String]

  @OptionGroup var model: ModelOptions
  @OptionGroup var output: FormatOptions

  func validate() throws {
    if ModuleSequence.codes(in: modules.joined(separator: " ")).isEmpty {
      throw ValidationError("Name the modules, as in \"psychoeducation > exposure\".")
    }
  }

  func run() throws {
    let codes = ModuleSequence.codes(in: modules.joined(separator: " "))
    let (predictor, name) = try model.predictor()
    let prediction = try predictor.predict(codes)
    try output.print(
      Sheet(
        fields: [
          ("modules", .text(codes.joined(separator: " > "))),
          ("effectiveness", .number(prediction.value.rounded(toPlaces: 3))),
          ("interval.from", .number(prediction.interval.lowerBound.rounded(toPlaces: 3))),
          ("interval.to", .number(prediction.interval.upperBound.rounded(toPlaces: 3))), ("model", .text(name)),
        ],
        lists: [
          (
            "rests_on",
            Table(
              ["feature", "effect"],
              rows: predictor.contributions(to: codes).map {
                [.text($0.feature.words), .number($0.effect.rounded(toPlaces: 3))]
              })
          )
        ]))
    try ModelOptions.noteDoubts(of: predictor)
  }
}
