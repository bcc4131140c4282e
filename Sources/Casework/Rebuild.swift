import CaseModel
import CaseStore
import ProcessNetworks

/// Makes a client's networks anew, from the transcripts and what people decided, to see whether the store holds what it should.
public struct Rebuild: Sendable {
  public enum Outcome: Sendable {
    /// The engine had not read these sessions yet.
    case made
    /// The store held what a rebuild makes: nothing was written.
    case equal
    case mended([SeriesDifference])
  }

  let store: CaseStore
  let engine: NetworkEngine
  let author: Author

  public init(store: CaseStore, engine: NetworkEngine, author: Author) {
    self.store = store
    self.engine = engine
    self.author = author
  }

  /// Where the client's series differs from one that is made anew, in memory; the store is left as it is.
  public func verify(client code: String) throws -> [SeriesDifference] {
    let copy = try store.rebuildingCopy(of: code, author: author)
    try drain(copy, client: code)
    return try store.differences(from: copy, of: code, engine: engine.identity)
  }

  /// Makes anew what differs.
  public func run(client code: String) throws -> Outcome {
    let isUnread = try store.read { try $0.chain(of: code, engine: engine.identity).isEmpty }
    let differences = isUnread ? [] : try verify(client: code)
    guard isUnread || !differences.isEmpty else { return .equal }
    try store.write(as: author) { try $0.makeAnew(client: code, engine: engine.identity) }
    try drain(store, client: code)
    return isUnread ? .made : .mended(differences)
  }

  private func drain(_ store: CaseStore, client code: String) throws {
    let worker = Worker(store: store, engine: engine, holder: "rebuild")
    while true {
      switch try worker.step() {
      case .idle: return
      case .finished: continue
      case .failed(let job, let reason, _):
        throw CaseError(
          .badData, "Session \(job.sessionNumber) cannot be read: \(reason)", at: "client \(code)")
      }
    }
  }
}
