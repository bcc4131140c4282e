import CaseModel
import CaseStore
import Foundation
import ModuleSequences

/// When a daemon trains the module model anew.
public struct RetrainingPlan: Hashable, Sendable {
  /// After so many sessions with new modules, measures or ratings; `nil` for never by their number.
  public var sessions: Int?
  /// As soon as anything new has waited for so long; `nil` for no schedule.
  public var seconds: Double?
  public var outcome: Outcome

  public init(sessions: Int? = 20, seconds: Double? = 24 * 3600, outcome: Outcome = .measure(.phq9)) {
    self.sessions = sessions
    self.seconds = seconds
    self.outcome = outcome
  }

  /// - Parameter waiting: what has come since the last training.
  public func isDue(_ waiting: Retraining, now: Date) -> Bool {
    if let sessions, waiting.sessionsSince >= sessions { return true }
    guard let seconds, let since = Timestamp(waiting.requestedAt) else { return false }
    return now.timeIntervalSince1970 - Double(since.millisecondsSinceEpoch) / 1000 >= seconds
  }
}

/// Trains in a thread of its own, one training at a time, while transcripts are worked on: with one processor's share, and the
/// lowest claim to it. The old model serves until the new one is in the store, so that a crash costs nothing but the time.
public final class ModuleRetraining: @unchecked Sendable {
  public enum Ending: Sendable {
    case trained(ModuleTrial.Result)
    /// What is missing, or wrong. It is tried again when more has come.
    case failed(any Error)
  }

  private let store: CaseStore
  private let plan: RetrainingPlan
  private let author: Author
  private let lock = NSLock()
  private var state = State()

  /// How long it waits before it trains again where the store could not be written.
  private static let pauseSeconds = 900.0

  private struct State {
    var isTraining = false
    var isCancelled = false
    /// What had come when a training failed: the same again would fail again.
    var failedAt: Int?
    /// A full disk, or a store that another writer holds, is not for the histories to mend.
    var pausedUntil = Date.distantPast
    var ending: Ending?
  }

  public init(store: CaseStore, plan: RetrainingPlan, author: Author) {
    self.store = store
    self.plan = plan
    self.author = author
  }

  public var isTraining: Bool { lock.withLock { state.isTraining } }

  /// Nothing is trained, and nobody waits to hear how it ended.
  public var isAtRest: Bool { lock.withLock { !state.isTraining && state.ending == nil } }

  /// Begins a training if one is due and none is under way.
  ///
  /// - Returns: whether one began.
  public func beginIfDue(now: Date) throws -> Bool {
    guard !isTraining, let waiting = try store.read({ try $0.moduleRetraining() }), plan.isDue(waiting, now: now)
    else { return false }
    let begins = lock.withLock {
      guard !state.isTraining, !state.isCancelled, state.failedAt != waiting.sessionsSince, now >= state.pausedUntil
      else { return false }
      state.isTraining = true
      return true
    }
    guard begins else { return false }
    let thread = Thread { [self] in
      #if os(Linux)
        // Of this thread alone; elsewhere it would be the whole process's.
        setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, 19)
      #endif
      let ending = train()
      lock.withLock {
        state.isTraining = false
        state.ending = ending
        state.failedAt = nil
        guard case .failed(let error) = ending else { return }
        if let code = (error as? CaseError)?.code, code == .cannotCreate || code == .tryAgain {
          state.pausedUntil = now.addingTimeInterval(Self.pauseSeconds)
        } else {
          state.failedAt = waiting.sessionsSince
        }
      }
    }
    thread.stackSize = 8 << 20
    thread.start()
    return true
  }

  private func train() -> Ending {
    do {
      return .trained(
        try ModuleTrial(store: store, outcome: plan.outcome, author: author).run(
          settings: { ModuleTraining.Settings(.combined, seed: 42, count: $0) }, threads: 1,
          isCancelled: { [self] in lock.withLock { state.isCancelled } }))
    } catch {
      return .failed(error)
    }
  }

  /// How the last training ended, once.
  public func takeEnding() -> Ending? {
    lock.withLock {
      defer { state.ending = nil }
      return state.ending
    }
  }

  /// Gives up a training under way, after its epoch at hand.
  public func cancel() { lock.withLock { state.isCancelled = true } }
}
