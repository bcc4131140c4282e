public enum Speaker: String, Sendable, CaseIterable {
  case client, therapist, other
}

/// One turn of a session: what one speaker says until the next one speaks.
public struct Utterance: Hashable, Sendable {
  /// The turn's place in its transcript, from 1.
  public var turn: Int
  public var speaker: Speaker
  /// The speaker's name as the file gives it, where it gives one.
  public var speakerName: String?
  public var startMilliseconds: Int?
  public var endMilliseconds: Int?
  public var text: String

  public init(
    turn: Int, speaker: Speaker, speakerName: String? = nil, startMilliseconds: Int? = nil, endMilliseconds: Int? = nil,
    text: String
  ) {
    self.turn = turn
    self.speaker = speaker
    self.speakerName = speakerName
    self.startMilliseconds = startMilliseconds
    self.endMilliseconds = endMilliseconds
    self.text = text
  }
}

/// A literal part of one utterance. `start` and `length` count Unicode scalars, as SQLite's `substr` does, so that
/// `substr(utterance.text, start + 1, length) = text` always holds.
public struct Quote: Hashable, Sendable {
  public var start: Int
  public var length: Int
  public var text: String

  /// The part of `utterance` that the range of its Unicode scalars covers.
  public init(_ range: Range<String.UnicodeScalarView.Index>, of utterance: String) {
    let scalars = utterance.unicodeScalars
    start = scalars.distance(from: scalars.startIndex, to: range.lowerBound)
    length = scalars.distance(from: range.lowerBound, to: range.upperBound)
    text = String(scalars[range])
  }

  /// A quote read back from where it was kept; `matches` says whether it still holds.
  public init(start: Int, length: Int, text: String) {
    self.start = start
    self.length = length
    self.text = text
  }

  public func matches(_ utterance: String) -> Bool {
    let scalars = utterance.unicodeScalars
    guard start >= 0, length > 0, start <= scalars.count, length <= scalars.count - start else { return false }
    // By scalars, not characters: `==` on strings would take canonically equivalent text for equal.
    return scalars.dropFirst(start).prefix(length).elementsEqual(text.unicodeScalars)
  }
}
