import CaseModel
import Foundation

/// Files that are written whole or not at all.
enum WholeFile {
  /// Writes beside the file first, and moves the result in its place; a link stays a link to it. What is no file (`/dev/stdout`, a
  /// pipe) is written to as it is: nothing must take the place of a device.
  ///
  /// - Throws: `CaseError` `.cannotCreate`; what was there before is then still there.
  static func write(_ text: String, to named: String) throws {
    var status = stat()
    let isThere = stat(named, &status) == 0
    let kind = status.st_mode & S_IFMT
    if isThere, kind != S_IFREG, kind != S_IFDIR {
      let descriptor = open(named, O_WRONLY | O_CLOEXEC)
      guard descriptor >= 0 else { throw failure(named) }
      let isWritten = write(text, to: descriptor)
      let writeError = errno
      close(descriptor)
      errno = writeError
      guard isWritten else { throw failure(named) }
      return
    }
    let path = isThere ? URL(fileURLWithPath: named).resolvingSymlinksInPath().path : named
    let draft = "\(path).\(getpid()).part"
    let descriptor = open(draft, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw failure(path) }
    let isWritten = write(text, to: descriptor) && fsync(descriptor) == 0
    let writeError = errno
    close(descriptor)
    guard isWritten, rename(draft, path) == 0 else {
      let error = isWritten ? errno : writeError
      unlink(draft)
      errno = error
      throw failure(path)
    }
  }

  private static func write(_ text: String, to descriptor: Int32) -> Bool {
    var text = text
    return text.withUTF8 { bytes in
      var rest = UnsafeRawBufferPointer(bytes)
      while !rest.isEmpty {
        let count = Foundation.write(descriptor, rest.baseAddress, rest.count)
        if count < 0 && errno != EINTR { return false }
        rest = UnsafeRawBufferPointer(rebasing: rest[max(count, 0)...])
      }
      return true
    }
  }

  private static func failure(_ path: String) -> CaseError {
    CaseError(
      .cannotCreate, "The file cannot be written: \(String(cString: strerror(errno))).", at: path,
      advice: "Name a file in a folder that is there and that you may write to.")
  }
}
