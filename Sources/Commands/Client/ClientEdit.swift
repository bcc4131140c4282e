import ArgumentParser
import CaseModel

struct ClientEdit: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "edit",
    abstract: "Change what is kept of a client.",
    discussion: """
      Only what is named changes.

      Example:
        caseloom client edit K-014 --status closed --reason "Treatment ended"
      """)

  @Argument(help: .init("The client's code.", valueName: "code"), completion: .clientCodes)
  var code: String

  @Option(help: .init("Put this name in place.", valueName: "name"))
  var name: String?

  @Option(help: .init("Put this year of birth in place.", valueName: "year"))
  var birthYear: Int?

  @Option(help: .init("Put this status in place.", valueName: "status"))
  var status: Client.Status?

  @Option(help: .init("Put this note in place.", valueName: "text"))
  var note: String?

  @Flag(help: "Forget the name.")
  var clearName = false

  @Flag(help: "Forget the year of birth.")
  var clearBirthYear = false

  @Flag(help: "Forget the note.")
  var clearNote = false

  @OptionGroup var store: StoreOptions
  @OptionGroup var author: AuthorOptions

  func validate() throws {
    for (option, isSet, isCleared) in [
      ("name", name != nil, clearName), ("birth-year", birthYear != nil, clearBirthYear),
      ("note", note != nil, clearNote),
    ] where isSet && isCleared {
      throw ValidationError("--\(option) and --clear-\(option) cannot be together.")
    }
    let isAnythingGiven =
      name != nil || birthYear != nil || status != nil || note != nil || clearName || clearBirthYear || clearNote
    if !isAnythingGiven { throw ValidationError("Say what is to change, as in --status closed.") }
  }

  func run() throws {
    let isChanged = try store.open().write(as: author.author) { writer in
      try writer.reader.known(code)
      let before = try writer.reader.client(code).client
      var client = before
      client.name = clearName ? nil : name ?? client.name
      client.birthYear = clearBirthYear ? nil : birthYear ?? client.birthYear
      client.status = status ?? client.status
      client.note = clearNote ? nil : note ?? client.note
      guard client != before else { return false }
      try writer.editClient(client)
      return true
    }
    try say(isChanged ? "Changed client \(code)." : "Client \(code) is like that already.")
  }
}
