import CaseModel
import Testing

@testable import ProcessNetworks

@Suite struct ClusterProposalTests {
  /// Turns around a direction: the nearer to it, the more alike.
  private func processes(_ axis: Int, count: Int, from first: Int, valence: Valence = .maladaptive) -> [(
    Int, CaseModel.Process
  )] {
    (0..<count).map { index in
      // Components are at most .5: three for the direction, one of their own.
      var vector = [Float](repeating: 0, count: 12)
      for place in 0..<3 { vector[3 * axis + place] = 0.5 }
      vector[6 + (index % 6)] = 0.5
      let quote = Quote(start: 0, length: 4, text: "said")
      return (
        1,
        CaseModel.Process(
          turn: first + index, quote: quote, dimensions: [.affect], valence: valence, risk: .none, confidence: 1,
          embedding: Embedding(vector))
      )
    }
  }

  private func content(_ key: String, _ processes: [(Int, CaseModel.Process)], valence: Valence = .maladaptive)
    -> ClusterContent
  {
    ClusterContent(
      cluster: Cluster(key: key, theme: key, dimensions: [.affect], valence: valence), isNamed: false,
      processes: processes.map { (session: $0.0, process: $0.1) })
  }

  private func proposals(_ contents: ClusterContent...) throws -> [ClusterProposal] {
    try Embedded.get().proposals(for: contents)
  }

  @Test func twoThatSayTheSameMayBeOne() throws {
    let found = try proposals(
      content("long", processes(0, count: 6, from: 1)), content("short", processes(0, count: 4, from: 20)),
      content("other", processes(1, count: 4, from: 40)))
    #expect(found.map(\.id) == ["merge:short+long"])
    #expect(found.first?.reason.contains("mean similarity") == true)
  }

  @Test func aContraryIsNotTheSame() throws {
    let found = try proposals(
      content("harm", processes(0, count: 6, from: 1)),
      content("help", processes(0, count: 4, from: 20, valence: .adaptive), valence: .adaptive))
    #expect(found.isEmpty)
  }

  @Test func sharedTurnsAreAReasonToo() throws {
    let found = try proposals(
      content("a", processes(0, count: 6, from: 1)),
      content("b", processes(1, count: 3, from: 1, valence: .adaptive), valence: .adaptive))
    #expect(found.map(\.id) == ["merge:b+a"])
    #expect(found.first?.reason.contains("3 of the 3 turns") == true)
  }

  @Test func oneThatSaysTwoThingsMayBeTwo() throws {
    let found = try proposals(content("mixed", processes(0, count: 5, from: 1) + processes(1, count: 4, from: 20)))
    #expect(found.map(\.id) == ["split:mixed"])
    #expect(found.first?.turns.map(\.turn) == [20, 21, 22, 23])
  }

  @Test func aFewTurnsAreNoGround() throws {
    #expect(
      try proposals(content("a", processes(0, count: 2, from: 1)), content("b", processes(0, count: 2, from: 9)))
        .isEmpty)
  }
}
