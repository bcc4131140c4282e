/// Times within a recording.
enum ClockTime {
  /// 100 hours. A larger number is a time in milliseconds or a date, not in seconds.
  static let limitMilliseconds = 360_000_000
  static let advice = "Write HH:MM:SS.mmm, MM:SS or seconds, up to 100 hours."

  /// For files whose columns can be mapped.
  static func advice(column: TranscriptColumn) -> String {
    "\(advice) If it is something else, leave it out with \(OptionName.column) \(column.rawValue)=."
  }

  /// Milliseconds of `HH:MM:SS`, `MM:SS` or `SS`, with a fraction after `.` or `,`. `nil` for anything else, and beyond
  /// 100 hours.
  /// - Parameter needsColon: refuse a bare number of seconds.
  static func milliseconds(_ bytes: UnsafeRawBufferPointer, needsColon: Bool = false) -> Int? {
    var parts = 0
    var total = 0
    var digits = 0
    var number = 0
    var fraction = 0
    var fractionDigits = -1
    for byte in bytes {
      switch byte {
      case 48...57:
        let digit = Int(byte) - 48
        if fractionDigits >= 0 {
          if fractionDigits < 3 { fraction = fraction * 10 + digit }
          fractionDigits += 1
        } else {
          digits += 1
          number = number * 10 + digit
          if digits > 6 { return nil }
        }
      case 58:
        guard fractionDigits < 0, digits > 0, parts < 2, parts == 0 || (digits == 2 && number < 60) else { return nil }
        total = total * 60 + number
        (number, digits, parts) = (0, 0, parts + 1)
      case 46, 44:
        guard fractionDigits < 0, digits > 0 else { return nil }
        fractionDigits = 0
      default: return nil
      }
    }
    guard digits > 0, fractionDigits != 0, parts == 0 ? !needsColon : digits == 2 && number < 60 else { return nil }
    var scale = max(0, fractionDigits)
    while scale < 3 { (fraction, scale) = (fraction * 10, scale + 1) }
    let milliseconds = (total * 60 + number) * 1000 + fraction
    return milliseconds <= limitMilliseconds ? milliseconds : nil
  }

  static func milliseconds(_ text: some StringProtocol, needsColon: Bool = false) -> Int? {
    var copy = String(text)
    return copy.withUTF8 { milliseconds(UnsafeRawBufferPointer($0), needsColon: needsColon) }
  }

  static func milliseconds(seconds: Double) -> Int? {
    guard seconds >= 0, seconds * 1000 <= Double(limitMilliseconds) else { return nil }
    return Int((seconds * 1000).rounded())
  }
}
