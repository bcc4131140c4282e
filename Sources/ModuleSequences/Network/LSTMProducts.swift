import CBLAS
import Numerics

/// What follows from the parameters alone, for all of a batch: made once, read by every thread.
///
/// A vocabulary is small, so the product of embedding and input weights is made once for each of its rows and not for each
/// module of each history, forwards and backwards: it takes a third of the work away.
final class LSTMProducts: @unchecked Sendable {
  let shape: LSTMShape
  /// [vocabulary, gates]: gates' inputs without the recurrent part, `embedding · weight_ihᵀ + bias_ih + bias_hh`.
  let table: UnsafeMutablePointer<Float>
  /// [hidden, gates]: the recurrent weights. OpenBLAS has no fast way for a small product by a transposed matrix.
  let transposed: UnsafeMutablePointer<Float>

  init(shape: LSTMShape) {
    OpenBLAS.useOneThread()
    self.shape = shape
    table = .allocate(capacity: shape.vocabulary * shape.gates)
    transposed = .allocate(capacity: shape.paddedHidden * shape.gates)
  }

  deinit {
    table.deallocate()
    transposed.deallocate()
  }

  func make(of parameters: UnsafePointer<Float>) {
    let width = shape.gates
    for row in 0..<shape.vocabulary {
      (table + row * width).update(from: parameters + shape.inputBias, count: width)
      Lanes.add(parameters + shape.recurrentBias, to: table + row * width, count: width)
    }
    cblas_sgemm(
      CblasRowMajor, CblasNoTrans, CblasTrans, Int32(shape.vocabulary), Int32(width), Int32(shape.paddedEmbedding), 1,
      parameters, Int32(shape.paddedEmbedding), parameters + shape.inputWeights, Int32(shape.paddedEmbedding), 1, table,
      Int32(width))
    let hidden = shape.paddedHidden
    let weights = parameters + shape.recurrentWeights
    let transposed = transposed
    for gate in stride(from: 0, to: width, by: Lanes.count) {
      for unit in 0..<hidden {
        var column = Lanes.Floats.zero
        for lane in 0..<Lanes.count { column[lane] = weights[(gate + lane) * hidden + unit] }
        Lanes.store(column, transposed + unit * width + gate)
      }
    }
  }

  /// Adds to `gradient` what follows from the gradient by `table`: that by embedding, input weights and biases.
  func spread(
    _ tableGradient: UnsafePointer<Float>, _ parameters: UnsafePointer<Float>,
    into gradient: UnsafeMutablePointer<Float>
  ) {
    let (width, embedding) = (shape.gates, shape.paddedEmbedding)
    for row in 0..<shape.vocabulary {
      Lanes.add(tableGradient + row * width, to: gradient + shape.inputBias, count: width)
      Lanes.add(tableGradient + row * width, to: gradient + shape.recurrentBias, count: width)
    }
    cblas_sgemm(
      CblasRowMajor, CblasTrans, CblasNoTrans, Int32(width), Int32(embedding), Int32(shape.vocabulary), 1,
      tableGradient, Int32(width), parameters, Int32(embedding), 1, gradient + shape.inputWeights, Int32(embedding))
    cblas_sgemm(
      CblasRowMajor, CblasNoTrans, CblasNoTrans, Int32(shape.vocabulary), Int32(embedding), Int32(width), 1,
      tableGradient, Int32(width), parameters + shape.inputWeights, Int32(embedding), 1, gradient, Int32(embedding))
  }
}
