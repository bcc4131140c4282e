import CaseModel
import Dispatch
import Numerics

/// How a network is trained. The numbers of `seed` are those of the seed's script.
public struct LSTMSettings: Codable, Hashable, Sendable {
  public var embedding = 32
  public var hidden = 64
  /// Standard deviation of an embedding's components before training.
  public var embeddingScale: Float = 1
  public var dropout: Float = 0.2
  public var learningRate: Float = 1e-3
  public var weightDecay: Float = 1e-4
  public var batch = 16
  public var maximumEpochs = 100
  /// Epochs without a better validation loss after which training stops.
  public var patience = 20
  /// Epochs without a better validation loss after which the learning rate is halved.
  public var plateau = 10

  public init() {}
}

/// Trains a network on a set, deterministically: a batch is cut into shards by its size alone, whose gradients add up in
/// order, so that the number of threads changes nothing.
struct LSTMTraining {
  struct Result: Sendable {
    /// Those of the epoch with the least validation loss.
    var parameters: LSTMParameters
    var epochs: [EpochLoss]
    var best: Int
  }

  let settings: LSTMSettings
  let threads: Int
  private var random: SplitMix64
  private(set) var parameters: LSTMParameters
  private var adam: Adam
  private let shards: [Shard]
  private let products: LSTMProducts
  private let team: ShardTeam

  /// One part of a batch at a time: its network, and its gradient.
  private final class Shard: @unchecked Sendable {
    let pass: LSTMPass
    /// Of as many floats as parameters. All zero between two batches.
    let gradient: UnsafeMutablePointer<Float>
    var random = SplitMix64(seed: 0)
    /// The sum of squared errors.
    var squares = 0.0

    init(_ shape: LSTMShape) {
      pass = LSTMPass(shape: shape)
      gradient = .allocate(capacity: shape.parameterCount)
      gradient.initialize(repeating: 0, count: shape.parameterCount)
    }

    deinit { gradient.deallocate() }

    func learn(
      _ part: ArraySlice<Int>, of set: EncodedSequences, _ parameters: UnsafePointer<Float>, _ products: LSTMProducts,
      dropout: Float, scale: Float
    ) {
      pass.forward(part, of: set, parameters, products, dropout: dropout, random: &random)
      squares = pass.backward(of: set, parameters, scale: scale, into: gradient)
    }

    /// Takes the other's gradient to its own.
    func add(_ other: Shard) {
      let shape = pass.shape
      squares += other.squares
      Lanes.add(other.pass.tableGradient, to: pass.tableGradient, count: shape.vocabulary * shape.gates)
      for part in [shape.recurrentWeights..<shape.inputBias, shape.outputWeights..<shape.parameterCount] {
        Lanes.add(other.gradient + part.lowerBound, to: gradient + part.lowerBound, count: part.count)
        (other.gradient + part.lowerBound).update(repeating: 0, count: part.count)
      }
    }
  }

  /// Into how many parts a batch is cut: few sequences make products inefficient, many make a part that one thread waits for.
  private static func shardCount(_ sequences: Int) -> Int {
    max(min(sequences / 8, 2), (sequences + 63) / 64)
  }

  /// - Parameter threads: how many may work at once; the result is the same for any number.
  init(settings: LSTMSettings, vocabulary: Int, seed: UInt64, threads: Int) {
    self.settings = settings
    self.threads = max(threads, 1)
    random = SplitMix64(seed: seed)
    let shape = LSTMShape(vocabulary: vocabulary, embedding: settings.embedding, hidden: settings.hidden)
    parameters = LSTMParameters(shape: shape, embeddingScale: settings.embeddingScale, random: &random)
    adam = Adam(
      count: shape.parameterCount, learningRate: settings.learningRate, weightDecay: settings.weightDecay)
    shards = (0..<Self.shardCount(settings.batch)).map { _ in Shard(shape) }
    products = LSTMProducts(shape: shape)
    team = ShardTeam(threads: min(threads, shards.count))
  }

  /// Begins a row of the embedding with an earlier model's vector.
  mutating func begin(row: Int, with vector: [Float]) {
    let start = row * parameters.shape.paddedEmbedding
    parameters.values.replaceSubrange(start..<(start + vector.count), with: vector)
  }

  /// Trains until the validation loss has not improved for `settings.patience` epochs.
  ///
  /// - Parameter isCancelled: asked before every epoch.
  /// - Throws: `CancellationError`.
  mutating func run(
    train: EncodedSequences, validation: EncodedSequences, isCancelled: () -> Bool = { false }
  ) throws -> Result {
    var best = Result(parameters: parameters, epochs: [], best: 0)
    var bestLoss = Double.infinity
    var plateau = Plateau(patience: settings.plateau)
    for epoch in 1...max(settings.maximumEpochs, 1) {
      if isCancelled() { throw CancellationError() }
      let trained = runEpoch(train)
      let loss =
        validation.count > 0 ? Self.squares(of: validation, parameters, threads) / Double(validation.count) : trained
      best.epochs.append(
        EpochLoss(epoch: epoch, train: trained, validation: loss, learningRate: Double(adam.learningRate)))
      adam.learningRate = plateau.rate(adam.learningRate, after: loss)
      if loss < bestLoss {
        bestLoss = loss
        best.parameters = parameters
        best.best = epoch
      }
      if epoch - best.best >= settings.patience { break }
    }
    return best
  }

  /// One pass over the set in random order.
  /// - Returns: the mean squared error, each batch's by the weights before it was learned.
  mutating func runEpoch(_ set: EncodedSequences) -> Double {
    var order = Array(0..<set.count)
    random.shuffle(&order)
    var squares = 0.0
    for start in stride(from: 0, to: order.count, by: settings.batch) {
      squares += learn(order[start..<min(start + settings.batch, order.count)], of: set)
    }
    return squares / Double(max(set.count, 1))
  }

  private mutating func learn(_ batch: ArraySlice<Int>, of set: EncodedSequences) -> Double {
    let used = Self.shardCount(batch.count)
    for shard in shards[..<used] { shard.random = SplitMix64(seed: random.next()) }
    let (shards, products, dropout) = (shards, products, settings.dropout)
    let scale = 1 / Float(batch.count)
    parameters.values.withUnsafeBufferPointer { values in
      guard let start = values.baseAddress else { return }
      let values = Shared(start)
      products.make(of: values.start)
      team.run(used) { index in
        let part = batch[
          (batch.startIndex + index * batch.count / used)..<(batch.startIndex + (index + 1) * batch.count / used)]
        shards[index].learn(part, of: set, values.start, products, dropout: dropout, scale: scale)
      }
      for shard in shards[1..<used] { shards[0].add(shard) }
      products.spread(shards[0].pass.tableGradient, values.start, into: shards[0].gradient)
    }
    adam.update(&parameters.values, shards[0].gradient, team)
    return shards[0].squares
  }

  /// Parameters that all threads read and nobody writes.
  private struct Shared: @unchecked Sendable {
    let start: UnsafePointer<Float>
    init(_ start: UnsafePointer<Float>) { self.start = start }
  }

  // MARK: Prediction

  /// What the network says of each sequence of a set.
  static func outputs(of set: EncodedSequences, _ parameters: LSTMParameters, threads: Int) -> [Float] {
    let size = 256
    let count = (set.count + size - 1) / size
    var parts = [[(Int, Float)]](repeating: [], count: count)
    let products = LSTMProducts(shape: parameters.shape)
    parameters.values.withUnsafeBufferPointer { values in
      guard let start = values.baseAddress else { return }
      let values = Shared(start)
      products.make(of: values.start)
      parts.withUnsafeMutableBufferPointer { parts in
        let place = Place(parts)
        inParallel(count, threads) { index in
          let pass = LSTMPass(shape: parameters.shape)
          var unused = SplitMix64(seed: 0)
          let range = index * size..<min((index + 1) * size, set.count)
          pass.forward(range, of: set, values.start, products, random: &unused)
          place.parts[index] = Array(zip(pass.order, pass.outputs))
        }
      }
    }
    var outputs = [Float](repeating: 0, count: set.count)
    for (index, output) in parts.joined() { outputs[index] = output }
    return outputs
  }

  /// Where threads put their parts, each at its own index.
  private struct Place: @unchecked Sendable {
    let parts: UnsafeMutableBufferPointer<[(Int, Float)]>
    init(_ parts: UnsafeMutableBufferPointer<[(Int, Float)]>) { self.parts = parts }
  }

  private static func squares(of set: EncodedSequences, _ parameters: LSTMParameters, _ threads: Int) -> Double {
    zip(outputs(of: set, parameters, threads: threads), set.targets).reduce(0) { sum, pair in
      let error = Double(pair.0) - Double(pair.1)
      return sum + error * error
    }
  }

  /// Runs `body` for 0..<count, at most `threads` at once.
  static func inParallel(_ count: Int, _ threads: Int, _ body: @Sendable (Int) -> Void) {
    let workers = min(threads, count)
    guard workers > 1 else {
      for index in 0..<count { body(index) }
      return
    }
    DispatchQueue.concurrentPerform(iterations: workers) { worker in
      for index in stride(from: worker, to: count, by: workers) { body(index) }
    }
  }
}
