import CaseModel
import CaseStore
import Crypto
import Foundation
import ProcessNetworks

/// Does the jobs of a store's queue, one step at a time. A step is all or nothing: whenever the process ends, the next worker
/// finds the queue and the results as if the step had not begun, or finished.
public struct Worker: Sendable {
  public enum Step: Sendable {
    /// No job is due.
    case idle
    /// `isUnchanged`: what was there already is what the job would have made.
    case finished(Job, isUnchanged: Bool)
    case failed(Job, reason: String, isGivenUp: Bool)
  }

  let store: CaseStore
  let engine: NetworkEngine
  let holder: String

  /// - Parameter holder: who works, in leases and in the audit trail: `daemon` or `work`.
  public init(store: CaseStore, engine: NetworkEngine, holder: String) {
    self.store = store
    self.engine = engine
    self.holder = holder
  }

  /// Does the next job that is due.
  ///
  /// - Throws: `CaseError` where the store itself cannot be written (a full disk): the job is as it was before.
  public func step() throws -> Step {
    guard let claimed = try store.claimJob(holder: holder) else { return .idle }
    do {
      let isUnchanged =
        switch claimed.job.kind {
        case .annotate: try annotate(claimed)
        case .network: try makeNetwork(claimed)
        }
      return .finished(claimed.job, isUnchanged: isUnchanged)
    } catch let error as CaseError where error.code == .cannotCreate || error.code == .tryAgain {
      // Not the job's fault. If even this write fails, the next worker finds the job abandoned.
      do { try store.releaseJob(claimed) } catch {}
      throw error
    } catch {
      let isFinal = (error as? CaseError)?.code == .badData
      let isGivenUp = try store.failJob(claimed, error: "\(error)", isFinal: isFinal)
      return .failed(claimed.job, reason: "\(error)", isGivenUp: isGivenUp)
    }
  }

  // MARK: Steps

  private func annotate(_ claimed: ClaimedJob) throws -> Bool {
    let sessionID = claimed.job.sessionID
    let (input, present, verified) = try store.read { reader in
      (
        try reader.annotationInput(sessionID: sessionID),
        try reader.annotation(sessionID: sessionID, engine: engine.identity), try reader.verifiedTurns()
      )
    }
    let inputHash = Self.hash([engine.identity.description, input.contentHash] + Self.words(of: verified))
    let isUnchanged = present?.inputHash == inputHash
    let annotation =
      isUnchanged ? nil : try engine.annotator.learning(from: verified).annotate(input.utterances)
    try store.write(as: Author(actor: holder)) { writer in
      if let annotation {
        try writer.saveAnnotation(annotation, sessionID: sessionID, engine: engine.identity, inputHash: inputHash)
      }
      try writer.enqueueNetwork(sessionID: sessionID)
      try writer.finishJob(claimed)
    }
    return isUnchanged
  }

  /// Makes the networks of the job's session, in its place between the client's other sessions.
  ///
  /// What a network is made from is named by a hash that includes its predecessor's, so that a late transcript changes the
  /// hashes of all that follow it, and theirs alone.
  private func makeNetwork(_ claimed: ClaimedJob) throws -> Bool {
    let code = claimed.job.clientCode
    return try store.write(as: Author(actor: holder)) { writer in
      // A session without a network of its own yet is no predecessor: it joins when its own job is done.
      let chain = try writer.reader.chain(of: code, engine: engine.identity)
        .filter { $0.networkHash != nil || $0.sessionID == claimed.job.sessionID }
      guard let index = chain.firstIndex(where: { $0.sessionID == claimed.job.sessionID }) else {
        throw CaseError(.unavailable, "The session has not been annotated by \(engine.identity).")
      }
      let predecessor = index > 0 ? chain[index - 1] : nil
      let inputHash = chainHash(chain[index], after: predecessor?.networkHash)
      let isUnchanged = chain[index].networkHash == inputHash
      if !isUnchanged {
        try regenerate(chain[index], after: predecessor, code: code, inputHash: inputHash, writer: writer)
      }
      if index + 1 < chain.count, chain[index + 1].networkHash != chainHash(chain[index + 1], after: inputHash) {
        try writer.enqueueNetwork(sessionID: chain[index + 1].sessionID)
      }
      try writer.finishJob(claimed)
      return isUnchanged
    }
  }

  private func chainHash(_ link: ChainLink, after predecessorHash: String?) -> String {
    Self.hash([engine.identity.description, predecessorHash ?? "", "\(link.sessionID)", link.annotationHash])
  }

  private func regenerate(
    _ link: ChainLink, after predecessor: ChainLink?, code: String, inputHash: String, writer: StoreWriter
  ) throws {
    let known = try writer.clientClusters(of: code, engine: engine.identity, through: predecessor?.sessionID)
    let utterances = try writer.reader.utterances(sessionID: link.sessionID)
    guard let annotation = try writer.reader.annotation(sessionID: link.sessionID, engine: engine.identity)?.annotation
    else { throw CaseError(.unavailable, "The session has not been annotated by \(engine.identity).") }

    let reading = try engine.read(utterances, annotation: annotation, existing: known.profiles)
    let sessionTotals = reading.totals
    let used = reading.clusters
    try writer.saveSessionResult(
      SessionResult(
        clusters: used, memberships: reading.memberships, evidence: reading.evidence, totals: sessionTotals),
      sessionID: link.sessionID, client: code, engine: engine.identity)

    var clientTotals = known.totals
    clientTotals += sessionTotals
    let isKnown = Set(known.clusters.map(\.key))
    let client = try compose(
      .client, link: link, code: code, totals: clientTotals,
      clusters: known.clusters + used.filter { !isKnown.contains($0.key) }, slots: known.slots,
      previouslyShown: known.shown, writer: writer)
    var slots = known.slots
    for node in client.nodes { slots[node.cluster.key] = node.slot }
    let session = try compose(
      .session, link: link, code: code, totals: sessionTotals, clusters: used, slots: slots, previouslyShown: [],
      writer: writer)
    try writer.saveNetworks(
      session: session, client: client, sessionID: link.sessionID, inputHash: inputHash, totals: sessionTotals)
  }

  private func compose(
    _ kind: Network.Kind, link: ChainLink, code: String, totals: NetworkTotals, clusters: [Cluster],
    slots: [String: Int], previouslyShown: [String], writer: StoreWriter
  ) throws -> Network {
    try engine.compose(
      clientCode: code, kind: kind, sessionNumber: link.number, sessionDay: link.day, totals: totals,
      clusters: clusters.sorted { $0.key < $1.key }, slots: slots, previouslyShown: previouslyShown
    ) { pair in
      try writer.reader.evidence(
        on: pair, of: code, engine: engine.identity, through: link.sessionID, only: kind == .session
      ).map { SessionEvidence(sessionNumber: $0.sessionNumber, evidence: $0.evidence) }
    }
  }

  /// What is hashed of verified turns. An annotation depends on all that there were when it was made.
  private static func words(of turns: [VerifiedTurn]) -> [String] {
    turns.map { turn in
      ([turn.text, turn.isProcess ? turn.valence.rawValue : ""] + turn.dimensions.map(\.rawValue)).joined(
        separator: "\u{1}")
    }
  }

  /// SHA-256 of the parts, in hex.
  static func hash(_ parts: [String]) -> String {
    SHA256.hash(data: Array(parts.joined(separator: "\u{0}").utf8)).hexadecimal
  }
}
