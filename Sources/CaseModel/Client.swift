/// A person in treatment. `code` is the clinic's own and the only name that leaves the store by default.
public struct Client: Hashable, Sendable {
  public enum Status: String, Sendable, CaseIterable {
    case active, closed
  }

  public var code: String
  public var name: String?
  public var birthYear: Int?
  public var status: Status
  public var note: String?

  public init(code: String, name: String? = nil, birthYear: Int? = nil, status: Status = .active, note: String? = nil) {
    self.code = code
    self.name = name
    self.birthYear = birthYear
    self.status = status
    self.note = note
  }

  /// A code is 1 to 64 letters, digits and `-_.`, beginning with a letter or digit: it becomes part of file names.
  public static func isValidCode(_ code: String) -> Bool {
    guard let first = code.unicodeScalars.first, (1...64).contains(code.unicodeScalars.count) else { return false }
    let isPlain = { (scalar: Unicode.Scalar) in
      scalar.properties.isAlphabetic || scalar.properties.numericType == .decimal
    }
    return isPlain(first) && code.unicodeScalars.allSatisfy { isPlain($0) || "-_.".unicodeScalars.contains($0) }
  }
}

/// A session as it is planned or was held. Sessions of a client are ordered by day, then number.
public struct Session: Hashable, Sendable {
  public var clientCode: String
  /// The clinic's count, from 1.
  public var number: Int
  public var day: Day
  public var therapist: String?

  public init(clientCode: String, number: Int, day: Day, therapist: String? = nil) {
    self.clientCode = clientCode
    self.number = number
    self.day = day
    self.therapist = therapist
  }
}

/// Who makes a change, and why: every write leaves it in the audit trail.
public struct Author: Hashable, Sendable {
  public var actor: String
  public var reason: String?

  public init(actor: String, reason: String? = nil) {
    self.actor = actor
    self.reason = reason
  }
}
