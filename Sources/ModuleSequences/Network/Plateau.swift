/// Halves a learning rate where the validation loss stands still, as `torch.optim.lr_scheduler.ReduceLROnPlateau` does with a
/// relative threshold of 1e-4.
struct Plateau {
  /// Epochs that may go by without a better loss.
  let patience: Int
  private var best = Double.infinity
  private var epochs = 0

  init(patience: Int) { self.patience = patience }

  /// The rate for the epochs after one with this loss.
  ///
  /// The best loss moves only by a significant step, so that many small ones add up to one.
  mutating func rate(_ rate: Float, after loss: Double) -> Float {
    if loss < best * (1 - 1e-4) {
      best = loss
      epochs = 0
    } else {
      epochs += 1
    }
    guard epochs > patience else { return rate }
    epochs = 0
    // PyTorch leaves a rate alone that would hardly change.
    return rate / 2 > 1e-8 ? rate / 2 : rate
  }
}
