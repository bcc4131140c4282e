import CaseModel
import Foundation
import Transcripts

/// A folder with `network.json` (true clusters, labels of each client turn, edges of each session) and `session-N.txt`.
enum PlantedClient {
  private struct File: Decodable {
    var client: String
    var themes: [Theme]
    var sessions: [Session]
  }

  private struct Theme: Decodable {
    var id: String
    var label: String
    var dimensions: [String]
    var valence: String
  }

  private struct Session: Decodable {
    var session: Int
    var date: String
    var utterances: [Turn]
    var edges: [Edge]
  }

  private struct Turn: Decodable {
    var line: Int
    var process: Bool
    var dimensions: [String]
    var valence: String
    var themes: [String]
    var risk: String?
  }

  private struct Edge: Decodable {
    var source: String
    var target: String
    var sign: String
    var strength: String
    var evidenceLines: [Int]
  }

  static func read(folder: String) throws -> GoldClient {
    let path = "\(folder)/network.json"
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    let file: File
    do {
      file = try decoder.decode(File.self, from: Data(contentsOf: URL(fileURLWithPath: path)))
    } catch {
      throw CaseError(
        .badData, "The file does not describe a planted client.", at: path,
        advice: "It needs `client`, `themes` and `sessions`; docs/evaluation.md shows one.")
    }
    let clusters = try file.themes.map { theme in
      Cluster(
        key: theme.id, theme: theme.label,
        dimensions: try theme.dimensions.map { try named($0, as: Dimension.self, at: path) }.sorted(),
        valence: try named(theme.valence, as: Valence.self, at: path))
    }
    let sessions = try file.sessions.map { try session($0, folder: folder, keys: Set(clusters.map(\.key))) }
    return GoldClient(name: file.client, clusters: clusters, sessions: sessions.sorted { $0.number < $1.number })
  }

  private static func session(_ item: Session, folder: String, keys: Set<String>) throws -> GoldSession {
    let path = "\(folder)/network.json"
    let place = "\(path), session \(item.session)"
    var utterances: [Utterance] = []
    try TranscriptReader(path: "\(folder)/session-\(item.session).txt").forEach { utterances += $0.utterances }
    guard let day = Day(item.date) else {
      throw CaseError(.badData, "“\(item.date)” is not a day.", at: place, advice: "Write it as YYYY-MM-DD.")
    }
    let turns = try item.utterances.map { turn -> GoldTurn in
      // One turn a line: the line is the turn.
      guard utterances.indices.contains(turn.line - 1), utterances[turn.line - 1].speaker == .client else {
        throw CaseError(.badData, "Line \(turn.line) of the transcript is no client turn.", at: place)
      }
      guard turn.themes.allSatisfy(keys.contains) else {
        throw CaseError(.badData, "Line \(turn.line) names a theme that the file does not list.", at: place)
      }
      return GoldTurn(
        turn: turn.line, isProcess: turn.process,
        dimensions: try turn.dimensions.map { try named($0, as: Dimension.self, at: place) }.sorted(),
        valence: try named(turn.valence, as: Valence.self, at: place),
        risk: try named(turn.risk ?? "none", as: Risk.self, at: place), clusters: turn.themes)
    }
    let edges = try item.edges.map { edge -> GoldEdge in
      guard keys.contains(edge.source), keys.contains(edge.target) else {
        throw CaseError(.badData, "An edge names a theme that the file does not list.", at: place)
      }
      return GoldEdge(
        pair: ClusterPair(source: edge.source, target: edge.target),
        sign: try named(edge.sign, as: EdgeSign.self, at: place),
        strength: try named(edge.strength, as: EdgeStrength.self, at: place), turns: edge.evidenceLines)
    }
    return GoldSession(
      name: "\(folder)/session-\(item.session).txt", number: item.session, day: day, utterances: utterances,
      turns: turns, edges: edges)
  }
}

/// Dialogues whose emotional turns are linked to the turns that cause them, in the form of RECCON (Poria et al. 2021).
enum CauseDialogues {
  private struct Turn: Decodable {
    var turn: Int
    var speaker: String
    var utterance: String
    var emotion: String
    var evidence: [Evidence]?

    enum CodingKeys: String, CodingKey {
      case turn, speaker, utterance, emotion
      case evidence = "expanded emotion cause evidence"
    }
  }

  /// A turn's number, or a letter where the cause lies outside the dialogue.
  private enum Evidence: Decodable {
    case turn(Int)
    case outside

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let turn = try? container.decode(Int.self) { self = .turn(turn) } else { self = .outside }
    }
  }

  static func read(path: String) throws -> [GoldCause] {
    let file: [String: [[Turn]]]
    do {
      file = try JSONDecoder().decode([String: [[Turn]]].self, from: Data(contentsOf: URL(fileURLWithPath: path)))
    } catch {
      throw CaseError(
        .badData, "The file does not hold dialogues with causes.", at: path,
        advice: "docs/evaluation.md describes the format.")
    }
    var gold: [GoldCause] = []
    for dialogue in file.sorted(by: { $0.key < $1.key }).flatMap(\.value) {
      guard dialogue.enumerated().allSatisfy({ $1.turn == $0 + 1 }) else { continue }
      for turn in dialogue where turn.emotion != "neutral" && !turn.emotion.isEmpty {
        let causes = (turn.evidence ?? []).compactMap { if case .turn(let number) = $0 { number } else { nil } }
        guard !causes.isEmpty else { continue }
        gold.append(
          GoldCause(
            texts: dialogue.map(\.utterance), speakers: dialogue.map(\.speaker), turn: turn.turn, causes: Set(causes)))
      }
    }
    return gold
  }
}
