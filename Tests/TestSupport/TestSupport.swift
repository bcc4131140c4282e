import Foundation

/// The repository's folder.
public let checkout = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
  .deletingLastPathComponent().path

/// The share folder of a checkout.
public let share = checkout + "/Seeds"

/// Where data for measuring is, if it is at hand at all; it is no part of the repository.
public let sharedData =
  ProcessInfo.processInfo.environment["CASELOOM_SHARED_DATA"] ?? checkout + "/../shared/data"

/// A folder that goes with the test.
public final class Scratch {
  public let path: String

  public init() throws {
    path = NSTemporaryDirectory() + "caseloom-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Writes a file, with the folders above it, and returns its path.
  @discardableResult
  public func write(_ name: String, _ text: String) throws -> String {
    let file = path + "/" + name
    try FileManager.default.createDirectory(
      atPath: (file as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
    try Data(text.utf8).write(to: URL(fileURLWithPath: file))
    return file
  }

  public func text(_ name: String) -> String {
    String(decoding: FileManager.default.contents(atPath: path + "/" + name) ?? Data(), as: UTF8.self)
  }
}
