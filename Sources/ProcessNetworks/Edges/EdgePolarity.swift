import CaseModel

/// Whether a stated link says that the target grows or shrinks with the source, or that there is no such link.
struct EdgePolarity {
  let reading: TurnReading
  let lexicon: Lexicon

  /// What valence alone lets one expect: what helps works against what harms, and like goes with like.
  static func sign(source: Cluster, target: Cluster) -> EdgeSign {
    let opposes = source.valence != target.valence && source.valence != .neutral && target.valence != .neutral
    return opposes ? .inhibitory : .excitatory
  }

  func judge(_ link: CausalLink, source: Cluster, target: Cluster) -> (kind: EdgeEvidence.Kind, sign: EdgeSign) {
    if link.kind.isDenial { return (.denied, link.kind.sign) }
    let isReversed = link.cause.map { isAbsent($0, of: source) } ?? false
    if link.kind.sign == .inhibitory {
      // "It stops me from seeing anyone" works against what does good and so for what does harm.
      return (.stated, isReversed ? .excitatory : .inhibitory)
    }
    let shrinks = self.shrinks(link.effect, of: target)
    if shrinks == .denied, source.valence == .maladaptive, target.valence == .maladaptive, !isReversed {
      // "When the worry comes I don't ring her" says that the one does not bring the other about.
      return (.denied, .excitatory)
    }
    let isInhibitory = (shrinks != .grows) != isReversed
    return (.stated, isInhibitory ? .inhibitory : .excitatory)
  }

  private enum Change {
    case grows, shrinks, denied
  }

  private func shrinks(_ effect: Range<Int>, of target: Cluster) -> Change {
    let hits = reading.hits(in: effect)
    if target.valence != .adaptive, reading.has(.diminishers, in: effect) { return .shrinks }
    let negated = hits.filter { hit in
      hit.isNegated
        && (lexicon.concepts[hit.concept].valence == target.valence
          || lexicon.concepts[hit.concept].valence == .neutral)
    }
    let plain = hits.filter {
      !$0.isNegated && lexicon.concepts[$0.concept].valence == target.valence && target.valence != .neutral
    }
    return !negated.isEmpty && negated.count >= plain.count ? .denied : .grows
  }

  /// "If I don't get up": the cause is that the source is missing. A process that is itself something left undone ("I don't see
  /// anyone") is there, not missing: the words then have its own valence.
  private func isAbsent(_ cause: Range<Int>, of source: Cluster) -> Bool {
    guard source.valence != .neutral else { return false }
    let hits = reading.hits(in: cause)
    let polarity = hits.map { lexicon.polarity(of: $0) }.reduce(0, +) * (source.valence == .adaptive ? 1 : -1)
    return polarity < 0 && hits.contains(where: \.isNegated)
  }
}
