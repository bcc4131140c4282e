import ArgumentParser

struct MeasureCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "measure",
    abstract: "Record and list outcome measures.",
    discussion: """
      Example:
        caseloom measure list --client K-014 --instrument PHQ-9
      """,
    subcommands: [MeasureRecord.self, MeasureList.self])
}
