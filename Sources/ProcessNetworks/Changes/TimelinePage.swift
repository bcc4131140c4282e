import CaseModel

extension ClusterTimeline {
  /// The timeline for a terminal: one row a cluster, one column a session, its weight as a block from ▁ to █ and beside it,
  /// where there is room, how many utterances were new. Then the measures, each with its own scale. More sessions than
  /// columns are taken together, which the page says.
  ///
  /// - Parameters:
  ///   - width: of the terminal, in columns; no line is wider. Less than 40 counts as 40.
  ///   - columns: how many columns a text takes.
  public func terminalText(width: Int, columns: (String) -> Int = { $0.count }) -> String {
    withoutActuallyEscaping(columns) { columns in
      TimelinePage(self, width: max(width, 40), columns: columns).text()
    }
  }
}

private struct TimelinePage {
  private let timeline: ClusterTimeline
  private let width: Int
  private let columns: (String) -> Int
  private let labelWidth: Int
  /// Columns of the terminal for one column of the table.
  private let cellWidth: Int
  /// Sessions in one column of the table.
  private let binSize: Int
  private let hasNumbers: Bool

  private static let blocks: [Character] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]
  private static let notShown = "·"
  private static let widestLabel = 44

  init(_ timeline: ClusterTimeline, width: Int, columns: @escaping (String) -> Int) {
    self.timeline = timeline
    self.width = width
    self.columns = columns
    let labels = timeline.rows.map(\.label) + timeline.series.map(\.instrument)
    let longest = labels.map { columns(TimelinePage.plain($0)) }.max() ?? 0
    let count = max(1, timeline.sessions.count)
    // A block, a number of up to four signs with its plus, a space.
    let digits = timeline.rows.flatMap(\.newUtterances).map { String($0 ?? 0).count }.max() ?? 1
    let totals = timeline.series.flatMap(\.measures).map { columns($0.total.plain) }.max() ?? 0
    let roomy = max(digits + 3, totals + 1)
    // The label may take two fifths, or what the sessions leave of the line.
    let most = min(TimelinePage.widestLabel, max(width * 2 / 5, width - 2 - count * roomy))
    labelWidth = max(8, min(longest, most))
    let room = width - labelWidth - 2
    binSize = (count + room - 1) / room
    hasNumbers = count * roomy <= room
    // Wide enough for a day without its year, if the line has that.
    cellWidth = hasNumbers ? (count * max(roomy, 6) <= room ? max(roomy, 6) : roomy) : max(1, min(3, room / count))
  }

  func text() -> String {
    guard let first = timeline.sessions.first, let last = timeline.sessions.last else {
      return "No sessions yet.\n"
    }
    var lines = [
      cut(
        first.number == last.number
          ? "Client \(timeline.clientCode): session \(first.number), \(first.day)"
          : "Client \(timeline.clientCode): sessions \(first.number) to \(last.number), \(first.day) to \(last.day)",
        to: width), "",
    ]
    lines += header()
    lines += timeline.rows.map(row)
    if timeline.rows.isEmpty { lines.append("No clusters: the client said too little that is a process.") }
    lines += measures() + [""] + closing()
    return lines.map { trimmed($0) + "\n" }.joined()
  }

  private var columnCount: Int { (timeline.sessions.count + binSize - 1) / binSize }

  private func sessions(ofColumn column: Int) -> Range<Int> {
    column * binSize..<min((column + 1) * binSize, timeline.sessions.count)
  }

  // MARK: Header

  private func header() -> [String] {
    let firsts = (0..<columnCount).map { timeline.sessions[sessions(ofColumn: $0).lowerBound] }
    let isShort = cellWidth >= 6
    return [
      line("session", spread(firsts.map { String($0.number) })),
      line("", spread(firsts.map { isShort ? String("\($0.day)".dropFirst(5)) : "\($0.day)" })),
    ]
  }

  /// Texts at the starts of their columns, those left out that would run into the one before or over the edge.
  private func spread(_ texts: [String?]) -> String {
    var line = ""
    for (column, text) in texts.enumerated() {
      let start = column * cellWidth
      guard let text, line.isEmpty || line.count < start, start + text.count <= room else { continue }
      line += String(repeating: " ", count: start - line.count) + text
    }
    return line
  }

  private var room: Int { width - labelWidth - 2 }

  // MARK: Rows

  private func row(_ row: ClusterTimeline.Row) -> String {
    let cells = (0..<columnCount).map { column -> String in
      let sessions = sessions(ofColumn: column)
      guard let weight = sessions.compactMap({ row.weights[$0] }).max() else { return padded(TimelinePage.notShown) }
      let block = String(TimelinePage.block(weight, of: timeline.peak))
      let new = sessions.reduce(0) { $0 + (row.newUtterances[$1] ?? 0) }
      return padded(hasNumbers && new > 0 ? "\(block)+\(new)" : block)
    }
    return line(row.label, cells.joined())
  }

  private func measures() -> [String] {
    timeline.series.flatMap { series -> [String] in
      var latest: [Double?] = Array(repeating: nil, count: columnCount)
      for measure in series.measures { latest[column(nearest: measure.day)] = measure.total }
      let highest = series.measures.reduce(0) { max($0, $1.total) }
      let blocks = latest.map { padded($0.map { String(TimelinePage.block($0, of: highest)) } ?? "") }.joined()
      return ["", line(series.instrument, blocks), line("", spread(latest.map { $0.map(\.plain) }))]
    }
  }

  /// A questionnaire is filled in on the day of a session or a little before: of two equally near, the later one's.
  private func column(nearest day: Day) -> Int {
    var best = 0
    for (index, session) in timeline.sessions.enumerated() {
      let distance = abs(session.day.daysSinceEpoch - day.daysSinceEpoch)
      if distance <= abs(timeline.sessions[best].day.daysSinceEpoch - day.daysSinceEpoch) { best = index }
    }
    return best / binSize
  }

  private static func block(_ value: Double, of highest: Double) -> Character {
    let step = highest > 0 ? Int((value / highest * Double(blocks.count)).rounded(.up)) : 1
    return blocks[max(1, min(step, blocks.count)) - 1]
  }

  // MARK: The end

  private func closing() -> [String] {
    var sentences: [String] = []
    if !timeline.rows.isEmpty {
      sentences.append(
        "Blocks: a cluster's weight, █ is \(timeline.peak.rounded().plain). Each session without a mention takes a fifth away."
      )
      if hasNumbers { sentences.append("+2: mentions in that session.") }
      let hasGaps = timeline.rows.contains { $0.weights.contains(nil) }
      if hasGaps { sentences.append("\(TimelinePage.notShown): not among the clusters shown.") }
    }
    if binSize > 1 {
      sentences.append("Each column stands for \(binSize) sessions, by the highest weight and the last total in them.")
    }
    if !timeline.series.isEmpty {
      sentences.append("Totals stand at the session that is nearest, each with its own scale; █ is the highest.")
    }
    return wrapped(sentences.joined(separator: " "))
  }

  // MARK: Lines

  private func line(_ label: String, _ cells: String) -> String {
    let label = cut(TimelinePage.plain(label), to: labelWidth)
    return label + String(repeating: " ", count: max(0, labelWidth - columns(label)) + 2) + cells
  }

  private func padded(_ cell: String) -> String {
    cell + String(repeating: " ", count: max(0, cellWidth - cell.count))
  }

  private func cut(_ text: String, to limit: Int) -> String {
    if columns(text) <= limit { return text }
    var cut = text
    while !cut.isEmpty, columns(cut + "…") > limit { cut.removeLast() }
    while cut.last == " " { cut.removeLast() }
    return cut + "…"
  }

  private func wrapped(_ text: String) -> [String] {
    var lines: [String] = []
    for word in text.split(separator: " ") {
      if let last = lines.last, columns(last + " " + word) <= width {
        lines[lines.count - 1] = last + " " + word
      } else {
        lines.append(String(word))
      }
    }
    return lines
  }

  private func trimmed(_ line: String) -> String {
    var line = line[...]
    while line.last == " " { line.removeLast() }
    return String(line)
  }

  /// A client's words must neither move the cursor nor turn the line around.
  private static func plain(_ text: String) -> String {
    String(
      String.UnicodeScalarView(
        text.unicodeScalars.map { scalar in
          let isControl = scalar.properties.generalCategory == .control || (0x202A...0x202E).contains(scalar.value)
          return isControl ? " " : scalar
        }))
  }
}
