import ArgumentParser

struct JobCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "job",
    abstract: "List jobs, and retry those that were given up.",
    discussion: """
      Example:
        caseloom job list --state dead
      """,
    subcommands: [JobList.self, JobRetry.self])
}
