import ArgumentParser

struct ModuleCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "module",
    abstract: "List therapy modules, and record which were delivered.",
    discussion: """
      Example:
        caseloom module history --client K-014
      """,
    subcommands: [ModuleList.self, ModuleRecord.self, ModuleHistory.self])
}
