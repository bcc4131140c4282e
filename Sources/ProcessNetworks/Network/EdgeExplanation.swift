import CaseModel

/// Why an edge is there, in one or two sentences made from the client's words.
enum EdgeExplanation {
  /// - Parameter evidence: all pieces of evidence on the pair, in any order.
  static func text(for edge: Edge, themes: [String: String], evidence: [SessionEvidence]) -> String {
    let source = Cluster.quoted(themes[edge.pair.source] ?? edge.pair.source)
    let target = Cluster.quoted(themes[edge.pair.target] ?? edge.pair.target)
    if edge.state == .contradicted {
      let denials = pieces(.denied, edge.sign, in: evidence)
      guard let denial = denials.last else { return "The client denies that \(source) acts on \(target)." }
      return "\(sentence(denial)) This speaks against it."
    }
    let stated = pieces(.stated, edge.sign, in: evidence)
    if let best = mostTelling(of: stated) {
      let others = Set(stated.map(\.sessionNumber)).subtracting([best.sessionNumber]).sorted()
      return sentence(best) + (others.isEmpty ? "" : " The same in \(sessions(others)).")
    }
    if edge.votes.isEmpty, let decision = edge.decision {
      return "\(decision.actor) set this: no words of the client state it."
    }
    let reason =
      edge.votes.contains { $0.voter == .prior && $0.sign == edge.sign }
      ? "on the order of what is said and on theory" : "on the order of what is said"
    guard let meeting = pieces(.adjacent, edge.sign, in: evidence).last else {
      return "Inferred \(reason): no words of the client state it."
    }
    return "\(sentence(meeting)) Inferred \(reason): no words of the client state it."
  }

  private static func pieces(_ kind: EdgeEvidence.Kind, _ sign: EdgeSign, in evidence: [SessionEvidence])
    -> [SessionEvidence]
  {
    evidence.filter { $0.evidence.kind == kind && $0.evidence.sign == sign }.sorted { left, right in
      if left.sessionNumber != right.sessionNumber { return left.sessionNumber < right.sessionNumber }
      if left.evidence.targetTurn != right.evidence.targetTurn {
        return left.evidence.targetTurn < right.evidence.targetTurn
      }
      return left.evidence.sourceQuote.start < right.evidence.sourceQuote.start
    }
  }

  /// A statement within one turn says more than one across two; of those the latest.
  private static func mostTelling(of stated: [SessionEvidence]) -> SessionEvidence? {
    stated.last { $0.evidence.sourceTurn == $0.evidence.targetTurn } ?? stated.last
  }

  private static func sentence(_ item: SessionEvidence) -> String {
    let evidence = item.evidence
    let place = "In session \(item.sessionNumber) the client says"
    guard evidence.sourceTurn == evidence.targetTurn else {
      let (first, second) =
        evidence.sourceTurn < evidence.targetTurn
        ? (evidence.sourceQuote, evidence.targetQuote) : (evidence.targetQuote, evidence.sourceQuote)
      return "\(place): “\(first.text)”, and then: " + quoted(second.text)
    }
    let (first, second) =
      evidence.sourceQuote.start <= evidence.targetQuote.start
      ? (evidence.sourceQuote, evidence.targetQuote) : (evidence.targetQuote, evidence.sourceQuote)
    if first.start + first.length >= second.start + second.length { return "\(place): " + quoted(first.text) }
    let gap = second.start - first.start - first.length
    return "\(place): " + quoted(first.text + (gap <= 1 ? " " : " … ") + second.text)
  }

  /// In quotation marks, with a full stop unless the client's words bring an end of their own.
  private static func quoted(_ text: String) -> String {
    let hasEnd = text.last.map { ".!?…".contains($0) } ?? false
    return hasEnd ? "“\(text)”" : "“\(text)”."
  }

  private static func sessions(_ numbers: [Int]) -> String {
    numbers.count == 1
      ? "session \(numbers[0])"
      : "sessions " + numbers.dropLast().map(String.init).joined(separator: ", ") + " and \(numbers[numbers.count - 1])"
  }
}
