import ArgumentParser
import CaseModel
import CaseStore

extension Valence: ExpressibleByArgument {}

/// Which client turn is corrected, by whom, and why.
struct CorrectionOptions: ParsableArguments {
  @Option(name: .shortAndLong, help: .client, completion: .clientCodes)
  var client: String

  @Option(name: .shortAndLong, help: .session)
  var session: Int

  @Option(name: .shortAndLong, help: .init("Take this turn, as `transcript show` numbers it.", valueName: "number"))
  var turn: Int

  @OptionGroup var store: StoreOptions
  @OptionGroup var author: AuthorOptions

  func validate() throws {
    try author.requireReason()
  }

  func save(isProcess: Bool, dimensions: [Dimension], valence: Valence) throws {
    let opened = try store.open()
    try opened.read { _ = try $0.known(client) }
    try opened.write(as: author.author) { writer in
      try writer.correctProcess(
        client: client, session: session, turn: turn, isProcess: isProcess, dimensions: dimensions, valence: valence,
        reason: author.reason ?? "")
    }
  }
}

struct ProcessSet: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "set",
    abstract: "Say which process a client turn carries.",
    discussion: """
      Example:
        caseloom process set -c K-014 -s 3 -t 12 -d affect,self -v adaptive -r "Joy"
      """)

  @Option(
    name: .shortAndLong, help: .init("Give it these dimensions, with commas between them.", valueName: "dimensions"),
    transform: { text in
      try text.split(separator: ",").map { part in
        guard let dimension = Dimension(rawValue: part.trimmingPrefix(while: \.isWhitespace).description) else {
          throw ValidationError(
            "“\(part)” is no dimension: \(Dimension.allCases.map(\.rawValue).joined(separator: ", ")).")
        }
        return dimension
      }
    })
  var dimensions: [Dimension]

  @Option(name: .shortAndLong, help: .init("Give it this valence.", valueName: "valence"))
  var valence: Valence

  @OptionGroup var correction: CorrectionOptions

  func run() throws {
    try correction.save(isProcess: true, dimensions: dimensions, valence: valence)
    try say("Kept. `caseloom work` reads session \(correction.session) again with it.")
  }
}
