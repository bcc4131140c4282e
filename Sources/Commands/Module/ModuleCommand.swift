import ArgumentParser

struct ModuleCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "module",
    abstract: "List therapy modules, and record which were delivered and what came of it.",
    discussion: """
      Example:
        caseloom module history --client K-014
      """,
    subcommands: [
      ModuleList.self, ModuleRecord.self, ModuleHistory.self, ModuleRate.self, ModuleHistories.self, ModuleModels.self,
      ModuleRollback.self, ModuleTrain.self, ModulePredict.self, ModuleSimilar.self, ModuleNext.self, ModuleMap.self,
      ModuleSimulate.self,
    ])
}
