import ArgumentParser

struct CaseloomCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "caseloom",
    abstract: "Keep a clinic's cases: transcripts in, each client's network of psychological processes out.",
    discussion: """
      Example, from a folder of transcripts to a network:
        caseloom init
        caseloom transcript import sessions/
        caseloom work
        caseloom network show --client K-014
      """,
    version: "0.1.0",
    groupedSubcommands: [
      CommandGroup(
        name: "Cases",
        subcommands: [
          ClientCommand.self, SessionCommand.self, TranscriptCommand.self, ProcessCommand.self,
          NetworkCommand.self, ClusterCommand.self, EdgeCommand.self, CorrectionCommand.self,
          ModuleCommand.self, MeasureCommand.self, RiskCommand.self,
        ]),
      CommandGroup(name: "Work", subcommands: [Work.self, DaemonRun.self, JobCommand.self]),
      CommandGroup(name: "Engine", subcommands: [ModelCommand.self, EvaluateCommand.self]),
      CommandGroup(
        name: "Store",
        subcommands: [StoreInit.self, StoreDoctor.self, StoreBackup.self, StoreRestore.self, AuditCommand.self]),
      CommandGroup(name: "Shell", subcommands: [Completions.self]),
    ])
}
