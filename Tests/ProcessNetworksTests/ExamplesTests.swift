import CaseModel
import Foundation
import Testing
import Yams

/// The annotated examples in `Seeds/examples`, held to what docs/evaluation.md says of them.
struct ExamplesTests {
  private struct File: Decodable {
    var client: String
    var themes: [String: Theme]
    var turns: [Turn]
  }

  private struct Theme: Decodable {
    var label: String
    var dimensions: [String]
    var valence: String
  }

  private struct Turn: Decodable {
    var therapist: String?
    var client: String?
    var dimensions: [String]?
    var valence: String?
    var themes: [String]?
    var quote: String?
    var edges: [String]?
    var risk: String?
    var nearMiss: Bool?

    enum CodingKeys: String, CodingKey {
      case therapist, client, dimensions, valence, themes, quote, edges, risk
      case nearMiss = "near_miss"
    }
  }

  private static let files = Result {
    let folder = seedsPath + "/examples"
    return try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".yaml") }.sorted().map {
      ($0, try YAMLDecoder().decode(File.self, from: String(contentsOfFile: "\(folder)/\($0)", encoding: .utf8)))
    }
  }

  @Test func everyLabelIsKnownAndEveryQuoteLiteral() throws {
    for (name, file) in try Self.files.get() {
      for turn in file.turns {
        guard let text = turn.client else {
          #expect(turn.therapist != nil, "\(name)")
          continue
        }
        #expect((turn.dimensions ?? []).allSatisfy { Dimension(rawValue: $0) != nil }, "\(name): \(text)")
        #expect((turn.dimensions == nil) == (turn.valence == nil), "\(name): \(text)")
        #expect(turn.valence.map { Valence(rawValue: $0) != nil } ?? true, "\(name): \(text)")
        #expect(turn.risk.map { Risk(rawValue: $0) != nil } ?? true, "\(name): \(text)")
        #expect(turn.quote.map { text.contains($0) } ?? true, "\(name): \(text)")
        #expect((turn.themes ?? []).allSatisfy { file.themes[$0] != nil }, "\(name): \(text)")
        for edge in turn.edges ?? [] {
          let parts = edge.split(separator: " ").map(String.init)
          #expect(
            parts.count == 5 && ["+", "-"].contains(parts.last { $0.count == 1 && $0 != ">" } ?? ""), "\(name): \(edge)"
          )
          #expect(file.themes[parts[0]] != nil, "\(name): \(edge)")
        }
      }
    }
  }

  @Test func thereAreEnoughOfEveryKind() throws {
    let turns = try Self.files.get().flatMap(\.1.turns).filter { $0.client != nil }
    #expect(turns.count >= 1_500)
    #expect(Double(turns.count { $0.dimensions == nil }) >= 0.35 * Double(turns.count))
    #expect(turns.count { $0.risk != nil } >= 120)
    #expect(turns.count { $0.nearMiss == true } >= 150)
    for dimension in Dimension.allCases {
      #expect(turns.count { $0.dimensions?.contains(dimension.rawValue) == true } >= 60, "\(dimension)")
    }
    for valence in Valence.allCases { #expect(turns.count { $0.valence == valence.rawValue } >= 100, "\(valence)") }
  }

  @Test func noTurnStandsTwice() throws {
    let texts = try Self.files.get().flatMap(\.1.turns).compactMap(\.client).filter {
      $0.split(separator: " ").count > 6
    }
    #expect(Set(texts).count == texts.count)
  }
}
