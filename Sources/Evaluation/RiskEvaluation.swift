import CaseModel
import ProcessNetworks

/// Risk flags against texts that are known to speak of risk, or not to.
public struct RiskEvaluation {
  private let cases: [Agreement]
  private let bootstrap: Bootstrap

  /// A text of several utterances is flagged when one of them is. Labelled turns count as well, each with its context.
  public init(
    engine: NetworkEngine, texts: [GoldRiskText], sessions: [GoldSession], bootstrap: Bootstrap = Bootstrap()
  ) throws {
    var cases: [Agreement] = []
    for item in texts {
      let utterances = item.texts.enumerated().map { Utterance(turn: $0 + 1, speaker: .client, text: $1) }
      let risks = try engine.annotator.annotate(utterances).risks
      cases.append(Agreement(found: !risks.isEmpty, true: item.isRisk))
    }
    for session in sessions {
      let flagged = Set(try engine.annotator.annotate(session.utterances).risks.map(\.turn))
      cases += session.turns.map { Agreement(found: flagged.contains($0.turn), true: $0.risk != .none) }
    }
    self.cases = cases
    self.bootstrap = bootstrap
  }

  public func figures() -> [Figure] {
    let everything = Agreement.sum(cases, over: Array(cases.indices))
    let always = Agreement(
      hits: everything.positives, falseAlarms: everything.falseAlarms + everything.rejections)
    func figure(_ name: String, _ value: @escaping (Agreement) -> Double) -> Figure {
      bootstrap.figure(name, of: cases, baselines: [Figure.Baseline("flag everything", value(always))], value)
    }
    return [
      figure("recall", \.recall), figure("false_alarm_rate", \.falseAlarmRate), figure("precision", \.precision),
      figure("f1", \.f1), figure("kappa", \.kappa),
    ]
  }
}
