import Foundation

/// Ctrl-C and SIGTERM, taken as a wish to end after the step at hand. A second one ends the program at once, which loses
/// nothing but that step.
struct Interruption {
  private nonisolated(unsafe) static var wanted: sig_atomic_t = 0

  init() {
    Self.wanted = 0
    for number in [SIGINT, SIGTERM] {
      signal(number) { received in
        Interruption.wanted = 1
        signal(received, SIG_DFL)
      }
    }
  }

  var isWanted: Bool { Self.wanted != 0 }

  func end() {
    for number in [SIGINT, SIGTERM] { signal(number, SIG_DFL) }
  }
}
