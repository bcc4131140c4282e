import ArgumentParser

struct NetworkCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "network",
    abstract: "Show, list and export networks.",
    discussion: """
      Example:
        caseloom network show --client K-014
      """,
    subcommands: [NetworkShow.self, NetworkList.self, NetworkExportFile.self])
}
