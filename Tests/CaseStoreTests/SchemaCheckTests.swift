import CaseModel
import GRDB
import Testing

@testable import CaseStore

/// An enumeration's column, with the values that its Swift type has.
struct EnumerationColumn: CustomTestStringConvertible, Sendable {
  var table: String
  var column: String
  var values: [String]

  var testDescription: String { "\(table).\(column)" }

  init<Value: RawRepresentable & CaseIterable>(
    _ table: String, _ column: String, _ type: Value.Type, except: Value? = nil
  ) where Value.RawValue == String {
    self.init(table, column, type.allCases.map(\.rawValue).filter { $0 != except?.rawValue })
  }

  init(_ table: String, _ column: String, _ values: [String]) {
    self.table = table
    self.column = column
    self.values = values
  }

  static let all = [
    EnumerationColumn("client", "status", Client.Status.self),
    EnumerationColumn("utterance", "speaker", Speaker.self),
    EnumerationColumn("process", "valence", Valence.self),
    EnumerationColumn("process", "risk", Risk.self),
    EnumerationColumn("process_dimension", "dimension", Dimension.self),
    EnumerationColumn("risk_flag", "risk", Risk.self, except: Risk.none),
    EnumerationColumn("cluster", "valence", Valence.self),
    EnumerationColumn("cluster_dimension", "dimension", Dimension.self),
    EnumerationColumn("edge_evidence", "kind", EdgeEvidence.Kind.self),
    EnumerationColumn("edge_evidence", "sign", EdgeSign.self),
    EnumerationColumn("edge_evidence", "strength", EdgeStrength.self),
    EnumerationColumn("network", "kind", Network.Kind.self),
    EnumerationColumn("edge", "sign", EdgeSign.self),
    EnumerationColumn("edge", "strength", EdgeStrength.self),
    EnumerationColumn("edge", "state", EdgeState.self),
    EnumerationColumn("edge_vote", "voter", EdgeVoter.self),
    EnumerationColumn("edge_vote", "sign", EdgeSign.self),
    EnumerationColumn("edge_vote", "strength", EdgeStrength.self),
    EnumerationColumn("job", "kind", Job.Kind.self),
    EnumerationColumn("job", "state", Job.State.self),
    // No Swift type holds these: the texts are the contract.
    EnumerationColumn("transcript", "format", ["text", "vtt", "srt", "csv", "json", "jsonl"]),
    EnumerationColumn("correction", "subject", ["process", "cluster", "edge"]),
    EnumerationColumn("model", "kind", ["module_sequences"]),
    EnumerationColumn("model_serving", "kind", ["module_sequences"]),
    EnumerationColumn("model_serving", "reason", ServingReason.self),
    EnumerationColumn("retraining", "model_kind", ["module_sequences"]),
  ]
}

/// A row that each table takes, column by column, in SQL.
private let sampleRows: [String: [String: String]] = [
  "client": ["code": "'K'", "created_at": "''"],
  "transcript": [
    "session_id": "1", "source_name": "'a'", "content_hash": "printf('%064d', 0)", "utterance_count": "1",
    "client_turn_count": "1", "imported_at": "''",
  ],
  "utterance": ["transcript_id": "1", "turn": "1", "text": "'I'"],
  "process": [
    "annotation_id": "1", "utterance_id": "1", "quote": "'I'", "quote_start": "0", "quote_length": "1",
    "valence": "'neutral'", "risk": "'none'", "confidence": "1.0",
  ],
  "process_dimension": ["process_id": "1"],
  "risk_flag": [
    "client_id": "1", "utterance_id": "1", "engine_id": "1", "quote": "'I'", "quote_start": "0", "quote_length": "1",
    "raised_at": "''",
  ],
  "cluster": ["client_id": "1", "engine_id": "1", "key": "'a'", "theme": "'a'"],
  "cluster_dimension": ["cluster_id": "1"],
  "edge_evidence": [
    "session_id": "1", "source_cluster_id": "1", "target_cluster_id": "2", "kind": "'stated'", "sign": "'excitatory'",
    "source_utterance_id": "1", "source_quote": "'I'", "source_quote_start": "0", "source_quote_length": "1",
    "target_utterance_id": "1", "target_quote": "'I'", "target_quote_start": "0", "target_quote_length": "1",
    "connective": "''",
  ],
  "network": [
    "client_id": "1", "session_id": "1", "engine_id": "1", "input_hash": "''", "clusters_left_out": "0",
    "made_at": "''",
  ],
  "edge": [
    "network_id": "1", "source_cluster_id": "1", "target_cluster_id": "2", "sign": "'excitatory'",
    "strength": "'weak'", "state": "'supported'", "is_inferred": "0", "explanation": "''",
  ],
  "edge_vote": ["edge_id": "1", "voter": "'order'", "sign": "'excitatory'", "strength": "'weak'"],
  "job": [
    "kind": "'annotate'", "session_id": "1", "session_order": "''", "run_after": "''", "created_at": "''",
  ],
  "correction": [
    "client_id": "1", "subject_key": "'a'", "action": "'rename'", "actor": "'a'", "reason": "'r'", "made_at": "''",
  ],
  "model": [
    "version": "1", "outcome": "'PHQ-9'", "architecture": "'a'", "seed": "1", "data_hash": "'a'", "history_count": "1",
    "held_out_count": "0", "hyperparameters": "'{}'", "figures": "'{}'", "weights": "x'00'", "made_at": "''",
  ],
  "model_serving": [
    "kind": "'module_sequences'", "outcome": "'PHQ-9'", "model_id": "1", "since": "''", "reason": "'first'",
  ],
  "retraining": ["sessions_since": "1", "requested_at": "''"],
]

@Suite struct SchemaCheckTests {
  @Test(arguments: EnumerationColumn.all) func aColumnTakesItsEnumerationsCasesAndNoOther(_ column: EnumerationColumn)
    throws
  {
    let test = try TestStore()

    for value in column.values {
      #expect(throws: Never.self, "\(value)") { try insert(value, into: column, of: test) }
    }
    for foreign in ["foreign", column.values[0].uppercased(), "", "none "] {
      let error = #expect(throws: DatabaseError.self) { try insert(foreign, into: column, of: test) }
      #expect(error?.extendedResultCode == .SQLITE_CONSTRAINT_CHECK, "“\(foreign)” is taken")
    }
  }

  /// So that a new enumeration is not forgotten above.
  @Test func everyListOfTextsInTheSchemaIsHeldAgainstAType() throws {
    let test = try TestStore()
    let sql = try test.texts("SELECT sql FROM sqlite_master WHERE type = 'table' AND sql IS NOT NULL")

    let lists = sql.flatMap { $0.matches(of: #/(\w+) IN \(\s*'/#).map { String($0.output.1) } }

    #expect(lists.sorted() == EnumerationColumn.all.map(\.column).sorted())
  }

  @Test(arguments: ["2026-02-29", "2026-3-3", "2026-03-03 ", "03.03.2026", "", "now", "2460000.5", "2026-13-01"])
  func aDayThatIsNoneIsRefused(_ day: String) throws {
    let test = try TestStore()
    let session = "INSERT INTO session (client_id, number, held_on, created_at) VALUES (1, 1, '\(day)', '')"
    let measure =
      "INSERT INTO measure (client_id, instrument, taken_on, total, recorded_at) VALUES (1, 'PHQ-9', '\(day)', 1, '')"
    let rating = """
      INSERT INTO effectiveness_rating (client_id, rated_on, effectiveness, rated_by, recorded_at)
      VALUES (1, '\(day)', 0.5, 'a', '')
      """

    #expect(throws: DatabaseError.self) { try test.tamper(session) }
    #expect(throws: DatabaseError.self) { try test.tamper(measure) }
    #expect(throws: DatabaseError.self) { try test.tamper(rating) }
  }

  /// Takes the row back again, so that each value meets an empty table.
  private func insert(_ value: String, into column: EnumerationColumn, of test: TestStore) throws {
    var row = try #require(sampleRows[column.table])
    row[column.column] = "'\(value)'"
    if column.table == "job" && value == "running" {
      row["lease_holder"] = "'w'"
      row["lease_until"] = "''"
    }
    let names = row.keys.sorted()
    let values = names.compactMap { row[$0] }
    let sql = """
      INSERT INTO \(column.table) (\(names.joined(separator: ", "))) VALUES (\(values.joined(separator: ", ")))
      """
    try test.store.queue.inDatabase { database in
      try database.execute(sql: "PRAGMA foreign_keys = OFF")
      try database.inTransaction {
        try database.execute(sql: sql)
        return .rollback
      }
    }
  }
}
