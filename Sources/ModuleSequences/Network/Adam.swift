import Numerics

/// Adam (Kingma & Ba 2015, arXiv:1412.6980) with weight decay added to the gradient, as `torch.optim.Adam` has it.
struct Adam {
  var learningRate: Float
  let weightDecay: Float
  private var means: [Float]
  private var squares: [Float]
  // The running products β₁ᵗ and β₂ᵗ.
  private var meanBias = 1.0
  private var squareBias = 1.0

  /// - Parameter count: parameters, a multiple of `Lanes.count`.
  init(count: Int, learningRate: Float, weightDecay: Float) {
    self.learningRate = learningRate
    self.weightDecay = weightDecay
    means = [Float](repeating: 0, count: count)
    squares = [Float](repeating: 0, count: count)
  }

  /// Moves `parameters` one step against `gradient` and clears it.
  mutating func update(_ parameters: inout [Float], _ gradient: UnsafeMutablePointer<Float>) {
    meanBias *= 0.9
    squareBias *= 0.999
    let rate = learningRate / Float(1 - meanBias)
    let scale = 1 / Float((1 - squareBias).squareRoot())
    let decay = weightDecay
    let count = parameters.count
    parameters.withUnsafeMutableBufferPointer { parameters in
      means.withUnsafeMutableBufferPointer { means in
        squares.withUnsafeMutableBufferPointer { squares in
          guard let parameters = parameters.baseAddress, let means = means.baseAddress,
            let squares = squares.baseAddress
          else { return }
          for place in stride(from: 0, to: count, by: Lanes.count) {
            let value = Lanes.load(parameters + place)
            let slope = Lanes.load(gradient + place) + value * decay
            let mean = Lanes.load(means + place) * 0.9 + slope * 0.1
            let square = Lanes.load(squares + place) * 0.999 + slope * slope * 0.001
            Lanes.store(mean, means + place)
            Lanes.store(square, squares + place)
            Lanes.store(value - rate * mean / (square.squareRoot() * scale + 1e-8), parameters + place)
            Lanes.store(.zero, gradient + place)
          }
        }
      }
    }
  }
}
