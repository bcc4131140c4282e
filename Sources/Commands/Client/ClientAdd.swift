import ArgumentParser
import CaseModel

struct ClientAdd: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "add",
    abstract: "Add a client.",
    discussion: """
      An import adds the clients it meets by itself; this command is for those whose name or note is to be kept too.

      Example:
        caseloom client add K-014 --birth-year 1987 --note "Referred by Dr. Hall"
      """)

  @Argument(help: .init("The clinic's code for the client.", valueName: "code"))
  var code: String

  @Option(help: .init("Keep the client's name.", valueName: "name"))
  var name: String?

  @Option(help: .init("Keep the client's year of birth.", valueName: "year"))
  var birthYear: Int?

  @Option(help: .init("Keep a note.", valueName: "text"))
  var note: String?

  @OptionGroup var store: StoreOptions
  @OptionGroup var author: AuthorOptions

  func run() throws {
    let client = Client(code: code, name: name, birthYear: birthYear, note: note)
    try store.open().write(as: author.author) { try $0.addClient(client) }
    try say("Added client \(code).")
  }
}
