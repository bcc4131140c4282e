import CaseModel
import Foundation
import Testing

@testable import ModuleSequences

@Suite struct OrderFeatureTests {
  @Test func valuesAreWhatIsCounted() {
    let modules = ["a", "b", "a", "b", "a", "a", "a"]

    #expect(OrderFeature.count("a").value(of: modules) == 5)
    #expect(OrderFeature.count("c").value(of: modules) == 0)
    #expect(OrderFeature.opening(["a", "b", "a"]).value(of: modules) == 1)
    #expect(OrderFeature.opening(["b"]).value(of: modules) == 0)
    #expect(OrderFeature.opening(["a", "b"]).value(of: ["a"]) == 0)
    // Runs may overlap.
    #expect(OrderFeature.run(["a", "b", "a"]).value(of: modules) == 2)
    #expect(OrderFeature.run(["a", "a"]).value(of: modules) == 2)
    #expect(OrderFeature.run(["a", "b"]).value(of: ["a"]) == 0)
    #expect(OrderFeature.length.value(of: modules) == 7)
    #expect(OrderFeature.longer(than: 6).value(of: modules) == 1)
    #expect(OrderFeature.longer(than: 7).value(of: modules) == 0)
    for feature in [OrderFeature.count("a"), .opening(["a"]), .run(["a", "b"]), .length, .longer(than: 0)] {
      #expect(feature.value(of: []) == 0)
    }
  }

  /// Of 100 histories, an opening needs 5 and a run 10.
  @Test func rareOnesAreNoCandidates() {
    func histories(_ openings: Int, _ runs: Int) -> [[String]] {
      (0..<100).map { index in
        index < openings ? ["p", "q"] : index < openings + runs ? ["x", "y", "z"] : ["x", "\(index)"]
      }
    }

    let scarce = OrderFeature.candidates(in: histories(4, 9))
    let enough = OrderFeature.candidates(in: histories(5, 10))

    #expect(!scarce.contains(.opening(["p"])) && !scarce.contains(.opening(["p", "q"])))
    #expect(enough.contains(.opening(["p"])) && enough.contains(.opening(["p", "q"])))
    #expect(!scarce.contains(.run(["y", "z"])) && !scarce.contains(.run(["x", "y", "z"])))
    #expect(enough.contains(.run(["y", "z"])) && enough.contains(.run(["x", "y", "z"])))
    #expect(!enough.contains(.run(["p", "q"])))
    // Counts and the length need no support.
    #expect(scarce.contains(.count("99")) && scarce.contains(.length))
  }

  /// Of 1000 histories, an opening needs 20 and a run 50; a run counts once a history.
  @Test func supportGrowsWithTheHistories() {
    let histories = (0..<1000).map { $0 < 19 ? ["p"] : $0 < 39 ? ["q"] : $0 < 88 ? ["r", "r", "r", "r"] : ["s", "t"] }

    let candidates = OrderFeature.candidates(in: histories)

    #expect(!candidates.contains(.opening(["p"])) && candidates.contains(.opening(["q"])))
    #expect(!candidates.contains(.run(["r", "r"])) && candidates.contains(.run(["s", "t"])))
  }

  @Test func limitsAreLengthsFromATwentiethToTheNext() {
    let histories = (1...40).map { [String](repeating: "a", count: $0) }

    let limits = OrderFeature.candidates(in: histories).compactMap { feature in
      if case .longer(let limit) = feature { limit } else { nil }
    }

    #expect(limits == Array(stride(from: 3, through: 39, by: 2)))
  }

  @Test func theOrderOfCandidatesIsFixed() {
    // Codes that read the same when they are joined by a space.
    let histories = (0..<60).map { $0 % 2 == 0 ? ["a b", "c", "d"] : ["a", "b c", "d"] }

    let candidates = OrderFeature.candidates(in: histories)

    #expect(candidates.contains(.opening(["a b", "c"])) && candidates.contains(.opening(["a", "b c"])))
    for _ in 0..<20 { #expect(OrderFeature.candidates(in: histories.reversed()) == candidates) }
    let openings = candidates.compactMap { feature in if case .opening(let start) = feature { start } else { nil } }
    #expect(openings == [["a"], ["a b"], ["a", "b c"], ["a b", "c"], ["a", "b c", "d"], ["a b", "c", "d"]])
    #expect(OrderFeature.candidates(in: []) == [.length])
  }

  @Test func filesGiveThemBack() throws {
    let features: [OrderFeature] = [.count("a"), .opening(["a", "b"]), .run(["b", "b"]), .length, .longer(than: 8)]

    let data = try JSONEncoder().encode(features)

    #expect(try JSONDecoder().decode([OrderFeature].self, from: data) == features)
    #expect(throws: DecodingError.self) { try JSONDecoder().decode([OrderFeature].self, from: Data("[{}]".utf8)) }
  }
}

@Suite struct LassoPathTests {
  /// All eight corners of a cube: three features at right angles, of variance 1, and one that does not vary.
  private let corners: [[Double]] = (0..<8).map { corner in
    [corner & 1 == 0 ? -1 : 1, 7, corner & 2 == 0 ? -1 : 1, corner & 4 == 0 ? -1 : 1]
  }

  /// At right angles, the lasso's weight is least squares' (3, -2 and 0.5 here) less the penalty, or 0.
  @Test func atRightAnglesWeightsAreShrunk() {
    let path = LassoPath(rows: corners, targets: corners.map { 10 + 3 * $0[0] - 2 * $0[2] + 0.5 * $0[3] })

    #expect(path.columns == [0, 2, 3] && path.targetMean == 10)
    #expect(path.greatestPenalty == 3 && path.scales == [1, 1, 1] && path.means == [0, 0, 0])
    let weights = path.weights(for: [3, 2.5, 1, 0.25, 0])
    for (found, expected) in zip(
      weights, [[0, 0, 0], [0.5, 0, 0], [2, -1, 0], [2.75, -1.75, 0.25], [3, -2, 0.5]] as [[Double]])
    {
      #expect(zip(found, expected).allSatisfy { abs($0 - $1) < 1e-9 })
    }
    // Least squares over those picked, but for the ridge of a thousandth.
    #expect(zip(path.relaxed(weights[2]), [3 / 1.001, -2 / 1.001, 0]).allSatisfy { abs($0 - $1) < 1e-9 })
    #expect(path.relaxed(weights[0]) == [0, 0, 0])
  }

  @Test func scalesAndMeansDoNotMatter() {
    let path = LassoPath(
      rows: corners.map { [100 + 20 * $0[0], $0[2] / 50] }, targets: corners.map { 3 * $0[0] - 2 * $0[2] })

    #expect(zip(path.means, [100, 0]).allSatisfy { abs($0 - $1) < 1e-9 })
    #expect(zip(path.scales, [20, 0.02]).allSatisfy { abs($0 - $1) < 1e-9 })
    #expect(zip(path.weights(for: [1])[0], [2, -1]).allSatisfy { abs($0 - $1) < 1e-9 })
  }

  /// The conditions of Karush, Kuhn & Tucker on features that lean on each other: a picked one's covariance with what is left is the
  /// penalty, any other's at most that.
  @Test func leaningFeaturesMeetTheConditions() {
    var random = SplitMix64(seed: 12)
    let rows = (0..<200).map { _ -> [Double] in
      let shared = random.normal()
      return (0..<6).map { Double($0) * 0.3 * shared + random.normal() }
    }
    let targets = rows.map { 2 * $0[1] - $0[4] + 0.3 * random.normal() }
    let path = LassoPath(rows: rows, targets: targets)

    for (penalty, weights) in zip([1.0, 0.3, 0.05], path.weights(for: [1, 0.3, 0.05])) {
      #expect(weights.contains { $0 != 0 })
      let left = zip(rows, targets).map { row, target in
        weights.indices.reduce(target - path.targetMean) {
          $0 - weights[$1] * (row[$1] - path.means[$1]) / path.scales[$1]
        }
      }
      for place in weights.indices {
        let covariance =
          zip(rows, left).reduce(0) { $0 + ($1.0[place] - path.means[place]) / path.scales[place] * $1.1 } / 200
        if weights[place] == 0 {
          #expect(abs(covariance) <= penalty + 1e-4)
        } else {
          #expect(abs(covariance - (weights[place] > 0 ? penalty : -penalty)) < 1e-4)
        }
      }
    }
  }

  @Test func twinsAndNothingDoNoHarm() {
    let twins = LassoPath(rows: corners.map { [$0[0], $0[0]] }, targets: corners.map { 3 * $0[0] })
    let nothing = LassoPath(rows: corners.map { _ in [1, 2] }, targets: corners.map { $0[0] })

    let relaxed = twins.relaxed([1, 1])

    #expect(abs(relaxed[0] - 3 / 2.001) < 1e-9 && abs(relaxed[1] - 3 / 2.001) < 1e-9)
    #expect(nothing.columns.isEmpty && nothing.greatestPenalty == 0 && nothing.weights(for: [1]) == [[]])
    #expect(nothing.relaxed([]).isEmpty)
    #expect(LassoPath(rows: [], targets: []).weights(for: [0.1]) == [[]])
  }
}

@Suite struct OrderModelTests {
  private func folds(_ count: Int) -> [Int] { (0..<count).map { $0 % 10 } }

  @Test func plantedRulesAreFound() throws {
    let histories = SyntheticHistories.ruled(400)

    let (model, heldOut) = OrderModel.fit(histories, folds: folds(400))

    func weight(_ feature: OrderFeature) -> Double { model.terms.first { $0.feature == feature }?.weight ?? 0 }
    #expect(abs(weight(.opening(["m0"])) - 0.2) < 0.02)
    #expect(abs(weight(.count("m1")) - 0.05) < 0.008)
    #expect(abs(weight(.longer(than: 8)) + 0.15) < 0.03)
    // What else was picked matters little.
    let rules: Set<OrderFeature> = [.opening(["m0"]), .count("m1"), .longer(than: 8)]
    #expect(model.terms.allSatisfy { rules.contains($0.feature) || abs($0.weight) < 0.03 })
    #expect(model.terms.map { abs($0.weight) } == model.terms.map { abs($0.weight) }.sorted(by: >))
    // The noise is 0.03, so its square is the least error there can be.
    let error = zip(heldOut, histories).reduce(0) { $0 + pow($1.0 - $1.1.effectiveness, 2) } / 400
    #expect(error < 1.4 * 0.03 * 0.03)
    #expect(abs(model.prediction(["m0", "m1", "m2"]) - 0.55) < 0.03)
  }

  @Test(arguments: [1, 2, 3, 4, 5, 6] as [UInt64])
  func noiseHasNoRules(seed: UInt64) {
    let histories = SyntheticHistories.noise(400, seed: seed)

    let (model, heldOut) = OrderModel.fit(histories, folds: folds(400))

    // A standard deviation of noise is 0.1; what the model makes of it is next to nothing.
    let spread = histories.map { abs(model.prediction($0.modules) - 0.5) }.max() ?? 1
    #expect(model.terms.count <= 12 && spread < 0.08, "\(model.terms.count) terms, \(spread)")
    let error = zip(heldOut, histories).reduce(0) { $0 + pow($1.0 - $1.1.effectiveness, 2) } / 400
    let mean = histories.map(\.effectiveness).reduce(0, +) / 400
    #expect(error < 1.02 * histories.reduce(0) { $0 + pow($1.effectiveness - mean, 2) } / 400)
  }

  /// A history's held-out prediction knows nothing of its fold.
  @Test func heldOutPredictionsHaveNotSeenTheirFold() {
    var histories = SyntheticHistories.ruled(120)
    let folds = folds(120)
    let before = OrderModel.fit(histories, folds: folds)
    for index in histories.indices where folds[index] == 3 { histories[index].effectiveness *= 1 - 1e-9 }

    let after = OrderModel.fit(histories, folds: folds)

    for index in histories.indices { #expect((before.heldOut[index] == after.heldOut[index]) == (folds[index] == 3)) }
  }

  @Test func termsAndInterceptAddUp() {
    let model = OrderModel(
      intercept: 0.5,
      terms: [.init(feature: .opening(["a"]), weight: 0.25), .init(feature: .count("b"), weight: -0.125)])

    #expect(model.prediction(["a", "b", "b"]) == 0.5)
    #expect(model.prediction(["b"]) == 0.375)
    #expect(model.prediction(["unknown"]) == 0.5)
  }

  @Test func equalHistoriesHaveTheirMean() {
    let histories = (0..<50).map { ModuleSequence(id: "\($0)", modules: ["a"], effectiveness: $0 % 2 == 0 ? 0.4 : 0.6) }

    let (model, heldOut) = OrderModel.fit(histories, folds: folds(50))

    #expect(model.terms.isEmpty && abs(model.intercept - 0.5) < 1e-12)
    #expect(heldOut.allSatisfy { abs($0 - 0.5) < 0.02 })
  }
}
