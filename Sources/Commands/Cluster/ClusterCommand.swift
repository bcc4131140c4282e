import ArgumentParser

struct ClusterCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cluster",
    abstract: "Show a client's clusters of processes, and decide on them.",
    discussion: """
      Example:
        caseloom cluster list --client K-014
      """,
    subcommands: [
      ClusterList.self, ClusterShow.self, ClusterRename.self, ClusterMerge.self, ClusterSplit.self, ClusterPin.self,
      ClusterProposals.self,
    ])
}
