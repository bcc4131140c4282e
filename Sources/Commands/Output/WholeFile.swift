import CaseModel
import Foundation

/// Files that are written whole or not at all.
enum WholeFile {
  /// Writes beside the file first, and moves the result in its place.
  ///
  /// - Throws: `CaseError` `.cannotCreate`; what was there before is then still there.
  static func write(_ text: String, to path: String) throws {
    let draft = "\(path).\(getpid()).part"
    let descriptor = open(draft, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw failure(path) }
    var text = text
    let isWritten = text.withUTF8 { bytes in
      var rest = UnsafeRawBufferPointer(bytes)
      while !rest.isEmpty {
        let count = Foundation.write(descriptor, rest.baseAddress, rest.count)
        if count < 0 && errno != EINTR { return false }
        rest = UnsafeRawBufferPointer(rebasing: rest[max(count, 0)...])
      }
      return fsync(descriptor) == 0
    }
    let writeError = errno
    close(descriptor)
    guard isWritten, rename(draft, path) == 0 else {
      let error = isWritten ? errno : writeError
      unlink(draft)
      errno = error
      throw failure(path)
    }
  }

  private static func failure(_ path: String) -> CaseError {
    CaseError(
      .cannotCreate, "The file cannot be written: \(String(cString: strerror(errno))).", at: path,
      advice: "Name a file in a folder that is there and that you may write to.")
  }
}
