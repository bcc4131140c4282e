import ArgumentParser
import CaseModel
import Foundation
import ProcessNetworks

/// For `scripts/train-heads` alone: what the trained heads see of a turn beside its vector.
struct EvaluateFeatures: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "features",
    abstract: "Print what the heads see of each turn beside its vector, for scripts/train-heads.",
    discussion: """
      Reads a JSON array of [turn, question] from a file and prints a JSON array of arrays of numbers.

      Example:
        caseloom evaluate features turns.json
      """,
    shouldDisplay: false)

  @Argument(help: .init("The file with the turns.", valueName: "file"), completion: .file())
  var file: String

  func run() throws {
    let turns: [[String]]
    do {
      turns = try JSONDecoder().decode([[String]].self, from: Data(contentsOf: URL(fileURLWithPath: file)))
    } catch {
      throw CaseError(.badData, "The file is no JSON array of pairs of texts.", at: file)
    }
    let pairs = turns.map { (text: $0.first ?? "", question: $0.count > 1 ? $0[1] : "") }
    let rows = try TurnShape.rows(share: Surroundings.current.share(), turns: pairs)
    try say("[" + rows.map { "[" + $0.map { "\($0)" }.joined(separator: ",") + "]" }.joined(separator: ",\n") + "]")
  }
}
