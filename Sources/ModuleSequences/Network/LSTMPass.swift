import CBLAS
import CaseModel
import Numerics

/// Computes outputs and gradients of the network for a batch at a time. One thread may use it; its memory grows to the largest
/// batch it has seen and is used again.
///
/// The LSTM is that of PyTorch (Hochreiter & Schmidhuber 1997 with forget gates, Gers et al. 2000):
/// `i, f, o = σ(…)`, `g = tanh(…)`, `c = f·c' + i·g`, `h = o·tanh(c)`.
final class LSTMPass {
  let shape: LSTMShape
  private var batch = PackedBatch()
  private var capacity = 0
  private var sequenceCapacity = 0

  // [rows, gates]: what goes into the gates, then the gates, then the gradient by what went in.
  private var gates: UnsafeMutablePointer<Float>
  // [rows, hidden] each. `squashed`: the tanh of the cells. `previous`: the hidden state that a row began with.
  private var cells: UnsafeMutablePointer<Float>
  private var squashed: UnsafeMutablePointer<Float>
  private var previous: UnsafeMutablePointer<Float>
  // [sequences, hidden] each. `last`: hidden states at the ends; `state` and `cell`: gradients on the way back.
  private var last: UnsafeMutablePointer<Float>
  private var state: UnsafeMutablePointer<Float>
  private var cell: UnsafeMutablePointer<Float>
  private var mask: UnsafeMutablePointer<Float>
  /// [vocabulary, gates]: the gradient by `LSTMProducts.table`, of the last `backward`.
  let tableGradient: UnsafeMutablePointer<Float>
  /// What the network says of each sequence of the last batch, in the order of the batch.
  private(set) var outputs: [Float] = []

  init(shape: LSTMShape) {
    OpenBLAS.useOneThread()
    self.shape = shape
    gates = .allocate(capacity: 0)
    cells = .allocate(capacity: 0)
    squashed = .allocate(capacity: 0)
    previous = .allocate(capacity: 0)
    last = .allocate(capacity: 0)
    state = .allocate(capacity: 0)
    cell = .allocate(capacity: 0)
    mask = .allocate(capacity: 0)
    tableGradient = .allocate(capacity: shape.vocabulary * shape.gates)
  }

  deinit {
    for memory in [gates, cells, squashed, previous, last, state, cell, mask, tableGradient] { memory.deallocate() }
  }

  private func makeRoom() {
    let hidden = shape.paddedHidden
    func grow(_ memory: inout UnsafeMutablePointer<Float>, to count: Int) {
      memory.deallocate()
      memory = .allocate(capacity: count)
    }
    if batch.rows > capacity {
      capacity = batch.rows + batch.rows / 4
      grow(&gates, to: capacity * shape.gates)
      grow(&cells, to: capacity * hidden)
      grow(&squashed, to: capacity * hidden)
      grow(&previous, to: capacity * hidden)
    }
    if batch.order.count > sequenceCapacity {
      sequenceCapacity = batch.order.count
      grow(&last, to: sequenceCapacity * hidden)
      grow(&state, to: sequenceCapacity * hidden)
      grow(&cell, to: sequenceCapacity * hidden)
      grow(&mask, to: sequenceCapacity * hidden)
    }
  }

  /// The order in which `outputs` are: indices of the set.
  var order: [Int] { batch.order }

  // MARK: Forwards

  /// - Parameters:
  ///   - parameters: `shape.parameterCount` floats.
  ///   - products: made of the same parameters.
  ///   - dropout: the share of the last hidden state's units that are left out while training, the others scaled up.
  func forward(
    _ indices: some RandomAccessCollection<Int>, of set: EncodedSequences, _ parameters: UnsafePointer<Float>,
    _ products: LSTMProducts, dropout: Float = 0, random: inout SplitMix64
  ) {
    batch.pack(indices, of: set)
    makeRoom()
    let hidden = shape.paddedHidden
    let width = shape.gates
    for step in 0..<batch.steps {
      let offset = batch.offsets[step]
      let count = batch.active[step]
      for row in offset..<(offset + count) {
        (gates + row * width).update(from: products.table + Int(batch.tokens[row]) * width, count: width)
      }
      if step > 0 {
        cblas_sgemm(
          CblasRowMajor, CblasNoTrans, CblasNoTrans, Int32(count), Int32(width), Int32(hidden), 1,
          previous + offset * hidden, Int32(hidden), products.transposed, Int32(width), 1, gates + offset * width,
          Int32(width))
      }
      let next = step + 1 < batch.steps ? batch.active[step + 1] : 0
      let before = step > 0 ? cells + batch.offsets[step - 1] * hidden : nil
      // The states of sequences that go on are what the next step begins with; they are the first ones.
      if next > 0 {
        Self.activate(
          gates + offset * width, cells + offset * hidden, squashed + offset * hidden, before: before,
          into: previous + batch.offsets[step + 1] * hidden, rows: next, hidden: hidden)
      }
      let ended = offset + next
      Self.activate(
        gates + ended * width, cells + ended * hidden, squashed + ended * hidden,
        before: before.map { $0 + next * hidden },
        into: last + next * hidden, rows: count - next, hidden: hidden)
    }
    drawMask(dropout, &random)
    writeOutputs(parameters)
  }

  /// Turns what goes into the gates of some rows into gates, cells and hidden states.
  private static func activate(
    _ gates: UnsafeMutablePointer<Float>, _ cells: UnsafeMutablePointer<Float>,
    _ squashed: UnsafeMutablePointer<Float>, before: UnsafeMutablePointer<Float>?,
    into states: UnsafeMutablePointer<Float>, rows: Int, hidden: Int
  ) {
    for row in 0..<rows {
      let gate = gates + row * 4 * hidden
      for place in stride(from: 0, to: hidden, by: Lanes.count) {
        let input = Lanes.sigmoid(Lanes.load(gate + place))
        let forget = Lanes.sigmoid(Lanes.load(gate + hidden + place))
        let candidate = Lanes.tanh(Lanes.load(gate + 2 * hidden + place))
        let output = Lanes.sigmoid(Lanes.load(gate + 3 * hidden + place))
        let lane = row * hidden + place
        var sum = input * candidate
        if let before { sum += forget * Lanes.load(before + lane) }
        let tanh = Lanes.tanh(sum)
        Lanes.store(input, gate + place)
        Lanes.store(forget, gate + hidden + place)
        Lanes.store(candidate, gate + 2 * hidden + place)
        Lanes.store(output, gate + 3 * hidden + place)
        Lanes.store(sum, cells + lane)
        Lanes.store(tanh, squashed + lane)
        Lanes.store(output * tanh, states + lane)
      }
    }
  }

  private func drawMask(_ dropout: Float, _ random: inout SplitMix64) {
    let count = batch.order.count * shape.paddedHidden
    guard dropout > 0 else {
      mask.update(repeating: 1, count: count)
      return
    }
    let kept = 1 / (1 - dropout)
    // 16 bits a unit are enough for a share, and four units come of one number.
    let threshold = UInt64(dropout * 65_536)
    var place = 0
    while place < count {
      var bits = random.next()
      for _ in 0..<4 {
        mask[place] = bits & 0xFFFF < threshold ? 0 : kept
        bits >>= 16
        place += 1
      }
    }
  }

  private func writeOutputs(_ parameters: UnsafePointer<Float>) {
    let hidden = shape.paddedHidden
    outputs.removeAll(keepingCapacity: true)
    for row in 0..<batch.order.count {
      var sum = Lanes.Floats.zero
      for place in stride(from: 0, to: hidden, by: Lanes.count) {
        let lane = row * hidden + place
        sum += Lanes.load(last + lane) * Lanes.load(mask + lane) * Lanes.load(parameters + shape.outputWeights + place)
      }
      outputs.append(sum.sum() + parameters[shape.outputBias])
    }
  }

  /// The hidden state after the last module of each sequence, without dropout, in the order of the batch.
  var hiddenStates: [[Float]] {
    (0..<batch.order.count).map { row in (0..<shape.hidden).map { last[row * shape.paddedHidden + $0] } }
  }

  // MARK: Backwards

  /// The gradient of `Σ scale · (output − target)²` over the batch of the last `forward`: adds to `gradient` that by recurrent and
  /// output weights; the rest follows from `tableGradient` (`LSTMProducts.spread`).
  ///
  /// - Parameter gradient: `shape.parameterCount` floats.
  /// - Returns: the sum of squared errors.
  func backward(
    of set: EncodedSequences, _ parameters: UnsafePointer<Float>, scale: Float,
    into gradient: UnsafeMutablePointer<Float>
  ) -> Double {
    let squares = backwardFromOutputs(set, parameters, scale, gradient)
    let hidden = shape.paddedHidden
    let width = shape.gates
    for step in stride(from: batch.steps - 1, through: 0, by: -1) {
      let offset = batch.offsets[step]
      let count = batch.active[step]
      Self.deactivate(
        gates + offset * width, squashed + offset * hidden,
        before: step > 0 ? cells + batch.offsets[step - 1] * hidden : nil, state: state, cell: cell, rows: count,
        hidden: hidden)
      guard step > 0 else { continue }
      cblas_sgemm(
        CblasRowMajor, CblasNoTrans, CblasNoTrans, Int32(count), Int32(hidden), Int32(width), 1, gates + offset * width,
        Int32(width), parameters + shape.recurrentWeights, Int32(hidden), 0, state, Int32(hidden))
    }
    gatherGradients(gradient)
    return squares
  }

  /// Begins `state` and `cell`, the gradients by hidden state and cell, at the ends of the sequences.
  private func backwardFromOutputs(
    _ set: EncodedSequences, _ parameters: UnsafePointer<Float>, _ scale: Float,
    _ gradient: UnsafeMutablePointer<Float>
  ) -> Double {
    let hidden = shape.paddedHidden
    var squares = 0.0
    for row in 0..<batch.order.count {
      let error = outputs[row] - set.targets[batch.order[row]]
      squares += Double(error) * Double(error)
      let slope = 2 * scale * error
      gradient[shape.outputBias] += slope
      for place in stride(from: 0, to: hidden, by: Lanes.count) {
        let lane = row * hidden + place
        let kept = Lanes.load(mask + lane) * slope
        let weight = gradient + shape.outputWeights + place
        Lanes.store(Lanes.load(weight) + Lanes.load(last + lane) * kept, weight)
        Lanes.store(Lanes.load(parameters + shape.outputWeights + place) * kept, state + lane)
        Lanes.store(.zero, cell + lane)
      }
    }
    return squares
  }

  /// Turns the gates of some rows into the gradient by what went into them, and `cell` into that by the cells before.
  private static func deactivate(
    _ gates: UnsafeMutablePointer<Float>, _ squashed: UnsafeMutablePointer<Float>,
    before: UnsafeMutablePointer<Float>?, state: UnsafeMutablePointer<Float>, cell: UnsafeMutablePointer<Float>,
    rows: Int, hidden: Int
  ) {
    for row in 0..<rows {
      let gate = gates + row * 4 * hidden
      for place in stride(from: 0, to: hidden, by: Lanes.count) {
        let lane = row * hidden + place
        let input = Lanes.load(gate + place)
        let forget = Lanes.load(gate + hidden + place)
        let candidate = Lanes.load(gate + 2 * hidden + place)
        let output = Lanes.load(gate + 3 * hidden + place)
        let tanh = Lanes.load(squashed + lane)
        let byState = Lanes.load(state + lane)
        let byCell = Lanes.load(cell + lane) + byState * output * (1 - tanh * tanh)
        let before = before.map { Lanes.load($0 + lane) } ?? .zero
        Lanes.store(byCell * candidate * input * (1 - input), gate + place)
        Lanes.store(byCell * before * forget * (1 - forget), gate + hidden + place)
        Lanes.store(byCell * input * (1 - candidate * candidate), gate + 2 * hidden + place)
        Lanes.store(byState * tanh * output * (1 - output), gate + 3 * hidden + place)
        Lanes.store(byCell * forget, cell + lane)
      }
    }
  }

  private func gatherGradients(_ gradient: UnsafeMutablePointer<Float>) {
    let (hidden, width) = (shape.paddedHidden, shape.gates)
    // Rows of the first step began with no state.
    let first = batch.active.first ?? 0
    if batch.rows > first {
      cblas_sgemm(
        CblasRowMajor, CblasTrans, CblasNoTrans, Int32(width), Int32(hidden), Int32(batch.rows - first), 1,
        gates + first * width, Int32(width), previous + first * hidden, Int32(hidden), 1,
        gradient + shape.recurrentWeights, Int32(hidden))
    }
    tableGradient.update(repeating: 0, count: shape.vocabulary * width)
    for row in 0..<batch.rows {
      Lanes.add(gates + row * width, to: tableGradient + Int(batch.tokens[row]) * width, count: width)
    }
  }
}
