import ArgumentParser

struct AuditCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit",
    abstract: "List who changed what, when and why.",
    discussion: """
      Example:
        caseloom audit list --client K-014
      """,
    subcommands: [AuditList.self])
}
