import CaseModel
import Foundation

@testable import ProcessNetworks

/// The checkout's own `Seeds` folder.
let seedsPath = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
  .deletingLastPathComponent().appendingPathComponent("Seeds").path

/// The embedded engine on the checkout's `Seeds`, loaded once.
enum Embedded {
  static let engine: Result<NetworkEngine, any Error> = Result { try NetworkEngine.lexicon(share: seedsPath) }

  static func get() throws -> NetworkEngine { try engine.get() }
}

/// `C: …` and `T: …` lines as a transcript.
func transcript(_ lines: String...) -> [Utterance] {
  lines.enumerated().map { index, line in
    Utterance(turn: index + 1, speaker: line.hasPrefix("C:") ? .client : .therapist, text: String(line.dropFirst(3)))
  }
}

/// Utterances of words that the lexicon knows, joined at random, with accents, emoji and odd punctuation between them.
func randomSession(seed: UInt64, turns: Int) -> [Utterance] {
  let pieces = [
    "I can't sleep", "whenever I worry", "so I don't go out", "my mother", "because", "I feel guilty",
    "and then I check",
    "I\u{2019}m useless", "it helps me relax", "café", "e\u{301}tude", "\u{1F600}", "—", "...", "?", "I, um, I-I drink",
    "[laughs]", "yeah", "what if it goes wrong", "I want to stop", "she says I'm lazy", "if I don't, I panic",
    "\u{200D}", "日本",
    "I asked for help", "which makes me angry", "[", "don't", "nothing helps",
  ]
  var generator = SplitMix64(seed: seed)
  return (1...turns).map { turn in
    let count = Int.random(in: 0...12, using: &generator)
    let text = (0..<count).map { _ in pieces.randomElement(using: &generator) ?? "" }
      .joined(separator: [" ", ", ", ". "].randomElement(using: &generator) ?? " ")
    return Utterance(turn: turn, speaker: turn % 2 == 0 ? .client : .therapist, text: text)
  }
}
