import ArgumentParser

struct ProcessReject: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reject",
    abstract: "Say that a client turn carries no process.",
    discussion: """
      Example:
        caseloom process reject -c K-014 -s 3 -t 14 -r "Small talk"
      """)

  @OptionGroup var correction: CorrectionOptions

  func run() throws {
    try correction.save(isProcess: false, dimensions: [], valence: .neutral)
    try say("Kept. `caseloom work` reads session \(correction.session) again with it.")
  }
}
