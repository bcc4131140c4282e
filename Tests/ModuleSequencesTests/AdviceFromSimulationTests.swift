import CaseModel
import ModuleSequences
import Testing

/// Advice from the invented world, where it is known what follows and what helps.
@Suite struct AdviceFromSimulationTests {
  private static let letters = "ABCDEFGHIJKLMNOPQ".map(String.init)
  private static let histories = Result {
    try ModuleSimulation.sequences(count: 800, seed: 11, modules: letters)
  }
  private static let predictor = Result {
    var settings = ModuleTraining.Settings(.combined, seed: 1, count: 800)
    settings.members = 1
    settings.lstm.maximumEpochs = 2
    return try ModuleTraining(settings, threads: 2).run(try histories.get()).predictor
  }

  @Test func theBegunPatternIsToBeCompleted() throws {
    let advice = try NextModuleAdvice(
      after: ["A", "B"], client: nil, histories: try Self.histories.get(), predictor: try Self.predictor.get(),
      catalogue: Self.letters)

    // One in 13 histories opens with A B A on purpose, A B and any other by chance.
    #expect(advice.typical.first?.module == "A")
    #expect(advice.helpful.first?.module == "A")
    let gain = try #require(advice.helpful.first?.gain)
    #expect(gain > 0.1 && gain < 0.35)
    #expect(advice.helpful.first?.reasons.map(\.context) == [["A", "B"], ["A", "B"], ["A", "B"]])
    #expect(abs(advice.typical.map(\.share).reduce(0, +) - 1) < 1e-9)
    #expect(advice.typical.map(\.places).reduce(0, +) == advice.places)
  }

  /// The definition again, without tables, numbers or stamps.
  @Test func countsAreThoseOfTheDefinition() throws {
    let (histories, predictor) = (try Self.histories.get(), try Self.predictor.get())
    var cosines: [[String]: Double] = [:]
    for module in Self.letters {
      cosines[[module, module]] = 1
      for (other, cosine) in try predictor.similar(to: module) { cosines[[module, other]] = max(cosine, 0) }
    }
    let client = ["G", "C", "P", "H"]
    var likenesses: [String: [Double]] = [:]
    var ids: [String: Set<String>] = [:]
    for history in histories {
      for next in 1..<history.modules.count {
        var likeness = 0.0
        for (back, weight) in [4.0 / 7, 2.0 / 7, 1.0 / 7].enumerated() where next - 1 - back >= 0 {
          likeness += weight * (cosines[[client[3 - back], history.modules[next - 1 - back]]] ?? 9)
        }
        guard likeness >= 0.5 else { continue }
        likenesses[history.modules[next], default: []].append(likeness)
        ids[history.modules[next], default: []].insert(history.id)
      }
    }
    let whole = likenesses.values.joined().reduce(0, +)

    let advice = try NextModuleAdvice(
      after: client, client: nil, histories: histories, predictor: predictor, catalogue: Self.letters)

    #expect(advice.typical.count == likenesses.count && advice.places > 100)
    for following in advice.typical {
      let own = likenesses[following.module] ?? []
      #expect(following.places == own.count)
      #expect(abs(following.share - own.reduce(0, +) / whole) < 1e-5)
    }
    for expectation in advice.helpful {
      #expect(expectation.histories == ids[expectation.module]?.count ?? 0)
      let likest = likenesses[expectation.module]?.max() ?? 9
      #expect(abs((expectation.reasons.first?.likeness ?? 9) - likest) < 1e-5)
    }
  }
}
