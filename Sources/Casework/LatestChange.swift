import CaseModel
import CaseStore
import ProcessNetworks

extension StoreReader {
  /// What changed in the client's network from the session before to a session, by default the last; `nil` without a network.
  public func latestChange(of code: String, session number: Int? = nil) throws -> NetworkChange? {
    guard try hasNetwork(of: code) else { return nil }
    let network = try network(of: code, session: number)
    return NetworkChange(from: try self.network(before: network), to: network)
  }
}
