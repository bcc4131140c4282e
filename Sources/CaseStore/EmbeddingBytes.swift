import CaseModel

import struct Foundation.Data

/// Embeddings as the store keeps them.
extension Embedding {
  /// A byte for each component.
  var bytes: Data { Data(steps.map { UInt8(bitPattern: $0) }) }

  init(bytes: Data) { self.init(steps: bytes.map { Int8(bitPattern: $0) }) }
}

extension EmbeddingSum {
  /// Four bytes for each component, the lowest first.
  var bytes: Data {
    var data = Data(capacity: steps.count * 4)
    for step in steps {
      let pattern = UInt32(bitPattern: step)
      for shift in stride(from: UInt32(0), to: 32, by: 8) { data.append(UInt8(truncatingIfNeeded: pattern >> shift)) }
    }
    return data
  }

  init(count: Int, bytes: Data) {
    let bytes = Array(bytes)
    self.init(
      count: count,
      steps: stride(from: 0, to: bytes.count - bytes.count % 4, by: 4).map { start in
        Int32(bitPattern: (0..<4).reduce(UInt32(0)) { $0 | UInt32(bytes[start + $1]) << (8 * UInt32($1)) })
      })
  }
}
