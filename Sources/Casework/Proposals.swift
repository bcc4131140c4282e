import CaseModel
import CaseStore
import ProcessNetworks

/// What a client's words suggest about the clusters, and what people say to it.
public struct Proposals: Sendable {
  let engine: NetworkEngine
  let code: String

  public init(engine: NetworkEngine, client code: String) {
    self.engine = engine
    self.code = code
  }

  /// Those that nobody has declined.
  ///
  /// - Throws: `CaseError` `.noInput` where the client has no networks by this engine.
  public func open(_ reader: StoreReader) throws -> [ClusterProposal] {
    guard let stand = try reader.networkStand(of: code, engine: engine.identity) else {
      throw CaseError(
        .noInput, "The client has no networks by \(engine.identity).", at: "client \(code)",
        advice: "`caseloom network rebuild --client \(code)` makes them.")
    }
    let contents = try reader.clusters(of: code, engine: engine.identity).map { summary in
      ClusterContent(
        cluster: summary.cluster, isNamed: stand.decisions.themes[summary.cluster.key] != nil,
        processes: try reader.processes(in: summary.cluster.key, of: code, stand: stand, through: stand.sessionID)
          .map { ($0.sessionNumber, $0.process) })
    }
    let declined = try reader.declinedProposals(of: code)
    return try engine.proposals(for: contents).filter { !declined.contains($0.id) }
  }

  /// - Throws: `CaseError` `.noInput` where there is no such proposal.
  public func proposal(_ id: String, _ reader: StoreReader) throws -> ClusterProposal {
    if let proposal = try open(reader).first(where: { $0.id == id }) { return proposal }
    throw CaseError(
      .noInput, "There is no proposal “\(id)”.", at: "client \(code)",
      advice: "`caseloom cluster proposals list --client \(code)` shows them.")
  }
}
