/// A piece of work that the daemon does.
public struct Job: Hashable, Sendable {
  public enum Kind: String, Sendable, CaseIterable {
    /// Find the processes of one transcript.
    case annotate
    /// Make the networks of one session and of the client up to it.
    case network
  }

  public enum State: String, Sendable, CaseIterable {
    case queued, running, done
    /// Given up: it waits for a person (`caseloom job retry`).
    case dead
  }

  public var id: Int64
  public var kind: Kind
  public var state: State
  public var clientCode: String
  public var sessionID: Int64
  public var sessionNumber: Int
  /// Times it failed with an error.
  public var failures: Int
  /// Times the program ended while it ran.
  public var interruptions: Int
  public var runAfter: Timestamp
  /// Why it failed last.
  public var error: String?
  public var createdAt: Timestamp

  public init(
    id: Int64, kind: Kind, state: State, clientCode: String, sessionID: Int64, sessionNumber: Int, failures: Int,
    interruptions: Int, runAfter: Timestamp, error: String?, createdAt: Timestamp
  ) {
    self.id = id
    self.kind = kind
    self.state = state
    self.clientCode = clientCode
    self.sessionID = sessionID
    self.sessionNumber = sessionNumber
    self.failures = failures
    self.interruptions = interruptions
    self.runAfter = runAfter
    self.error = error
    self.createdAt = createdAt
  }
}
