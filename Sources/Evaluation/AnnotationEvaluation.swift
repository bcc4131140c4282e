import CaseModel
import ProcessNetworks

/// Stage 1 against labelled turns: process or not, dimensions, valence.
public struct AnnotationEvaluation {
  /// A dimension counts in the macro figure from this many true cases on; fewer say nothing.
  public static let fewestCases = 10

  private struct Case {
    var truth: GoldTurn
    var words: Int
    var found: Process?
  }

  private let cases: [Case]
  private let bootstrap: Bootstrap

  public init(engine: NetworkEngine, sessions: [GoldSession], bootstrap: Bootstrap = Bootstrap()) throws {
    var cases: [Case] = []
    for session in sessions {
      let annotation = try engine.annotator.annotate(session.utterances)
      let found = Dictionary(annotation.processes.map { ($0.turn, $0) }, uniquingKeysWith: { first, _ in first })
      let texts = Dictionary(session.utterances.map { ($0.turn, $0.text) }, uniquingKeysWith: { first, _ in first })
      for truth in session.turns {
        let words = (texts[truth.turn] ?? "").split(whereSeparator: \.isWhitespace).count
        cases.append(Case(truth: truth, words: words, found: found[truth.turn]))
      }
    }
    self.cases = cases
    self.bootstrap = bootstrap
  }

  public func figures() -> [Figure] { process() + dimensions() + valence() }

  // MARK: Process or not

  private func process() -> [Figure] {
    let agreements = cases.map { Agreement(found: $0.found != nil, true: $0.truth.isProcess) }
    let byLength = [5, 15].map { words in
      (
        "at least \(words) words",
        Agreement.sum(
          cases.map { Agreement(found: $0.words >= words, true: $0.truth.isProcess) }, over: Array(cases.indices))
      )
    }
    func figure(_ name: String, _ value: @escaping (Agreement) -> Double) -> Figure {
      bootstrap.figure(
        "process.\(name)", of: agreements, baselines: byLength.map { Figure.Baseline($0.0, value($0.1)) }, value)
    }
    return [
      figure("f1", \.f1), figure("kappa", \.kappa), figure("precision", \.precision), figure("recall", \.recall),
    ]
  }

  // MARK: Labels, on the turns that truly carry a process

  /// A turn whose process was not found is a miss of all its labels.
  private func dimensions() -> [Figure] {
    let turns = cases.filter(\.truth.isProcess)
    return labelFigures(
      "dimensions", turns.count,
      labels: Dimension.allCases.filter { label in
        turns.count { $0.truth.dimensions.contains(label) } >= Self.fewestCases
      }.map { label in
        (
          label.rawValue,
          turns.map {
            Agreement(
              found: $0.found?.dimensions.contains(label) ?? false, true: $0.truth.dimensions.contains(label))
          }
        )
      })
  }

  private func valence() -> [Figure] {
    let turns = cases.filter(\.truth.isProcess)
    return labelFigures(
      "valence", turns.count,
      labels: Valence.allCases.filter { label in turns.contains { $0.truth.valence == label } }.map { label in
        (label.rawValue, turns.map { Agreement(found: $0.found?.valence == label, true: $0.truth.valence == label) })
      })
  }

  private func labelFigures(_ stem: String, _ count: Int, labels: [(name: String, cases: [Agreement])]) -> [Figure] {
    guard !labels.isEmpty else { return [] }
    let everything = Array(0..<count)
    func macro(_ sample: [Int], _ value: (Agreement) -> Double) -> Double {
      labels.map { value(Agreement.sum($0.cases, over: sample)) }.reduce(0, +) / Double(labels.count)
    }
    // The label that is most often true, given to every turn: what a judge without ears reaches.
    let frequent = labels.max {
      Agreement.sum($0.cases, over: everything).positives < Agreement.sum($1.cases, over: everything).positives
    }
    let frequentF1 =
      frequent.map { label -> Double in
        let positives = Agreement.sum(label.cases, over: everything).positives
        return Agreement(hits: positives, falseAlarms: count - positives).f1 / Double(labels.count)
      } ?? 0
    let macroFigure = Figure(
      "\(stem).macro_f1", macro(everything, \.f1), interval: bootstrap.interval(count: count) { macro($0, \.f1) },
      cases: count, baselines: [Figure.Baseline("most frequent label", frequentF1)])
    let kappa = Figure(
      "\(stem).macro_kappa", macro(everything, \.kappa),
      interval: bootstrap.interval(count: count) { macro($0, \.kappa) }, cases: count)
    return [macroFigure, kappa]
      + labels.flatMap { label in
        [
          bootstrap.figure("\(stem).\(label.name).f1", of: label.cases, \.f1),
          bootstrap.figure("\(stem).\(label.name).precision", of: label.cases, \.precision),
          bootstrap.figure("\(stem).\(label.name).recall", of: label.cases, \.recall),
          bootstrap.figure("\(stem).\(label.name).kappa", of: label.cases, \.kappa),
        ]
      }
  }
}

extension Agreement {
  /// How often it is true.
  var positives: Int { hits + misses }
}
