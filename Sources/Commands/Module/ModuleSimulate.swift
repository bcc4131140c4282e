import ArgumentParser
import CaseModel
import Casework
import ModuleSequences

struct ModuleSimulate: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "simulate",
    abstract: "Invent module histories, to try the module model on.",
    discussion: """
      Some openings and modules help in this world, and long therapies tire. Nothing in it is a finding about therapy. The columns are \
      those that `caseloom module train --from` reads.

      Example:
        caseloom module simulate --sequences 500 --seed 42 --output made-up.csv
      """)

  @Option(help: .init("Invent so many histories.", valueName: "number"))
  var sequences = 500

  @Option(help: .init("Draw with this seed.", valueName: "number"))
  var seed: UInt64 = 42

  @Flag(help: "Call the modules A to Q instead of by the catalogue's codes.")
  var letters = false

  @Option(
    name: .shortAndLong, help: .init("Write the histories to this file instead.", valueName: "file"),
    completion: .file())
  var output: String?

  func validate() throws {
    guard (1...10_000_000).contains(sequences) else { throw ValidationError("--sequences is a number from 1 on.") }
  }

  func run() throws {
    let surroundings = Surroundings.current
    let share = try Share.folder(environment: surroundings.environment, executable: surroundings.executable())
    let codes = letters ? "ABCDEFGHIJKLMNOPQ".map(String.init) : try ModuleCatalogue.load(share: share).map(\.code)
    let table = Table(
      ["sequence_id", "split", "modules", "effectiveness"],
      rows: try ModuleSimulation.sequences(count: sequences, seed: seed, modules: codes).map {
        [
          .text($0.id), Cell($0.split?.rawValue), .text($0.modules.joined(separator: " ")), .number($0.effectiveness),
        ]
      })
    guard let output else { return try surroundings.write(.output, table.csv()) }
    try WholeFile.write(table.csv(), to: output)
    try say("Wrote \(counted(sequences, "history", plural: "histories")) to \(output).")
  }
}
