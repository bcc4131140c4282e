import CaseModel

@testable import ModuleSequences

/// Histories by a seed, with rules that are known.
enum SyntheticHistories {
  /// Modules m0 to m5; effectiveness 0.3, and 0.2 more where m0 is the first, 0.05 for each m1, 0.15 less beyond eight
  /// modules; and noise.
  static func ruled(_ count: Int, noise: Double = 0.03, seed: UInt64 = 5) -> [ModuleSequence] {
    var random = SplitMix64(seed: seed)
    return (0..<count).map { index in
      let length = 3 + random.place(below: 9)
      let modules = (0..<length).map { _ in "m\(random.place(below: 6))" }
      let value =
        0.3 + (modules[0] == "m0" ? 0.2 : 0) + 0.05 * Double(modules.count { $0 == "m1" })
        - (length > 8 ? 0.15 : 0) + noise * random.normal()
      return ModuleSequence(id: "K-\(index)", modules: modules, effectiveness: min(max(value, 0), 1))
    }
  }

  /// The same histories, and effectiveness that has nothing to do with them.
  static func noise(_ count: Int, seed: UInt64 = 5) -> [ModuleSequence] {
    var random = SplitMix64(seed: seed &+ 1000)
    return ruled(count, seed: seed).map { history in
      var history = history
      history.effectiveness = min(max(0.5 + 0.1 * random.normal(), 0), 1)
      return history
    }
  }

  /// Sequences of the given lengths with tokens from 1..<vocabulary.
  static func set(_ lengths: [Int], vocabulary: Int, seed: UInt64 = 3) -> EncodedSequences {
    var random = SplitMix64(seed: seed)
    var set = EncodedSequences()
    for length in lengths {
      let tokens = (0..<length).map { _ in UInt16(1 + random.place(below: vocabulary - 1)) }
      set.append(tokens, target: Float(random.unit()))
    }
    return set
  }

  static func lengths(_ count: Int, seed: UInt64 = 8) -> [Int] {
    var random = SplitMix64(seed: seed)
    return (0..<count).map { _ in 1 + random.place(below: 9) }
  }
}
