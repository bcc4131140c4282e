import CaseModel
import ModuleSequences

/// Modules as a clinic might have them, and courses of training, from a seed.
enum ChartSample {
  static let names = [
    "Psychoeducation", "Goal setting", "Mood monitoring", "Behavioural activation",
    "Cognitive restructuring with behavioural experiments", "Thought record", "Exposure", "Relaxation", "Mindfulness",
    "Acceptance", "Values clarification", "Problem solving", "Interpersonal skills", "Self-compassion",
    "Sleep hygiene", "Relapse prevention", "Crisis planning",
  ]

  /// `count` vectors about `groups` directions, the groups one after the other.
  static func vectors(
    _ count: Int, groups: Int, spread: Double, dimensions: Int = 24, seed: UInt64 = 7
  ) -> [[Double]] {
    var random = SplitMix64(seed: seed)
    func vector() -> [Double] { (0..<dimensions).map { _ in Double.random(in: -1...1, using: &random) } }
    let centers = (0..<groups).map { _ in vector() }
    return (0..<count).map { index in
      zip(centers[index * groups / count], vector()).map { $0 + $1 * spread }
    }
  }

  static func modules(
    _ count: Int, groups: Int = 4, spread: Double = 0.6, seed: UInt64 = 7
  ) -> [(code: String, name: String, vector: [Float], count: Int)] {
    vectors(count, groups: groups, spread: spread, seed: seed).enumerated().map { index, vector in
      (
        code: "m\(index)", name: names[index % names.count] + (index < names.count ? "" : " \(index)"),
        vector: vector.map(Float.init), count: (index * 37) % 23 * 4
      )
    }
  }

  static func epochs(_ count: Int, seed: UInt64 = 3) -> [EpochLoss] {
    var random = SplitMix64(seed: seed)
    return (0..<count).map { index in
      let fall = 0.09 / (1 + Double(index) * 0.35)
      let noise = Double.random(in: 0.95...1.05, using: &random)
      return EpochLoss(
        epoch: index + 1, train: fall + 0.002, validation: (fall + 0.006 + Double(index) * 0.00006) * noise,
        learningRate: index < 30 ? 0.001 : index < 52 ? 0.0005 : 0.00025)
    }
  }

  static func predictions(_ count: Int) -> [(actual: Double, predicted: Double)] {
    var random = SplitMix64(seed: 11)
    return (0..<count).map { _ in
      let actual = Double.random(in: 0.1...0.95, using: &random)
      let error = (0..<4).reduce(0) { sum, _ in sum + Double.random(in: -0.09...0.09, using: &random) }
      return (actual, 0.5 + (actual - 0.5) * 0.85 + error)
    }
  }
}
