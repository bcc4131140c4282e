import ArgumentParser

struct EvaluateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate",
    abstract: "Measure the embedded engine against data with known answers.",
    discussion: """
      Each figure stands with its 95% interval (bootstrap) and beside what trivial judges reach on the same data. docs/evaluation.md
      describes the formats of gold data, and what the engine reaches.

      Example:
        caseloom evaluate annotation --gold labelled.jsonl
      """,
    subcommands: [
      EvaluateAnnotation.self, EvaluateRisk.self, EvaluateClusters.self, EvaluateEdges.self, EvaluateChanges.self,
      EvaluateModules.self, EvaluateFeatures.self,
    ])
}
