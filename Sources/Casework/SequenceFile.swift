import CaseModel
import Transcripts

/// Module histories in a CSV file with the columns `sequence_id`, `split`, `modules` and `effectiveness`, in any order; others are
/// passed over. Modules have spaces (or `;`, `,`, `>`) between them. A split is `train`, `validation`, `test`, or empty where it
/// is left to the trainer.
public enum SequenceFile {
  /// - Throws: `CaseError` `.noInput` for a missing file, `.badData` at the line of what is wrong.
  public static func read(_ path: String) throws -> [ModuleSequence] {
    let reader = try CSVReader(path: path)
    func column(_ name: String) throws -> Int {
      guard let index = reader.header.firstIndex(where: { $0.lowercased() == name }) else {
        throw CaseError(
          .badData, "There is no column “\(name)”.", at: "\(path):\(reader.headerLine)",
          advice: "A file of histories has the columns sequence_id, modules and effectiveness; split may be left out.")
      }
      return index
    }
    let (id, modules, effectiveness) = (
      try column("sequence_id"), try column("modules"), try column("effectiveness")
    )
    let split = reader.header.firstIndex { $0.lowercased() == "split" }
    var sequences: [ModuleSequence] = []
    try reader.forEachRecord { record in
      let place = "\(path):\(record.line)"
      let codes = ModuleSequence.codes(in: record.text(at: modules))
      guard !codes.isEmpty else {
        throw CaseError(.badData, "The history has no modules.", at: place, advice: "Give one, or leave the line out.")
      }
      let written = record.text(at: effectiveness)
      guard let value = Double(written), (0...1).contains(value) else {
        throw CaseError(
          .badData, "“\(written)” is no effectiveness.", at: place, advice: "Write a number from 0 to 1, with a point.")
      }
      let part = split.map { record.text(at: $0).lowercased() } ?? ""
      guard part.isEmpty || ModuleSequence.Split(rawValue: part) != nil else {
        throw CaseError(
          .badData, "“\(part)” is no split.", at: place, advice: "Write train, validation or test, or nothing.")
      }
      sequences.append(
        ModuleSequence(
          id: record.text(at: id), modules: codes, effectiveness: value, split: ModuleSequence.Split(rawValue: part)))
    }
    return sequences
  }
}
