import ArgumentParser
import CaseModel
import CaseStore

struct TranscriptSearch: ListCommand {
  static let configuration = CommandConfiguration(
    commandName: "search",
    abstract: "Find utterances by their words, best first.",
    discussion: """
      Utterances with all the words are found, whatever their case and accents. A word that ends in * stands for all words that \
      begin so; words in quotation marks are found in that order.

      Example:
        caseloom transcript search "fall asleep" worr* --client K-014
      """)

  @Argument(help: .init("The words to find.", valueName: "words"))
  var words: [String]

  @Option(name: .shortAndLong, help: .onlyClient, completion: .clientCodes)
  var client: String?

  @Option(help: .init("Print at most this many.", valueName: "number"))
  var limit = 50

  @OptionGroup var store: StoreOptions
  @OptionGroup var output: FormatOptions

  func validate() throws {
    guard (1...1_000_000).contains(limit) else { throw ValidationError("--limit is a number from 1 to 1000000.") }
  }

  func table(from reader: StoreReader) throws -> Table {
    // The shell takes the quotation marks of a phrase away.
    let terms = words.map { word in
      word.contains(where: \.isWhitespace) && !word.contains("\"") ? "\"\(word)\"" : word
    }
    let hits = try reader.search(terms.joined(separator: " "), client: reader.known(client), limit: limit + 1)
    return Table(
      ["client", "session", "turn", "speaker", "text"], wrapping: ["text"],
      rows: hits.prefix(limit).map { hit in
        [
          .text(hit.clientCode), .integer(hit.sessionNumber), .integer(hit.utterance.turn),
          .text(hit.utterance.speaker.rawValue), .text(hit.utterance.text),
        ]
      },
      emptyNote: "No utterance has all of these words. A word that ends in * stands for all that begin so.",
      note: hits.count > limit ? "There are more: --limit prints more than \(limit)." : nil)
  }
}
