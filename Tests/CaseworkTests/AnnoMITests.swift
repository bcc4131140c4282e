import CaseModel
import CaseStore
import Casework
import Foundation
import TestSupport
import Testing

private let corpus = sharedData + "/annomi/annomi.csv"

/// One hundred real conversations. Not part of the repository: skipped where they are not at hand.
@Suite(.enabled(if: FileManager.default.fileExists(atPath: corpus), "the AnnoMI corpus is not at hand"))
struct AnnoMITests {
  @Test func everyClientWithEnoughToSayHasANetwork() throws {
    let scratch = try Scratch()
    let store = try scratch.store()

    try importAndWork([ImportItem(path: corpus)], in: store)

    let clients = try store.read { try $0.clients() }
    #expect(clients.count == 100)
    for client in clients {
      let code = client.client.code
      let substantive = try store.read { try $0.utterances(of: code, session: 1) }.count {
        $0.speaker == .client && $0.text.split(whereSeparator: \.isWhitespace).count >= 5
      }
      guard substantive >= 8 else { continue }
      let network = try store.read { try $0.network(of: code) }
      #expect(
        (2...10).contains(network.nodes.count), "\(code): \(network.nodes.count) clusters of \(substantive) turns")
    }
    #expect(try store.examine() == [])
  }
}
