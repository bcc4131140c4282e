import ArgumentParser

struct RiskResolve: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "resolve",
    abstract: "Say what was done about a risk flag.",
    discussion: """
      Example:
        caseloom risk resolve 12 --resolution "Safety plan renewed on 2026-03-03"
      """)

  @Argument(help: .init("The flag's id, as `risk list` prints it.", valueName: "id"))
  var id: Int64

  @Option(help: .init("Say what was done.", valueName: "text"))
  var resolution: String

  @OptionGroup var store: StoreOptions
  @OptionGroup var author: AuthorOptions

  func validate() throws {
    if resolution.allSatisfy(\.isWhitespace) { throw ValidationError("Say in --resolution what was done.") }
  }

  func run() throws {
    try store.open().write(as: author.author) { try $0.resolveRisk(id, resolution: resolution) }
    try say("Resolved risk flag \(id), as \(author.author.actor).")
  }
}
