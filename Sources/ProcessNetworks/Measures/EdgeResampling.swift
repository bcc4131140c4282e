import CaseModel

/// How far a network depends on which turns happened to be said: it is judged again, among the same clusters, on other turns drawn
/// from the client's own.
///
/// What is drawn are the memberships and the evidence of turns. The clusters, and the sums of their embeddings, from which an
/// engine may judge what theory expects of them, stay those of all sessions. The weights of clusters that fall from session to
/// session (`ClusterTotal.weight`) have no part in the judging: they are the numbers of utterances here. Every result is the same
/// for the same seed.
public struct EdgeResampling: Sendable {
  /// In use `NetworkEngine.edges.judge`. What persons decided counts only where the judge brings it in.
  public typealias Judge = @Sendable (_ totals: NetworkTotals, _ clusters: [Cluster]) throws -> [Edge]

  let contributions: IndexedContributions
  private let judge: Judge

  /// - Parameters:
  ///   - sessions: those that the network is about.
  ///   - clusters: those that the network shows. What speaks of another one is left out.
  ///   - embeddings: `ClusterTotal.embeddings` over all sessions, by key.
  public init(
    sessions: [SessionContribution], clusters: [Cluster], embeddings: [String: EmbeddingSum] = [:],
    judge: @escaping Judge
  ) {
    contributions = IndexedContributions(sessions: sessions, clusters: clusters, embeddings: embeddings)
    self.judge = judge
  }

  /// The edges that are judged from all turns, as `intervals` and `centralityStability` compare them.
  ///
  /// - Throws: what the judge throws.
  public func edges() throws -> [Edge] { try judge(allTotals(), contributions.clusters) }

  /// The totals of all turns.
  func allTotals() -> NetworkTotals {
    var tally = ContributionTally(contributions)
    for session in contributions.sessions {
      tally.beginSession()
      for turn in 0..<session.clientTurns { tally.add(turn, of: session) }
    }
    return tally.totals()
  }

  func graph(_ totals: NetworkTotals, includingInferred: Bool) throws -> SignedGraph {
    SignedGraph(
      edges: try judge(totals, contributions.clusters), places: contributions.places,
      includingInferred: includingInferred)
  }
}
