import CaseModel

/// Collects what the client says, in one session, on ordered pairs of clusters.
struct EvidenceFinder {
  /// A client turn with its clusters.
  struct Turn {
    var place: Int
    var utterance: Utterance
    var reading: TurnReading
    var process: Process
    /// Columns of `clusters`, best first.
    var members: [(column: Int, score: Double)]
  }

  let reader: SessionReader
  let utterances: [Utterance]
  let clusters: [Cluster]
  let columns: ClusterColumns
  let turns: [Turn]

  init(reader: SessionReader, utterances: [Utterance], annotation: Annotation, memberships: [ClusterMembership]) throws
  {
    let keys = Set(memberships.map(\.clusterKey)).sorted()
    let clusters = keys.map { key in
      // The label of a cluster outside the catalogue is not known here: its memberships speak for it.
      reader.catalogue[key]?.cluster ?? Cluster(key: key, theme: "", dimensions: [], valence: .neutral)
    }
    let members = Dictionary(grouping: memberships, by: \.turn)
    let processes = Dictionary(annotation.processes.map { ($0.turn, $0) }, uniquingKeysWith: { first, _ in first })
    var turns: [Turn] = []
    for (place, utterance) in utterances.enumerated() {
      guard utterance.speaker == .client, let process = processes[utterance.turn], let own = members[utterance.turn]
      else { continue }
      let ranked = own.compactMap { member in
        keys.firstIndex(of: member.clusterKey).map { (column: $0, score: member.score) }
      }
      .sorted { $0.score != $1.score ? $0.score > $1.score : $0.column < $1.column }
      turns.append(
        Turn(
          place: place, utterance: utterance, reading: try reader.read(utterance.text), process: process,
          members: ranked))
    }
    self.reader = reader
    self.utterances = utterances
    self.clusters = clusters
    self.turns = turns
    columns = try ClusterColumns(clusters, reader: reader)
  }

  func evidence() throws -> [EdgeEvidence] {
    var found: [EdgeEvidence] = []
    for index in turns.indices {
      let stated = try statements(in: turns[index], after: index > 0 ? turns[index - 1] : nil)
      found += stated
      found += try adjacency(of: index)
    }
    return found.sorted { left, right in
      if left.pair != right.pair { return left.pair < right.pair }
      if left.targetTurn != right.targetTurn { return left.targetTurn < right.targetTurn }
      if left.kind != right.kind { return left.kind.rawValue > right.kind.rawValue }
      return (left.sourceQuote.start, left.targetQuote.start) < (right.sourceQuote.start, right.targetQuote.start)
    }
  }

  // MARK: Stated and denied

  /// A cluster of the session that is not one of the turn's own counts this much.
  private static let strangerShare = 0.5
  /// How much better the cause must fit the source and the effect the target than the other way round.
  private static let plainWeight = 0.8
  private static let smallestMargin = 0.06
  private static let smallestFit = 0.18
  /// Each side must fit a little; where the connective hardly speaks of a cause ("and I"), as well as the better one.
  private static let smallestOtherFit = 0.06

  private func statements(in turn: Turn, after previous: Turn?) throws -> [EdgeEvidence] {
    var found: [EdgeEvidence] = []
    for link in CausalReader(turn: turn.reading, lexicon: reader.lexicon).links() {
      let item = link.cause == nil ? nil : try statement(link, in: turn)
      guard let item, !found.contains(where: { $0.pair == item.pair }) else { continue }
      found.append(item)
    }
    if let answer = try answer(of: turn, after: previous), !found.contains(where: { $0.pair == answer.pair }) {
      found.append(answer)
    }
    return found
  }

  private func statement(_ link: CausalLink, in turn: Turn) throws -> EdgeEvidence? {
    guard let cause = link.cause else { return nil }
    let own = Set(turn.members.map(\.column))
    let fit = try columns.scores(of: [cause, link.effect], in: turn.reading).map { row in
      row.enumerated().map { column, score in own.contains(column) ? score + 0.05 : score * Self.strangerShare }
    }
    var best: (source: Int, target: Int, value: Double)?
    for source in clusters.indices {
      for target in clusters.indices where source != target && (own.contains(source) || own.contains(target)) {
        let straight = fit[0][source] + fit[1][target]
        let reverse = fit[0][target] + fit[1][source]
        let (weaker, stronger) = (min(fit[0][source], fit[1][target]), max(fit[0][source], fit[1][target]))
        guard stronger >= Self.smallestFit, straight - reverse >= Self.smallestMargin,
          weaker >= (link.kind.weight < Self.plainWeight ? Self.smallestFit : Self.smallestOtherFit)
        else { continue }
        let value = straight - 0.5 * reverse
        if value > best?.value ?? 0 { best = (source, target, value) }
      }
    }
    guard let best, let sourceQuote = turn.reading.quoteWithEnd(of: cause),
      let targetQuote = turn.reading.quoteWithEnd(of: link.effect)
    else { return nil }
    let judgement = EdgePolarity(reading: turn.reading, lexicon: reader.lexicon).judge(
      link, source: clusters[best.source], target: clusters[best.target])
    return EdgeEvidence(
      pair: ClusterPair(source: clusters[best.source].key, target: clusters[best.target].key), kind: judgement.kind,
      sign: judgement.sign, sourceTurn: turn.utterance.turn, sourceQuote: sourceQuote, targetTurn: turn.utterance.turn,
      targetQuote: targetQuote, connective: turn.reading.text(of: link.connective))
  }

  /// The therapist asks what came of the last turn's process, or what brought it about, and the client answers.
  private func answer(of turn: Turn, after previous: Turn?) throws -> EdgeEvidence? {
    guard let previous, turn.place - previous.place == 2, utterances[turn.place - 1].speaker == .therapist else {
      return nil
    }
    let question = try reader.read(utterances[turn.place - 1].text)
    guard let last = question.spoken.sentences.last, question.spoken.questions.last == true else { return nil }
    let isConsequence = question.has(.consequenceQuestions, in: last)
    let isCause = !isConsequence && question.has(.causeQuestions, in: last)
    guard isConsequence || isCause, let then = previous.members.first?.column, let now = turn.members.first?.column,
      then != now, !turn.members.contains(where: { $0.column == then })
    else { return nil }
    let (source, target) = isConsequence ? (previous, turn) : (turn, previous)
    let (from, to) = isConsequence ? (then, now) : (now, then)
    let words = question.places(of: isConsequence ? .consequenceQuestions : .causeQuestions, in: last)
    return EdgeEvidence(
      pair: ClusterPair(source: clusters[from].key, target: clusters[to].key), kind: .stated,
      sign: EdgePolarity.sign(source: clusters[from], target: clusters[to]), sourceTurn: source.utterance.turn,
      sourceQuote: source.process.quote, targetTurn: target.utterance.turn, targetQuote: target.process.quote,
      connective: words.first.map { question.text(of: $0) } ?? "")
  }

  // MARK: Adjacent

  /// Clusters that meet within a turn, in the order in which they are spoken of, and those of the next client turn.
  private func adjacency(of index: Int) throws -> [EdgeEvidence] {
    let turn = turns[index]
    var found: [EdgeEvidence] = []
    if turn.members.count > 1 {
      let parts = try Array(columns.partScores(of: turn.reading).prefix(turn.reading.clauses.count))
      let placed = turn.members.map { member -> (column: Int, clause: Int) in
        let best = parts.indices.max {
          parts[$0][member.column] < parts[$1][member.column]
            || (parts[$0][member.column] == parts[$1][member.column] && $0 > $1)
        }
        return (member.column, best ?? 0)
      }
      for first in placed {
        for second in placed where first.clause < second.clause {
          let quotes = [first, second].map {
            turn.reading.quoteWithEnd(of: turn.reading.clauses[$0.clause].words) ?? turn.process.quote
          }
          found.append(adjacent(first.column, second.column, turn, quotes[0], turn, quotes[1]))
        }
      }
    }
    guard index + 1 < turns.count, turns[index + 1].place - turn.place <= 2 else { return found }
    let next = turns[index + 1]
    for first in turn.members.prefix(2) where !next.members.contains(where: { $0.column == first.column }) {
      for second in next.members.prefix(2) where !turn.members.contains(where: { $0.column == second.column }) {
        found.append(adjacent(first.column, second.column, turn, turn.process.quote, next, next.process.quote))
      }
    }
    return found
  }

  private func adjacent(
    _ source: Int, _ target: Int, _ first: Turn, _ sourceQuote: Quote, _ second: Turn, _ targetQuote: Quote
  ) -> EdgeEvidence {
    EdgeEvidence(
      pair: ClusterPair(source: clusters[source].key, target: clusters[target].key), kind: .adjacent,
      sign: EdgePolarity.sign(source: clusters[source], target: clusters[target]), sourceTurn: first.utterance.turn,
      sourceQuote: sourceQuote, targetTurn: second.utterance.turn, targetQuote: targetQuote, connective: "")
  }
}
