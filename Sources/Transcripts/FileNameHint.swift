import CaseModel

/// What the name of a transcript file says: `K-014_2026-03-03_s1.txt`, `K-014_2026-03-03.vtt`, `K-014_s2.txt`.
public struct FileNameHint: Sendable, Equatable {
  public var clientCode: String
  public var day: Day?
  public var sessionNumber: Int?

  /// `nil` unless the name, without folders and extension, is a client's code followed by `_` and a date, `_` and `s`
  /// with the session's number, or both in either order. A code may itself have `_` in it.
  public init?(fileName: String) {
    let name = fileName.split(separator: "/").last ?? ""
    var parts = name.prefix(upTo: name.lastIndex(of: ".") ?? name.endIndex)
      .split(separator: "_", omittingEmptySubsequences: false)
    while parts.count > 1, let last = parts.last {
      if day == nil, let found = Day(last) {
        day = found
      } else if sessionNumber == nil, let found = FileNameHint.sessionNumber(last) {
        sessionNumber = found
      } else {
        break
      }
      parts.removeLast()
    }
    clientCode = TextBytes.clean(parts.joined(separator: "_"))
    guard !clientCode.isEmpty, day != nil || sessionNumber != nil else { return nil }
  }

  private static func sessionNumber(_ part: Substring) -> Int? {
    let digits = part.dropFirst()
    guard part.first == "s" || part.first == "S", digits.allSatisfy({ $0.isASCII && $0.isNumber }),
      let number = Int(digits), (1...100_000).contains(number)
    else { return nil }
    return number
  }
}
