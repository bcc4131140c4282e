import ArgumentParser
import CaseModel
import Foundation
import ProcessNetworks

struct NetworkExportFile: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Write a network as a drawing, a graph or a table.",
    discussion: """
      A file is written whole or not at all. Its ending tells the format where --format does not.

      Example:
        caseloom network export --client K-014 --output K-014.svg
      """)

  @Option(help: .client, completion: .clientCodes)
  var client: String

  @Option(help: .init("Take the network as of this session.", valueName: "number"))
  var session: Int?

  @Option(help: .init("Take the network of the client or of the session alone.", valueName: "kind"))
  var kind = Network.Kind.client

  @Option(help: .init("Write this format.", valueName: "format"))
  var format: NetworkExport?

  @Option(
    name: .shortAndLong, help: .init("Write to this file instead of standard output.", valueName: "file"),
    completion: .file())
  var output: String?

  @OptionGroup var store: StoreOptions

  func validate() throws { _ = try chosenFormat() }

  private func chosenFormat() throws -> NetworkExport {
    if let format { return format }
    let ending = output.map { URL(fileURLWithPath: $0).pathExtension.lowercased() }
    guard let found = ending.flatMap({ NetworkExport(rawValue: $0) }) else {
      let formats = NetworkExport.allCases.map(\.rawValue).joined(separator: ", ")
      throw ValidationError("Say which format with --format: \(formats).")
    }
    return found
  }

  func run() throws {
    let network = try store.open().read { reader in
      try reader.network(of: reader.known(client), session: session, kind: kind)
    }
    let text = try chosenFormat().render(network)
    guard let output else { return try Surroundings.current.write(.output, text) }
    try WholeFile.write(text, to: output)
    try say("Wrote \(output).")
  }
}
