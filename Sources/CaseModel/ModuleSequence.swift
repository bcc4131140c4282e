/// One history: the modules that were delivered, in order, and how effective they were together.
public struct ModuleSequence: Hashable, Sendable {
  /// Which part of the data a history belongs to. What is in `test` is never seen by training or choosing.
  public enum Split: String, CaseIterable, Sendable {
    case train, validation, test
  }

  /// The client's code, or what a file calls the sequence.
  public var id: String
  /// Codes of the modules in the order of delivery, at least one.
  public var modules: [String]
  /// 0…1. From a measure, 0.5 is no change (`OutcomeRule`).
  public var effectiveness: Double
  /// `nil` where the data leaves it to the trainer.
  public var split: Split?

  public init(id: String, modules: [String], effectiveness: Double, split: Split? = nil) {
    self.id = id
    self.modules = modules
    self.effectiveness = effectiveness
    self.split = split
  }
}

extension ModuleSequence {
  /// The codes in what a person or a file writes, in order: with spaces, commas, semicolons or arrows between them.
  public static func codes(in text: String) -> [String] {
    text.split { $0.isWhitespace || $0 == ">" || $0 == "," || $0 == ";" || $0 == "→" }.map(String.init)
  }
}
