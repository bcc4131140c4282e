import ArgumentParser

struct NetworkCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "network",
    abstract: "Show, compare, measure and export networks.",
    discussion: """
      Example:
        caseloom network show --client K-014
      """,
    subcommands: [
      NetworkShow.self, NetworkList.self, NetworkWhy.self, NetworkDiff.self, NetworkTimeline.self,
      NetworkCompare.self,
      NetworkMeasuresShow.self, NetworkRebuild.self, NetworkExportFile.self,
    ])
}
