import CaseModel

@testable import ProcessNetworks

/// Sees an edge wherever statements outweigh denials, the stronger the greater the share of statements among the source's utterances:
/// from a third moderate, from two thirds strong.
@Sendable func judgeStatements(_ totals: NetworkTotals, _ clusters: [Cluster]) -> [Edge] {
  totals.pairs.keys.sorted().compactMap { pair in
    guard let total = totals.pairs[pair] else { return nil }
    let net = total.statedExcitatory - total.statedInhibitory
    guard net != 0 else { return nil }
    let share = Double(abs(net)) / Double(max(1, totals.clusters[pair.source]?.utterances ?? 0))
    return edge(pair.source, pair.target, (share >= 2.0 / 3 ? 3 : share >= 1.0 / 3 ? 2 : 1) * net.signum())
  }
}

/// What a client says of one cluster acting on another in one turn.
struct Statement {
  var turn: Int
  var source: String
  var target: String
  var sign = EdgeSign.excitatory

  var evidence: EdgeEvidence {
    let quote = Quote(start: 0, length: 0, text: "")
    return EdgeEvidence(
      pair: ClusterPair(source: source, target: target), kind: .stated, sign: sign, sourceTurn: turn,
      sourceQuote: quote,
      targetTurn: turn, targetQuote: quote, connective: "")
  }

  var membership: ClusterMembership { ClusterMembership(turn: turn, clusterKey: source, score: 1) }
}

func session(_ number: Int, clientTurns: Int, _ statements: [Statement]) -> SessionContribution {
  SessionContribution(
    number: number, clientTurns: clientTurns,
    memberships: Set(statements.map(\.membership)).sorted { ($0.turn, $0.clusterKey) < ($1.turn, $1.clusterKey) },
    evidence: statements.map(\.evidence))
}

extension EdgeResampling {
  /// Judged by `judgeStatements`.
  init(_ sessions: [SessionContribution], clusters: String) {
    self.init(sessions: sessions, clusters: clusters.map { cluster(String($0)) }, judge: judgeStatements)
  }
}
