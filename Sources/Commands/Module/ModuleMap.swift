import ArgumentParser
import CaseModel
import Casework
import Foundation
import ModuleSequences

struct ModuleMap: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "map",
    abstract: "Draw the modules on a plane by their embeddings, and their groups.",
    discussion: """
      Example:
        caseloom module map --output modules.svg
      """)

  @Option(help: .init("Lay out by this method.", valueName: "method"))
  var method = EmbeddingMap.Method.tsne

  @Option(
    name: .shortAndLong, help: .init("Write the drawing (SVG) to this file instead.", valueName: "file"),
    completion: .file())
  var output: String?

  @OptionGroup var model: ModelOptions
  @OptionGroup var format: FormatOptions

  func run() throws {
    let (predictor, name) = try model.predictor()
    let names = try catalogueNames()
    let map = EmbeddingMap(
      zip(predictor.modules, predictor.counts).map { code, count in
        (code: code, name: names[code] ?? code, vector: predictor.embedding(of: code) ?? [], count: count)
      }, method: method)
    if let output {
      try WholeFile.write(ModuleCharts.map(map, title: "Modules by what they do, \(name)"), to: output)
      return try say("Wrote \(output).")
    }
    try format.print(
      Table(
        ["module", "group", "x", "y", "histories", "name"], wrapping: ["name"],
        rows: map.points.map { point in
          [
            .text(point.code), .integer(point.cluster + 1), .number(point.x.rounded(toPlaces: 3)),
            .number(point.y.rounded(toPlaces: 3)), .integer(point.count), .text(point.name),
          ]
        }))
  }

  /// A model may be of modules that no catalogue has: their codes are their names.
  private func catalogueNames() throws -> [String: String] {
    let surroundings = Surroundings.current
    let share = try Share.folder(environment: surroundings.environment, executable: surroundings.executable())
    return Dictionary(
      try ModuleCatalogue.load(share: share).map { ($0.code, $0.name) }, uniquingKeysWith: { first, _ in first })
  }
}
