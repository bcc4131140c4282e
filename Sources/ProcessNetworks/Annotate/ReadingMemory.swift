import Foundation

/// The turns read last: each of the three stages reads the same turns, and reading is most of their work.
///
/// It changes no result, only the time: what is forgotten is read again.
final class ReadingMemory: @unchecked Sendable {
  /// A few sessions of one client.
  private static let capacity = 512

  // All access to `readings` is under `lock`; that is what makes this class safe to share.
  private let lock = NSLock()
  private var readings: [String: TurnReading] = [:]

  subscript(text: String) -> TurnReading? {
    get { lock.withLock { readings[text] } }
    set {
      lock.withLock {
        if readings.count >= Self.capacity { readings.removeAll(keepingCapacity: true) }
        readings[text] = newValue
      }
    }
  }
}
