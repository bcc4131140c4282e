import CaseModel
import Casework
import Foundation

/// What a command knows of the world besides its arguments. Tests put in their own.
struct Surroundings: Sendable {
  enum Channel: Sendable { case output, errors }

  @TaskLocal static var current = Surroundings.process

  var environment: [String: String]
  var clock: CaseClock
  /// Columns of the terminal behind standard output; `nil` where it is none.
  var outputColumns: Int?
  /// Columns of the terminal behind standard error; `nil` where it is none, or one that cannot redraw a line.
  var errorColumns: Int?
  /// Path of the running program: the share folder lies near it.
  var executable: @Sendable () -> String
  var write: @Sendable (Channel, String) throws -> Void

  static let process: Surroundings = {
    let environment = ProcessInfo.processInfo.environment
    return Surroundings(
      environment: environment, clock: .system, outputColumns: terminalColumns(STDOUT_FILENO),
      errorColumns: environment["TERM"] == "dumb" ? nil : terminalColumns(STDERR_FILENO),
      executable: { Bundle.main.executablePath ?? CommandLine.arguments[0] },
      write: { channel, text in try writeAll(text, to: channel == .output ? STDOUT_FILENO : STDERR_FILENO) })
  }()

  private static func terminalColumns(_ descriptor: Int32) -> Int? {
    guard isatty(descriptor) == 1 else { return nil }
    var size = winsize()
    guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 100 }
    return Int(size.ws_col)
  }

  /// - Throws: `CaseError` `.cannotCreate` where the text cannot be written. A reader that has gone (`… | head`) is no fault:
  ///   the rest is dropped, and the command ends as if it had been read.
  private static func writeAll(_ text: String, to descriptor: Int32) throws {
    var text = text
    try text.withUTF8 { bytes in
      var rest = UnsafeRawBufferPointer(bytes)
      while !rest.isEmpty {
        let count = Foundation.write(descriptor, rest.baseAddress, rest.count)
        if count >= 0 {
          rest = UnsafeRawBufferPointer(rebasing: rest[count...])
        } else if errno == EPIPE {
          return
        } else if errno != EINTR && errno != EAGAIN {
          let name = descriptor == STDOUT_FILENO ? "standard output" : "standard error"
          throw CaseError(.cannotCreate, "It cannot be written: \(String(cString: strerror(errno))).", at: name)
        }
      }
    }
  }
}

// MARK: What commands say

/// Prints a line to standard output: a result.
func say(_ line: String) throws {
  try Surroundings.current.write(.output, line + "\n")
}

/// Prints a line to standard error: something to know that is no result.
func note(_ line: String) throws {
  try Surroundings.current.write(.errors, line + "\n")
}

/// Prints a line to standard error that wants attention.
func warn(_ line: String) throws {
  try note("caseloom: warning: \(line)")
}

/// `1 transcript`, `12,400 transcripts`.
func counted(_ count: Int, _ noun: String, plural: String? = nil) -> String {
  "\(grouped(count)) \(count == 1 ? noun : plural ?? noun + "s")"
}

/// `12,400`.
func grouped(_ number: Int) -> String {
  var digits = Array(String(number.magnitude))
  var position = digits.count - 3
  while position > 0 {
    digits.insert(",", at: position)
    position -= 3
  }
  return (number < 0 ? "-" : "") + String(digits)
}

/// The first names, and how many more there are.
func listed(_ names: [String], most: Int = 8) -> String {
  names.prefix(most).joined(separator: ", ") + (names.count > most ? " and \(names.count - most) more" : "")
}
