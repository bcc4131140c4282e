import ArgumentParser
import CaseModel
import CaseStore
import Casework
import Foundation
import ModuleSequences

extension ModulePredictor.Architecture: ExpressibleByArgument {}
extension EmbeddingMap.Method: ExpressibleByArgument {}

/// Which module model is asked: the one that serves, another version, or one in a file.
struct ModelOptions: ParsableArguments {
  @Option(
    name: .customLong("model"),
    help: .init(
      "Ask the model in this file, or this version (else the one that serves).", valueName: "file-or-version"),
    completion: .file())
  var named: String?

  @OptionGroup var outcome: OutcomeOptions
  @OptionGroup var store: StoreOptions

  /// - Returns: the model, and what to call it.
  func predictor() throws -> (predictor: ModulePredictor, name: String) {
    if let named, Int(named) == nil { return (try Self.file(named), named) }
    return try store.open().read { try predictor($0) }
  }

  func predictor(_ reader: StoreReader) throws -> (predictor: ModulePredictor, name: String) {
    guard let named else {
      let serving = try ModuleTrial.servingPredictor(for: outcome.outcome, reader)
      return (serving.predictor, "version \(serving.version)")
    }
    guard let version = Int(named) else { return (try Self.file(named), named) }
    let name = "version \(version)"
    return (try ModulePredictor(decoding: reader.model(version: version).weights, at: name), name)
  }

  /// Says on standard error what a reader of predictions must know of a model that learned nothing.
  static func noteDoubts(of predictor: ModulePredictor) throws {
    if predictor.isDoubtful {
      try warn("What this model explains of histories that it has not seen may be chance. Do not go by it.")
    }
  }

  static func file(_ path: String) throws -> ModulePredictor {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw CaseError(
        .noInput, "There is no model that can be read.", at: path,
        advice: "`caseloom module train --out FILE` writes one.")
    }
    return try ModulePredictor(decoding: [UInt8](data), at: path)
  }
}
