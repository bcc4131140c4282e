/// What is wrong with a model's folder: what, where, and what to do about it.
public struct EncoderError: Error, Sendable, Equatable, CustomStringConvertible {
  public enum Code: String, Sendable, CaseIterable {
    /// The folder or a file of it does not exist or cannot be read.
    case missing
    /// A file is cut short or holds what it must not.
    case damaged
    /// The files are sound, and those of another model.
    case unsupported
  }

  public var code: Code
  /// One sentence that says what is wrong.
  public var message: String
  /// The path of the file or folder.
  public var place: String
  /// What the reader can do about it.
  public var advice: String

  public init(_ code: Code, _ message: String, at place: String, advice: String) {
    self.code = code
    self.message = message
    self.place = place
    self.advice = advice
  }

  public var description: String { "\(place): \(message) \(advice)" }
}
