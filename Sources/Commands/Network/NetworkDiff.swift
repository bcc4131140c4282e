import ArgumentParser
import CaseModel
import CaseStore
import ProcessNetworks

struct NetworkDiff: ParsableCommand {
  enum Form: String, CaseIterable, ExpressibleByArgument {
    /// Sentences.
    case text
    case json
    /// The drawing, with the changes highlighted.
    case svg
  }

  static let configuration = CommandConfiguration(
    commandName: "diff",
    abstract: "Show what changed in a client's network from one session to another.",
    discussion: """
      Without --from and --to, from the last session but one to the last.

      Example:
        caseloom network diff --client K-014 --from 3 --to 6
      """)

  @Option(name: .shortAndLong, help: .client, completion: .clientCodes)
  var client: String

  @Option(help: .init("Compare with the network of this session.", valueName: "number"))
  var from: Int?

  @Option(help: .init("Take the network of this session.", valueName: "number"))
  var to: Int?

  @Option(help: .init("Print sentences, JSON or the drawing.", valueName: "format"))
  var format: Form?

  @Option(
    name: .shortAndLong, help: .init("Write to this file instead of standard output.", valueName: "file"),
    completion: .file())
  var output: String?

  @OptionGroup var series: SeriesOptions
  @OptionGroup var store: StoreOptions

  func run() throws {
    let (before, after) = try store.open().read { try networks($0) }
    let ending = output?.split(separator: ".").last.map(String.init)
    let text =
      switch format ?? ending.flatMap({ Form(rawValue: $0) }) ?? .text {
      case .text: page(NetworkChange(from: before, to: after))
      case .json: NetworkChange(from: before, to: after).json()
      case .svg: ChangeDrawing(from: before, to: after).svg()
      }
    guard let output else { return try Surroundings.current.write(.output, text) }
    try WholeFile.write(text, to: output)
    try say("Wrote \(output).")
  }

  private func networks(_ reader: StoreReader) throws -> (Network?, Network) {
    let after = try series.network(of: client, session: to, reader)
    if let from {
      let before = try series.network(of: client, session: from, reader)
      guard (before.sessionDay, before.sessionNumber) < (after.sessionDay, after.sessionNumber) else {
        throw CaseError(
          .usage, "Session \(from) is not before session \(after.sessionNumber).", at: "client \(client)",
          advice: "Give the earlier one to --from.")
      }
      return (before, after)
    }
    return (try reader.network(before: after), after)
  }

  private func page(_ change: NetworkChange) -> String {
    let from = change.from.map { "from session \($0.sessionNumber), \($0.sessionDay), " } ?? ""
    let title = "Client \(client): what changed \(from)to session \(change.to.sessionNumber), \(change.to.sessionDay)"
    let width = Surroundings.current.outputColumns ?? 100
    let body = change.sentences().flatMap { sentence in
      TextWidth.lines(TextWidth.plain(sentence), width: max(40, width) - 2).enumerated()
        .map { $0.offset == 0 ? "- \($0.element)" : "  \($0.element)" }
    }
    let lines = [title, change.summary.prefix(1).uppercased() + change.summary.dropFirst() + ".", ""] + body
    return lines.map { $0 + "\n" }.joined()
  }
}
