import ArgumentParser
import CaseModel
import CaseStore
import Casework
import ProcessNetworks

struct Work: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "work",
    abstract: "Do the jobs that are queued, then end.",
    discussion: """
      Finds the processes in new transcripts and makes the networks. Ctrl-C ends it after the step at hand. Exits with 65 when a \
      job was given up, and with 75 when jobs wait for a later time.

      Example:
        caseloom work
      """)

  @OptionGroup var store: StoreOptions

  func run() throws {
    let surroundings = Surroundings.current
    let opened = try store.open()
    let lock = try WorkerLock(store: opened.path)
    defer { withExtendedLifetime(lock) {} }
    try opened.recoverJobs(isOnlyWorker: true)
    var summary = WorkSummary()
    let due = try opened.read { try $0.jobs(state: .queued) }
    if !due.isEmpty {
      summary.annotationsLeft = due.count { $0.kind == .annotate }
      let chosen = try surroundings.engine()
      try drain(Worker(store: opened, engine: chosen.engine, holder: "work"), store: opened, summary: &summary)
    }
    let (left, dead, risks) = try opened.read { reader in
      (try reader.jobs(state: .queued), try reader.jobCounts()[.dead] ?? 0, try reader.risks().count)
    }
    for line in summary.lines(risks: risks, changes: try opened.read { try summary.changes($0) }) { try say(line) }
    try tell(left: left, dead: dead, summary: summary, now: surroundings.clock.now())
  }

  private func drain(_ worker: Worker, store: CaseStore, summary: inout WorkSummary) throws {
    let progress = ProgressLine()
    defer { progress.erase() }
    let interruption = Interruption()
    defer { interruption.end() }
    while true {
      if interruption.isWanted {
        summary.isInterrupted = true
        return
      }
      switch try worker.step() {
      case .idle: return
      case .finished(let job, let isUnchanged):
        summary.add(job, isUnchanged: isUnchanged)
        // A network can queue the next session's, so the whole is counted anew.
        let queued = try store.read { try $0.jobCounts() }[.queued] ?? 0
        let whole = summary.steps + queued + summary.annotationsLeft
        let label = "\(summary.steps) of \(whole)  \(name(job))"
        progress.show(Double(summary.steps) / Double(whole), label)
        if !progress.isVisible { try note("\(label)\(isUnchanged ? ", unchanged" : "")") }
      case .failed(let job, let reason, let isGivenUp):
        summary.addFailure(isGivenUp: isGivenUp)
        progress.erase()
        try warn("\(name(job)) \(isGivenUp ? "given up" : "failed, to be tried again"): \(reason)")
      }
    }
  }

  private func name(_ job: Job) -> String {
    "\(job.kind.rawValue) \(job.clientCode), session \(job.sessionNumber)"
  }

  /// Says what is not done, and exits with it.
  private func tell(left: [Job], dead: Int, summary: WorkSummary, now: Timestamp) throws {
    if dead > 0 {
      try warn(
        "\(counted(dead, "job")) given up: `caseloom job list --state dead` says why, `caseloom job retry --all-dead` "
          + "queues them again.")
    }
    if let next = left.map(\.runAfter).min(), !left.isEmpty {
      let isLater = next > now
      try note(
        isLater
          ? "\(counted(left.count, "job")) waiting for another try, the first at \(next). Run `caseloom work` again then."
          : "\(counted(left.count, "job")) left in the queue. Run `caseloom work` again.")
    }
    if summary.givenUp > 0 { throw ExitCode(CaseError.Code.badData.exitCode) }
    if !left.isEmpty { throw ExitCode(CaseError.Code.tryAgain.exitCode) }
  }
}

/// What was done in one run.
struct WorkSummary {
  private(set) var annotated = 0
  private(set) var networks = 0
  private(set) var unchanged = 0
  private(set) var failed = 0
  private(set) var givenUp = 0
  private var clients: Set<String> = []
  /// Each of them will queue a network.
  var annotationsLeft = 0
  var isInterrupted = false

  var steps: Int { annotated + networks + failed }

  mutating func add(_ job: Job, isUnchanged: Bool) {
    switch job.kind {
    case .annotate:
      annotated += 1
      annotationsLeft = max(0, annotationsLeft - 1)
    case .network: networks += 1
    }
    if isUnchanged { unchanged += 1 } else { clients.insert(job.clientCode) }
  }

  mutating func addFailure(isGivenUp: Bool) {
    failed += 1
    if isGivenUp { givenUp += 1 }
  }

  /// Of the clients with new networks, what changed from the last session but one to the last: counts alone.
  func changes(_ reader: StoreReader) throws -> [String] {
    guard networks > 0 else { return [] }
    return try clients.sorted().prefix(Self.mostChanges).compactMap { client in
      try reader.latestChange(of: client).map { "\(client), session \($0.to.sessionNumber): \($0.summary)." }
    }
  }

  private static let mostChanges = 8

  /// - Parameters:
  ///   - risks: open flags in the store.
  ///   - changes: a line for each client.
  func lines(risks: Int, changes: [String]) -> [String] {
    guard steps > 0 else { return ["There is nothing to do."] }
    var parts: [String] = []
    if annotated > 0 { parts.append("\(counted(annotated, "transcript")) annotated") }
    if networks > 0 { parts.append("networks of \(counted(networks, "session")) made") }
    var text = "\(counted(annotated + networks, "job")) done"
    if !parts.isEmpty { text += ": \(parts.joined(separator: ", "))" }
    if unchanged > 0 { text += "; \(grouped(unchanged)) of them changed nothing" }
    if failed > 0 { text += "; \(grouped(failed)) failed" }
    var lines = [text + "."]
    if isInterrupted { lines.append("Ended early, as asked.") }
    lines += changes
    if risks > 0 { lines.append("\(counted(risks, "open risk flag")): `caseloom risk list` shows them.") }
    if networks > 0, let client = clients.min() {
      lines.append("Next: `caseloom network show --client \(client)` shows a network.")
    }
    return lines
  }
}
