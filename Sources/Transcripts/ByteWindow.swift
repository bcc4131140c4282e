import CaseModel

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// A file seen through a window that slides over it: the bytes that are read but not yet consumed, in one piece.
final class ByteWindow {
  let file: SourceFile
  private let descriptor: Int32
  private let chunkBytes: Int
  private var buffer: UnsafeMutableRawBufferPointer
  private var start = 0
  private var end = 0
  /// Offset in the file of the first byte that is not consumed.
  private(set) var offset: Int64 = 0
  /// True once the window reaches to the end of the file.
  private(set) var isAtEnd = false

  /// Opens the file and steps over a UTF-8 byte order mark.
  ///
  /// - Throws: `noInput` for a missing file or a folder, `unavailable` for one that cannot be read, `badData` for
  ///   UTF-16.
  init(file: SourceFile, chunkBytes: Int) throws {
    self.file = file
    self.chunkBytes = max(1, chunkBytes)
    let opened = open(file.path, O_RDONLY | O_CLOEXEC)
    guard opened >= 0 else { throw ByteWindow.failure("opened", file: file, errorNumber: errno) }
    descriptor = opened
    buffer = .allocate(byteCount: self.chunkBytes * 2, alignment: 16)
    while end < 3, try refill() {}
    try skipByteOrderMark()
  }

  deinit {
    close(descriptor)
    buffer.deallocate()
  }

  static func fileSize(path: String) -> Int64 {
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return 0 }
    return Int64(status.st_size)
  }

  /// Valid until the next `refill`.
  var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: buffer[start..<end]) }

  func consume(_ count: Int) {
    start += count
    offset += Int64(count)
  }

  /// Reads more behind what is there.
  /// - Returns: false when the file has ended.
  func refill() throws -> Bool {
    if isAtEnd { return false }
    if start > 0, let base = buffer.baseAddress {
      memmove(base, base + start, end - start)
      end -= start
      start = 0
    }
    if buffer.count - end < chunkBytes { grow() }
    guard let base = buffer.baseAddress else { return false }
    var count: Int
    repeat { count = read(descriptor, base + end, chunkBytes) } while count < 0 && errno == EINTR
    guard count >= 0 else { throw ByteWindow.failure("read", file: file, errorNumber: errno) }
    end += count
    isAtEnd = count == 0
    return count > 0
  }

  /// Fills the window with the rest of the file.
  func readAll(limitBytes: Int, limitError: () -> CaseError) throws -> UnsafeRawBufferPointer {
    while end - start <= limitBytes, try refill() {}
    if end - start > limitBytes { throw limitError() }
    return bytes
  }

  private func grow() {
    let larger = UnsafeMutableRawBufferPointer.allocate(
      byteCount: max(buffer.count * 2, end + chunkBytes), alignment: 16)
    larger.copyMemory(from: UnsafeRawBufferPointer(rebasing: buffer[..<end]))
    buffer.deallocate()
    buffer = larger
  }

  private func skipByteOrderMark() throws {
    let head = bytes
    if head.count >= 3, head[0] == 0xEF, head[1] == 0xBB, head[2] == 0xBF {
      consume(3)
    } else if head.count >= 2, (head[0] == 0xFF && head[1] == 0xFE) || (head[0] == 0xFE && head[1] == 0xFF) {
      throw file.badData(1, "The file is in UTF-16.", advice: "Save it as UTF-8.")
    }
  }

  private static func failure(_ verb: String, file: SourceFile, errorNumber: Int32) -> CaseError {
    switch errorNumber {
    case ENOENT, ENOTDIR:
      CaseError(.noInput, "There is no such file.", at: file.path, advice: "Check the path.")
    case EISDIR:
      CaseError(.noInput, "This is a folder, not a file.", at: file.path, advice: "Name a file in it.")
    case EACCES, EPERM:
      CaseError(
        .unavailable, "There is no permission to read the file.", at: file.path, advice: "Change its permissions.")
    default:
      CaseError(.unavailable, "The file cannot be \(verb): \(String(cString: strerror(errorNumber))).", at: file.path)
    }
  }
}
