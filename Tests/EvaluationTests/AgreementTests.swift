import CaseModel
import Testing

@testable import Evaluation

// Reference numbers: scikit-learn 1.7 (f1_score, cohen_kappa_score) and SciPy 1.16 (linear_sum_assignment).

struct AgreementTests {
  /// truth = [1,1,1,0,0,0,0,1,0,1], found = [1,0,1,0,1,0,0,1,0,1].
  private let sample = Agreement(hits: 4, falseAlarms: 1, misses: 1, rejections: 4)

  @Test func figuresAreThoseOfTheReference() {
    #expect(abs(sample.f1 - 0.8) < 1e-12)
    #expect(abs(sample.kappa - 0.6) < 1e-12)
    #expect(abs(sample.precision - 0.8) < 1e-12)
    #expect(abs(sample.falseAlarmRate - 0.2) < 1e-12)
  }

  @Test func whatCannotBeSaidIsZero() {
    #expect(Agreement().f1 == 0)
    #expect(Agreement().kappa == 0)
    // Two judges who always say yes agree by chance alone.
    #expect(Agreement(hits: 10).kappa == 0)
  }

  @Test func additionCounts() {
    var whole = Agreement()
    for (found, isTrue) in [(true, true), (true, false), (false, true), (false, false)] {
      whole.add(found: found, true: isTrue)
    }
    #expect(whole == Agreement(hits: 1, falseAlarms: 1, misses: 1, rejections: 1))
    #expect((whole + whole).count == 8)
  }
}

struct AssignmentTests {
  @Test func theBestOneToOneMatchIsFound() {
    // linear_sum_assignment(-gains) gives rows 0, 1, 2 the columns 1, 0, 2 with a sum of 2.4; greedy would take 0.9 first and reach 2.2.
    let gains = [[0.9, 0.8, 0.1], [0.8, 0.2, 0.3], [0.1, 0.5, 0.8]]
    #expect(Assignment.best(gains: gains) == [1, 0, 2])
  }

  @Test func moreRowsThanColumnsLeaveSomeOver() {
    let match = Assignment.best(gains: [[0.1], [0.9], [0.5]])
    #expect(match == [nil, 0, nil])
    #expect(Assignment.best(gains: [[], []]) == [nil, nil])
    #expect(Assignment.best(gains: []).isEmpty)
  }

  /// Against every permutation, on small random problems.
  @Test(arguments: 1...40) func noPermutationIsBetter(seed: Int) {
    var random = SplitMix64(seed: UInt64(seed))
    let gains = (0..<5).map { _ in (0..<5).map { _ in random.unit() } }
    let match = Assignment.best(gains: gains).compactMap { $0 }
    let sum = match.enumerated().map { gains[$0][$1] }.reduce(0, +)
    func best(_ row: Int, _ used: Set<Int>) -> Double {
      row == 5
        ? 0 : (0..<5).filter { !used.contains($0) }.map { gains[row][$0] + best(row + 1, used.union([$0])) }.max() ?? 0
    }
    #expect(Set(match).count == 5)
    #expect(abs(sum - best(0, [])) < 1e-9)
  }
}

struct ClusterAgreementTests {
  @Test func theSameClusteringUnderOtherNamesIsAPerfectMatch() {
    let truth: [String: Set<Int>] = ["a": [1, 2, 3], "b": [3, 4]]
    let agreement = ClusterAgreement(true: truth, found: ["x": [3, 4], "y": [1, 2, 3]])
    #expect(agreement.matchedF1 == 1)
    #expect(agreement.match == ["a": "y", "b": "x"])
  }

  @Test func aTrueClusterWithoutAMatchCountsAsZero() {
    let agreement = ClusterAgreement(true: ["a": [1, 2], "b": [3]], found: ["x": [1, 2]])
    #expect(agreement.matchedF1 == 0.5)
    #expect(agreement.f1["b"] == 0)
  }

  @Test func omegaIsOneForTheSameAndZeroForNoneAtAll() {
    let left: [Set<String>] = [["a"], ["a", "b"], ["b"], ["c"]]
    #expect(abs(ClusterAgreement.omega(left, left) - 1) < 1e-12)
    #expect(ClusterAgreement.omega([], []) == 0)
  }

  /// By hand: of 6 pairs, (0,1) shares one cluster left and one right, (2,3) one left and none right, (1,2) none left and one right, the
  /// other three none in either. Observed 4/6; chance (2·2 + 4·4)/36 = 20/36.
  @Test func omegaCorrectsForChance() {
    let left: [Set<String>] = [["a"], ["a"], ["b"], ["b"]]
    let right: [Set<String>] = [["x"], ["x", "y"], ["y"], []]
    #expect(abs(ClusterAgreement.omega(left, right) - (4.0 / 6 - 20.0 / 36) / (1 - 20.0 / 36)) < 1e-12)
  }
}

struct BootstrapTests {
  @Test func theIntervalHoldsTheFigureAndIsTheSameEveryTime() {
    let cases = (0..<200).map { Agreement(hits: $0 % 3 == 0 ? 1 : 0, misses: $0 % 3 == 0 ? 0 : 1) }
    let figure = Bootstrap().figure("recall", of: cases, \.recall)
    let interval = figure.interval
    // 67 of 200: the normal approximation gives 0.335 ± 0.065.
    #expect(abs((interval?.lowerBound ?? 0) - 0.27) < 0.02 && abs((interval?.upperBound ?? 0) - 0.40) < 0.02)
    #expect(Bootstrap().figure("recall", of: cases, \.recall).interval == figure.interval)
    #expect(Bootstrap().interval(count: 0) { _ in 1 } == 0...0)
  }
}
