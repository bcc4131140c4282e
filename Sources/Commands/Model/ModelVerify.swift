import ArgumentParser
import CaseModel
import Casework

struct ModelVerify: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Read the installed models as a whole and compare them with their SHA-256.",
    discussion: """
      Example:
        caseloom model verify
      """)

  func run() throws {
    let models = try Surroundings.current.models()
    for model in models.known {
      let path = models.path(of: model)
      if models.state(of: model, isThorough: false) == .missing {
        throw CaseError(
          .noInput, "The model is not installed.", at: path,
          advice: "Run `make model`, or `caseloom model install FOLDER`.")
      }
      if let fault = models.fault(of: model, at: path, isThorough: true) { throw fault }
      try say("\(path) is whole: \(counted(model.files.count, "file")), \(grouped(model.size)) bytes.")
    }
  }
}
