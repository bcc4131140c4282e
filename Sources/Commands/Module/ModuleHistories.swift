import ArgumentParser
import CaseModel
import CaseStore

struct ModuleHistories: ListCommand {
  static let configuration = CommandConfiguration(
    commandName: "histories",
    abstract: "List the clients' module histories with their effectiveness, as the module model learns from them.",
    discussion: """
      Effectiveness is from the first and last value of the instrument, or the latest
      rating: 0.5 is no change, 1 is best.

      Example:
        caseloom module histories --outcome GAD-7 --format csv
        caseloom module histories --outcome rating
      """)

  @OptionGroup var outcome: OutcomeOptions
  @OptionGroup var store: StoreOptions
  @OptionGroup var output: FormatOptions

  func table(from reader: StoreReader) throws -> Table {
    let (histories, gaps) = try reader.outcomeHistories(outcome: outcome.outcome)
    let isRated = outcome.outcome == .rating
    return Table(
      ["client", "module_count", "modules"] + (isRated ? ["rating"] : ["first", "last"]) + ["effectiveness"],
      wrapping: ["modules"],
      rows: histories.map { history in
        let sequence = history.sequence
        let values: [Cell] = isRated ? [.number(history.last)] : [Cell(history.first), .number(history.last)]
        return [
          .text(sequence.id), .integer(sequence.modules.count), .text(sequence.modules.joined(separator: " > ")),
        ] + values + [.number(sequence.effectiveness.rounded(toPlaces: 3))]
      },
      emptyNote: isRated
        ? "No client has modules and a rating after them yet: `caseloom module record` and `caseloom module rate` record them."
        : "No client has modules between two values of \(outcome.outcome) yet: `caseloom module record` and "
          + "`caseloom measure record` record them.",
      note: note(on: gaps))
  }

  /// Who is not in the list, and why.
  private func note(on gaps: HistoryGaps) -> String? {
    guard gaps.total > 0 else { return nil }
    let name = outcome.outcome
    let isRated = name == .rating
    let reasons = [
      (gaps.withoutModules, "without modules"),
      (gaps.withoutOutcome, isRated ? "without a rating" : "without \(name)"),
      (gaps.withOneValue, "with one value of \(name) alone"),
      (
        gaps.withoutModulesInTime,
        isRated ? "with modules after the rating alone" : "without modules between the values"
      ),
      (gaps.outOfRange, "with a value that \(name) cannot have"),
    ].filter { $0.0 > 0 }.map { "\(grouped($0.0)) \($0.1)" }
    return "\(counted(gaps.total, "client")) left out: \(reasons.joined(separator: ", "))."
  }
}

/// What effectiveness is from.
struct OutcomeOptions: ParsableArguments {
  @Option(
    help: .init(
      "Take effectiveness from this instrument (else PHQ-9), or from ratings (rating).", valueName: "outcome"),
    transform: Outcome.parsed)
  var outcome = Outcome.measure(.phq9)
}

extension Double {
  /// For people and tables: more digits than are known mislead.
  func rounded(toPlaces places: Int) -> Double {
    let scale = (0..<places).reduce(1.0) { product, _ in product * 10 }
    return (self * scale).rounded() / scale
  }
}
