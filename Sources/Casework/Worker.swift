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
      let verified = try reader.verifiedTurns(for: sessionID)
      try remember(verified.sessions.union([sessionID]), reader)
      return (
        try reader.annotationInput(sessionID: sessionID),
        try reader.annotation(sessionID: sessionID, engine: engine.identity), verified
      )
    }
    let inputHash = Self.hash([engine.identity.description, input.contentHash] + Self.words(of: verified))
    let isUnchanged = present?.inputHash == inputHash
    let made = isUnchanged ? nil : try annotation(of: input.utterances, verified: verified)
    try store.write(as: Author(actor: holder)) { writer in
      if let made {
        try writer.saveAnnotation(made.annotation, sessionID: sessionID, engine: engine.identity, inputHash: inputHash)
        try keep(made.vectors, sessionID: sessionID, writer)
      }
      try writer.enqueueUnread(by: engine.identity, client: claimed.job.clientCode)
      try writer.enqueueNetwork(sessionID: sessionID)
      try writer.finishJob(claimed)
    }
    return isUnchanged
  }

  private func annotation(of utterances: [Utterance], verified: VerifiedTurns) throws
    -> (annotation: Annotation, vectors: [UInt8])
  {
    // Not recorded: what other clients said has no place in this session's row.
    let annotator = try engine.annotator.learning(from: verified.learned)
    let made = try recording { try annotator.annotate(utterances, decided: verified.decided) }
    return (made.value, made.vectors)
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
    Self.hash([
      engine.identity.description, predecessorHash ?? "", "\(link.number)", link.day.description, link.annotationHash,
      link.corrections,
    ])
  }

  private func regenerate(
    _ link: ChainLink, after predecessor: ChainLink?, code: String, inputHash: String, writer: StoreWriter
  ) throws {
    let known = try writer.clientClusters(of: code, engine: engine.identity, through: predecessor?.sessionID)
    let before = try writer.reader.decisions(of: code, engine: engine.identity, through: predecessor?.sessionID)
    let utterances = try writer.reader.utterances(sessionID: link.sessionID)
    guard let annotation = try writer.reader.annotation(sessionID: link.sessionID, engine: engine.identity)?.annotation
    else { throw CaseError(.unavailable, "The session has not been annotated by \(engine.identity).") }

    try remember([link.sessionID], writer.reader)
    let made = try recording {
      try engine.read(utterances, annotation: annotation, existing: known.profiles, decisions: before)
    }
    try keep(made.vectors, sessionID: link.sessionID, writer)
    let reading = made.value
    try writer.saveSessionResult(
      SessionResult(
        clusters: reading.clusters, memberships: reading.memberships, evidence: reading.evidence,
        totals: reading.totals), sessionID: link.sessionID, client: code, engine: engine.identity)

    // What was decided of this session's network is about what the session said, too.
    let decisions = try writer.reader.decisions(of: code, engine: engine.identity, through: link.sessionID)
    let isMoved = decisions.moveCount != before.moveCount
    var clientTotals = known.totals
    if isMoved {
      try writer.saveParts(decisions, client: code, engine: engine.identity)
      clientTotals = try writer.reader.totals(of: code, engine: engine.identity, through: link, decisions: decisions)
      try writer.replaceTotals(clientTotals, of: code, engine: engine.identity, through: link.sessionID)
    } else {
      clientTotals += reading.totals
    }
    let clusters = Dictionary(
      (known.clusters + reading.clusters + decisions.parts).map { ($0.key, $0) },
      uniquingKeysWith: { first, _ in first })
    let client = try compose(
      .client, link: link, code: code, totals: clientTotals, clusters: Array(clusters.values), slots: known.slots,
      previouslyShown: known.shown, decisions: decisions, writer: writer)
    var slots = known.slots
    for node in client.nodes { slots[node.cluster.key] = node.slot }
    let session = try compose(
      .session, link: link, code: code, totals: reading.totals, clusters: reading.clusters, slots: slots,
      previouslyShown: [], decisions: decisions, writer: writer)
    try writer.saveNetworks(
      session: session, client: client, sessionID: link.sessionID, inputHash: inputHash,
      totals: isMoved ? nil : reading.totals, decisions: decisions)
  }

  private func compose(
    _ kind: Network.Kind, link: ChainLink, code: String, totals: NetworkTotals, clusters: [Cluster],
    slots: [String: Int], previouslyShown: [String], decisions: NetworkDecisions, writer: StoreWriter
  ) throws -> Network {
    try engine.compose(
      clientCode: code, kind: kind, sessionNumber: link.number, sessionDay: link.day, totals: totals,
      clusters: clusters.sorted { $0.key < $1.key }, slots: slots, previouslyShown: previouslyShown,
      decisions: decisions
    ) { pair in
      try writer.reader.evidence(
        on: pair, of: code, engine: engine.identity, through: link.sessionID, decisions: decisions,
        only: kind == .session
      ).map { SessionEvidence(sessionNumber: $0.sessionNumber, evidence: $0.evidence) }
    }
  }

  // MARK: Vectors
  // They change no result: what was computed once is not computed again.

  private func recording<Value>(_ body: () throws -> Value) throws -> (value: Value, vectors: [UInt8]) {
    guard let encoder = engine.encoder else { return (try body(), []) }
    return try encoder.recording(body)
  }

  private func remember(_ sessions: Set<Int64>, _ reader: StoreReader) throws {
    guard let encoder = engine.encoder else { return }
    for session in sessions.sorted() { encoder.load(try reader.vectors(sessionID: session, encoder: encoder.name)) }
  }

  private func keep(_ vectors: [UInt8], sessionID: Int64, _ writer: StoreWriter) throws {
    guard let encoder = engine.encoder, !vectors.isEmpty else { return }
    let kept = try writer.reader.vectors(sessionID: sessionID, encoder: encoder.name)
    let all = encoder.merged(kept, vectors)
    if all != kept { try writer.saveVectors(all, sessionID: sessionID, encoder: encoder.name) }
  }

  // MARK: Hashes

  /// What is hashed of verified turns.
  private static func words(of turns: VerifiedTurns) -> [String] {
    func words(_ turn: VerifiedTurn) -> [String] {
      [turn.text, turn.isProcess ? turn.valence.rawValue : ""] + turn.dimensions.map(\.rawValue)
    }
    return turns.learned.map { words($0).joined(separator: "\u{1}") }
      + turns.decided.sorted { $0.key < $1.key }.map { (["\($0.key)"] + words($0.value)).joined(separator: "\u{1}") }
  }

  /// SHA-256 of the parts, in hex.
  static func hash(_ parts: [String]) -> String {
    SHA256.hash(data: Array(parts.joined(separator: "\u{0}").utf8)).hexadecimal
  }
}
