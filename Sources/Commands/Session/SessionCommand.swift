import ArgumentParser

struct SessionCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "session",
    abstract: "List and show sessions.",
    discussion: """
      Example:
        caseloom session list --client K-014
      """,
    subcommands: [SessionList.self, SessionShow.self])
}
