import CaseModel
import GRDB

/// A history with the figures that its effectiveness is from.
public struct OutcomeHistory: Sendable {
  public var sequence: ModuleSequence
  /// The first total of the instrument; `nil` where people rate.
  public var first: Double?
  /// The last total, or the latest rating.
  public var last: Double
}

/// How many clients have modules or an outcome and yet no history, by reason.
public struct HistoryGaps: Hashable, Sendable {
  /// An outcome, and no modules at all.
  public var withoutModules = 0
  /// Modules, and no value of the instrument, or no rating.
  public var withoutOutcome = 0
  /// One value of the instrument: nothing to compare it with.
  public var withOneValue = 0
  /// Modules, but none in the time that the outcome speaks of.
  public var withoutModulesInTime = 0
  /// A first or last value that the instrument cannot have.
  public var outOfRange = 0

  public var total: Int { withoutModules + withoutOutcome + withOneValue + withoutModulesInTime + outOfRange }
}

// MARK: Writes

extension StoreWriter {
  /// Records how effective a person thinks that a client's modules have been so far, and marks the module model for retraining.
  ///
  /// The same rating again, or the same without its note, changes nothing.
  /// - Parameters:
  ///   - effectiveness: 0…1.
  ///   - day: `nil` for today.
  /// - Returns: whether anything was recorded.
  /// - Throws: `CaseError` `.badData` where another rating is recorded for that day and `replacing` is false, or the
  ///   effectiveness lies outside of 0…1.
  @discardableResult
  public func recordRating(
    _ effectiveness: Double, note: String? = nil, client code: String, day: Day? = nil, replacing: Bool = false
  ) throws -> Bool {
    guard (0...1).contains(effectiveness) else {
      throw CaseError(
        .badData, "An effectiveness of \(shortest(effectiveness)) is outside of 0 to 1.", at: "client \(code)",
        advice: "Give 0 for much worse, 0.5 for no change, 1 for all that was hoped for.")
    }
    let clientID = try reader.clientID(code)
    let ratedOn = (day ?? now.day).description
    let note = note.flatMap { $0.allSatisfy(\.isWhitespace) ? nil : $0 }
    let sql = "SELECT effectiveness, note FROM effectiveness_rating WHERE client_id = ? AND rated_on = ?"
    if let row = try Row.fetchOne(database, sql: sql, arguments: [clientID, ratedOn]) {
      let isSaid = note == row["note"] || (note == nil && !replacing)
      if row["effectiveness"] == effectiveness && isSaid { return false }
      guard replacing else {
        let isOtherNote = row["effectiveness"] == effectiveness
        throw CaseError(
          .badData,
          "Client \(code) is rated \(shortest(row["effectiveness"])) on \(ratedOn) already"
            + (isOtherNote ? ", with another note." : "."),
          advice: "`caseloom module rate --replace` puts this rating in its place.")
      }
    }
    try database.execute(
      sql: """
        INSERT INTO effectiveness_rating (client_id, rated_on, effectiveness, note, rated_by, recorded_at)
        VALUES (?, ?, ?, ?, ?, ?)
        ON CONFLICT (client_id, rated_on) DO UPDATE SET effectiveness = excluded.effectiveness, note = excluded.note,
          rated_by = excluded.rated_by, recorded_at = excluded.recorded_at
        """, arguments: [clientID, ratedOn, effectiveness, note, author.actor, now.description])
    try markRetraining(client: code, session: nil)
    try audit("module.rate", client: code, detail: ["day": ratedOn])
    return true
  }

  /// Counts that the module model has something new to learn from.
  ///
  /// Once a session and unit of work: an import brings a session's modules and measures together.
  func markRetraining(client code: String, session: Int?) throws {
    guard markedForRetraining.insert("\(code) \(session ?? 0)").inserted else { return }
    try database.execute(
      sql: """
        INSERT INTO retraining (model_kind, sessions_since, requested_at) VALUES ('module_sequences', 1, ?)
        ON CONFLICT DO UPDATE SET sessions_since = sessions_since + 1
        """, arguments: [now.description])
  }
}

// MARK: Reads

extension StoreReader {
  /// Histories to learn from, in order of the clients' codes, which are their ids.
  ///
  /// From a measure: effectiveness is from the client's first and last value (`OutcomeRule`), on different days. Modules are
  /// those of the sessions from 14 days before the first value on, as questionnaires ask about the past two weeks, and
  /// before the day of the last one, which is filled in before the session and cannot show what the session did.
  ///
  /// From ratings: the latest one, and the modules up to and on its day.
  public func moduleSequences(outcome: Outcome) throws -> [ModuleSequence] {
    try outcomeHistories(outcome: outcome).histories.map(\.sequence)
  }

  /// Who is not among `moduleSequences`, and why.
  public func moduleSequenceGaps(outcome: Outcome) throws -> HistoryGaps {
    try outcomeHistories(outcome: outcome).gaps
  }

  /// `moduleSequences` with the figures behind them, and `moduleSequenceGaps`, by one query.
  public func outcomeHistories(outcome: Outcome) throws -> (histories: [OutcomeHistory], gaps: HistoryGaps) {
    let query = try historyQuery(outcome)
    var histories: [OutcomeHistory] = []
    var gaps = HistoryGaps()
    let rows = try Row.fetchCursor(database, sql: query.sql, arguments: query.arguments)
    while let row = try rows.next() {
      let hasModules: Bool = row["has_modules"]
      let (firstDay, first): (String?, Double?) = (row["first_on"], row["first"])
      let (lastDay, last): (String?, Double?) = (row["last_on"], row["last"])
      guard let last else {
        if hasModules { gaps.withoutOutcome += 1 }
        continue
      }
      guard hasModules else {
        gaps.withoutModules += 1
        continue
      }
      if case .measure = outcome, firstDay == lastDay {
        gaps.withOneValue += 1
        continue
      }
      guard let modules: String = row["modules"] else {
        gaps.withoutModulesInTime += 1
        continue
      }
      guard let effectiveness = effectiveness(by: outcome, first: first, last: last) else {
        gaps.outOfRange += 1
        continue
      }
      let codes = modules.split(separator: HistoryQuery.separator).map(String.init)
      let sequence = ModuleSequence(id: row["code"], modules: codes, effectiveness: effectiveness)
      histories.append(OutcomeHistory(sequence: sequence, first: first, last: last))
    }
    return (histories, gaps)
  }

  private func effectiveness(by outcome: Outcome, first: Double?, last: Double) -> Double? {
    switch outcome {
    case .rating: last
    case .measure(let rule): first.flatMap { rule.effectiveness(first: $0, last: last) }
    }
  }

  func historyQuery(_ outcome: Outcome) throws -> HistoryQuery {
    guard case .measure(let rule) = outcome else { return HistoryQuery() }
    let spellings = try String.fetchAll(database, sql: "SELECT DISTINCT instrument FROM measure")
    return HistoryQuery(spellings: spellings.filter(rule.isNamed).sorted())
  }

  /// Codes of all modules that a client has had, in order of session and position.
  ///
  /// - Throws: `CaseError` `.noInput` where there is no such client.
  public func deliveredModules(of code: String) throws -> [String] {
    let sql = """
      SELECT m.code FROM session s JOIN module_history h ON h.session_id = s.id JOIN module m ON m.id = h.module_id
      WHERE s.client_id = ? ORDER BY s.held_on, s.number, h.position
      """
    return try String.fetchAll(database, sql: sql, arguments: [try clientID(code)])
  }
}

/// Every client with the ends of the outcome and the modules between them: one row a client, by indexes alone.
struct HistoryQuery {
  /// U+001F, the unit separator: no module's code has it.
  static let separator: Character = "\u{1F}"

  var sql: String
  var arguments: StatementArguments = []

  /// By the first and last value of an instrument, in any of the clinic's spellings.
  init(spellings: [String]) {
    let listed = spellings.indices.map { "?\($0 + 1)" }.joined(separator: ", ")
    let end = { (order: String) in
      """
      (SELECT id FROM measure WHERE client_id = c.id AND instrument IN (\(listed))
        ORDER BY taken_on \(order), instrument \(order) LIMIT 1)
      """
    }
    arguments = StatementArguments(spellings)
    sql = Self.sql(
      ends: "f.taken_on AS first_on, f.total AS first, l.taken_on AS last_on, l.total AS last",
      window: "s.held_on >= date(f.taken_on, '-14 days') AND s.held_on < l.taken_on",
      joins: "LEFT JOIN measure f ON f.id = \(end("ASC")) LEFT JOIN measure l ON l.id = \(end("DESC"))")
  }

  /// By the latest rating.
  init() {
    sql = Self.sql(
      ends: "NULL AS first_on, NULL AS first, l.rated_on AS last_on, l.effectiveness AS last",
      window: "s.held_on <= l.rated_on",
      joins: """
        LEFT JOIN effectiveness_rating l ON l.id =
          (SELECT id FROM effectiveness_rating WHERE client_id = c.id ORDER BY rated_on DESC LIMIT 1)
        """)
  }

  private static func sql(ends: String, window: String, joins: String) -> String {
    """
    SELECT c.code, \(ends),
      EXISTS (SELECT 1 FROM session s JOIN module_history h ON h.session_id = s.id WHERE s.client_id = c.id)
        AS has_modules,
      (SELECT group_concat(code, char(31)) FROM (
        SELECT m.code FROM session s JOIN module_history h ON h.session_id = s.id JOIN module m ON m.id = h.module_id
        -- With s.id, which changes nothing, SQLite takes the order from the indexes and sorts no more: half of the time.
        WHERE s.client_id = c.id AND \(window) ORDER BY s.held_on, s.number, s.id, h.position)) AS modules
    FROM client c \(joins) ORDER BY c.code
    """
  }
}
