import CaseModel
import GRDB

/// A job that was claimed: the right to do it until the lease ends.
public struct ClaimedJob: Sendable {
  public var job: Job
  var holder: String
}

// MARK: The queue
// Leases and attempts are bookkeeping: they change nothing about a client and leave no audit event.

extension CaseStore {
  /// How long a job may run before another worker may think its holder gone.
  static let leaseSeconds = 600.0
  /// A job that fails this often, or takes the program down this often, waits for a person.
  static let failureLimit = 5
  static let interruptionLimit = 25

  /// Gives the jobs of workers that are gone back to the queue.
  ///
  /// - Parameter isOnlyWorker: the caller holds the store's worker lock, so every running job is abandoned, lease or not.
  public func recoverJobs(isOnlyWorker: Bool) throws {
    try bookkeep { database, now in
      let isAbandoned = isOnlyWorker ? "1" : "lease_until < '\(now)'"
      try database.execute(
        sql: """
          UPDATE job SET interruptions = interruptions + 1, lease_holder = NULL, lease_until = NULL,
            state = CASE WHEN interruptions + 1 >= \(Self.interruptionLimit) THEN 'dead' ELSE 'queued' END,
            error = CASE WHEN interruptions + 1 >= \(Self.interruptionLimit)
              THEN 'The program ended \(Self.interruptionLimit) times while it worked on this job.' ELSE error END
          WHERE state = 'running' AND \(isAbandoned)
          """)
    }
  }

  /// The next job that is due: annotations before networks, each in order of the sessions' days.
  public func claimJob(holder: String) throws -> ClaimedJob? {
    try bookkeep { database, now in
      let sql = """
        SELECT id FROM job WHERE state = 'queued' AND run_after <= ? ORDER BY kind, session_order, id LIMIT 1
        """
      guard let id = try Int64.fetchOne(database.cachedStatement(sql: sql), arguments: [now.description]) else {
        return nil
      }
      try database.execute(
        sql: "UPDATE job SET state = 'running', lease_holder = ?, lease_until = ? WHERE id = ?",
        arguments: [holder, now.advanced(bySeconds: Self.leaseSeconds).description, id])
      return try StoreReader(database: database).jobs(id: id).first.map { ClaimedJob(job: $0, holder: holder) }
    }
  }

  /// Puts a failed job back, later each time, or gives it up.
  ///
  /// - Parameter isFinal: trying again cannot help.
  /// - Returns: whether the job was given up.
  /// - Throws: `CaseError` `.tryAgain` where the lease has gone to another worker.
  public func failJob(_ claimed: ClaimedJob, error: String, isFinal: Bool) throws -> Bool {
    let failures = claimed.job.failures + 1
    let isDead = isFinal || failures >= Self.failureLimit
    let author = Author(actor: claimed.holder)
    try write(as: author) { writer in
      // 15 s, 1 min, 4 min, 16 min.
      let delay = 15.0 * Double(1 << (2 * min(failures - 1, 8)))
      try writer.database.execute(
        sql: """
          UPDATE job SET state = ?, failures = ?, run_after = ?, error = ?, lease_holder = NULL, lease_until = NULL
          WHERE id = ? AND lease_holder = ?
          """,
        arguments: [
          isDead ? "dead" : "queued", failures, writer.now.advanced(bySeconds: delay).description, error,
          claimed.job.id, claimed.holder,
        ])
      guard writer.database.changesCount == 1 else {
        throw CaseError(.tryAgain, "Another worker has taken over job \(claimed.job.id).")
      }
      try writer.audit(
        isDead ? "job.dead" : "job.fail", client: claimed.job.clientCode, session: claimed.job.sessionNumber,
        detail: ["job": claimed.job.kind.rawValue])
    }
    return isDead
  }

  /// Gives a claimed job back as if it had not been claimed.
  public func releaseJob(_ claimed: ClaimedJob) throws {
    try bookkeep { database, _ in
      try database.execute(
        sql:
          "UPDATE job SET state = 'queued', lease_holder = NULL, lease_until = NULL WHERE id = ? AND lease_holder = ?",
        arguments: [claimed.job.id, claimed.holder])
    }
  }
}

extension StoreWriter {
  func enqueue(_ kind: Job.Kind, sessionID: Int64) throws {
    try database.cachedStatement(
      sql: """
        INSERT INTO job (kind, session_id, session_order, run_after, created_at)
        SELECT ?, id, held_on || printf(' %06d', number), ?, ? FROM session WHERE id = ?
        ON CONFLICT DO NOTHING
        """
    ).execute(arguments: [kind.rawValue, now.description, now.description, sessionID])
  }

  /// Queues a network of the session, unless one is queued already.
  public func enqueueNetwork(sessionID: Int64) throws {
    try enqueue(.network, sessionID: sessionID)
  }

  /// Queues a new reading of a session and of the client's later ones, but for those that are queued already.
  public func enqueueAnnotations(client code: String, from number: Int? = nil) throws {
    let sql = """
      SELECT s.id FROM session s JOIN transcript t ON t.session_id = s.id
      WHERE s.client_id = ?1 AND (?2 IS NULL OR (s.held_on, s.number) >=
        (SELECT held_on, number FROM session WHERE client_id = ?1 AND number = ?2)) ORDER BY s.held_on, s.number
      """
    for id in try Int64.fetchAll(database, sql: sql, arguments: [reader.clientID(code), number]) {
      try enqueue(.annotate, sessionID: id)
    }
  }

  /// Queues a reading of the client's sessions that the engine has not read: a new engine, or a new version, makes a series of networks of
  /// its own, and of the whole client. What was given up stays so.
  public func enqueueUnread(by engine: EngineIdentity, client code: String) throws {
    let sql = """
      SELECT s.id FROM session s JOIN transcript t ON t.session_id = s.id WHERE s.client_id = ?
        AND NOT EXISTS (SELECT 1 FROM annotation a JOIN engine e ON e.id = a.engine_id
          WHERE a.transcript_id = t.id AND e.name = ? AND e.version = ?)
        AND NOT EXISTS (SELECT 1 FROM job j WHERE j.session_id = s.id AND j.kind = 'annotate' AND j.state = 'dead')
      """
    let arguments: StatementArguments = [try reader.clientID(code), engine.name, engine.version]
    for id in try Int64.fetchAll(database.cachedStatement(sql: sql), arguments: arguments) {
      try enqueue(.annotate, sessionID: id)
    }
  }

  /// Ends a claimed job, in the transaction that keeps what it made.
  ///
  /// - Throws: `CaseError` `.tryAgain` where the lease has gone to another worker: nothing is kept twice.
  public func finishJob(_ claimed: ClaimedJob) throws {
    try database.cachedStatement(
      sql: """
        UPDATE job SET state = 'done', lease_holder = NULL, lease_until = NULL, error = NULL, finished_at = ?
        WHERE id = ? AND state = 'running' AND lease_holder = ?
        """
    ).execute(arguments: [now.description, claimed.job.id, claimed.holder])
    guard database.changesCount == 1 else {
      throw CaseError(.tryAgain, "Another worker has taken over job \(claimed.job.id).")
    }
    try audit(
      "job.done", client: claimed.job.clientCode, session: claimed.job.sessionNumber,
      detail: ["job": claimed.job.kind.rawValue])
  }

  /// Puts dead or waiting jobs back to the front of the queue.
  ///
  /// A dead one stays where its session has an open job of the kind: one is enough.
  ///
  /// - Parameter id: `nil` for all dead jobs.
  /// - Returns: how many.
  public func retryJobs(id: Int64?) throws -> Int {
    if let id {
      guard let job = try reader.jobs(id: id).first else {
        throw CaseError(.noInput, "There is no job \(id).", advice: "`caseloom job list` shows them.")
      }
      guard job.state == .dead || job.state == .queued else {
        throw CaseError(.usage, "Job \(id) is \(job.state.rawValue): there is nothing to retry.")
      }
    }
    try database.execute(
      sql: """
        UPDATE OR IGNORE job SET state = 'queued', failures = 0, interruptions = 0, run_after = ?1
        WHERE (?2 IS NULL AND state = 'dead') OR (id = ?2 AND state IN ('dead', 'queued'))
        """, arguments: [now.description, id])
    let count = database.changesCount
    if count > 0 { try audit("job.retry", detail: ["jobs": String(count)]) }
    return count
  }
}

extension StoreReader {
  public func jobs(id: Int64? = nil, state: Job.State? = nil) throws -> [Job] {
    let sql = """
      SELECT j.id, j.kind, j.state, c.code, j.session_id, s.number, j.failures, j.interruptions, j.run_after, j.error,
        j.created_at
      FROM job j JOIN session s ON s.id = j.session_id JOIN client c ON c.id = s.client_id
      WHERE (?1 IS NULL OR j.id = ?1) AND (?2 IS NULL OR j.state = ?2) ORDER BY j.id
      """
    return try Row.fetchAll(database, sql: sql, arguments: [id, state?.rawValue]).map { row in
      Job(
        id: row["id"], kind: Job.Kind(rawValue: row["kind"]) ?? .annotate,
        state: Job.State(rawValue: row["state"]) ?? .dead, clientCode: row["code"], sessionID: row["session_id"],
        sessionNumber: row["number"], failures: row["failures"], interruptions: row["interruptions"],
        runAfter: Timestamp(row["run_after"] as String) ?? Timestamp(millisecondsSinceEpoch: 0), error: row["error"],
        createdAt: Timestamp(row["created_at"] as String) ?? Timestamp(millisecondsSinceEpoch: 0))
    }
  }

  /// Jobs by state.
  public func jobCounts() throws -> [Job.State: Int] {
    let rows = try Row.fetchAll(database, sql: "SELECT state, count(*) AS jobs FROM job GROUP BY state")
    return Dictionary(
      uniqueKeysWithValues: rows.compactMap { row in Job.State(rawValue: row["state"]).map { ($0, row["jobs"]) } })
  }
}
