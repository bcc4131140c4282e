/// One filled-in outcome measure.
public struct Measure: Hashable, Sendable {
  /// `PHQ-9`, `GAD-7` … as the clinic writes it.
  public var instrument: String
  /// Item scores in order, where they are known.
  public var items: [Int]
  public var total: Double

  public init(instrument: String, items: [Int], total: Double) {
    self.instrument = instrument
    self.items = items
    self.total = total
  }
}

/// A therapy module of the catalogue.
public struct Module: Hashable, Sendable {
  /// `behavioral_activation` …
  public var code: String
  public var name: String
  public var summary: String

  public init(code: String, name: String, summary: String) {
    self.code = code
    self.name = name
    self.summary = summary
  }
}
