import CaseModel
import Foundation

/// The vectors of the examples that speak of danger, and of those that are nearest to them and do not: `Seeds/examples.i8`, made by
/// `scripts/train-heads`.
struct RiskExamples: Sendable {
  private let width: Int
  /// A row of `width` numbers for each example.
  private let danger: [Float]
  private let none: [Float]
  /// Results depend on every byte.
  let bytes: Data

  /// "CLV1", then the width and the two counts in four bytes each, the lowest first, then a byte for each component.
  ///
  /// - Throws: `CaseError` `.badData` where the file is not of that form.
  init(path: String, width: Int) throws {
    guard let bytes = FileManager.default.contents(atPath: path) else {
      throw CaseError(
        .noInput, "The examples' vectors cannot be read.", at: path, advice: "Install the share folder again.")
    }
    let raw = Array(bytes)
    func number(at place: Int) -> Int {
      (0..<4).reduce(0) { $0 | Int(raw[place + $1]) << (8 * $1) }
    }
    guard raw.count >= 16, raw.prefix(4).elementsEqual("CLV1".utf8), number(at: 4) == width,
      raw.count == 16 + (number(at: 8) + number(at: 12)) * width
    else {
      throw CaseError(
        .badData, "The examples' vectors are not understood.", at: path,
        advice: "Make them again with scripts/train-heads.")
    }
    let steps = raw[16...].map { Float(Int8(bitPattern: $0)) * Self.scale }
    let split = number(at: 8) * width
    self.width = width
    self.bytes = bytes
    danger = Array(steps[..<split])
    none = Array(steps[split...])
  }

  private static let nearest = 5
  private static let scale: Float = 1 / 254

  /// Mean cosine to the nearest examples of danger less that to the nearest of none.
  func danger(of vector: [Float]) -> Double {
    Double(meanOfNearest(in: danger, to: vector) - meanOfNearest(in: none, to: vector))
  }

  private func meanOfNearest(in rows: [Float], to vector: [Float]) -> Float {
    guard vector.count == width, !rows.isEmpty else { return 0 }
    var best = [Float](repeating: -1, count: min(Self.nearest, rows.count / width))
    for start in stride(from: 0, to: rows.count, by: width) {
      let cosine = Vector.dot(rows[start..<(start + width)], vector[...])
      guard cosine > best[0] else { continue }
      best[0] = cosine
      best.sort()
    }
    return best.reduce(0, +) / Float(best.count)
  }
}
