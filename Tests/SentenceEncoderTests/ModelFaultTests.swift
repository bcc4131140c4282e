import Foundation
import SentenceEncoder
import Testing

/// Folders that are not what they should be: each is refused with an error that says where and what, and nothing crashes.
struct ModelFaultTests {
  private func fault(_ model: FakeModel) -> EncoderError? {
    do {
      _ = try MiniLMEncoder(folder: model.folder)
      return nil
    } catch let error as EncoderError {
      return error
    } catch {
      Issue.record("\(error) is no EncoderError")
      return nil
    }
  }

  private func expect(
    _ code: EncoderError.Code, _ message: String, in file: String, of model: FakeModel,
    _ location: SourceLocation = #_sourceLocation
  ) {
    let error = fault(model)
    #expect(error?.code == code, sourceLocation: location)
    #expect(error?.message.contains(message) == true, "\(String(describing: error))", sourceLocation: location)
    #expect(error?.place.hasSuffix(file) == true, sourceLocation: location)
    #expect(error?.advice.isEmpty == false, sourceLocation: location)
  }

  @Test func withoutAFaultItLoadsAndEncodes() throws {
    let model = try FakeModel()
    let encoder = try MiniLMEncoder(folder: model.folder)
    #expect(try encoder.encode(["word7", ""]) == [[Float]](repeating: .init(repeating: 0, count: 384), count: 2))
    #expect(try encoder.encode([]).isEmpty)
  }

  @Test func filesThatAreMissing() throws {
    for name in ["config.json", "vocab.txt", "model.safetensors"] {
      let model = try FakeModel()
      try model.remove(name)
      expect(.missing, "cannot be", in: name, of: model)
      try FileManager.default.createDirectory(
        at: model.folder.appendingPathComponent(name), withIntermediateDirectories: true)
      #expect(fault(model) != nil)
    }
  }

  @Test func configurations() throws {
    let model = try FakeModel()
    for text in ["", "[]", "{}", "\u{0}", String(repeating: "[", count: 100_000)] {
      try model.write(text, to: "config.json")
      expect(.damaged, "no configuration", in: "config.json", of: model)
    }
    for (old, new) in [("384", "768"), ("\"bert\"", "\"gpt2\""), ("\"gelu\"", "\"relu\""), ("30522", "30523")] {
      try model.write(FakeModel.configuration.replacingOccurrences(of: old, with: new), to: "config.json")
      expect(.unsupported, "another model", in: "config.json", of: model)
    }
  }

  @Test func vocabularies() throws {
    let model = try FakeModel()
    func lines(_ change: (inout [String]) -> Void) throws {
      var lines = FakeModel.vocabulary
      change(&lines)
      try model.write(lines.joined(separator: "\n") + "\n", to: "vocab.txt")
    }
    try lines { $0.remove(at: 1000) }
    expect(.damaged, "30521 lines instead of 30522", in: "vocab.txt", of: model)
    try lines { $0.append("more") }
    expect(.damaged, "30523 lines", in: "vocab.txt", of: model)
    try lines { $0 = [] }
    expect(.damaged, "lines", in: "vocab.txt", of: model)
    try lines { $0[2000] = $0[1000] }
    expect(.damaged, "Line 2001", in: "vocab.txt", of: model)
    try lines { $0[2000] = "" }
    expect(.damaged, "Line 2001", in: "vocab.txt", of: model)
    try lines { $0[3] = "[SEPARATOR]" }
    expect(.damaged, "lacks the piece [SEP]", in: "vocab.txt", of: model)
  }

  @Test func weightsThatAreCutShort() throws {
    let model = try FakeModel()
    let full = try model.weights.resourceValues(forKeys: [.fileSizeKey]).fileSize ?? 0
    let header = FakeModel.header(of: FakeModel.arrays).count
    let counts = [full - 1, full - 4, full / 2, 8 + header + 1, 8 + header, 8 + header / 2, 9, 8, 7, 1, 0]
    for count in counts {
      try model.truncate(to: count)
      let error = fault(model)
      #expect(error?.code == .damaged, "\(count) bytes")
      #expect(error?.place.hasSuffix("model.safetensors") == true)
    }
    try model.writeWeights(header: FakeModel.header(of: FakeModel.arrays), count: full + 4)
    expect(.damaged, "the file has", in: "model.safetensors", of: model)
  }

  @Test func headersThatAreNone() throws {
    let model = try FakeModel()
    let header = FakeModel.header(of: FakeModel.arrays)
    for length in [0, 1, 7, 1 << 20, 1 << 31, 1 << 62, UInt64(Int.max), UInt64(Int.max) - 7, .max - 7, .max] {
      try model.writeWeights(header: header, length: length)
      expect(.damaged, "header", in: "model.safetensors", of: model)
    }
    let texts = [
      "", "{", "[]", "null", "{\"a\":1}", "{\"a\":{}}",
      "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0]}}",
      "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0.5,4]}}",
      "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,1e99]}}",
      "{\"a\":{\"dtype\":\"F32\",\"shape\":[-1],\"data_offsets\":[4,0]}}",
      "{\"a\":" + String(repeating: "[", count: 50_000) + "}", "{\"a\":" + String(repeating: "{\"b\":", count: 50_000),
    ]
    for text in texts {
      try model.writeWeights(header: Data(text.utf8))
      expect(.damaged, "header", in: "model.safetensors", of: model)
    }
    try model.writeWeights(header: Data([0xff, 0xfe, 0x00, 0x80]))
    expect(.damaged, "header", in: "model.safetensors", of: model)
  }

  /// One array is changed, and the rest left where it is.
  @Test func arraysThatAreNotWhereTheyShouldBe() throws {
    let model = try FakeModel()
    func expect(_ code: EncoderError.Code, _ message: String, _ change: (inout FakeModel.Array) -> Void) throws {
      var arrays = FakeModel.arrays
      change(&arrays[4])
      try model.writeWeights(header: FakeModel.header(of: arrays))
      self.expect(code, message, in: "model.safetensors", of: model)
    }
    try expect(.unsupported, "embeddings.word_embeddings.weight is missing") { $0.name = "word_embeddings" }
    try expect(.unsupported, "instead of F32 [30522, 384]") { $0.shape = [384, 30_522] }
    try expect(.unsupported, "is \"I32\"") { $0.dtype = "I32" }
    try expect(.damaged, "which is not \"F16\"") { $0.dtype = "F16" }
    try expect(.damaged, "which is not \"F7\"") { $0.dtype = "F7" }
    try expect(.damaged, "which is not \"F32\"") { $0.shape = [30_522, 385] }
    try expect(.damaged, "which is not \"F32\"") { $0.shape = [1 << 62, 1 << 62] }
    try expect(.damaged, "which is not \"F32\"") { $0.shape = [-1, -1] }
    try expect(.damaged, "which is not \"F32\"") { $0.shape = [] }
    try expect(.damaged, "begins at byte") { $0.start -= 4 }
    try expect(.damaged, "begins at byte") { $0.start += 4 }
    try expect(.damaged, "which is not \"F32\"") { $0.end += 4 }
    try expect(.damaged, "begins at byte") { ($0.start, $0.end) = (1 << 40, 1 << 40) }
    try expect(.damaged, "which is not \"F32\"") { $0.end = .max }
    try expect(.damaged, "header") { $0.start = -4 }
    try expect(.damaged, "header") { ($0.start, $0.end) = ($0.end, $0.start) }
    // All in order, and none of it aligned.
    let header = FakeModel.header(of: FakeModel.arrays) + Data(" ".utf8)
    try model.writeWeights(header: header)
    self.expect(.damaged, "multiple of 4", in: "model.safetensors", of: model)
  }

  /// Bytes of the header are changed at random: it is refused or still sound, and never a crash.
  @Test func headersWithDamagedBytes() throws {
    let model = try FakeModel()
    let header = FakeModel.header(of: FakeModel.arrays)
    var state: UInt64 = 42
    func random(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
    for _ in 0..<200 {
      var damaged = header
      for _ in 0...random(4) {
        damaged[random(damaged.count)] = random(2) == 0 ? UInt8(random(256)) : UInt8(48 + random(10))
      }
      try model.writeWeights(header: damaged)
      if let error = fault(model) { #expect(error.place.hasSuffix("model.safetensors")) }
    }
  }

  @Test func weightsThatAreNoNumbers() throws {
    let model = try FakeModel()
    let file = try FileHandle(forWritingTo: model.weights)
    // The bias of the first normalization.
    try file.seek(toOffset: UInt64(8 + FakeModel.header(of: FakeModel.arrays).count))
    try file.write(contentsOf: Data([0, 0, 0xc0, 0x7f]))
    try file.close()
    let encoder = try MiniLMEncoder(folder: model.folder)
    #expect(throws: EncoderError.self) { try encoder.encode(["word7"]) }
  }
}
