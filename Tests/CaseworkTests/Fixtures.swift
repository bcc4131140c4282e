import CaseModel
import CaseStore
import Casework
import ModuleSequences
import ProcessNetworks
import TestSupport

extension Scratch {
  /// A new store with the module catalogue in it.
  func store(_ name: String = "clinic.caseloom", clock: CaseClock = .fixed) throws -> CaseStore {
    let store = try CaseStore.create(at: path + "/" + name, clock: clock, author: .tester)
    let modules = try ModuleCatalogue.load(share: share)
    try store.write(as: .tester) { try $0.saveModules(modules) }
    return store
  }
}

extension Author {
  static let tester = Author(actor: "tester")
}

extension CaseClock {
  static let fixed = CaseClock { Timestamp(millisecondsSinceEpoch: 1_780_000_000_000) }
}

/// Loaded once: it reads the whole theme catalogue.
let embeddedEngine = Result { try NetworkEngine.lexicon(share: share) }

/// Imports the items in the given order, and works until the queue is empty.
func importAndWork(_ items: [ImportItem], in store: CaseStore, workAfterEach: Bool = false) throws {
  let worker = Worker(store: store, engine: try embeddedEngine.get(), holder: "test")
  let importer = Importer(store: store, author: .tester)
  for item in items {
    if let error = try importer.importFile(item).error { throw error }
    if workAfterEach { try drain(worker) }
  }
  try drain(worker)
}

/// - Returns: the jobs done.
@discardableResult
func drain(_ worker: Worker) throws -> Int {
  var done = 0
  while true {
    switch try worker.step() {
    case .idle: return done
    case .finished: done += 1
    case .failed(_, let reason, _): throw CaseError(.internal, reason)
    }
  }
}

/// What all current networks of a client say, without row ids: equal whenever the networks are.
func networks(of code: String, in store: CaseStore) throws -> [Network] {
  try store.read { reader in
    try reader.networks(of: code).map {
      try reader.network(of: code, session: $0.sessionNumber, kind: $0.kind)
    }
  }
}
