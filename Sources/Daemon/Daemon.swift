import CaseModel
import CaseStore
import Casework
import Foundation
import Logging
import ProcessNetworks
import ServiceLifecycle

/// What the daemon works with.
public struct DaemonSettings: Sendable {
  public var store: CaseStore
  public var engine: NetworkEngine
  /// The folder that transcripts are dropped into.
  public var inbox: String
  /// How often the inbox and the queue are looked at while nothing is to be done.
  public var pollSeconds: Double
  /// How long a file must have been left alone before it is taken in.
  public var settleSeconds: Double
  /// When the module model is trained anew; `nil` for never.
  public var retraining: RetrainingPlan?
  /// End when the inbox is empty, no job is due and nothing is being trained, instead of waiting for more.
  public var endsWhenIdle: Bool

  public init(
    store: CaseStore, engine: NetworkEngine, inbox: String, pollSeconds: Double = 2, settleSeconds: Double = 5,
    retraining: RetrainingPlan? = nil, endsWhenIdle: Bool = false
  ) {
    self.store = store
    self.engine = engine
    self.inbox = inbox
    self.pollSeconds = pollSeconds
    self.settleSeconds = settleSeconds
    self.retraining = retraining
    self.endsWhenIdle = endsWhenIdle
  }
}

/// Runs the daemon until it gets SIGTERM or SIGINT, after which it ends with the step at hand.
///
/// - Throws: `CaseError` `.tryAgain` where another process works on the store already.
public func runDaemon(_ settings: DaemonSettings, logger: Logger) async throws {
  let lock = try WorkerLock(store: settings.store.path)
  let group = ServiceGroup(
    configuration: ServiceGroupConfiguration(
      services: [
        .init(
          service: DaemonService(settings: settings, logger: logger),
          successTerminationBehavior: .gracefullyShutdownGroup)
      ],
      gracefulShutdownSignals: [.sigterm, .sigint],
      logger: Logger(label: "caseloom.lifecycle") { _ in
        SwiftLogNoOpLogHandler()
      }))
  try await group.run()
  withExtendedLifetime(lock) {}
}

/// Takes in the inbox and drains the queue, in turns: new transcripts first, so that a client's sessions are all there when the
/// networks are made.
struct DaemonService: Service, CustomStringConvertible {
  let settings: DaemonSettings
  let logger: Logger

  /// ServiceLifecycle names a service by its description, which would otherwise spell out the whole engine: 7 s at start.
  var description: String { "caseloom daemon" }

  func run() async throws {
    let actor = "daemon"
    let inbox = Inbox(
      folder: settings.inbox, importer: Importer(store: settings.store, author: Author(actor: actor)),
      settleSeconds: settings.settleSeconds, logger: logger)
    try inbox.prepare()
    let worker = Worker(store: settings.store, engine: settings.engine, holder: actor)
    let retraining = settings.retraining.map {
      ModuleRetraining(store: settings.store, plan: $0, author: Author(actor: actor))
    }
    try settings.store.recoverJobs(isOnlyWorker: true)
    logger.info(
      "started",
      metadata: [
        "store": "\(settings.store.path)", "inbox": "\(settings.inbox)", "engine": "\(settings.engine.identity)",
      ])
    while !Task.isShuttingDownGracefully && !Task.isCancelled {
      retrain(retraining)
      switch turn(inbox: inbox, worker: worker) {
      case .more:
        continue
      case .idle:
        if settings.endsWhenIdle && !inbox.isWaiting(now: Date()) && retraining?.isAtRest != false {
          logger.info("stopped")
          return
        }
      case .stuck(let error):
        if settings.endsWhenIdle { throw error }
      }
      await pause(settings.pollSeconds)
    }
    retraining?.cancel()
    while retraining?.isTraining == true { try? await Task.sleep(for: .milliseconds(20)) }
    logger.info("stopped")
  }

  // MARK: The module model

  /// Tells how a training ended, and begins one that is due. What is wrong with it is no reason to leave transcripts lying.
  private func retrain(_ retraining: ModuleRetraining?) {
    guard let retraining else { return }
    switch retraining.takeEnding() {
    case .trained(let result): tell(result)
    case .failed(let error): logger.warning("the module model was not trained", metadata: ["reason": "\(error)"])
    case nil: break
    }
    do {
      if try retraining.beginIfDue(now: Date()) { logger.info("training the module model") }
    } catch {
      logger.error("the module model cannot be trained for now", metadata: ["reason": "\(error)"])
    }
  }

  private func tell(_ result: ModuleTrial.Result) {
    guard let version = result.version, let trial = result.trial else {
      return logger.info("the module model is up to date")
    }
    func figure(_ value: Double?) -> String { value.map { "\(($0 * 1e5).rounded() / 1e5)" } ?? "-" }
    logger.info(
      "trained the module model",
      metadata: [
        "version": "\(version)", "serving": "\(trial.isAccepted)", "held_out": "\(trial.heldOutCount)",
        "mse": "\(figure(trial.challengerMSE))", "champion_mse": "\(figure(trial.championMSE))",
      ])
  }

  private enum Turn {
    /// There may be more to do at once.
    case more
    case idle
    /// The store or the inbox as a whole cannot be written or read.
    case stuck(any Error)
  }

  /// One step. What fails as a whole (a full disk, say) is logged and tried again later: the daemon itself goes on.
  private func turn(inbox: Inbox, worker: Worker) -> Turn {
    do {
      if try inbox.takeNext(now: Date()) { return .more }
      switch try worker.step() {
      case .idle:
        return .idle
      case .finished(let job, let isUnchanged):
        logger.info("done", metadata: metadata(job).merging(["unchanged": "\(isUnchanged)"]) { $1 })
        if job.kind == .annotate { try warnOfRisks(job) }
        if job.kind == .network, !isUnchanged { try tellChange(job) }
        return .more
      case .failed(let job, let reason, let isGivenUp):
        logger.error(
          isGivenUp ? "given up: see `caseloom job list`" : "failed, to be tried again",
          metadata: metadata(job).merging(["reason": "\(reason)"]) { $1 })
        return .more
      }
    } catch {
      logger.error("cannot go on for now", metadata: ["reason": "\(error)"])
      return .stuck(error)
    }
  }

  /// No words of the client: the log is no place for them.
  private func warnOfRisks(_ job: Job) throws {
    let flags = try settings.store.read { try $0.risks(of: job.clientCode) }
      .filter { $0.sessionNumber == job.sessionNumber }
    guard let gravest = flags.map(\.risk).max() else { return }
    logger.warning(
      "risk flags: see `caseloom risk list`",
      metadata: metadata(job).merging(["open": "\(flags.count)", "gravest": "\(gravest.rawValue)"]) { $1 })
  }

  /// Counts alone, for the same reason.
  private func tellChange(_ job: Job) throws {
    let change = try settings.store.read { try $0.latestChange(of: job.clientCode, session: job.sessionNumber) }
    guard let change else { return }
    logger.info("changed", metadata: metadata(job).merging(["change": "\(change.summary)"]) { $1 })
  }

  private func metadata(_ job: Job) -> Logger.Metadata {
    ["job": "\(job.kind.rawValue)", "client": "\(job.clientCode)", "session": "\(job.sessionNumber)"]
  }

  private func pause(_ seconds: Double) async {
    // Ends early, by cancellation, when the daemon is told to stop: that is no fault.
    try? await cancelWhenGracefulShutdown {
      try await Task.sleep(for: .seconds(seconds))
    }
  }
}
