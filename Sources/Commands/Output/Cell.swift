/// One value of a table, with its type: JSON keeps it.
enum Cell: Equatable, Sendable {
  case text(String)
  case integer(Int)
  case number(Double)
  case flag(Bool)
  case list([String])
  case integers([Int])
  case details([String: String])
  case missing

  init(_ text: String?) { self = text.map { .text($0) } ?? .missing }
  init(_ integer: Int?) { self = integer.map { .integer($0) } ?? .missing }
  init(_ number: Double?) { self = number.map { .number($0) } ?? .missing }
  init(_ flag: Bool) { self = .flag(flag) }
  init(_ list: [String]) { self = .list(list) }

  var isNumber: Bool {
    switch self {
    case .integer, .number: true
    default: false
    }
  }

  static let nothing = "–"

  /// For people: nothing is a dash.
  var shown: String {
    switch self {
    case .text(let text): TextWidth.plain(text)
    case .flag(let flag): flag ? "yes" : "no"
    case .missing, .list([]), .integers([]): Cell.nothing
    case .details(let details) where details.isEmpty: Cell.nothing
    case .list(let list): TextWidth.plain(list.joined(separator: ", "))
    case .details(let details): TextWidth.plain(Cell.pairs(details).joined(separator: ", "))
    case .integer, .number, .integers: raw
    }
  }

  /// For programs that read text: nothing is nothing.
  var raw: String {
    switch self {
    case .text(let text): text
    case .integer(let integer): String(integer)
    case .number(let number): Cell.shortest(number)
    case .flag(let flag): flag ? "true" : "false"
    case .list(let list): list.joined(separator: ";")
    case .integers(let integers): integers.map(String.init).joined(separator: " ")
    case .details(let details): Cell.pairs(details).joined(separator: ";")
    case .missing: ""
    }
  }

  var json: String {
    switch self {
    case .text(let text): JSONText.string(text)
    case .number(let number) where !number.isFinite: "null"
    case .integer, .number, .flag: raw
    case .integers(let integers): "[" + integers.map(String.init).joined(separator: ", ") + "]"
    case .list(let list): "[" + list.map(JSONText.string).joined(separator: ", ") + "]"
    case .details(let details):
      JSONText.object(details.sorted { $0.key < $1.key }.map { ($0.key, JSONText.string($0.value)) })
    case .missing: "null"
    }
  }

  private static func pairs(_ details: [String: String]) -> [String] {
    details.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
  }

  /// `14`, `2.5`.
  static func shortest(_ number: Double) -> String {
    number == number.rounded() && abs(number) < 1e15 ? String(Int(number)) : String(number)
  }
}

/// JSON with its keys in the order of the columns.
enum JSONText {
  static func string(_ text: String) -> String {
    var json = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": json += "\\\""
      case "\\": json += "\\\\"
      case "\n": json += "\\n"
      case "\r": json += "\\r"
      case "\t": json += "\\t"
      case _ where scalar.value < 0x20 || scalar.value == 0x7F:
        let digits = String(scalar.value, radix: 16)
        json += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: json.unicodeScalars.append(scalar)
      }
    }
    return json + "\""
  }

  static func object(_ members: [(key: String, json: String)]) -> String {
    "{" + members.map { "\(string($0.key)): \($0.json)" }.joined(separator: ", ") + "}"
  }

  /// An element a line.
  static func array(_ elements: [String], indentation: String = "") -> String {
    guard !elements.isEmpty else { return "[]" }
    let lines = elements.map { "\(indentation)  \($0)" }.joined(separator: ",\n")
    return "[\n\(lines)\n\(indentation)]"
  }
}
