/// A client turn whose labels a person of the clinic has checked: an example that weighs more than any of the program's own.
public struct VerifiedTurn: Hashable, Sendable {
  public var text: String
  public var isProcess: Bool
  /// Empty where it is no process.
  public var dimensions: [Dimension]
  public var valence: Valence

  public init(text: String, isProcess: Bool, dimensions: [Dimension], valence: Valence) {
    self.text = text
    self.isProcess = isProcess
    self.dimensions = dimensions
    self.valence = valence
  }
}
