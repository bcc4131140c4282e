/// The one error that a person sees: what is wrong, where, and what to do.
///
/// Everything below a front end throws this type for whatever input, disk or another program can cause. A front end prints
/// `description` and ends with `code.exitCode`.
public struct CaseError: Error, Sendable, Equatable, CustomStringConvertible {
  public enum Code: String, Sendable, CaseIterable {
    /// The command line or a request is not understood.
    case usage
    /// A file or a store holds something that it must not.
    case badData
    /// A file, client, session … that was named does not exist.
    case noInput
    /// Something needed is missing or refuses (a share folder, a newer store).
    case unavailable
    /// A defect of the program itself.
    case `internal`
    /// A file cannot be written: no permission, no space.
    case cannotCreate
    /// Another program holds what is needed; the same command can succeed later.
    case tryAgain

    /// The exit status of a process, after BSD's `sysexits.h`.
    public var exitCode: Int32 {
      switch self {
      case .usage: 64
      case .badData: 65
      case .noInput: 66
      case .unavailable: 69
      case .internal: 70
      case .cannotCreate: 73
      case .tryAgain: 75
      }
    }
  }

  public var code: Code
  /// One sentence that says what is wrong.
  public var message: String
  /// `file`, `file:line` or an identifier such as `client K-014`.
  public var place: String?
  /// What the reader can do about it.
  public var advice: String?

  public init(_ code: Code, _ message: String, at place: String? = nil, advice: String? = nil) {
    self.code = code
    self.message = message
    self.place = place
    self.advice = advice
  }

  public var description: String {
    var text = place.map { "\($0): \(message)" } ?? message
    if let advice { text += " \(advice)" }
    return text
  }
}
