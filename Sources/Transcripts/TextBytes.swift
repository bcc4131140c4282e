import CaseModel

/// Bytes of a file on their way to text: what may not be there, and what is made clean.
enum TextBytes {
  enum FaultKind {
    case nul, invalidUTF8
  }

  struct Fault {
    var offset: Int
    var kind: FaultKind
  }

  /// The first NUL byte or invalid UTF-8 sequence.
  static func firstFault(in bytes: UnsafeRawBufferPointer) -> Fault? {
    var index = 0
    let count = bytes.count
    while index < count {
      // Eight bytes at once while they are ASCII and none of them is zero.
      if index + 8 <= count {
        let word = bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)
        let zeros = (word &- 0x0101_0101_0101_0101) & ~word
        if (word | zeros) & 0x8080_8080_8080_8080 == 0 {
          index += 8
          continue
        }
      }
      let byte = bytes[index]
      if byte == 0 { return Fault(offset: index, kind: .nul) }
      if byte < 0x80 {
        index += 1
      } else {
        let length = sequenceLength(in: bytes, at: index)
        if length == 0 { return Fault(offset: index, kind: .invalidUTF8) }
        index += length
      }
    }
    return nil
  }

  /// Length of the well-formed sequence of two to four bytes that begins at `index`; 0 where there is none
  /// (Unicode 15, table 3-7).
  private static func sequenceLength(in bytes: UnsafeRawBufferPointer, at index: Int) -> Int {
    let lead = bytes[index]
    let length: Int
    var second: ClosedRange<UInt8> = 0x80...0xBF
    switch lead {
    case 0xC2...0xDF: length = 2
    case 0xE0: (length, second) = (3, 0xA0...0xBF)
    case 0xED: (length, second) = (3, 0x80...0x9F)
    case 0xE1...0xEF: length = 3
    case 0xF0: (length, second) = (4, 0x90...0xBF)
    case 0xF1...0xF3: length = 4
    case 0xF4: (length, second) = (4, 0x80...0x8F)
    default: return 0
    }
    guard index + length <= bytes.count, second.contains(bytes[index + 1]) else { return 0 }
    for next in (index + 2)..<(index + max(2, length)) where bytes[next] & 0xC0 != 0x80 { return 0 }
    return length
  }

  /// - Parameter line: the line on which `bytes` begin.
  /// - Throws: `badData` at the line of the first fault.
  static func check(_ bytes: UnsafeRawBufferPointer, line: Int, file: SourceFile) throws {
    guard let fault = firstFault(in: bytes) else { return }
    let before = UnsafeRawBufferPointer(rebasing: bytes[..<fault.offset])
    let faultLine = line + lineBreaks(in: before)
    switch fault.kind {
    case .nul:
      throw file.badData(
        faultLine, "There is a NUL byte, so this is not a plain text file.",
        advice: "Export the transcript as text and save it as UTF-8.")
    case .invalidUTF8:
      throw file.badData(
        faultLine, "There is a byte (0x\(String(bytes[fault.offset], radix: 16, uppercase: true))) that is not UTF-8.",
        advice: "Save the file as UTF-8.")
    }
  }

  /// LF, CRLF and CR each break a line.
  static func lineBreaks(in bytes: UnsafeRawBufferPointer) -> Int {
    var count = 0
    var previous: UInt8 = 0
    for byte in bytes {
      if byte == 10 {
        if previous != 13 { count += 1 }
      } else if byte == 13 {
        count += 1
      }
      previous = byte
    }
    return count
  }

  /// Text without control characters except tab (a line break of any kind becomes one space, others a space each) and
  /// without white space at its ends. `bytes` are UTF-8 without NUL.
  /// - Parameter quotesAreDoubled: as inside a quoted CSV field.
  static func text(_ bytes: UnsafeRawBufferPointer, quotesAreDoubled: Bool = false) -> String {
    var low = 0
    var high = bytes.count
    while low < high, bytes[low] <= 0x20 { low += 1 }
    while high > low, bytes[high - 1] <= 0x20 { high -= 1 }
    let trimmed = UnsafeRawBufferPointer(rebasing: bytes[low..<high])
    guard let first = trimmed.first, let last = trimmed.last else { return "" }
    let text =
      quotesAreDoubled || hasControl(trimmed)
      ? String(decoding: cleaned(trimmed, quotesAreDoubled: quotesAreDoubled), as: UTF8.self)
      : String(decoding: trimmed, as: UTF8.self)
    // Only now, as ASCII is the common case: no-break spaces and the like, and what a control character became.
    return first > 0x7E || last > 0x7E ? trimmingWhiteSpace(text) : text
  }

  /// The standard library's search by characters is ten times slower, and captions ask this of every line.
  static func contains(_ text: String, _ part: StaticString) -> Bool {
    let part = UnsafeBufferPointer(start: part.utf8Start, count: part.utf8CodeUnitCount)
    guard let first = part.first else { return true }
    var copy = text
    return copy.withUTF8 { bytes in
      var index = bytes.startIndex
      while index + part.count <= bytes.count {
        if bytes[index] == first, bytes[index...].starts(with: part) { return true }
        index += 1
      }
      return false
    }
  }

  static func clean(_ string: String) -> String {
    var copy = string
    return copy.withUTF8 { text(UnsafeRawBufferPointer($0)) }
  }

  private static func hasControl(_ bytes: UnsafeRawBufferPointer) -> Bool {
    var previous: UInt8 = 0
    var index = 0
    while index < bytes.count {
      // Eight bytes at once while all are in 0x20...0x7E.
      if index + 8 <= bytes.count {
        let word = bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)
        let below = (word &- 0x2020_2020_2020_2020) & ~word
        let above = word &+ 0x0101_0101_0101_0101
        if (word | below | above) & 0x8080_8080_8080_8080 == 0 {
          index += 8
          previous = 0
          continue
        }
      }
      let byte = bytes[index]
      if byte < 0x20 && byte != 9 || byte == 0x7F { return true }
      if previous == 0xC2 && byte < 0xA0 { return true }
      previous = byte
      index += 1
    }
    return false
  }

  private static func cleaned(_ bytes: UnsafeRawBufferPointer, quotesAreDoubled: Bool) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      let next = index + 1 < bytes.count ? bytes[index + 1] : 0
      index += 1
      if byte < 0x20 && byte != 9 || byte == 0x7F {
        result.append(0x20)
        if byte == 13 && next == 10 { index += 1 }
      } else if byte == 0xC2 && next >= 0x80 && next < 0xA0 {
        result.append(0x20)
        index += 1
      } else {
        result.append(byte)
        if quotesAreDoubled && byte == 0x22 && next == 0x22 { index += 1 }
      }
    }
    return result
  }

  private static func trimmingWhiteSpace(_ text: String) -> String {
    let scalars = text.unicodeScalars
    guard let first = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
      let last = scalars.lastIndex(where: { !$0.properties.isWhitespace })
    else { return "" }
    return String(scalars[first...last])
  }
}
