import ArgumentParser
import CaseModel
import Foundation
import ProcessNetworks

struct NetworkExportFile: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Write a network as a drawing, a graph or a table.",
    discussion: """
      A file is written whole or not at all. Its ending tells the format where --format does not. With --all-sessions all of the \
      client's networks go into one file: svg draws them side by side, gexf has them over time, longitudinal is a table with a row \
      for each edge of each session.

      Example:
        caseloom network export --client K-014 --output K-014.svg
      """)

  @Option(name: .shortAndLong, help: .client, completion: .clientCodes)
  var client: String

  @Option(help: .init("Take the network as of this session.", valueName: "number"))
  var session: Int?

  @Option(help: .init("Take the network of the client or of the session alone.", valueName: "kind"))
  var kind = Network.Kind.client

  @Option(help: .init("Write this format.", valueName: "format"))
  var format: Form?

  @Flag(help: "Take the networks of all sessions.")
  var allSessions = false

  @Option(
    name: .shortAndLong, help: .init("Write to this file instead of standard output.", valueName: "file"),
    completion: .file())
  var output: String?

  @OptionGroup var series: SeriesOptions
  @OptionGroup var store: StoreOptions

  /// A form of one network, of a series, or of both.
  struct Form: ExpressibleByArgument, CaseIterable {
    var name: String

    init?(argument: String) {
      guard Form.names.contains(argument) else { return nil }
      name = argument
    }

    private init(name: String) { self.name = name }

    static let names =
      NetworkExport.allCases.map(\.rawValue)
      + SeriesExport.allCases.map(\.rawValue).filter { NetworkExport(rawValue: $0) == nil }
    static var allCases: [Form] { names.map { Form(name: $0) } }
    static var allValueStrings: [String] { names }
  }

  func validate() throws {
    _ = try formName()
    if allSessions && (session != nil || kind == .session) {
      throw ValidationError("--all-sessions takes the client's networks: leave out --session and --kind.")
    }
  }

  private func formName() throws -> String {
    let possible =
      allSessions ? SeriesExport.allCases.map(\.rawValue) : NetworkExport.allCases.map(\.rawValue)
    let ending = output.map { URL(fileURLWithPath: $0).pathExtension.lowercased() }
    guard let name = format?.name ?? ending, possible.contains(name) else {
      throw ValidationError("Say which format with --format: \(possible.joined(separator: ", ")).")
    }
    return name
  }

  private func text() throws -> String {
    let name = try formName()
    return try store.open().read { reader in
      if allSessions, let form = SeriesExport(rawValue: name) {
        try reader.known(client)
        let networks = try reader.networkSeries(of: client, engine: series.chosenEngine(of: client, reader))
          .filter { network in series.lastDay.map { network.sessionDay <= $0 } ?? true }
        return form.render(NetworkSeries(networks: networks))
      }
      guard let form = NetworkExport(rawValue: name) else {
        throw CaseError(.internal, "The format “\(name)” is of no sort.")
      }
      return form.render(try series.network(of: client, session: session, kind: kind, reader))
    }
  }

  func run() throws {
    let text = try text()
    guard let output else { return try Surroundings.current.write(.output, text) }
    try WholeFile.write(text, to: output)
    try say("Wrote \(output).")
  }
}
