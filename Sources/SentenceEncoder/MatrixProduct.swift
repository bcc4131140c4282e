import CBLAS
import Numerics

/// Products of matrices by OpenBLAS, in one thread, and what it takes for a row of a product not to depend on the others.
/// Nothing else here knows of OpenBLAS.
enum MatrixProduct {
  /// Rows of a matrix, `stride` floats from one to the next.
  struct View {
    var start: UnsafePointer<Float>
    var rows: Int
    var columns: Int
    var stride: Int
  }

  /// `result [rows, outputs] += values [rows, inputs] · weightᵀ`, all without gaps between rows.
  ///
  /// Adding to what is there saves OpenBLAS clearing the result and us adding biases and residuals afterwards.
  static func add(
    _ values: UnsafePointer<Float>, times layer: MiniLMWeights.Linear, rows: Int,
    to result: UnsafeMutablePointer<Float>
  ) {
    cblas_sgemm(
      CblasRowMajor, CblasNoTrans, CblasTrans, Int32(rows), Int32(layer.outputs), Int32(layer.inputs), 1, values,
      Int32(layer.inputs), layer.weight, Int32(layer.inputs), 1, result, Int32(layer.outputs))
  }

  /// `result [left.rows, right.rows] = left · rightᵀ`, a row every `stride` floats.
  static func multiply(
    _ left: View, byTransposed right: View, into result: UnsafeMutablePointer<Float>, stride: Int
  ) {
    cblas_sgemm(
      CblasRowMajor, CblasNoTrans, CblasTrans, Int32(left.rows), Int32(right.rows), Int32(left.columns), 1, left.start,
      Int32(left.stride), right.start, Int32(right.stride), 0, result, Int32(stride))
  }

  /// `result [left.rows, right.columns] = left · right`, a row every `stride` floats.
  static func multiply(_ left: View, by right: View, into result: UnsafeMutablePointer<Float>, stride: Int) {
    cblas_sgemm(
      CblasRowMajor, CblasNoTrans, CblasNoTrans, Int32(left.rows), Int32(right.columns), Int32(left.columns), 1,
      left.start, Int32(left.stride), right.start, Int32(right.stride), 0, result, Int32(stride))
  }

  /// Rows that OpenBLAS treats alike: a row has the same bits in every product in which its number leaves the same remainder,
  /// if the rows are a multiple of this, and at least `minimumRows`.
  ///
  /// A text's vector must not depend on what else is in a call, to the last bit: stores are rebuilt from texts. Which sums an
  /// OpenBLAS kernel takes in which order depends on the processor: the one for AVX-512 treats all rows alike (1), the one
  /// for AVX2 has two orders for rows 0–5 and 6–11 of every twelve (12). It is nowhere promised, hence measured, once in a
  /// process and in some milliseconds. If no unit up to 48 will do, it is 1, and last bits depend on a call's texts.
  static let rowUnit: Int = {
    OpenBLAS.useOneThread()
    return [1, 4, 8, 12, 16, 24, 48].first(where: isRowUnit) ?? 1
  }()

  /// Fewer rows may be multiplied by code for small matrices, which adds up in another order.
  static var minimumRows: Int { roundedUp(16, to: rowUnit) }

  static func roundedUp(_ count: Int, to unit: Int) -> Int { (count + unit - 1) / unit * unit }

  /// Multiplies matrices whose rows are all the same, for some counts of rows, and compares the rows of the products.
  private static func isRowUnit(_ unit: Int) -> Bool {
    let width = MiniLMWeights.width
    let counts = [511, 16, 17, 19, 21, 53, 127].map { roundedUp($0, to: unit) }
    // Any numbers will do that are not round: by a linear congruential generator (Knuth, volume 2, 3.3.4, line 26).
    var state: UInt32 = 1
    let numbers = (0..<width * (width + 1)).map { _ in
      state = state &* 1_664_525 &+ 1_013_904_223
      return Float(state >> 8) / 16_777_216 - 0.5
    }
    let rows = (0..<counts[0]).flatMap { _ in numbers[..<width] }
    var first: [Float] = []
    for count in counts {
      var result = [Float](repeating: 0, count: count * width)
      numbers.withUnsafeBufferPointer { numbers in
        guard let base = numbers.baseAddress else { return }
        let layer = MiniLMWeights.Linear(weight: base + width, bias: base, inputs: width, outputs: width)
        add(rows, times: layer, rows: count, to: &result)
      }
      if first.isEmpty { first = Array(result[..<(unit * width)]) }
      for start in stride(from: 0, to: result.count, by: first.count)
      where !result[start..<(start + first.count)].elementsEqual(first) { return false }
    }
    return true
  }
}
