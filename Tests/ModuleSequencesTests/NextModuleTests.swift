import CaseModel
import Testing

@testable import ModuleSequences

@Suite struct NextModuleTests {
  private typealias Sample = AdviceSample

  // MARK: What typically follows

  @Test func likePlacesCountByTheirWeight() throws {
    let advice = try Sample.advice(
      after: "BA",
      Sample.fillers() + [
        Sample.history("1", "BAD"),  // 6/6
        Sample.history("2", "EAD"),  // 4/6: another module before the last
        Sample.history("3", "CAE"),  // (4 + 2 · 0.8)/6
        Sample.history("4", "BCD"),  // (4 · 0.6 + 2)/6
        Sample.history("5", "ECD"),  // 4 · 0.6/6 is below a half
        Sample.history("6", "BDD"),  // 2/6: a cosine below 0 takes nothing away
      ])

    #expect(advice.typical.map(\.module) == ["D", "E"])
    #expect(advice.typical.map(\.places) == [3, 1])
    #expect(advice.places == 4)
    let (d, e) = (1 + 4.0 / 6 + 4.4 / 6, 5.6 / 6)
    #expect(zip(advice.typical, [d / (d + e), e / (d + e)]).allSatisfy { abs($0.share - $1) < 1e-5 })
    #expect(advice.histories == 26)
  }

  @Test func aShortContextIsComparedByWhatThereIs() throws {
    let histories = Sample.fillers() + [Sample.history("1", "EAD"), Sample.history("2", "AD")]

    let one = try Sample.advice(after: "A", histories)
    #expect(one.helpful.first { $0.module == "D" }?.reasons.map(\.likeness) == [1, 1])
    // The other has had no more: what is missing there is not like.
    let three = try Sample.advice(after: "EEA", histories)
    #expect(three.helpful.first { $0.module == "D" }?.reasons.map(\.likeness) == [6.0 / 7, 4.0 / 7])
    // What is further back than three modules does not matter.
    let four = try Sample.advice(after: "BEEA", histories)
    #expect(four.helpful.first { $0.module == "D" }?.reasons.map(\.likeness) == [6.0 / 7, 4.0 / 7])
  }

  @Test func withoutModulesItIsHowHistoriesBegin() throws {
    let begun = [Sample.history("1", "AB"), Sample.history("2", "AC"), Sample.history("3", "DA", 0.9)]
    let advice = try Sample.advice(after: "", Sample.fillers(17) + begun, weights: ["B": 0.1])

    #expect(
      advice.typical == [
        .init(module: "E", share: 0.85, places: 17), .init(module: "A", share: 0.1, places: 2),
        .init(module: "D", share: 0.05, places: 1),
      ])
    #expect(advice.current == nil)
    #expect(advice.helpful.allSatisfy { $0.gain == nil })
    #expect(advice.helpful.map(\.module) == ["E", "B", "A", "C", "D"])
    #expect(
      advice.helpful.last?.reasons == [.init(id: "3", context: [], likeness: 1, effectiveness: 0.9)])
  }

  @Test func nothingLikeIsSaidAsNothing() throws {
    let advice = try Sample.advice(after: "A", Sample.fillers())

    #expect(advice.typical.isEmpty && advice.places == 0)
    #expect(advice.helpful.map(\.module) == Sample.catalogue)
    #expect(advice.helpful.allSatisfy { $0.isRarelyTried && $0.reasons.isEmpty && $0.histories == 0 })
  }

  @Test func tiesGoByCode() throws {
    let pairs = [Sample.history("1", "AD"), Sample.history("2", "AB"), Sample.history("3", "AC")]

    for histories in [pairs, pairs.reversed()] {
      let advice = try Sample.advice(after: "A", Sample.fillers() + histories)
      #expect(advice.typical.map(\.module) == ["B", "C", "D"])
      #expect(advice.helpful.map(\.module) == Sample.catalogue)
    }
  }

  // MARK: What a model expects

  @Test func expectationsAreOfTheHistoryWithTheModule() throws {
    let advice = try Sample.advice(
      after: "AB", Sample.fillers(), weights: ["A": 0.1, "B": -0.05, "C": 0.3, "D": 0.02, "E": -0.4])

    #expect(abs((advice.current?.value ?? 0) - 0.45) < 1e-9)
    #expect(advice.helpful.map(\.module) == ["C", "A", "D", "B", "E"])
    let values = [0.75, 0.55, 0.47, 0.4, 0.05]
    let gains = [0.3, 0.1, 0.02, -0.05, -0.4]
    for (index, expectation) in advice.helpful.enumerated() {
      #expect(abs(expectation.prediction.value - values[index]) < 1e-9)
      #expect(abs((expectation.gain ?? 9) - gains[index]) < 1e-9)
      #expect(abs(expectation.prediction.interval.upperBound - values[index] - 0.2) < 1e-9)
      #expect(abs(expectation.prediction.interval.lowerBound - max(values[index] - 0.2, 0)) < 1e-9)
    }
  }

  @Test func whatIsRarelyTriedIsNeverFirst() throws {
    let often = (1...5).map { Sample.history("b\($0)", "AB") }
    // Four histories, although there are more places.
    let rarely = (1...4).map { Sample.history("d\($0)", "ADADAD") }
    let advice = try Sample.advice(
      after: "A", Sample.fillers() + often + rarely, weights: ["B": -0.1, "C": 0.1, "D": 0.3])

    #expect(advice.helpful.map(\.module) == ["B", "D", "C", "A", "E"])
    #expect(advice.helpful.map(\.isRarelyTried) == [false, true, true, true, true])
    #expect(advice.helpful.map(\.histories) == [5, 4, 0, 0, 0])
    #expect(advice.typical.map(\.places) == [12, 5])
    #expect(NextModuleAdvice.minimumPlaces == 5)
  }

  @Test func reasonsAreTheLikestContextsWhateverTheirEffectiveness() throws {
    let advice = try Sample.advice(
      after: "EBA",
      Sample.fillers() + [
        Sample.history("4", "BAD", 0.9),  // 6/7
        Sample.history("9", "EEADEBAD", 0.1),  // 5/7, later 7/7
        Sample.history("3", "AD", 0.8),  // 4/7
        Sample.history("2", "DBAD", 0.2),  // 6/7
        Sample.history("5", "ECAD", 0.7),  // (4 + 2 · 0.8 + 1)/7, between
      ])

    let expectation = try #require(advice.helpful.first { $0.module == "D" })
    #expect(expectation.reasons.map(\.id) == ["9", "5", "2"])
    #expect(expectation.reasons.map(\.context) == [["E", "B", "A"], ["E", "C", "A"], ["D", "B", "A"]])
    #expect(expectation.reasons.map(\.effectiveness) == [0.1, 0.7, 0.2])
    #expect(expectation.reasons.first?.likeness == 1)
    #expect(expectation.histories == 5)
    #expect(advice.typical.first?.places == 6)
  }

  // MARK: What is not known

  @Test func othersMayHaveHadModulesThatNobodyKnows() throws {
    let histories =
      Sample.fillers() + [
        Sample.history("1", "AX"), Sample.history("2", "AY"), Sample.history("3", "AB"), Sample.history("4", "XAB"),
      ]
    let advice = try Sample.advice(after: "A", histories, catalogue: Sample.catalogue + ["Y"])

    // X is not in the catalogue: it takes its share and is not shown.
    #expect(
      advice.typical == [.init(module: "B", share: 0.5, places: 2), .init(module: "Y", share: 0.25, places: 1)])
    #expect(advice.untaught == ["Y"])
    #expect(advice.helpful.map(\.module).sorted() == Sample.catalogue)
  }

  @Test func aClientWithAnUnknownModuleGetsCountsAndNoGuess() throws {
    let advice = try Sample.advice(
      after: "YX", Sample.fillers() + [Sample.history("1", "YXB"), Sample.history("2", "YAC")])

    #expect(advice.unknown == ["X", "Y"])
    #expect(advice.typical == [.init(module: "B", share: 1, places: 1)])
    #expect(advice.helpful.isEmpty && advice.current == nil)
  }

  @Test func onlyWhatTheCatalogueHasIsAdvised() throws {
    let advice = try Sample.advice(
      after: "A", Sample.fillers() + [Sample.history("1", "AB")], catalogue: ["C", "D", "C"])

    #expect(advice.typical.isEmpty && advice.places == 1)
    #expect(advice.helpful.map(\.module) == ["C", "D"])
    #expect(try Sample.advice(after: "A", Sample.fillers(), catalogue: []).helpful.isEmpty)
  }

  @Test func theClientsOwnHistoryIsLeftOut() throws {
    let own = Sample.history("K-001", "ADADAD")
    let advice = try Sample.advice(after: "A", Sample.fillers() + [own, Sample.history("1", "AB")], client: "K-001")

    #expect(advice.typical.map(\.module) == ["B"])
    #expect(advice.histories == 21)
    #expect(advice.helpful.allSatisfy { !$0.reasons.contains { $0.id == "K-001" } })
    // It would count for another client.
    #expect(try Sample.advice(after: "A", Sample.fillers() + [own], client: "K-002").typical.map(\.module) == ["D"])
  }

  @Test func tooFewHistoriesAreNoAdvice() throws {
    #expect(
      throws: CaseError(
        .badData, "Not enough histories: 7 with an effectiveness, and 20 are needed.",
        advice: "`caseloom module histories` shows what counts as one.")
    ) { try Sample.advice(after: "A", Sample.fillers(7)) }
    #expect(
      throws: CaseError(
        .badData, "Not enough histories: 19 with an effectiveness, and 20 are needed.",
        advice: "`caseloom module histories` shows what counts as one; the client's own does not.")
    ) { try Sample.advice(after: "A", Sample.fillers(20), client: "z10") }
    let useless = [Sample.history("1", "AB", .nan), Sample.history("2", "")]
    #expect(throws: CaseError.self) { try Sample.advice(after: "A", Sample.fillers(19) + useless) }
    #expect(try Sample.advice(after: "A", Sample.fillers(20)).histories == 20)
  }
}
