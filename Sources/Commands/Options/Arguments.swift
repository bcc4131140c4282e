import ArgumentParser
import CaseModel
import CaseStore
import Casework
import ProcessNetworks
import Transcripts

extension Client.Status: ExpressibleByArgument {}
extension Job.State: ExpressibleByArgument {}
extension Network.Kind: ExpressibleByArgument {}
extension NetworkExport: ExpressibleByArgument {}
extension TranscriptFormat: ExpressibleByArgument {}

extension ArgumentHelp {
  static let client = ArgumentHelp("Take this client, by code.", valueName: "code")
  static let onlyClient = ArgumentHelp("Show this client alone, by code.", valueName: "code")
  static let session = ArgumentHelp("Take the session with this number.", valueName: "number")
}

extension Day {
  /// For options: what is typed must be a day that exists.
  static func parsed(_ text: String) throws -> Day {
    guard let day = Day(text) else {
      throw ValidationError("“\(text)” is not a day. Write it as YYYY-MM-DD, as in 2026-03-03.")
    }
    return day
  }
}

extension CompletionKind {
  /// The codes of the clients in the store that the words typed so far name.
  static var clientCodes: CompletionKind {
    .custom { words, _, _ in
      let place = words.lastIndex(of: "--store").map { words.index(after: $0) }
      let named = place.flatMap { words.indices.contains($0) ? words[$0] : nil }
      let path = StoreLocation.path(named: named, environment: Surroundings.current.environment)
      // Completion must stay silent: without a store there is nothing to propose.
      let store = try? CaseStore(opening: path, clock: Surroundings.current.clock)
      return (try? store?.read { try $0.clients().map(\.client.code) }) ?? []
    }
  }
}

extension StoreReader {
  /// The code, once it is sure that there is such a client.
  ///
  /// - Throws: `CaseError` `.noInput` that names the code that was probably meant.
  @discardableResult
  func known(_ code: String) throws -> String {
    if try hasClient(code) { return code }
    let codes = try clients().map(\.client.code)
    let near = codes.map { (code: $0, distance: Likeness.distance(code, $0)) }
      .filter { $0.distance <= max(1, code.count / 4) }
      .min { ($0.distance, $0.code) < ($1.distance, $1.code) }
    throw CaseError(
      .noInput, "There is no client \(code).",
      advice: (near.map { "Do you mean \($0.code)? " } ?? "") + "`caseloom client list` shows the codes.")
  }

  func known(_ code: String?) throws -> String? {
    try code.map { try known($0) }
  }
}
