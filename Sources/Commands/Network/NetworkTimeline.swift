import ArgumentParser
import CaseModel
import CaseStore
import ProcessNetworks

struct NetworkTimeline: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "timeline",
    abstract: "Show the weight of each cluster over the sessions, beside the outcome measures.",
    discussion: """
      A weight is the number of utterances; in each session in which the client does not speak of the cluster it falls by a fifth.

      Example:
        caseloom network timeline --client K-014 --output K-014-timeline.svg
      """)

  @Option(name: .shortAndLong, help: .client, completion: .clientCodes)
  var client: String

  @Option(
    name: .shortAndLong, help: .init("Write the drawing (SVG) to this file instead.", valueName: "file"),
    completion: .file())
  var output: String?

  @OptionGroup var series: SeriesOptions
  @OptionGroup var store: StoreOptions
  @OptionGroup var format: FormatOptions

  func run() throws {
    let timeline = try store.open().read { reader in
      try reader.known(client)
      let networks = try reader.networkSeries(of: client, engine: series.chosenEngine(of: client, reader))
        .filter { network in series.lastDay.map { network.sessionDay <= $0 } ?? true }
      let measures = try reader.measures(of: client).map {
        ClusterTimeline.Measure(instrument: $0.measure.instrument, day: $0.day, total: $0.measure.total)
      }.filter { measure in series.lastDay.map { measure.day <= $0 } ?? true }
      return ClusterTimeline(networks: networks, measures: measures)
    }
    if let output {
      try WholeFile.write(timeline.svg(), to: output)
      return try say("Wrote \(output).")
    }
    try format.print(sheet(timeline))
  }

  private func sheet(_ timeline: ClusterTimeline) -> Sheet {
    let weights = timeline.rows.flatMap { row in
      timeline.sessions.enumerated().compactMap { place, session -> [Cell]? in
        guard let weight = row.weights[place] else { return nil }
        return [
          .integer(session.number), .text(session.day.description), .text(row.key), .number(weight),
          Cell(row.newUtterances[place]), .text(row.label),
        ]
      }
    }
    let measures = timeline.series.flatMap { series in
      series.measures.map { [Cell.text($0.day.description), .text($0.instrument), .number($0.total)] }
    }
    return Sheet(
      fields: [("client", .text(timeline.clientCode)), ("sessions", .integer(timeline.sessions.count))],
      lists: [
        ("measures", Table(["date", "instrument", "total"], rows: measures)),
        ("weights", Table(["session", "date", "cluster", "weight", "new_utterances", "theme"], rows: weights)),
      ], page: { timeline.terminalText(width: $0 ?? 100, columns: TextWidth.columns) })
  }
}
