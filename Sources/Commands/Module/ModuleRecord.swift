import ArgumentParser

struct ModuleRecord: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "record",
    abstract: "Record the modules of a session, in order.",
    discussion: """
      Example:
        caseloom module record mood_monitoring exposure --client K-014 --session 3
      """)

  @Argument(help: .init("The modules, in the order they were delivered.", valueName: "module"))
  var modules: [String]

  @Option(name: .shortAndLong, help: .client, completion: .clientCodes)
  var client: String

  @Option(help: .session)
  var session: Int

  @Flag(help: "Replace the modules that the session has.")
  var replace = false

  @OptionGroup var store: StoreOptions
  @OptionGroup var author: AuthorOptions

  func run() throws {
    let isRecorded = try store.open().write(as: author.author) { writer in
      try writer.recordModules(
        modules, client: writer.reader.known(client), session: session, replacing: replace)
    }
    let place = "session \(session) of client \(client): \(modules.joined(separator: ", "))"
    try say(isRecorded ? "Recorded for \(place)." : "Already recorded for \(place).")
  }
}
