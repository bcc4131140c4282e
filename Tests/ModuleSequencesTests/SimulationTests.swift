import CaseModel
import ModuleSequences
import Testing

@Suite struct SimulationTests {
  private static let letters = "ABCDEFGHIJKLMNOPQ".map(String.init)
  private static let patterns = ["ABA", "CDC", "AFF", "BCB"]
  private static let many = Result {
    try ModuleSimulation.sequences(count: 20_000, seed: 7, modules: letters)
  }

  /// Effectiveness that the docstring's sums give, but for the pattern and fatigue.
  private func weighed(_ history: ModuleSequence) -> Double {
    history.modules.reduce(0.5) { $0 + (["A": 0.05, "F": 0.03, "C": 0.02][$1] ?? 0) }
  }

  private func pattern(_ history: ModuleSequence) -> String? {
    let opening = history.modules.prefix(3).joined()
    return Self.patterns.contains(opening) ? opening : nil
  }

  private func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }

  /// `python3 Tests/ModuleSequencesTests/Expected/simulation.py`, a telling of its own.
  @Test func theHistoriesAreThoseOfAnotherProgramOfTheSameWorld() throws {
    let histories = try ModuleSimulation.sequences(count: 10, seed: 20, modules: Self.letters)

    let expected: [(String, String, Double, ModuleSequence.Split)] = [
      ("01", "CDCGBCO", 0.669651163099, .validation), ("02", "ABAJEQJMAMHEDGEOG", 0.882266044742, .train),
      ("03", "PBKEC", 0.518996689916, .test), ("04", "JOJPN", 0.553308550359, .validation),
      ("05", "BJEKBFF", 0.559681019297, .train), ("06", "CDCEHGGLLDKDDEO", 0.931958500454, .train),
      ("07", "JMCPPBGMDEJCJMB", 0.568903036276, .train), ("08", "ABAHIJQNINOHCJ", 0.686445788281, .test),
      ("09", "HGCLNNFQHJFFAKA", 0.737378591872, .train), ("10", "BCBHAPFECQK", 0.974971185177, .train),
    ]
    #expect(histories.map(\.id) == expected.map(\.0))
    #expect(histories.map { $0.modules.joined() } == expected.map(\.1))
    #expect(zip(histories, expected).allSatisfy { abs($0.effectiveness - $1.2) < 1e-11 })
    #expect(histories.map(\.split) == expected.map(\.3))
  }

  @Test func lengthsAreUniformFromFourToTwenty() throws {
    let lengths = try Self.many.get().map(\.modules.count)

    // Standard deviation √24, of the mean of 20,000 0.035.
    #expect(abs(mean(lengths.map(Double.init)) - 12) < 0.14)
    let counts = Dictionary(grouping: lengths) { $0 }.mapValues(\.count)
    #expect(counts.keys.sorted() == Array(4...20))
    // 1176 each, with a standard deviation of 33.
    #expect(counts.values.allSatisfy { abs($0 - 1176) < 150 })
  }

  @Test func threeInTenOpenWithAPattern() throws {
    let histories = try Self.many.get()

    // And 4 of 17³ of the others.
    let opened = histories.compactMap(pattern)
    let share = Double(opened.count) / 20_000
    #expect(abs(share - 0.30057) < 0.013)
    for pattern in Self.patterns {
      let part = Double(opened.count { $0 == pattern }) / Double(opened.count)
      #expect(abs(part - 0.25) < 0.022)
    }
  }

  @Test func patternsAddAFifthAndFatigueTakesATenth() throws {
    // Where two standard deviations of noise cannot reach 1, clamping takes nothing worth a word from a mean.
    let histories = try Self.many.get().filter { weighed($0) <= 0.6 }
    func rest(isOpened: Bool, isLong: Bool) -> Double {
      mean(
        histories.filter { (pattern($0) != nil) == isOpened && ($0.modules.count > 15) == isLong }
          .map { $0.effectiveness - weighed($0) })
    }

    #expect(abs(rest(isOpened: false, isLong: false)) < 0.005)
    #expect(abs(rest(isOpened: true, isLong: false) - 0.2) < 0.01)
    #expect(abs(rest(isOpened: false, isLong: true) + 0.1) < 0.01)
    #expect(abs(rest(isOpened: true, isLong: true) - 0.1) < 0.02)
  }

  @Test func noiseIsATenth() throws {
    let rests = try Self.many.get().filter { pattern($0) == nil && $0.modules.count <= 15 && weighed($0) <= 0.6 }
      .map { $0.effectiveness - weighed($0) }

    #expect(abs(mean(rests.map { $0 * $0 }).squareRoot() - 0.1) < 0.004)
  }

  @Test func effectivenessStaysWithinItsBounds() throws {
    let histories = try Self.many.get()

    #expect(histories.allSatisfy { (0...1).contains($0.effectiveness) })
    #expect(histories.contains { $0.effectiveness == 1 })
  }

  @Test(arguments: [(20_000, 12_800, 3_200, 4_000), (100, 64, 16, 20), (7, 5, 1, 1), (1, 1, 0, 0)])
  func splitsHaveTheirShares(count: Int, train: Int, validation: Int, test: Int) throws {
    let histories = try ModuleSimulation.sequences(count: count, seed: 7, modules: Self.letters)

    let counts = Dictionary(grouping: histories, by: \.split).mapValues(\.count)
    #expect([counts[.train], counts[.validation], counts[.test]].map { $0 ?? 0 } == [train, validation, test])
    #expect(Set(histories.map(\.id)).count == count)
    #expect(histories.map(\.id) == histories.map(\.id).sorted())
  }

  @Test func splitsAreNotInTheOrderOfHistories() throws {
    let histories = try ModuleSimulation.sequences(count: 1000, seed: 7, modules: Self.letters)

    // A fifth of each half is 100, with a standard deviation of 6.3.
    #expect(abs(histories.prefix(500).count { $0.split == .test } - 100) < 32)
  }

  @Test func aSeedDecidesAndACodeIsOnlyAName() throws {
    let names = Self.letters.map { "module-\($0)" }
    let one = try ModuleSimulation.sequences(count: 50, seed: 3, modules: Self.letters)

    #expect(try ModuleSimulation.sequences(count: 50, seed: 3, modules: Self.letters) == one)
    #expect(try ModuleSimulation.sequences(count: 50, seed: 4, modules: Self.letters) != one)
    let named = try ModuleSimulation.sequences(count: 50, seed: 3, modules: names)
    #expect(named.map(\.effectiveness) == one.map(\.effectiveness))
    #expect(named.map(\.modules) == one.map { $0.modules.map { "module-\($0)" } })
    let longer = try ModuleSimulation.sequences(count: 60, seed: 3, modules: Self.letters)
    #expect(longer.prefix(50).map(\.modules) == one.map(\.modules))
  }

  @Test func whatCannotBeInventedIsSaid() throws {
    #expect(try ModuleSimulation.sequences(count: 1, seed: 1, modules: Array(Self.letters.prefix(6))).count == 1)
    #expect(
      throws: CaseError(.badData, "Not enough modules to invent histories of: 5, and 6 are needed.")
    ) { try ModuleSimulation.sequences(count: 1, seed: 1, modules: Array(Self.letters.prefix(5))) }
    #expect(throws: CaseError(.badData, "The module “A” is there twice.")) {
      try ModuleSimulation.sequences(count: 1, seed: 1, modules: Self.letters + ["A"])
    }
    #expect(throws: CaseError(.usage, "0 histories cannot be invented.", advice: "At least 1 can.")) {
      try ModuleSimulation.sequences(count: 0, seed: 1, modules: Self.letters)
    }
  }
}
