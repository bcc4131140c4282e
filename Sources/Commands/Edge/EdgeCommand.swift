import ArgumentParser
import CaseModel

extension EdgeSign: ExpressibleByArgument {}

extension EdgeStrength: ExpressibleByArgument {}

struct EdgeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "edge",
    abstract: "Accept, reject and set edges of a client's network.",
    discussion: """
      What is decided holds through every re-generation; `correction revoke` takes it back.

      Example:
        caseloom edge reject 'worry->sleep' --client K-014 --reason "Not so"
      """,
    subcommands: [EdgeAccept.self, EdgeReject.self, EdgeSet.self])
}
