import ArgumentParser
import CaseStore
import Casework
import ModuleSequences

struct StoreInit: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Make a new store with the catalogue of therapy modules.",
    discussion: """
      The store is one SQLite file that its owner alone can read. A file that is there already is never touched.

      Example:
        caseloom init --store ~/clinic/clinic.caseloom
      """)

  @OptionGroup var store: StoreOptions
  @OptionGroup var author: AuthorOptions

  func run() throws {
    let surroundings = Surroundings.current
    // First, so that no half-made store is left where the catalogue is missing.
    let modules = try ModuleCatalogue.load(share: surroundings.share())
    let made = try CaseStore.create(at: store.path, clock: surroundings.clock, author: author.author)
    try made.write(as: author.author) { try $0.saveModules(modules) }
    try say("Made the store \(store.path) with \(counted(modules.count, "therapy module")).")
    try say("Next: `caseloom transcript import PATH` takes in a transcript or a folder of them.")
  }
}

extension Surroundings {
  /// The folder of catalogues.
  func share() throws -> String {
    try Share.folder(environment: environment, executable: executable())
  }
}
