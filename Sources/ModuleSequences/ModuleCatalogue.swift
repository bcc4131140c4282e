import CaseModel
import Foundation
import Yams

/// The therapy modules that a clinic can record, read from `modules.yaml` of the share folder.
public enum ModuleCatalogue {
  private struct File: Decodable {
    struct Entry: Decodable {
      var code: String
      var name: String
      var summary: String
    }
    var modules: [Entry]
  }

  /// - Parameter share: path of the share folder (`Seeds` in a checkout).
  /// - Throws: `CaseError` `.unavailable` where the file cannot be read, `.badData` where it is not a catalogue.
  public static func load(share: String) throws -> [Module] {
    let path = "\(share)/modules.yaml"
    guard let data = FileManager.default.contents(atPath: path) else {
      throw CaseError(.unavailable, "The module catalogue cannot be read.", at: path)
    }
    let file: File
    do {
      file = try YAMLDecoder().decode(File.self, from: data)
    } catch {
      throw CaseError(.badData, "This is not a module catalogue: \(error).", at: path)
    }
    var seen: Set<String> = []
    for entry in file.modules where !seen.insert(entry.code).inserted {
      throw CaseError(.badData, "The module “\(entry.code)” is there twice.", at: path)
    }
    return file.modules.map { Module(code: $0.code, name: $0.name, summary: $0.summary) }
  }
}
