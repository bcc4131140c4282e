import ArgumentParser
import Casework

struct ModelList: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List the models that the program can use, and whether they are installed.",
    discussion: """
      Example:
        caseloom model list
      """)

  @OptionGroup var output: FormatOptions

  func run() throws {
    let models = try Surroundings.current.models()
    let rows = models.known.map { model -> [Cell] in
      [
        .text(model.name), .text(models.state(of: model, isThorough: false).rawValue),
        .integer(model.size / 1_000_000), .text(models.path(of: model)), .text(model.about),
      ]
    }
    try output.print(Table(["model", "state", "megabytes", "path", "about"], wrapping: ["path", "about"], rows: rows))
  }
}
