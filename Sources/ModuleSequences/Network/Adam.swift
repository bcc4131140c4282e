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

  /// Moves `parameters` one step against `gradient` and clears it, in two halves that may be worked on at once.
  mutating func update(_ parameters: inout [Float], _ gradient: UnsafeMutablePointer<Float>, _ team: ShardTeam) {
    meanBias *= 0.9
    squareBias *= 0.999
    let (rate, scale) = (learningRate / Float(1 - meanBias), 1 / Float((1 - squareBias).squareRoot()))
    let decay = weightDecay
    let lanes = parameters.count / Lanes.count
    parameters.withUnsafeMutableBufferPointer { parameters in
      means.withUnsafeMutableBufferPointer { means in
        squares.withUnsafeMutableBufferPointer { squares in
          guard let parameters = parameters.baseAddress, let means = means.baseAddress,
            let squares = squares.baseAddress
          else { return }
          let places = Places(parameters: parameters, gradient: gradient, means: means, squares: squares)
          team.run(2) { half in
            places.update(
              from: half * lanes / 2 * Lanes.count, to: (half + 1) * lanes / 2 * Lanes.count, rate: rate, scale: scale,
              decay: decay)
          }
        }
      }
    }
  }

  /// Where the numbers are while a step is taken; each thread has its own part of them.
  private struct Places: @unchecked Sendable {
    let parameters, gradient, means, squares: UnsafeMutablePointer<Float>

    func update(from start: Int, to end: Int, rate: Float, scale: Float, decay: Float) {
      for place in stride(from: start, to: end, by: Lanes.count) {
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
