import CaseModel
import Dispatch

/// Teaches a model from histories.
///
/// Histories in `test` are never looked at but for the figures at the end. The same histories and settings make the same model, on
/// any number of threads.
public struct ModuleTraining: Sendable {
  /// What decides on a model beside its data; kept with it.
  public struct Settings: Codable, Hashable, Sendable {
    public var architecture: ModulePredictor.Architecture
    public var seed: UInt64
    public var lstm: LSTMSettings
    /// LSTMs in the ensemble, at most `folds`.
    public var members: Int
    /// Parts into which the histories are cut: a member trains on all but two, stops early by one and is judged by the other.
    public var folds: Int
    /// SHA-256 of the model whose embeddings it began with, where that came from a file.
    public var initialHash: String?

    /// Those that cross-validation of the training histories found best (docs/module-sequences.md).
    ///
    /// - Parameter count: histories, for many need fewer members and larger batches.
    public init(_ architecture: ModulePredictor.Architecture, seed: UInt64, count: Int) {
      self.architecture = architecture
      self.seed = seed
      lstm = LSTMSettings()
      folds = 10
      switch architecture {
      case .seed: members = 1
      case .combined:
        members = count < 5_000 ? 10 : 2
        lstm.embedding = 16
        lstm.hidden = 32
        lstm.embeddingScale = 0.1
        lstm.learningRate = 2e-3
        lstm.maximumEpochs = 200
        if count >= 5_000 { lstm.batch = 256 }
      }
    }
  }

  public struct Outcome: Sendable {
    public var predictor: ModulePredictor
    /// Losses of the (first) LSTM, and the epoch whose weights were kept.
    public var epochs: [EpochLoss]
    public var best: Int
    public var counts: [ModuleSequence.Split: Int]
    public var validation: TrainingFigures?
    public var test: TrainingFigures?
    /// Effectiveness and prediction of each test history.
    public var testPoints: [(actual: Double, predicted: Double)]
    /// Of the training alone, without figures.
    public var trainSeconds: Double
  }

  /// Fewer histories to learn from than this make no model, only an illusion of one.
  public static let minimumHistories = 40

  public var settings: Settings
  /// Its embeddings are what the new model begins with, for modules that both know.
  public var initial: ModulePredictor?
  /// How many threads may work at once.
  public var threads: Int
  /// Asked before every epoch.
  public var isCancelled: @Sendable () -> Bool

  public init(
    _ settings: Settings, initial: ModulePredictor? = nil, threads: Int,
    isCancelled: @escaping @Sendable () -> Bool = { false }
  ) {
    self.settings = settings
    self.initial = initial
    self.threads = threads
    self.isCancelled = isCancelled
    if let width = initial?.members.first?.shape.embedding { self.settings.lstm.embedding = width }
  }

  /// - Throws: `CaseError` `.badData` where there are fewer than `minimumHistories` to learn from, or one of no modules or no finite
  ///   effectiveness; `CancellationError`.
  public func run(_ sequences: [ModuleSequence]) throws -> Outcome {
    for history in sequences where history.modules.isEmpty || !history.effectiveness.isFinite {
      throw CaseError(
        .badData, history.modules.isEmpty ? "A history has no modules." : "A history's effectiveness is no number.",
        at: history.id)
    }
    let parts = Dictionary(grouping: sequences) { $0.split ?? Self.split(of: $0.id) }
    let (train, validation, test) = (parts[.train] ?? [], parts[.validation] ?? [], parts[.test] ?? [])
    let learned = train + validation
    guard learned.count >= Self.minimumHistories, !train.isEmpty else {
      throw CaseError(
        .badData,
        "Not enough histories: \(learned.count) to learn from (and \(test.count) held out), and \(Self.minimumHistories) are needed.",
        advice: "`caseloom module histories` shows what counts as one.")
    }
    let modules = Set(learned.flatMap(\.modules)).sorted()
    guard modules.count < Int(UInt16.max) else {
      throw CaseError(.badData, "There are \(modules.count) different modules; at most 65534 can be learned.")
    }
    var predictor = ModulePredictor(
      architecture: settings.architecture, modules: modules, order: nil, members: [], blend: 1, intervalHalfWidth: 1,
      counts: [])
    let presence = learned.reduce(into: [String: Int]()) { sums, history in
      for module in Set(history.modules) { sums[module, default: 0] += 1 }
    }
    predictor.counts = modules.map { presence[$0] ?? 0 }
    let start = DispatchTime.now().uptimeNanoseconds
    let (curve, heldOut) =
      switch settings.architecture {
      case .seed: try trainSeed(&predictor, train, validation)
      case .combined: try trainCombined(&predictor, learned)
      }
    let seconds = Double(DispatchTime.now().uptimeNanoseconds - start) / 1e9
    predictor.intervalHalfWidth = Self.halfWidth(heldOut.map { abs($0.predicted - $0.actual) })

    let mean = learned.map(\.effectiveness).reduce(0, +) / Double(learned.count)
    let width = predictor.intervalHalfWidth
    let heldOutFigures = TrainingFigures(
      heldOut.map { .init(value: $0.predicted, interval: ($0.predicted - width)...($0.predicted + width)) },
      heldOut.map(\.actual), trainingMean: mean)
    predictor.validationR2 = heldOutFigures?.r2
    predictor.validationCount = heldOut.count
    // Modules that only a test history has are unknown to the model: it goes by the others.
    let predictions = predictor.values(test.map(\.modules), threads: threads).map { value in
      let value = min(max(value, 0), 1)
      return ModulePredictor.Prediction(value: value, interval: (value - width)...(value + width))
    }
    return Outcome(
      predictor: predictor, epochs: curve.epochs, best: curve.best, counts: parts.mapValues(\.count),
      validation: heldOutFigures,
      test: TrainingFigures(predictions, test.map(\.effectiveness), trainingMean: mean),
      testPoints: zip(test, predictions).map { ($0.effectiveness, $1.value) }, trainSeconds: seconds)
  }

  private typealias HeldOut = (actual: Double, predicted: Double)

  // MARK: Architectures

  private func trainSeed(
    _ predictor: inout ModulePredictor, _ train: [ModuleSequence], _ validation: [ModuleSequence]
  ) throws -> (LSTMTraining.Result, [HeldOut]) {
    var training = lstm(0, predictor, threads: threads)
    let held = encode(validation, predictor)
    let result = try training.run(train: encode(train, predictor), validation: held, isCancelled: isCancelled)
    predictor.members = [result.parameters]
    let outputs = LSTMTraining.outputs(of: held, result.parameters, threads: threads)
    return (result, zip(validation, outputs).map { ($0.effectiveness, Double($1)) })
  }

  private func trainCombined(
    _ predictor: inout ModulePredictor, _ histories: [ModuleSequence]
  ) throws -> (LSTMTraining.Result, [HeldOut]) {
    var random = SplitMix64(seed: settings.seed)
    var folds = histories.indices.map { $0 % settings.folds }
    random.shuffle(&folds)
    let byOrder = fitOrder(&predictor, histories, folds)

    let count = min(settings.members, settings.folds)
    let results = try memberResults(count, predictor, histories, folds)
    predictor.members = results.map(\.parameters)
    // Each member says what it expects of the fold that it has neither learned from nor stopped by.
    var judged: [(actual: Double, order: Double, deep: Double)] = []
    for (member, result) in results.enumerated() {
      let indices = histories.indices.filter { folds[$0] == member }
      let outputs = LSTMTraining.outputs(
        of: encode(indices.map { histories[$0] }, predictor), result.parameters, threads: threads)
      judged += zip(indices, outputs).map { (histories[$0].effectiveness, byOrder[$0], Double($1)) }
    }
    predictor.blend = Self.share(
      of: judged.map { $0.deep - $0.order }, in: judged.map { $0.actual - $0.order })
    let blended = judged.map { $0.order + predictor.blend * ($0.deep - $0.order) }
    predictor.centre = histories.map(\.effectiveness).reduce(0, +) / Double(histories.count)
    let centre = predictor.centre
    predictor.reach = Self.share(of: blended.map { $0 - centre }, in: judged.map { $0.actual - centre })
    return (results[0], zip(judged, blended).map { ($0.actual, centre + predictor.reach * ($1 - centre)) })
  }

  /// Histories that the order model is fitted to at most: a few rules need no more, and time and memory would grow with them.
  private static let orderLimit = 5_000

  /// - Returns: what an order model that has not seen it says of each history.
  private func fitOrder(
    _ predictor: inout ModulePredictor, _ histories: [ModuleSequence], _ folds: [Int]
  ) -> [Double] {
    let picked = (0..<min(histories.count, Self.orderLimit)).map {
      $0 * histories.count / min(histories.count, Self.orderLimit)
    }
    let (order, heldOut) = OrderModel.fit(picked.map { histories[$0] }, folds: picked.map { folds[$0] })
    predictor.order = order
    var predictions = histories.map { order.prediction($0.modules) }
    for (index, prediction) in zip(picked, heldOut) { predictions[index] = prediction }
    return predictions
  }

  /// 0…1: the multiple of `steps` that comes nearest to `goals`, by least squares.
  private static func share(of steps: [Double], in goals: [Double]) -> Double {
    let along = zip(steps, goals).reduce(0) { $0 + $1.0 * $1.1 }
    let length = steps.reduce(0) { $0 + $1 * $1 }
    return length > 0 ? min(max(along / length, 0), 1) : 0
  }

  private func memberResults(
    _ count: Int, _ predictor: ModulePredictor, _ histories: [ModuleSequence], _ folds: [Int]
  ) throws -> [LSTMTraining.Result] {
    let results = Results(count)
    let inner = max(threads / count, 1)
    LSTMTraining.inParallel(count, threads) { member in
      let stopping = (member + 1) % settings.folds
      let learning = histories.indices.filter { folds[$0] != member && folds[$0] != stopping }
      var training = lstm(member, predictor, threads: inner)
      results.set(
        member,
        Result {
          try training.run(
            train: encode(learning.map { histories[$0] }, predictor),
            validation: encode(histories.indices.filter { folds[$0] == stopping }.map { histories[$0] }, predictor),
            isCancelled: isCancelled)
        })
    }
    return try results.all()
  }

  /// Where threads put their results, each at its own index.
  private final class Results: @unchecked Sendable {
    private let places: UnsafeMutableBufferPointer<Result<LSTMTraining.Result, any Error>?>

    init(_ count: Int) {
      places = .allocate(capacity: count)
      places.initialize(repeating: nil)
    }

    deinit {
      places.deinitialize()
      places.deallocate()
    }

    func set(_ index: Int, _ result: Result<LSTMTraining.Result, any Error>) { places[index] = result }

    func all() throws -> [LSTMTraining.Result] { try places.compactMap { try $0?.get() } }
  }

  private func lstm(_ member: Int, _ predictor: ModulePredictor, threads: Int) -> LSTMTraining {
    // Seeds of members must not overlap those of the next model's.
    var random = SplitMix64(seed: settings.seed)
    for _ in 0..<member { _ = random.next() }
    let vocabulary = predictor.modules.count + 1
    var training = LSTMTraining(settings: settings.lstm, vocabulary: vocabulary, seed: random.next(), threads: threads)
    if let initial, !initial.members.isEmpty {
      let earlier = initial.members[member % initial.members.count]
      for (row, module) in predictor.modules.enumerated() {
        if let known = initial.row(of: module) { training.begin(row: row + 1, with: earlier.embedding(known)) }
      }
    }
    return training
  }

  private func encode(_ histories: [ModuleSequence], _ predictor: ModulePredictor) -> EncodedSequences {
    predictor.encode(histories.map { ($0.modules, $0.effectiveness) })
  }

  // MARK: Parts

  /// The part of a history that nothing else says it of: a fifth each is for test and validation. It depends on the client's code alone, so
  /// that a history that was held out stays held out.
  public static func split(of id: String) -> ModuleSequence.Split {
    // FNV-1a, then mixed: its low bits alone are poor.
    let hash = id.utf8.reduce(UInt64(0xcbf2_9ce4_8422_2325)) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    var random = SplitMix64(seed: hash)
    return switch random.next() % 5 {
    case 0: .test
    case 1: .validation
    default: .train
    }
  }

  /// The smallest width that holds nine tenths of the errors, and one more for the history to come.
  static func halfWidth(_ errors: [Double]) -> Double {
    let sorted = errors.sorted()
    let place = Int((Double(sorted.count + 1) * 0.9).rounded(.up)) - 1
    return place < sorted.count ? sorted[place] : 1
  }
}
