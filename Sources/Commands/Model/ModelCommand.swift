import ArgumentParser

struct ModelCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "model",
    abstract: "List, install and verify the models that run on this machine.",
    discussion: """
      Nothing is fetched by the program itself: `make model` does that, once.

      Example:
        caseloom model list
      """,
    subcommands: [ModelList.self, ModelInstall.self, ModelVerify.self])
}
