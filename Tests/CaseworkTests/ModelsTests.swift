import CaseModel
import Crypto
import Foundation
import TestSupport
import Testing

@testable import Casework

/// A model of two small files, and a share folder that describes it.
private struct SmallModel {
  let folder: Scratch
  let models: Models
  let source: String

  init() throws {
    folder = try Scratch()
    source = folder.path + "/source"
    try FileManager.default.createDirectory(atPath: source, withIntermediateDirectories: true)
    var files: [String] = []
    for (name, text) in [("config.json", "{}"), ("weights", "some numbers")] {
      try text.write(toFile: "\(source)/\(name)", atomically: true, encoding: .utf8)
      let digest = SHA256.hash(data: Data(text.utf8)).map { String(format: "%02x", $0) }.joined()
      files.append("{\"name\": \"\(name)\", \"bytes\": \(text.utf8.count), \"sha256\": \"\(digest)\"}")
    }
    let list = "[{\"name\": \"small\", \"about\": \"a test\", \"files\": [\(files.joined(separator: ","))]}]"
    try list.write(toFile: folder.path + "/models.json", atomically: true, encoding: .utf8)
    models = try Models(environment: ["CASELOOM_MODELS": folder.path + "/installed"], share: folder.path)
  }
}

struct ModelsTests {
  @Test func aModelIsInstalledAsAWhole() throws {
    let small = try SmallModel()
    let model = try small.models.model(named: "small")
    #expect(small.models.state(of: model, isThorough: true) == .missing)
    try small.models.install(model, from: small.source)
    #expect(small.models.state(of: model, isThorough: true) == .installed)
    // Again, over what is there.
    try small.models.install(model, from: small.source)
    #expect(try FileManager.default.contentsOfDirectory(atPath: small.models.folder) == ["small"])
  }

  @Test func whatIsCutShortIsFoundWithoutReadingIt() throws {
    let small = try SmallModel()
    let model = try small.models.model(named: "small")
    try small.models.install(model, from: small.source)
    try "some".write(toFile: small.models.path(of: model) + "/weights", atomically: true, encoding: .utf8)
    let fault = small.models.fault(of: model, at: small.models.path(of: model), isThorough: false)
    #expect(fault?.code == .badData)
    #expect(fault?.place?.hasSuffix("/small/weights") == true)
    #expect(fault?.message.contains("4 bytes instead of 12") == true)
  }

  @Test func aChangedByteIsFoundByReading() throws {
    let small = try SmallModel()
    let model = try small.models.model(named: "small")
    try "some numbars".write(toFile: small.source + "/weights", atomically: true, encoding: .utf8)
    let error = #expect(throws: CaseError.self) { try small.models.install(model, from: small.source) }
    #expect(error?.message.contains("SHA-256") == true)
    #expect(small.models.state(of: model, isThorough: true) == .missing)
  }

  @Test func anUnknownModelAndAMissingFolderAreSaid() throws {
    let small = try SmallModel()
    #expect(throws: CaseError.self) { try small.models.model(named: "large") }
    let model = try small.models.model(named: "small")
    let error = #expect(throws: CaseError.self) {
      try small.models.install(model, from: small.folder.path + "/nowhere")
    }
    #expect(error?.code == .noInput)
  }

  @Test func withoutTheEncoderTheLexiconWorksAndSaysSo() throws {
    let folder = try Scratch()
    let chosen = try ChosenEngine(environment: ["CASELOOM_MODELS": folder.path], share: share)
    #expect(chosen.engine.identity.name == "lexicon")
    #expect(chosen.notice?.contains("make model") == true)
  }

  @Test func aDamagedEncoderIsAnErrorAndNotSilentlyLeftOut() throws {
    let folder = try Scratch()
    let path = folder.path + "/" + Models.encoderName
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    try "{}".write(toFile: path + "/config.json", atomically: true, encoding: .utf8)
    let error = #expect(throws: CaseError.self) {
      try ChosenEngine(environment: ["CASELOOM_MODELS": folder.path], share: share)
    }
    #expect(error?.code == .badData)
  }
}

struct TrainedHeadsTests {
  /// Whoever changes an example or a theme trains again: `scripts/train-heads`.
  @Test func theHeadsAreOfTheExamplesAndThemesThatAreThere() throws {
    struct File: Decodable { var trainedOn: String }
    var digest = SHA256()
    for folder in ["examples", "themes"] {
      let path = "\(share)/\(folder)"
      for name in try FileManager.default.contentsOfDirectory(atPath: path).sorted() where name.hasSuffix(".yaml") {
        digest.update(data: try Data(contentsOf: URL(fileURLWithPath: "\(path)/\(name)")))
      }
    }
    let found = digest.finalize().map { String(format: "%02x", $0) }.joined()
    let heads = try JSONDecoder().decode(
      File.self, from: Data(contentsOf: URL(fileURLWithPath: "\(share)/heads.json")))
    #expect(heads.trainedOn == found)
  }
}
