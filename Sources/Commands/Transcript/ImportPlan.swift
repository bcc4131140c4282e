import CaseModel
import Casework
import Foundation

/// The files to import, in order, with what is wrong with the paths.
struct ImportPlan {
  private(set) var items: [ImportItem] = []
  /// Files of folders that are no transcripts by their name.
  private(set) var skipped: [String] = []
  private(set) var errors: [CaseError] = []
  /// Of the files that are there.
  private(set) var bytes: [String: Int64] = [:]

  init(paths: [String]) throws {
    for path in ImportPlan.inNaturalOrder(paths, name: { $0 }) {
      // `folder/` and `folder` are one.
      let path = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
      do {
        let found = try Importer.items(at: [path])
        items += ImportPlan.inNaturalOrder(found.items, name: \.path)
        skipped += found.skipped
      } catch let error as CaseError {
        errors.append(error)
      } catch let error as CocoaError {
        errors.append(CaseError(.noInput, "The folder cannot be read: \(error.localizedDescription)", at: path))
      }
    }
    for item in items {
      // A file without a size only makes the progress line less exact.
      let size = try? FileManager.default.attributesOfItem(atPath: item.path)[.size] as? NSNumber
      bytes[item.path] = size?.int64Value ?? 0
    }
  }

  /// `s2` before `s10`, where the names came in the alphabet's order: a folder's, or those of a shell's `*`. Any other order
  /// is somebody's choice. Sessions without a number are numbered in this order.
  static func inNaturalOrder<Element>(_ elements: [Element], name: (Element) -> String) -> [Element] {
    let names = elements.map(name)
    guard zip(names, names.dropFirst()).allSatisfy({ $0 <= $1 }) else { return elements }
    return elements.map { (key: naturalKey(name($0)), element: $0) }.enumerated()
      .sorted { left, right in
        if left.element.key == right.element.key { return left.offset < right.offset }
        return left.element.key.lexicographicallyPrecedes(right.element.key)
      }.map(\.element.element)
  }

  /// Runs of digits count as numbers: first by their length without leading zeros, then by their digits.
  private static func naturalKey(_ name: String) -> [String] {
    var key: [String] = []
    var rest = Substring(name)
    while let first = rest.first {
      let isDigit = first.isASCII && first.isNumber
      let run = rest.prefix { ($0.isASCII && $0.isNumber) == isDigit }
      rest = rest[run.endIndex...]
      guard isDigit else {
        key.append(String(run))
        continue
      }
      let digits = run.drop { $0 == "0" }
      let length = String(digits.count)
      key.append("0" + String(repeating: "0", count: max(0, 6 - length.count)) + length + digits)
    }
    return key
  }
}
