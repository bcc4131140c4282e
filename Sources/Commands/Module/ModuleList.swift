import ArgumentParser
import CaseStore

struct ModuleList: ListCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List the catalogue of therapy modules.",
    discussion: """
      Example:
        caseloom module list
      """)

  @OptionGroup var store: StoreOptions
  @OptionGroup var output: FormatOptions

  func table(from reader: StoreReader) throws -> Table {
    Table(
      ["module", "name", "summary"], wrapping: ["name", "summary"],
      rows: try reader.modules().map { [.text($0.code), .text($0.name), .text($0.summary)] },
      emptyNote: "The store has no modules: it was not made by `caseloom init`.")
  }
}
