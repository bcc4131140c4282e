/// What one pass over the training histories came to.
public struct EpochLoss: Codable, Hashable, Sendable {
  /// From 1.
  public var epoch: Int
  /// Mean squared error over the training histories, as the weights were when each was seen.
  public var train: Double
  /// Mean squared error over the validation histories at the end of the epoch.
  public var validation: Double
  public var learningRate: Double

  public init(epoch: Int, train: Double, validation: Double, learningRate: Double) {
    self.epoch = epoch
    self.train = train
    self.validation = validation
    self.learningRate = learningRate
  }
}
