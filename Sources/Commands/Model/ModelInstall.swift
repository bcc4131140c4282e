import ArgumentParser
import Casework

struct ModelInstall: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "install",
    abstract: "Install a model from a folder with its files, as from a medium or another machine.",
    discussion: """
      Every file is checked against its SHA-256 before anything is written; the folder is put in place as a whole. With a network,
      `make model` fetches and installs it.

      Example:
        caseloom model install /media/usb/all-minilm-l6-v2
      """)

  @Argument(help: .init("The folder with the model's files.", valueName: "folder"), completion: .directory)
  var folder: String

  @Option(help: .init("Install this model, as `model list` prints it.", valueName: "name"))
  var model = Models.encoderName

  func run() throws {
    let models = try Surroundings.current.models()
    let model = try models.model(named: model)
    try models.install(model, from: folder)
    try say("Installed \(model.name) in \(models.path(of: model)).")
  }
}
