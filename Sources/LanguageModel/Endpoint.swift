/// Where a language model is spoken to. None is configured by default, and none is ever needed.
public struct Endpoint: Hashable, Sendable {
  /// `localhost`, an address, or a name.
  public var host: String

  public init(host: String) {
    self.host = host
  }

  /// Whether what is sent there stays on this machine: only then may a client's words go without being de-identified.
  ///
  /// Only literal loopback addresses (RFC 1122 §3.2.1.3, RFC 4291 §2.5.3) and `localhost` (RFC 6761 §6.3) count: any other
  /// name could be resolved to somewhere else.
  public var isLoopback: Bool {
    let name = host.lowercased()
    if name == "localhost" || name == "::1" || name == "[::1]" { return true }
    let parts = name.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil && !$0.hasPrefix("+") }
  }
}
