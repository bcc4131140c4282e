import CaseModel
import Foundation

/// Small linear judges on sentence vectors, trained on `Seeds/examples` by `scripts/train-heads` and kept in `Seeds/heads.json`.
///
/// Each is a logistic regression on the vector of a turn, the vector of the therapist's turn before it (zeros where there is none), and
/// the turn's shape.
struct Heads: Sendable {
  struct Head: Sendable {
    var bias: Float
    var text: [Float]
    var question: [Float]
    var shape: [Float]
    /// From this probability on the answer is yes.
    var threshold: Double
  }

  /// The encoder's name, without which the numbers mean nothing.
  let encoder: String
  let width: Int
  /// Of all themes of the catalogue: the mean vector of their label and paraphrases, of unit length.
  let themes: [String: [Float]]
  /// The file's own bytes: results depend on every one.
  let bytes: Data
  private let heads: [String: Head]

  /// - Throws: `CaseError` `.badData` where the file is not what `scripts/train-heads` writes.
  init(path: String) throws {
    guard let bytes = FileManager.default.contents(atPath: path) else {
      throw CaseError(
        .noInput, "The trained heads cannot be read.", at: path, advice: "Install the share folder again.")
    }
    let file: File
    do {
      file = try JSONDecoder().decode(File.self, from: bytes)
    } catch {
      throw CaseError(
        .badData, "The trained heads are not understood.", at: path, advice: "Make them again with scripts/train-heads."
      )
    }
    func wrong(_ what: String) -> CaseError {
      CaseError(.badData, "\(what) has the wrong size.", at: path, advice: "Make it again with scripts/train-heads.")
    }
    var heads: [String: Head] = [:]
    for item in file.heads {
      let head = Head(
        bias: item.bias, text: Self.floats(item.text), question: Self.floats(item.question),
        shape: Self.floats(item.shape), threshold: Double(item.threshold))
      guard head.text.count == file.width, head.question.count == file.width, head.shape.count == TurnShape.width
      else { throw wrong("The head “\(item.name)”") }
      heads[item.name] = head
    }
    let themes = file.themes.mapValues(Self.floats)
    guard themes.values.allSatisfy({ $0.count == file.width }) else { throw wrong("A theme") }
    for name in Self.names where heads[name] == nil {
      throw CaseError(
        .badData, "The head “\(name)” is missing.", at: path, advice: "Make them again with scripts/train-heads.")
    }
    self.bytes = bytes
    encoder = file.encoder
    width = file.width
    self.themes = themes
    self.heads = heads
  }

  static let names =
    ["process", "active", "clause"] + Dimension.allCases.map { "dimension.\($0.rawValue)" }
    + Valence.allCases.map { "valence.\($0.rawValue)" }

  private struct File: Decodable {
    struct Item: Decodable {
      var name: String
      var bias: Float
      var text: Data
      var question: Data
      var shape: Data
      var threshold: Float
    }

    var encoder: String
    var width: Int
    var heads: [Item]
    var themes: [String: Data]
  }

  /// Numbers of four bytes, the lowest first.
  private static func floats(_ data: Data) -> [Float] {
    let bytes = Array(data)
    return stride(from: 0, to: bytes.count - bytes.count % 4, by: 4).map { start in
      Float(bitPattern: (0..<4).reduce(UInt32(0)) { $0 | UInt32(bytes[start + $1]) << (8 * UInt32($1)) })
    }
  }

  /// The log-odds of yes.
  func score(_ name: String, _ features: TurnFeatures) -> Double {
    guard let head = heads[name] else { return 0 }
    var sum = head.bias + Vector.dot(head.text, features.vector)
    if let question = features.question { sum += Vector.dot(head.question, question) }
    return Double(sum + Vector.dot(head.shape, features.shape))
  }

  func probability(_ name: String, _ features: TurnFeatures) -> Double { Logistic.value(score(name, features)) }

  func threshold(_ name: String) -> Double { heads[name]?.threshold ?? 0.5 }
}

/// What the heads look at.
struct TurnFeatures: Sendable {
  /// Of the turn, of unit length.
  var vector: [Float]
  /// Of the therapist's turn before it.
  var question: [Float]?
  /// See `TurnShape`.
  var shape: [Float]
}

enum Logistic {
  static func value(_ score: Double) -> Double { 1 / (1 + exp(-score)) }

  static func odds(_ score: Double) -> Double { exp(min(50, score)) }
}

/// The little algebra that the stages need.
enum Vector {
  static func dot(_ left: [Float], _ right: [Float]) -> Float { dot(left[...], right[...]) }

  /// Over as many components as the shorter has, sixteen at a time: this is where the time of the stages goes.
  static func dot(_ left: ArraySlice<Float>, _ right: ArraySlice<Float>) -> Float {
    left.withUnsafeBufferPointer { left in
      right.withUnsafeBufferPointer { right in
        guard let first = left.baseAddress, let second = right.baseAddress else { return 0 }
        let count = min(left.count, right.count)
        var lanes = SIMD16<Float>.zero
        var index = 0
        while index + 16 <= count {
          let one = UnsafeRawPointer(first + index).loadUnaligned(as: SIMD16<Float>.self)
          let other = UnsafeRawPointer(second + index).loadUnaligned(as: SIMD16<Float>.self)
          lanes += one * other
          index += 16
        }
        var sum = lanes.sum()
        while index < count {
          sum += left[index] * right[index]
          index += 1
        }
        return sum
      }
    }
  }

  /// The direction of the mean of vectors of one width.
  static func unitMean(of vectors: [[Float]]) -> [Float] {
    guard var sum = vectors.first else { return [] }
    for vector in vectors.dropFirst() { for index in sum.indices { sum[index] += vector[index] } }
    return unit(sum)
  }

  /// Of unit length; zeros stay zeros.
  static func unit(_ vector: [Float]) -> [Float] {
    let length = dot(vector, vector).squareRoot()
    return length > 0 ? vector.map { $0 / length } : vector
  }
}
