import CaseModel
import Foundation
import SentenceEncoder
import Yams

/// One YAML file of the `Seeds` folder, read with its line numbers so that an error can name them.
struct SeedFile {
  let path: String
  let bytes: Data
  let root: Node

  init(path: String) throws {
    self.path = path
    guard let bytes = FileManager.default.contents(atPath: path) else {
      throw CaseError(.noInput, "the file cannot be read.", at: path)
    }
    guard let text = String(data: bytes, encoding: .utf8) else {
      throw CaseError(.badData, "the file is not UTF-8 text.", at: path)
    }
    self.bytes = bytes
    do {
      // The basic resolver leaves every scalar a text: telling numbers and dates apart by regular expressions would take
      // most of the time, and the readers know what they expect.
      guard let root = try Yams.compose(yaml: text, .basic) else {
        throw CaseError(.badData, "the file is empty.", at: path)
      }
      self.root = root
    } catch let error as YamlError {
      throw CaseError(.badData, "not valid YAML: \(error)", at: path)
    }
  }

  /// The YAML files right inside a folder, by name.
  static func all(in folder: String) throws -> [SeedFile] {
    let names: [String]
    do {
      names = try FileManager.default.contentsOfDirectory(atPath: folder)
    } catch {
      throw CaseError(
        .noInput, "the folder cannot be read.", at: folder,
        advice: "Install Caseloom's share folder, or point CASELOOM_SHARE to it.")
    }
    return try names.filter { $0.hasSuffix(".yaml") }.sorted().map { try SeedFile(path: "\(folder)/\($0)") }
  }

  /// An error at the line of `node`.
  func error(_ message: String, at node: Node) -> CaseError {
    CaseError(.badData, message, at: node.mark.map { "\(path):\($0.line)" } ?? path)
  }

  func list(_ key: String, in node: Node) throws -> [Node] {
    guard let value = node[key] else { return [] }
    guard let sequence = value.sequence else { throw error("`\(key)` must be a list.", at: value) }
    return Array(sequence)
  }

  func text(_ key: String, in node: Node) throws -> String {
    guard let value = node[key], let text = value.scalar?.string, !text.isEmpty else {
      throw error("`\(key)` is missing or not a text.", at: node[key] ?? node)
    }
    return text
  }

  func texts(_ key: String, in node: Node) throws -> [String] {
    try list(key, in: node).map { item in
      guard let text = item.scalar?.string, !text.isEmpty else {
        throw error("every entry of `\(key)` must be a text.", at: item)
      }
      return text
    }
  }

  /// The value of an enumeration, or an error that lists what is allowed.
  func value<Value: RawRepresentable & CaseIterable>(
    _ type: Value.Type, of text: String, at node: Node
  ) throws -> Value where Value.RawValue == String {
    guard let value = Value(rawValue: text) else {
      let allowed = Value.allCases.map(\.rawValue).joined(separator: ", ")
      throw error("“\(text)” is not one of \(allowed).", at: node)
    }
    return value
  }

  // Spelled out: Foundation has a `Dimension` of its own.
  func dimensions(in node: Node) throws -> [CaseModel.Dimension] {
    let texts = try list("dimensions", in: node)
    return try texts.map { try value(CaseModel.Dimension.self, of: $0.string ?? "", at: $0) }.sorted()
  }
}
