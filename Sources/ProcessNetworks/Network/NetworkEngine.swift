import CaseModel
import SentenceEncoder

/// What the client says on an ordered pair of clusters, with the session in which it was said.
public struct SessionEvidence: Hashable, Sendable {
  public var sessionNumber: Int
  public var evidence: EdgeEvidence

  public init(sessionNumber: Int, evidence: EdgeEvidence) {
    self.sessionNumber = sessionNumber
    self.evidence = evidence
  }
}

/// The three stages from a transcript to a network, and the composition of networks from what they found.
///
/// All of it is a pure function of its arguments: no clock, no chance, no state.
public struct NetworkEngine: Sendable {
  /// Name and version. The version changes with the code of the engine and with every byte of its lexicon and themes, because
  /// results are kept under it.
  public let identity: EngineIdentity
  public let annotator: any ProcessAnnotating
  public let clusters: any ClusterBuilding
  public let edges: any EdgeJudging
  /// Of the engines that work on sentence vectors: what is remembered there is not computed again. It changes no result.
  public let encoder: RememberingEncoder?

  public init(
    identity: EngineIdentity, annotator: any ProcessAnnotating, clusters: any ClusterBuilding, edges: any EdgeJudging,
    encoder: RememberingEncoder? = nil
  ) {
    self.identity = identity
    self.annotator = annotator
    self.clusters = clusters
    self.edges = edges
    self.encoder = encoder
  }
}
