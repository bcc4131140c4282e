import CaseModel

/// A JSON value and the line on which it begins.
struct JSONNode {
  var line: Int
  var value: JSONValue
}

enum JSONValue {
  case null
  case bool(Bool)
  case number(Double)
  case string(String)
  case array([JSONNode])
  case object([JSONMember])

  /// For messages.
  var kind: String {
    switch self {
    case .null: "null"
    case .bool: "true or false"
    case .number: "a number"
    case .string: "a text"
    case .array: "an array"
    case .object: "an object"
    }
  }
}

struct JSONMember {
  var key: String
  var node: JSONNode
}

/// Reads JSON (RFC 8259) and knows on which line it is, which Foundation's decoder does not say of a value that it
/// accepts.
///
/// `bytes` are UTF-8 without NUL. A control character within a string is accepted, except a line break: that is a
/// string which somebody forgot to close.
struct JSONScanner {
  static let depthLimit = 64

  private let file: SourceFile
  private let bytes: UnsafeRawBufferPointer
  private(set) var position = 0
  private(set) var line: Int

  init(_ bytes: UnsafeRawBufferPointer, line: Int, file: SourceFile) {
    self.bytes = bytes
    self.line = line
    self.file = file
  }

  /// The next byte that is not white space.
  mutating func peek() -> UInt8? {
    while position < bytes.count {
      switch bytes[position] {
      case 10:
        if position == 0 || bytes[position - 1] != 13 { line += 1 }
      case 13: line += 1
      case 9, 32: break
      default: return bytes[position]
      }
      position += 1
    }
    return nil
  }

  mutating func skip() { position += 1 }

  func fault(_ message: String, advice: String = "Check that the file is JSON.") -> CaseError {
    file.badData(line, message, advice: advice)
  }

  /// - Throws: `badData` where anything but white space follows.
  mutating func expectEnd() throws {
    if peek() != nil { throw fault("There is something after the end of the JSON value.") }
  }

  mutating func value(depth: Int = 0) throws -> JSONNode {
    guard let byte = peek() else { throw fault("The JSON ends too early.", advice: "Check that the file is whole.") }
    guard depth < JSONScanner.depthLimit else {
      throw fault("The JSON is nested more than \(JSONScanner.depthLimit) levels deep.")
    }
    let start = line
    switch byte {
    case UInt8(ascii: "{"): return JSONNode(line: start, value: .object(try members(depth: depth + 1)))
    case UInt8(ascii: "["):
      skip()
      var elements: [JSONNode] = []
      while try nextElement(isFirst: elements.isEmpty) { elements.append(try value(depth: depth + 1)) }
      return JSONNode(line: start, value: .array(elements))
    case UInt8(ascii: "\""): return JSONNode(line: start, value: .string(try string()))
    default:
      if let word = word() { return JSONNode(line: start, value: word) }
      return JSONNode(line: start, value: .number(try number()))
    }
  }

  private mutating func word() -> JSONValue? {
    let rest = bytes[position...]
    switch bytes[position] {
    case UInt8(ascii: "t") where rest.starts(with: "true".utf8): position += 4
    case UInt8(ascii: "n") where rest.starts(with: "null".utf8):
      position += 4
      return .null
    case UInt8(ascii: "f") where rest.starts(with: "false".utf8):
      position += 5
      return .bool(false)
    default: return nil
    }
    return .bool(true)
  }

  /// Steps to the next element of an array that is open, over the comma. False at its end, which is passed.
  mutating func nextElement(isFirst: Bool) throws -> Bool {
    switch peek() {
    case UInt8(ascii: "]"):
      skip()
      return false
    case UInt8(ascii: ",") where !isFirst:
      skip()
      if peek() == UInt8(ascii: "]") { throw fault("There is a comma before the end of an array.") }
      return true
    case nil: throw fault("The JSON ends within an array.", advice: "Check that the file is whole.")
    default:
      if isFirst { return true }
      throw fault("A comma or ] is missing.")
    }
  }

  private mutating func members(depth: Int) throws -> [JSONMember] {
    skip()
    var members: [JSONMember] = []
    while true {
      switch peek() {
      case UInt8(ascii: "}"):
        skip()
        return members
      case UInt8(ascii: ",") where !members.isEmpty:
        skip()
        if peek() != UInt8(ascii: "\"") { throw fault("A key in quotes is missing after a comma.") }
      case UInt8(ascii: "\"") where members.isEmpty: break
      case nil: throw fault("The JSON ends within an object.", advice: "Check that the file is whole.")
      default: throw fault(members.isEmpty ? "A key in quotes or } is missing." : "A comma or } is missing.")
      }
      let key = try string()
      guard peek() == UInt8(ascii: ":") else { throw fault("The colon after the key '\(key.prefix(40))' is missing.") }
      skip()
      members.append(JSONMember(key: key, node: try value(depth: depth)))
    }
  }

  /// RFC 8259, section 6. Swift's own `Double` reads more: "+1", ".5", "01", "5.".
  private mutating func number() throws -> Double {
    let start = position
    if position < bytes.count, bytes[position] == UInt8(ascii: "-") { position += 1 }
    let wholeStart = position
    var isNumber = skipDigits()
    if isNumber, bytes[wholeStart] == UInt8(ascii: "0"), position - wholeStart > 1 { isNumber = false }
    if position < bytes.count, bytes[position] == UInt8(ascii: ".") {
      position += 1
      isNumber = skipDigits() && isNumber
    }
    if position < bytes.count, bytes[position] | 0x20 == UInt8(ascii: "e") {
      position += 1
      if position < bytes.count, bytes[position] == UInt8(ascii: "+") || bytes[position] == UInt8(ascii: "-") {
        position += 1
      }
      isNumber = skipDigits() && isNumber
    }
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    if isNumber, let number = Double(text), number.isFinite { return number }
    throw fault(text.isEmpty ? "Here a JSON value is expected." : "'\(text.prefix(40))' is not a JSON number.")
  }

  /// False where there is none.
  private mutating func skipDigits() -> Bool {
    let start = position
    while position < bytes.count, (48...57).contains(bytes[position]) { position += 1 }
    return position > start
  }

  private mutating func string() throws -> String {
    position += 1
    let start = position
    while position < bytes.count {
      switch bytes[position] {
      case UInt8(ascii: "\""):
        position += 1
        return String(decoding: bytes[start..<(position - 1)], as: UTF8.self)
      case UInt8(ascii: "\\"): return try escapedString(from: start)
      case 10, 13: throw unclosed
      default: position += 1
      }
    }
    throw unclosed
  }

  private var unclosed: CaseError {
    fault("A string that begins on this line is not closed on it.", advice: "Write a line break within it as \\n.")
  }

  private mutating func escapedString(from start: Int) throws -> String {
    var result = Array(bytes[start..<position])
    while position < bytes.count {
      let byte = bytes[position]
      position += 1
      switch byte {
      case UInt8(ascii: "\""): return String(decoding: result, as: UTF8.self)
      case 10, 13:
        throw unclosed
      case UInt8(ascii: "\\"): try escape(into: &result)
      default: result.append(byte)
      }
    }
    throw unclosed
  }

  private mutating func escape(into result: inout [UInt8]) throws {
    guard position < bytes.count else { throw unclosed }
    let byte = bytes[position]
    position += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): result.append(byte)
    case UInt8(ascii: "b"), UInt8(ascii: "f"): result.append(32)
    case UInt8(ascii: "n"): result.append(10)
    case UInt8(ascii: "r"): result.append(13)
    case UInt8(ascii: "t"): result.append(9)
    case UInt8(ascii: "u"): result.append(contentsOf: String(try escapedScalar()).utf8)
    default: throw fault("There is an escape that JSON does not have.", advice: "Write a backslash as \\\\.")
    }
  }

  private mutating func escapedScalar() throws -> Unicode.Scalar {
    let first = try codeUnit()
    if first == 0 {
      throw fault("There is a NUL character (\\u0000).", advice: "Export the transcript again, as text without it.")
    }
    if let scalar = Unicode.Scalar(first) { return scalar }
    if first < 0xDC00, bytes[position...].starts(with: "\\u".utf8) {
      position += 2
      let second = try codeUnit()
      if (0xDC00...0xDFFF).contains(second),
        let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
      {
        return scalar
      }
    }
    throw fault("There is half of a surrogate pair.", advice: "Export the file again, as UTF-8.")
  }

  private mutating func codeUnit() throws -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<4 {
      guard position < bytes.count, let digit = Character(Unicode.Scalar(bytes[position])).hexDigitValue else {
        throw fault("There is a \\u without four hexadecimal digits.")
      }
      value = value << 4 + UInt32(digit)
      position += 1
    }
    return value
  }
}
