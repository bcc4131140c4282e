import ArgumentParser

struct ClusterCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cluster",
    abstract: "List and show a client's clusters of processes.",
    discussion: """
      Example:
        caseloom cluster list --client K-014
      """,
    subcommands: [ClusterList.self, ClusterShow.self])
}
