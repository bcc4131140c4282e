import ArgumentParser
import CaseStore

/// A command that prints a list from the store. It says which rows; this protocol gives it the formats.
protocol ListCommand: ParsableCommand {
  var store: StoreOptions { get }
  var output: FormatOptions { get }
  func table(from reader: StoreReader) throws -> Table
}

extension ListCommand {
  func run() throws {
    let table = try store.open().read { try self.table(from: $0) }
    try output.print(table)
    if table.rows.isEmpty { try note(table.emptyNote) }
    if let text = table.note { try note(text) }
  }
}

/// A command that prints one thing from the store, in every format.
protocol ShowCommand: ParsableCommand {
  var store: StoreOptions { get }
  var output: FormatOptions { get }
  func sheet(from reader: StoreReader) throws -> Sheet
}

extension ShowCommand {
  func run() throws {
    try output.print(try store.open().read { try sheet(from: $0) })
  }
}
