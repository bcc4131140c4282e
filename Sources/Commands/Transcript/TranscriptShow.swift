import ArgumentParser
import CaseModel
import CaseStore

struct TranscriptShow: ShowCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show what was said in a session.",
    discussion: """
      Example:
        caseloom transcript show --client K-014 --session 3
      """)

  @Option(name: .shortAndLong, help: .client, completion: .clientCodes)
  var client: String

  @Option(help: .session)
  var session: Int

  @OptionGroup var store: StoreOptions
  @OptionGroup var output: FormatOptions

  func sheet(from reader: StoreReader) throws -> Sheet {
    let code = try reader.known(client)
    let session = try reader.session(of: code, number: session)
    let utterances = try reader.utterances(of: code, session: session.number)
    return Sheet(
      fields: [
        ("client", .text(code)), ("session", .integer(session.number)), ("date", .text(session.day.description)),
        ("therapist", Cell(session.therapist)),
      ],
      lists: [("utterances", Self.table(utterances))])
  }

  /// Names and times only where the transcript has some.
  private static func table(_ utterances: [Utterance]) -> Table {
    let hasNames = utterances.contains { $0.speakerName != nil }
    let hasTimes = utterances.contains { $0.startMilliseconds != nil }
    return Table(
      ["turn"] + (hasTimes ? ["start_seconds"] : []) + ["speaker"] + (hasNames ? ["name"] : []) + ["text"],
      wrapping: ["text"],
      rows: utterances.map { utterance in
        [.integer(utterance.turn)]
          + (hasTimes ? [Cell(utterance.startMilliseconds.map { Double($0) / 1000 })] : [])
          + [.text(utterance.speaker.rawValue)] + (hasNames ? [Cell(utterance.speakerName)] : [])
          + [.text(utterance.text)]
      })
  }
}
