import CaseModel
import Testing

@testable import ModuleSequences

@Suite struct LikestHistoriesTests {
  private typealias Sample = AdviceSample

  private func likest(
    to modules: String, _ histories: [ModuleSequence], client: String? = nil, count: Int = 99
  ) -> [NextModuleAdvice.LikeHistory] {
    NextModuleAdvice.likest(
      to: modules.map(String.init), client: client, in: histories, count: count, predictor: Sample.predictor())
  }

  @Test func likenessIsThatOfTheBestAlignment() throws {
    let found = likest(
      to: "AB",
      [
        Sample.history("1", "BA"),  // one of two
        Sample.history("2", "AC"),  // A, and C for B by 0.8
        Sample.history("3", "ADEB"),  // both of two, in six modules
        Sample.history("4", "DE"),  // nothing
        Sample.history("5", "AB"),
        Sample.history("6", "XAXB"),
        Sample.history("7", ""),
      ])

    #expect(found.map(\.history.id) == ["5", "2", "3", "6", "1"])
    #expect(zip(found.map(\.likeness), [1, 0.9, 2.0 / 3, 2.0 / 3, 0.5]).allSatisfy { abs($0 - $1) < 1e-5 })
    #expect(found[2].likeness == found[3].likeness)
  }

  @Test func aModuleThatTheModelDoesNotKnowIsLikeItself() throws {
    let found = likest(to: "XY", [Sample.history("1", "XZ"), Sample.history("2", "ZZ"), Sample.history("3", "YX")])

    #expect(found.map(\.history.id) == ["1", "3"])
    #expect(found.map(\.likeness) == [0.5, 0.5])
  }

  @Test func theClientIsLeftOutAndTheCountKept() throws {
    let histories = ["4", "2", "3", "1"].map { Sample.history($0, "AB") }

    #expect(likest(to: "AB", histories, client: "1", count: 2).map(\.history.id) == ["2", "3"])
    #expect(likest(to: "AB", histories, count: 0).isEmpty)
    #expect(likest(to: "AB", histories, count: -1).isEmpty)
    #expect(likest(to: "", histories).isEmpty)
    #expect(likest(to: "AB", []).isEmpty)
  }

  /// The other side of the docstring's equation, by the textbook's table (Wagner & Fischer 1974).
  private func editDistance(_ one: [String], _ other: [String], similarity: (String, String) -> Double) -> Double {
    var table = [[Double]](repeating: (0...other.count).map { Double($0) / 2 }, count: one.count + 1)
    for row in 1...one.count {
      table[row][0] = Double(row) / 2
      for column in 1...other.count {
        let exchanged = table[row - 1][column - 1] + 1 - similarity(one[row - 1], other[column - 1])
        table[row][column] = min(exchanged, table[row - 1][column] + 0.5, table[row][column - 1] + 0.5)
      }
    }
    return table[one.count][other.count]
  }

  @Test func likenessIsOneLessTheNormalizedEditDistance() throws {
    let predictor = Sample.predictor()
    var cosines: [[String]: Double] = [:]
    for module in Sample.catalogue {
      cosines[[module, module]] = 1
      for (other, cosine) in try predictor.similar(to: module) { cosines[[module, other]] = max(cosine, 0) }
    }
    var random = SplitMix64(seed: 5)
    let histories = (0..<60).map { number in
      ModuleSequence(
        id: "\(number)",
        modules: (0..<(4 + random.place(below: 17))).map { _ in Sample.catalogue[random.place(below: 5)] },
        effectiveness: 0.5)
    }

    let found = NextModuleAdvice.likest(
      to: histories[0].modules, client: "0", in: histories, count: 60, predictor: predictor)

    #expect(found.count == 59)
    #expect(found.map(\.likeness) == found.map(\.likeness).sorted(by: >))
    for like in found {
      let distance = editDistance(histories[0].modules, like.history.modules) { cosines[[$0, $1]] ?? 9 }
      let both = Double(histories[0].modules.count + like.history.modules.count)
      #expect(abs(like.likeness - (1 - distance * 2 / both)) < 1e-5)
    }
  }
}
