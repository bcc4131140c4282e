import CaseModel
import Crypto
import Foundation
import ProcessNetworks
import SentenceEncoder

/// The models that are installed beside the program: what they must be is in `Seeds/models.json`.
public struct Models: Sendable {
  /// A model that the program knows.
  public struct Model: Sendable, Decodable {
    public struct File: Sendable, Decodable {
      public var name: String
      public var bytes: Int
      /// In hex.
      public var sha256: String
    }

    public var name: String
    public var about: String
    public var files: [File]

    /// In bytes.
    public var size: Int { files.map(\.bytes).reduce(0, +) }
  }

  public enum State: String, Sendable {
    case installed, missing, damaged
  }

  /// Where models are: `CASELOOM_MODELS`, else `caseloom/models` in the XDG data folder.
  public let folder: String
  public let known: [Model]

  /// - Throws: `CaseError` where the share folder has no list of models.
  public init(environment: [String: String], share: String) throws {
    if let named = environment["CASELOOM_MODELS"], !named.isEmpty {
      folder = named
    } else {
      folder = StoreLocation.dataFolder(environment: environment) + "/caseloom/models"
    }
    let path = "\(share)/models.json"
    do {
      known = try JSONDecoder().decode([Model].self, from: Data(contentsOf: URL(fileURLWithPath: path)))
    } catch {
      throw CaseError(
        .unavailable, "The list of models cannot be read.", at: path, advice: "Install the share folder again.")
    }
  }

  public func path(of model: Model) -> String { "\(folder)/\(model.name)" }

  /// The sentence encoder of the embedded engine.
  public static let encoderName = "all-minilm-l6-v2"

  /// - Throws: `CaseError` `.noInput` for a name that is not known.
  public func model(named name: String) throws -> Model {
    if let model = known.first(where: { $0.name == name }) { return model }
    throw CaseError(
      .noInput, "There is no model “\(name)”.", advice: "Known: \(known.map(\.name).joined(separator: ", ")).")
  }

  /// What is wrong with a model's files; `nil` where nothing is.
  ///
  /// - Parameter isThorough: the contents are read as well; without it names and sizes alone, which finds what was half
  ///   downloaded.
  public func fault(of model: Model, at path: String, isThorough: Bool) -> CaseError? {
    for file in model.files {
      let place = "\(path)/\(file.name)"
      let attributes = try? FileManager.default.attributesOfItem(atPath: (place as NSString).resolvingSymlinksInPath)
      guard let size = attributes?[.size] as? NSNumber else {
        return CaseError(.badData, "The model's file is missing.", at: place, advice: Self.advice)
      }
      guard size.intValue == file.bytes else {
        return CaseError(
          .badData, "The model's file has \(size.intValue) bytes instead of \(file.bytes): it was not copied whole.",
          at: place, advice: Self.advice)
      }
      guard isThorough else { continue }
      guard let data = try? Data(contentsOf: URL(fileURLWithPath: place), options: .mappedIfSafe) else {
        return CaseError(.badData, "The model's file cannot be read.", at: place, advice: Self.advice)
      }
      guard SHA256.hash(data: data).hexadecimal == file.sha256 else {
        return CaseError(
          .badData, "The model's file is damaged: its SHA-256 is not the expected one.", at: place,
          advice: Self.advice)
      }
    }
    return nil
  }

  private static let advice = "Run `make model`, or `caseloom model install FOLDER` with a whole copy."

  public func state(of model: Model, isThorough: Bool) -> State {
    let path = path(of: model)
    guard FileManager.default.fileExists(atPath: path) else { return .missing }
    return fault(of: model, at: path, isThorough: isThorough) == nil ? .installed : .damaged
  }

  /// Copies a model's files into place, as a whole or not at all.
  ///
  /// - Throws: `CaseError`: what is wrong with the files in `source`, or why they cannot be written.
  public func install(_ model: Model, from source: String) throws {
    guard FileManager.default.fileExists(atPath: source) else {
      throw CaseError(.noInput, "There is no such folder.", at: source)
    }
    if let fault = fault(of: model, at: source, isThorough: true) { throw fault }
    let target = path(of: model)
    let scratch = "\(folder)/.install-\(model.name)-\(ProcessInfo.processInfo.processIdentifier)"
    let files = FileManager.default
    do {
      try files.createDirectory(
        atPath: scratch, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
      defer { try? files.removeItem(atPath: scratch) }
      for file in model.files {
        let original = ("\(source)/\(file.name)" as NSString).resolvingSymlinksInPath
        try files.copyItem(atPath: original, toPath: "\(scratch)/\(file.name)")
      }
      if files.fileExists(atPath: target) { try files.removeItem(atPath: target) }
      try files.moveItem(atPath: scratch, toPath: target)
    } catch {
      throw CaseError(
        .cannotCreate, "The model cannot be written: \(error.localizedDescription)", at: target,
        advice: "It needs \(model.size / 1_000_000) MB; the folder can be named in CASELOOM_MODELS.")
    }
  }

  /// The embedded engine's encoder; `nil` where it is not installed.
  ///
  /// - Throws: `CaseError` `.badData` where it is installed and damaged: a clinic must not get other results without knowing.
  public func encoder() throws -> (any SentenceEncoding)? {
    let model = try model(named: Self.encoderName)
    let path = path(of: model)
    guard FileManager.default.fileExists(atPath: path) else { return nil }
    if let fault = fault(of: model, at: path, isThorough: false) { throw fault }
    do {
      return try MiniLMEncoder(folder: URL(fileURLWithPath: path))
    } catch let error as EncoderError {
      throw CaseError(.badData, error.message, at: error.place, advice: Self.advice)
    }
  }
}

/// The engine that a front end works with.
public struct ChosenEngine: Sendable {
  public var engine: NetworkEngine
  public var encoder: (any SentenceEncoding)?
  /// What the user should know of the choice, once.
  public var notice: String?

  /// The engine that needs no model.
  public init(lexiconOf share: String) throws {
    engine = try NetworkEngine.lexicon(share: share)
  }

  /// The embedded engine where its model is installed, else the lexicon's.
  public init(environment: [String: String], share: String) throws {
    let models = try Models(environment: environment, share: share)
    encoder = try models.encoder()
    engine = try NetworkEngine.embedded(share: share, encoder: encoder)
    if encoder == nil {
      notice =
        "The sentence encoder is not installed (\(models.folder)/\(Models.encoderName)): working with the lexicon alone, "
        + "which understands less. `make model` installs it."
    }
  }
}
