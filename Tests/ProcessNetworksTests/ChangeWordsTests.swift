import CaseModel
import Foundation
import Testing

@testable import ProcessNetworks

/// What changes are called, in sentences, in counts and in JSON.
struct ChangeWordsTests {
  private typealias Sample = ChangeSample

  private func sentences(_ before: [NetworkNode], _ after: [NetworkNode]) -> [String] {
    NetworkChange(from: Sample.network(before), to: Sample.network(after, session: 6)).sentences()
  }

  private func sentences(_ before: Edge?, _ after: Edge?) -> [String] {
    let nodes = [Sample.node("a"), Sample.node("b", slot: 7)]
    return NetworkChange(
      from: Sample.network(nodes, [before].compactMap { $0 }), to: Sample.network(nodes, [after].compactMap { $0 })
    ).sentences()
  }

  @Test func clustersAreSpokenOfPlainly() {
    #expect(
      sentences([], [Sample.node("a", "Evening  walks", utterances: 4)])
        == ["New: “Evening walks”, which came up 4 times."])
    #expect(
      sentences([Sample.node("a", utterances: 4)], [Sample.node("a", utterances: 6)])
        == ["“A” came up twice since session 3, 6 in all."])
    #expect(
      sentences([Sample.node("a", utterances: 20)], [Sample.node("a", utterances: 21, weight: 11)])
        == ["“A” came up only once since session 3, 21 in all."])
    #expect(
      sentences([Sample.node("c", utterances: 5)], [Sample.node("c", utterances: 5, weight: 2.56)])
        == ["Nobody has spoken of “C” since session 3."])
    #expect(sentences([Sample.node("a")], []) == ["“A” is no longer among the clusters shown."])
  }

  @Test func namesByAPersonAreSaidOnce() {
    let before = [Sample.node("a", "Guilt")]
    let after = [Sample.node("a", "Duty", utterances: 6, decision: Sample.decision(.rename))]

    #expect(sentences(before, after) == ["M. Roth renamed “Guilt” to “Duty”: she said so herself."])
    #expect(
      sentences(before, [Sample.node("a", "Duty", utterances: 6)]) == ["“Guilt” is now called “Duty”."])
  }

  @Test func edgesAreSpokenOfPlainly() {
    let weak = Sample.edge("a", "b", strength: .weak)
    let edge = Sample.edge("a", "b")

    #expect(sentences(weak, edge) == ["“A” now clearly goes with more of “B” (was slightly)."])
    #expect(sentences(nil, edge) == ["New: “A” clearly goes with more of “B”."])
    #expect(
      sentences(nil, Sample.edge("a", "b", isInferred: true))
        == ["New: “A” clearly goes with more of “B” (not said in so many words)."])
    #expect(
      sentences(edge, Sample.edge("a", "b", sign: .inhibitory)) == ["“A” now goes with less of “B” (was more)."])
    #expect(
      sentences(edge, Sample.edge("a", "b", state: .contradicted))
        == ["The client now says that it is not so: “A” goes with more of “B”."])
    #expect(sentences(edge, nil) == ["There is no longer enough to say that “A” goes with more of “B”."])
    #expect(
      sentences(Sample.edge("a", "b", isInferred: true), edge)
        == ["Now said in so many words: “A” clearly goes with more of “B”."])
  }

  @Test func whatADecisionBringsAboutIsSaidWithIt() {
    let edge = Sample.edge("a", "b")

    #expect(
      sentences(edge, Sample.edge("a", "b", decision: Sample.decision(.reject)))
        == ["M. Roth rejected that “A” goes with more of “B”: she said so herself."])
    #expect(
      sentences(nil, Sample.edge("a", "b", decision: Sample.decision(.accept, reason: "")))
        == ["M. Roth accepted that “A” clearly goes with more of “B”."])
    #expect(
      sentences(edge, Sample.edge("a", "b", strength: .strong, decision: Sample.decision(.set, reason: "why not?")))
        == ["M. Roth set that “A” strongly goes with more of “B”: why not?"])
    #expect(
      sentences(Sample.edge("a", "b", decision: Sample.decision(.accept)), edge)
        == ["What was decided of this was withdrawn: “A” goes with more of “B”."])
  }

  @Test func edgesOfClustersThatWentAreExplained() {
    let nodes = [Sample.node("a"), Sample.node("b", slot: 7)]
    let from = Sample.network(nodes, [Sample.edge("a", "b")])

    let said = NetworkChange(from: from, to: Sample.network([nodes[0]])).sentences()

    #expect(
      said == [
        "“B” is no longer among the clusters shown.",
        "“A” clearly went with more of “B”; this is not shown while “B” is not.",
      ])
  }

  @Test func theSummaryCountsWithoutNamingAnything() {
    let from = Sample.network(
      [Sample.node("a", "Secret"), Sample.node("b", utterances: 3)],
      [Sample.edge("a", "b")])
    let to = Sample.network(
      [
        Sample.node("a", "Secret", utterances: 6), Sample.node("b", utterances: 3), Sample.node("c"),
        Sample.node("d"),
      ],
      [Sample.edge("a", "b", state: .contradicted), Sample.edge("a", "c")], session: 4)

    #expect(NetworkChange(from: from, to: to).summary == "2 clusters new, 1 silent; 1 edge new, 1 contradicted")
    #expect(NetworkChange(from: to, to: to).summary == "nothing changed")
    #expect(
      NetworkChange(from: nil, to: from).summary == "2 clusters new; 1 edge new")
  }

  @Test(arguments: 1...40)
  func everySentenceIsOneAndEveryChangeParsesAsJSON(seed: Int) throws {
    let (from, to) = ChangeSample.randomPair(seed: UInt64(seed))
    let change = NetworkChange(from: from, to: to)

    let parsed = try JSONSerialization.jsonObject(with: Data(change.json().utf8)) as? [String: Any]

    #expect((parsed?["clusters"] as? [[String: Any]])?.count == change.clusters.count)
    #expect(
      (parsed?["edges"] as? [[String: Any]])?.compactMap { $0["change"] as? String }
        == change.edges.map(\.kind.rawValue))
    #expect(parsed?["is_empty"] as? Bool == change.isEmpty)
    #expect(change.json() == NetworkChange(from: from, to: to).json())
    #expect(change.sentences().allSatisfy { $0.last == "." && !$0.contains("\n") })
  }

  @Test func theKeysOfTheJSONAreStable() throws {
    let change = NetworkChange(from: nil, to: Sample.network([Sample.node("a", "Guilt \"when\" asked")]))

    #expect(
      change.json() == """
        {
          "client": "KL-07",
          "from": null,
          "to": {
            "session": 3,
            "session_day": "2026-03-09"
          },
          "is_empty": false,
          "summary": "1 cluster new",
          "clusters": [
            {
              "change": "new",
              "key": "a",
              "new_utterances": 5,
              "before": null,
              "after": {
                "label": "Guilt \\"when\\" asked",
                "weight": 5.0,
                "utterances": 5,
                "decision": null
              }
            }
          ],
          "edges": []
        }

        """)
  }
}
