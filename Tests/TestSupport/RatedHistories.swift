import CaseModel
import CaseStore
import ModuleSequences

/// Histories of an invented world, of the catalogue's modules, with ids from `first` on.
public func inventedHistories(_ count: Int, seed: UInt64 = 1, first: Int = 1) throws -> [ModuleSequence] {
  let codes = try ModuleCatalogue.load(share: share).map(\.code)
  return try ModuleSimulation.sequences(count: count, seed: seed, modules: codes).enumerated().map { index, sequence in
    ModuleSequence(id: "H-\(first + index)", modules: sequence.modules, effectiveness: sequence.effectiveness)
  }
}

/// Puts histories in a store as clients of one session, with a clinician's rating.
public func addHistories(_ histories: [ModuleSequence], to store: CaseStore) throws {
  try store.write(as: Author(actor: "tester")) { writer in
    for history in histories {
      let day = Day("2026-03-02")
      let words = "I did what we had talked about, and it went as in week \(history.id)."
      _ = try writer.addTranscript(
        NewTranscript(
          clientCode: history.id, sessionNumber: 1, day: day, therapist: nil, sourceName: "\(history.id).txt",
          format: "text", utterances: [Utterance(turn: 1, speaker: .client, text: words)]))
      try writer.recordModules(history.modules, client: history.id, session: 1)
      try writer.recordRating(history.effectiveness, client: history.id, day: day)
    }
  }
}
