import ArgumentParser

struct RiskCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "risk",
    abstract: "List and resolve risk flags.",
    discussion: """
      A flag says that a client spoke of danger. It directs attention; it predicts nothing, and the lack of one says nothing.

      Example:
        caseloom risk list
      """,
    subcommands: [RiskList.self, RiskResolve.self])
}
