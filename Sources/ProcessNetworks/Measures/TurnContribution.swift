import CaseModel

/// What one client turn adds to the totals that a network is judged from.
public struct TurnContribution: Hashable, Sendable {
  public var turn: Int
  /// Of the process that the turn expresses.
  public var memberships: [ClusterMembership]
  /// Evidence across turns belongs to the later one: before it was said there was none.
  public var evidence: [EdgeEvidence]

  public init(turn: Int, memberships: [ClusterMembership], evidence: [EdgeEvidence]) {
    self.turn = turn
    self.memberships = memberships
    self.evidence = evidence
  }
}

/// What the client turns of one session add.
public struct SessionContribution: Hashable, Sendable {
  public var number: Int
  /// All of the client, with those that add nothing.
  public var clientTurns: Int
  /// Those that add something, in order of turn.
  public var turns: [TurnContribution]

  /// - Parameter clientTurns: raised to the number of `turns` where it is less.
  public init(number: Int, clientTurns: Int, turns: [TurnContribution]) {
    self.number = number
    self.clientTurns = max(clientTurns, turns.count)
    self.turns = turns.sorted { $0.turn < $1.turn }
  }

  /// Puts what was found in a session (`SessionReading`) under its turns.
  public init(number: Int, clientTurns: Int, memberships: [ClusterMembership], evidence: [EdgeEvidence]) {
    let members = Dictionary(grouping: memberships, by: \.turn)
    let found = Dictionary(grouping: evidence) { max($0.sourceTurn, $0.targetTurn) }
    let turns = Set(members.keys).union(found.keys).map { turn in
      TurnContribution(turn: turn, memberships: members[turn] ?? [], evidence: found[turn] ?? [])
    }
    self.init(number: number, clientTurns: clientTurns, turns: turns)
  }
}
