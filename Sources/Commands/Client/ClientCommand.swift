import ArgumentParser

struct ClientCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "client",
    abstract: "Add, list, show and edit clients.",
    discussion: """
      Example:
        caseloom client list
      """,
    subcommands: [ClientAdd.self, ClientList.self, ClientShow.self, ClientEdit.self])
}
