import ArgumentParser
import Foundation
import TestSupport
import Testing

@testable import Commands

/// A command as the parser itself describes it.
private struct HelpPage: Decodable {
  struct Argument: Decodable {
    struct Name: Decodable { var name: String }
    var names: [Name]?
    var valueName: String?
    var abstract: String?
    var discussion: String?
    var label: String { names?.first?.name ?? valueName ?? "" }
  }

  var commandName: String
  var abstract: String?
  var discussion: String?
  var arguments: [Argument]?
  var subcommands: [HelpPage]?
}

private struct HelpDump: Decodable { var command: HelpPage }

private func allPages() throws -> [(path: [String], page: HelpPage)] {
  let dump = try JSONDecoder().decode(HelpDump.self, from: Data(CaseloomCommand._dumpHelp().utf8))
  var found: [(path: [String], page: HelpPage)] = []
  func visit(_ page: HelpPage, _ path: [String]) {
    found.append((path, page))
    for child in page.subcommands ?? [] where child.commandName != "help" {
      visit(child, path + [child.commandName])
    }
  }
  visit(dump.command, [])
  return found
}

@Suite struct HelpTests {
  @Test func everyCommandHasASentenceAndAnExample() throws {
    let pages = try allPages()
    #expect(pages.count > 35)
    for (path, page) in pages {
      let name = path.joined(separator: " ")
      let abstract = page.abstract ?? ""
      #expect(abstract.hasSuffix(".") && abstract.first?.isUppercase == true, "\(name): “\(abstract)”")
      #expect(!examples(page).isEmpty, "\(name) has no example")
      // A line that is wider than a terminal is broken, and cannot be copied from it.
      for example in examples(page) { #expect(example.count <= 78, "\(example)") }
      for example in examples(page) where !path.isEmpty {
        #expect(example.hasPrefix("caseloom " + path.joined(separator: " ")), "\(name): \(example)")
      }
    }
  }

  @Test func everyOptionHasASentence() throws {
    for (path, page) in try allPages() {
      for argument in page.arguments ?? [] {
        let help = argument.abstract ?? ""
        #expect(
          help.hasSuffix(".") && help.first?.isUppercase == true,
          "\(path.joined(separator: " ")) \(argument.label): “\(help)”")
      }
    }
  }

  @Test func everyExampleParses() throws {
    for (_, page) in try allPages() {
      for example in examples(page) {
        let arguments = Array(shellWords(example).dropFirst())
        #expect(throws: Never.self, "\(example)") { try CaseloomCommand.parseAsRoot(arguments) }
      }
    }
  }

  /// `UPDATE_SNAPSHOTS=1 swift test --filter HelpTests` writes the file anew: read the difference before you keep it.
  @Test func helpIsAsItWas() throws {
    var text = ""
    for (path, _) in try allPages() {
      text += "$ caseloom \((path + ["--help"]).joined(separator: " "))\n"
      text += try help(path) + "\n\n"
    }
    let file = checkout + "/Tests/CommandsTests/Snapshots/help.txt"
    if ProcessInfo.processInfo.environment["UPDATE_SNAPSHOTS"] == "1" {
      try text.write(toFile: file, atomically: true, encoding: .utf8)
    }
    let before = try String(contentsOfFile: file, encoding: .utf8)
    for (line, (now, then)) in zip(text.split(separator: "\n"), before.split(separator: "\n")).enumerated() {
      #expect(now == then, "line \(line + 1)")
    }
    #expect(text == before)
  }

  private func help(_ path: [String]) throws -> String {
    do {
      var command = try CaseloomCommand.parseAsRoot(path + ["--help"])
      try command.run()
      return ""
    } catch {
      return CaseloomCommand.fullMessage(for: error, columns: 100)
    }
  }

  /// The lines below "Example" that call the program.
  private func examples(_ page: HelpPage) -> [String] {
    let lines = (page.discussion ?? "").split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
    return lines.drop { !$0.hasPrefix("Example") }.filter { $0.hasPrefix("caseloom ") }
  }

  private func shellWords(_ line: String) -> [String] {
    var words: [String] = []
    for (index, part) in line.split(separator: "\"", omittingEmptySubsequences: false).enumerated() {
      if index % 2 == 1 { words.append(String(part)) } else { words += part.split(separator: " ").map(String.init) }
    }
    if let redirection = words.firstIndex(of: ">") { words.removeSubrange(redirection...) }
    return words
  }
}
