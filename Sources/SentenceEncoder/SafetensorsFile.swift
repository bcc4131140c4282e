import Foundation

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// A file of named arrays in the safetensors format, mapped into memory and read in place.
///
/// The format (huggingface.co/docs/safetensors): 8 bytes little-endian with the length of the header, the header as JSON
/// (`{"name": {"dtype": "F32", "shape": [2, 3], "data_offsets": [0, 24]}, …}`), then the arrays, which fill the rest of the
/// file without gap or overlap. All of that is checked before an array is given out.
///
/// The mapping is read-only and shared: pages that are not read cost no memory, and the system may drop and reread the
/// others. Who updates a model must write a new file and rename it; cutting the mapped one short ends the process (SIGBUS).
final class SafetensorsFile: @unchecked Sendable {
  struct Entry: Decodable {
    var dtype: String
    var shape: [Int]
    /// Bytes from the end of the header: first, and the one after the last.
    var range: Range<Int>

    /// Empty arrays come before the one that begins where they do.
    var place: (Int, Int) { (range.lowerBound, range.upperBound) }

    /// For people. Escaped, for anything may stand in a foreign file.
    var typeAndShape: String { "\(dtype.prefix(40).debugDescription) \(shape.prefix(8))" }

    private enum CodingKeys: String, CodingKey {
      case dtype, shape
      case offsets = "data_offsets"
    }

    init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: CodingKeys.self)
      dtype = try container.decode(String.self, forKey: .dtype)
      shape = try container.decode([Int].self, forKey: .shape)
      let offsets = try container.decode([Int].self, forKey: .offsets)
      guard offsets.count == 2, 0 <= offsets[0], offsets[0] <= offsets[1] else {
        throw DecodingError.dataCorruptedError(forKey: .offsets, in: container, debugDescription: "no range")
      }
      range = offsets[0]..<offsets[1]
    }
  }

  /// The longest header that is read, in bytes. The published model has one of 11,408.
  private static let maximumHeaderCount = 1_000_000

  let path: String
  private let bytes: UnsafeRawBufferPointer
  private let entries: [String: Entry]
  /// Where the arrays begin, in bytes from the start of the file.
  private let start: Int

  /// - Throws: `EncoderError` if the file cannot be read, is cut short, or is no sound safetensors file.
  init(contentsOf url: URL) throws {
    path = url.path
    let bytes = try Self.map(url.path)
    do {
      (start, entries) = try Self.header(of: bytes, path: url.path)
    } catch {
      munmap(UnsafeMutableRawPointer(mutating: bytes.baseAddress), bytes.count)
      throw error
    }
    self.bytes = bytes
  }

  deinit { munmap(UnsafeMutableRawPointer(mutating: bytes.baseAddress), bytes.count) }

  /// The array `name` in place, row after row; valid as long as the file object is.
  ///
  /// - Parameter shape: has no dimension of 0.
  /// - Throws: `EncoderError` if there is no such array, or it is not of `shape` and 32-bit floats.
  func floats(_ name: String, shape: [Int]) throws -> UnsafePointer<Float> {
    guard let entry = entries[name] else { throw error(.unsupported, "The array \(name) is missing.") }
    guard entry.dtype == "F32", entry.shape == shape else {
      throw error(.unsupported, "The array \(name) is \(entry.typeAndShape) instead of F32 \(shape).")
    }
    // The sums below cannot overflow: `header` has checked them against the size of the file.
    let address = bytes.baseAddress.map { $0 + start + entry.range.lowerBound }
    guard let address, Int(bitPattern: address) % MemoryLayout<Float>.alignment == 0 else {
      throw error(.damaged, "The array \(name) does not begin at a multiple of 4 bytes.")
    }
    return address.bindMemory(to: Float.self, capacity: entry.range.count / MemoryLayout<Float>.stride)
  }

  private func error(_ code: EncoderError.Code, _ message: String) -> EncoderError {
    EncoderError(code, message, at: path, advice: ModelFolder.advice)
  }

  /// The whole file, read-only.
  private static func map(_ path: String) throws -> UnsafeRawBufferPointer {
    func failure(_ message: String) -> EncoderError {
      EncoderError(.missing, "\(message): \(String(cString: strerror(errno))).", at: path, advice: ModelFolder.advice)
    }
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure("The weights cannot be opened") }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw failure("The weights cannot be read") }
    guard status.st_mode & S_IFMT == S_IFREG, let count = Int(exactly: status.st_size), count > 8 else {
      let message = "The file of the weights is empty, or is no file."
      throw EncoderError(.damaged, message, at: path, advice: ModelFolder.advice)
    }
    guard let address = mmap(nil, count, PROT_READ, MAP_SHARED, descriptor, 0), address != MAP_FAILED else {
      throw failure("The weights cannot be mapped into memory")
    }
    return UnsafeRawBufferPointer(start: address, count: count)
  }

  /// The header, and where it ends. Every array lies in the file, has as many bytes as its shape says, and begins where the
  /// one before it ends.
  private static func header(of bytes: UnsafeRawBufferPointer, path: String) throws -> (Int, [String: Entry]) {
    func damaged(_ message: String) -> EncoderError {
      EncoderError(.damaged, message, at: path, advice: ModelFolder.advice)
    }
    let length = UInt64(littleEndian: bytes.loadUnaligned(as: UInt64.self))
    guard let count = Int(exactly: length), count <= maximumHeaderCount, count <= bytes.count - 8 else {
      throw damaged(
        "The header is to have \(length) bytes, the whole file has \(bytes.count): it is cut short or foreign.")
    }
    let start = 8 + count
    let data = Data(bytes[8..<start])
    guard let fields = try? JSONDecoder().decode([String: Field].self, from: data) else {
      throw damaged("The header is no safetensors header.")
    }
    let entries = fields.compactMapValues(\.entry)
    var end = 0
    for (name, entry) in entries.sorted(by: { $0.value.place < $1.value.place }) {
      let name = name.prefix(80).debugDescription
      guard entry.range.lowerBound == end else {
        throw damaged("The array \(name) begins at byte \(entry.range.lowerBound) instead of \(end).")
      }
      guard let size = byteCount(of: entry), size == entry.range.count else {
        throw damaged("The array \(name) has \(entry.range.count) bytes, which is not \(entry.typeAndShape).")
      }
      end = entry.range.upperBound
    }
    guard end == bytes.count - start else {
      throw damaged("The arrays need \(end) bytes and the file has \(bytes.count - start): it is cut short or damaged.")
    }
    return (start, entries)
  }

  /// Bytes that the shape asks for; `nil` for an unknown type, a negative dimension or one that overflows.
  private static func byteCount(of entry: Entry) -> Int? {
    let widths = [
      "BOOL": 1, "U8": 1, "I8": 1, "F8_E4M3": 1, "F8_E5M2": 1, "I16": 2, "U16": 2, "F16": 2, "BF16": 2,
      "I32": 4, "U32": 4, "F32": 4, "I64": 8, "U64": 8, "F64": 8,
    ]
    guard var size = widths[entry.dtype] else { return nil }
    for dimension in entry.shape {
      let (product, overflow) = size.multipliedReportingOverflow(by: dimension)
      guard dimension >= 0, !overflow else { return nil }
      size = product
    }
    return size
  }

  /// A value of the header: an array, or the free text under `__metadata__`.
  private enum Field: Decodable {
    case array(Entry)
    case metadata

    var entry: Entry? {
      if case .array(let entry) = self { entry } else { nil }
    }

    init(from decoder: any Decoder) throws {
      if decoder.codingPath.first?.stringValue == "__metadata__" {
        self = .metadata
      } else {
        self = .array(try Entry(from: decoder))
      }
    }
  }
}
