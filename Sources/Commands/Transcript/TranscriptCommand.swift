import ArgumentParser

struct TranscriptCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "transcript",
    abstract: "Import, show and search transcripts.",
    discussion: """
      Example:
        caseloom transcript import sessions/
      """,
    subcommands: [TranscriptImport.self, TranscriptShow.self, TranscriptSearch.self])
}
