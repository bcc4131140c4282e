import CaseModel
import Foundation

/// JSON Lines: labelled client turns, or posts with a crisis label.
struct GoldLines {
  let path: String
  let contexts: [String: [Utterance]]

  /// One line, of either kind.
  private struct Line: Decodable {
    var transcriptId: Label?
    var utteranceId: Int?
    var text: String?
    var process: Bool?
    var dimensions: [String]?
    var valence: String?
    var risk: String?
    var messages: [String]?
    var label: String?
  }

  /// An identifier, written as text or as a number.
  private struct Label: Decodable {
    var text: String

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let number = try? container.decode(Int.self) {
        text = String(number)
      } else {
        text = try container.decode(String.self)
      }
    }
  }

  private struct Labelled {
    var id: Int
    var text: String
    var truth: GoldTurn
    var line: Int
  }

  /// Labels of a crisis that are no risk of suicide, self-harm or harm to others are none.
  private static let riskLabels: Set<String> = [
    "suicidal_ideation", "self-harm", "violent_thoughts", "passive", "active",
  ]

  func read(into gold: inout Gold) throws {
    let bytes: Data
    do {
      bytes = try Data(contentsOf: URL(fileURLWithPath: path))
    } catch {
      throw CaseError(.unavailable, "The file cannot be read.", at: path, advice: "Look at its permissions.")
    }
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    var transcripts: [String: [Labelled]] = [:]
    var order: [String] = []
    for (index, slice) in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated() {
      let place = "\(path):\(index + 1)"
      guard slice.contains(where: { $0 > 32 }) else { continue }
      let line: Line
      do {
        line = try decoder.decode(Line.self, from: Data(slice))
      } catch {
        throw CaseError(.badData, "The line is not a JSON object of a known kind.", at: place)
      }
      if let messages = line.messages {
        let isRisk = line.label.map { Self.riskLabels.contains($0) } ?? false
        gold.riskTexts.append(GoldRiskText(texts: messages, isRisk: isRisk))
        continue
      }
      let name = line.transcriptId?.text ?? "?"
      if transcripts[name] == nil { order.append(name) }
      transcripts[name, default: []].append(try labelled(line, number: index + 1, at: place))
    }
    for name in order {
      gold.sessions.append(session(name, lines: (transcripts[name] ?? []).sorted { $0.id < $1.id }))
    }
  }

  private func labelled(_ line: Line, number: Int, at place: String) throws -> Labelled {
    guard let text = line.text, !text.isEmpty, let process = line.process else {
      throw CaseError(.badData, "A labelled turn needs `text` and `process`.", at: place)
    }
    let truth = GoldTurn(
      turn: 0, isProcess: process,
      dimensions: try (line.dimensions ?? []).map { try named($0, as: Dimension.self, at: place) }.sorted(),
      valence: try named(line.valence ?? "neutral", as: Valence.self, at: place),
      risk: try named(line.risk ?? "none", as: Risk.self, at: place))
    return Labelled(id: line.utteranceId ?? number, text: text, truth: truth, line: number)
  }

  /// The turns within the whole transcript where that is at hand, else as a transcript of client turns alone.
  private func session(_ name: String, lines: [Labelled]) -> GoldSession {
    var utterances = contexts[name] ?? []
    var turns: [GoldTurn] = []
    var from = 0
    var isWhole = !utterances.isEmpty
    for line in lines where isWhole {
      // By text and order: the ids of a file need not count as the imported turns do.
      guard
        let place = utterances[from...].firstIndex(where: {
          $0.speaker == .client && $0.text.split(separator: " ") == line.text.split(separator: " ")
        })
      else {
        isWhole = false
        continue
      }
      var truth = line.truth
      truth.turn = utterances[place].turn
      turns.append(truth)
      from = place + 1
    }
    if !isWhole {
      utterances = lines.enumerated().map { Utterance(turn: $0 + 1, speaker: .client, text: $1.text) }
      turns = lines.enumerated().map { index, line in
        var truth = line.truth
        truth.turn = index + 1
        return truth
      }
    }
    return GoldSession(name: name, number: 1, day: .gold, utterances: utterances, turns: turns)
  }
}

extension Day {
  /// Of gold transcripts that have none; nothing is computed from it.
  static let gold = Day(daysSinceEpoch: 0)
}

/// The value with this raw name.
func named<Value: RawRepresentable<String> & CaseIterable>(
  _ name: String, as type: Value.Type, at place: String
) throws -> Value {
  if let value = Value(rawValue: name) { return value }
  throw CaseError(
    .badData, "“\(name)” is none of \(Value.allCases.map(\.rawValue).joined(separator: ", ")).", at: place)
}
