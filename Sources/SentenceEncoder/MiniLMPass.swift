import Numerics

/// Texts that are encoded together: the tokens of each one below the other, without padding to equal length.
struct MiniLMPack: Sendable {
  /// Word pieces of the texts, not empty, at most 256 each.
  let texts: [[Int32]]
  /// The first row of each text.
  let starts: [Int]
  /// Rows of the whole pack; a few belong to no text where `MatrixProduct.rowUnit` asks for it.
  let rows: Int

  init(_ texts: [[Int32]]) {
    let unit = MatrixProduct.rowUnit
    var starts: [Int] = []
    var rows = 0
    for text in texts {
      starts.append(rows)
      rows += MatrixProduct.roundedUp(text.count, to: unit)
    }
    self.texts = texts
    self.starts = starts
    self.rows = max(rows, MatrixProduct.minimumRows)
  }
}

/// The memory of a pass over packs of up to T rows. One thread at a time may use it.
final class MiniLMWorkspace {
  /// [T, 384]: the hidden states.
  let hidden: UnsafeMutablePointer<Float>
  /// [T, 384]: what attention gathers.
  let context: UnsafeMutablePointer<Float>
  /// [T, 1536]: query, key and value in [T, 1152] of it, then the inner values.
  let wide: UnsafeMutablePointer<Float>
  /// [L, L] for the longest text: the attention of one head.
  let scores: UnsafeMutablePointer<Float>

  init(rows: Int) {
    // Zeros, for rows of no text are multiplied too, and numbers that are none would slow the processor down.
    func floats(_ count: Int) -> UnsafeMutablePointer<Float> {
      let memory = UnsafeMutablePointer<Float>.allocate(capacity: count)
      memory.initialize(repeating: 0, count: count)
      return memory
    }
    hidden = floats(rows * MiniLMWeights.width)
    context = floats(rows * MiniLMWeights.width)
    wide = floats(rows * MiniLMWeights.inner)
    scores = floats(WordPieceTokenizer.maximumCount * WordPieceTokenizer.maximumCount)
  }

  deinit {
    hidden.deallocate()
    context.deallocate()
    wide.deallocate()
    scores.deallocate()
  }
}

/// The forward pass of BERT (Devlin et al. 2019, arXiv:1810.04805; Vaswani et al. 2017, arXiv:1706.03762) over a pack.
///
/// Shapes: T rows of the pack, L tokens of one text. Linear layers see all T rows at once, attention one text at a time. Every
/// sum over a row or a text has an order of its own that does not depend on the rest of the pack.
struct MiniLMPass {
  private static let width = MiniLMWeights.width
  private static let inner = MiniLMWeights.inner
  private static let headWidth = MiniLMWeights.width / MiniLMWeights.headCount

  let weights: MiniLMWeights
  /// Has room for the rows of the pack.
  let workspace: MiniLMWorkspace

  /// Gives the unit vector (384 floats) of every text of the pack.
  func encode(_ pack: MiniLMPack, into result: (_ text: Int, _ vector: UnsafeBufferPointer<Float>) -> Void) {
    embed(pack)
    let (hidden, context, wide) = (workspace.hidden, workspace.context, workspace.wide)
    for layer in weights.layers {
      VectorMath.fill(wide, rows: pack.rows, with: layer.projection.bias, width: 3 * Self.width)
      MatrixProduct.add(hidden, times: layer.projection, rows: pack.rows, to: wide)
      for (text, start) in zip(pack.texts, pack.starts) {
        attend(wide + start * 3 * Self.width, count: text.count, into: context + start * Self.width)
      }
      MatrixProduct.add(context, times: layer.attentionOutput, rows: pack.rows, to: hidden)
      VectorMath.normalize(
        hidden, rows: pack.rows, adding: layer.attentionOutput.bias, by: layer.attentionNormalization)

      VectorMath.fill(wide, rows: pack.rows, with: layer.intermediate.bias, width: Self.inner)
      MatrixProduct.add(hidden, times: layer.intermediate, rows: pack.rows, to: wide)
      VectorMath.applyGELU(wide, count: pack.rows * Self.inner)
      MatrixProduct.add(wide, times: layer.output, rows: pack.rows, to: hidden)
      VectorMath.normalize(hidden, rows: pack.rows, adding: layer.output.bias, by: layer.outputNormalization)
    }
    pool(pack, into: result)
  }

  /// Hidden states of the first layer: the sum of the embeddings of word, position and type, normalized. Rows of no text
  /// are zero.
  private func embed(_ pack: MiniLMPack) {
    let width = Self.width
    workspace.hidden.update(repeating: 0, count: pack.rows * width)
    for (text, start) in zip(pack.texts, pack.starts) {
      for (position, identifier) in text.enumerated() {
        let word = weights.words + Int(identifier) * width
        let place = weights.positions + position * width
        let state = workspace.hidden + (start + position) * width
        for lane in stride(from: 0, to: width, by: Lanes.count) {
          let sum = Lanes.load(word + lane) + Lanes.load(weights.tokenType + lane)
          Lanes.store(sum + Lanes.load(place + lane), state + lane)
        }
        VectorMath.normalize(row: state, by: weights.embeddingNormalization)
      }
    }
  }

  /// Attention of one text: `projected` [L, 1152] is query, key and value side by side, `context` becomes [L, 384].
  ///
  /// `context = softmax(query · keyᵀ / √32) · value` for each of 12 heads of 32 columns.
  private func attend(
    _ projected: UnsafePointer<Float>, count: Int, into context: UnsafeMutablePointer<Float>
  ) {
    let scores = workspace.scores
    let row = MatrixProduct.roundedUp(count, to: Lanes.count)
    let scale = 1 / Float(Self.headWidth).squareRoot()
    for head in 0..<MiniLMWeights.headCount {
      let query = MatrixProduct.View(
        start: projected + head * Self.headWidth, rows: count, columns: Self.headWidth, stride: 3 * Self.width)
      var (key, value) = (query, query)
      key.start += Self.width
      value.start += 2 * Self.width
      MatrixProduct.multiply(query, byTransposed: key, into: scores, stride: row)
      VectorMath.softmax(scores, rows: count, width: count, scale: scale)
      let shares = MatrixProduct.View(start: scores, rows: count, columns: count, stride: row)
      MatrixProduct.multiply(shares, by: value, into: context + head * Self.headWidth, stride: Self.width)
    }
  }

  /// The mean over the tokens of a text, scaled to unit length; at least 1e-12 is divided by, as in PyTorch's `normalize`.
  private func pool(
    _ pack: MiniLMPack, into result: (_ text: Int, _ vector: UnsafeBufferPointer<Float>) -> Void
  ) {
    let width = Self.width
    let vector = UnsafeMutableBufferPointer(start: workspace.scores, count: width)
    for (number, (text, start)) in zip(pack.texts, pack.starts).enumerated() {
      vector.update(repeating: 0)
      for row in start..<(start + text.count) {
        for place in 0..<width { vector[place] += workspace.hidden[row * width + place] }
      }
      var squares: Float = 0
      for place in 0..<width {
        vector[place] /= Float(text.count)
        squares += vector[place] * vector[place]
      }
      let length = max(squares.squareRoot(), 1e-12)
      for place in 0..<width { vector[place] /= length }
      result(number, UnsafeBufferPointer(vector))
    }
  }
}
