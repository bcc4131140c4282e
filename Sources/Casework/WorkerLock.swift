import CaseModel
import Foundation

/// The right to work on a store's queue: one process at a time. The system takes it back when the process ends, however it
/// ends.
public final class WorkerLock: Sendable {
  private let descriptor: Int32

  /// - Throws: `CaseError` `.tryAgain` where another process has it, `.cannotCreate` where the file cannot be made.
  public init(store: String) throws {
    let path = store + ".lock"
    descriptor = open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw CaseError(.cannotCreate, "The lock file cannot be made: \(String(cString: strerror(errno))).", at: path)
    }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      let holder = Self.content(of: descriptor)
      Foundation.close(descriptor)
      throw CaseError(
        .tryAgain, "Another process\(holder) is working on this store.", at: store,
        advice: "A daemon drains the queue by itself; stop it first if you want to do without it.")
    }
    let content = Array("\(getpid())\n".utf8)
    ftruncate(descriptor, 0)
    // Only a help for people: the lock holds without it.
    _ = pwrite(descriptor, content, content.count, 0)
  }

  deinit { Foundation.close(descriptor) }

  private static func content(of descriptor: Int32) -> String {
    var bytes = [UInt8](repeating: 0, count: 32)
    let count = pread(descriptor, &bytes, bytes.count, 0)
    guard count > 0, let number = Int(String(decoding: bytes[..<count], as: UTF8.self).filter(\.isNumber)) else {
      return ""
    }
    return " (\(number))"
  }
}
