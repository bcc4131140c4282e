import ArgumentParser

struct ProcessCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "process",
    abstract: "Correct what the engine made of a client turn.",
    discussion: """
      A corrected turn is an example: it decides on similar turns that are annotated from then on, in all clients' sessions.

      Example:
        caseloom process reject -c K-014 -s 3 -t 14 -r "Small talk"
      """,
    subcommands: [ProcessSet.self, ProcessReject.self])
}
