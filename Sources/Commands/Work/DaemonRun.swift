import ArgumentParser
import Casework
import Daemon
import Foundation
import Logging
import ProcessNetworks

struct DaemonRun: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "daemon",
    abstract: "Take in transcripts from an inbox folder and keep all networks up to date.",
    discussion: """
      Files that were taken in move to done/ in the inbox; those that could not be read move to failed/, with the reason beside \
      them. SIGTERM or Ctrl-C ends the daemon after the step at hand. One store has one daemon. The log goes to standard error and \
      holds no words of a client. The module model is trained beside the work, when enough has come or has waited long enough; \
      0 turns either off.

      Example:
        caseloom daemon --inbox /srv/clinic/inbox
      """)

  @Option(help: .init("Take in what is put into this folder.", valueName: "folder"), completion: .directory)
  var inbox: String

  @Option(help: .init("Look for new files and jobs this often, in seconds.", valueName: "seconds"))
  var pollSeconds = 2.0

  @Option(help: .init("Leave a file alone until it has not changed for this long, in seconds.", valueName: "seconds"))
  var settleSeconds = 5.0

  @Option(help: .init("Retrain after so many sessions with new modules or outcomes.", valueName: "number"))
  var retrainAfter = 20

  @Option(help: .init("Retrain when something new has waited for so many hours.", valueName: "hours"))
  var retrainHours = 24.0

  @OptionGroup var outcome: OutcomeOptions

  @Flag(help: "End when the inbox is empty and no job is due, instead of waiting for more.")
  var untilIdle = false

  @OptionGroup var store: StoreOptions

  func validate() throws {
    guard pollSeconds > 0, pollSeconds <= 3600 else {
      throw ValidationError("--poll-seconds is a number above 0 and up to 3600.")
    }
    guard retrainAfter >= 0, retrainHours >= 0, retrainHours.isFinite else {
      throw ValidationError("--retrain-after and --retrain-hours are numbers from 0 on.")
    }
    guard settleSeconds >= 0, settleSeconds <= 3600 else {
      throw ValidationError("--settle-seconds is a number from 0 to 3600.")
    }
  }

  func run() async throws {
    let opened = try store.open()
    let engine = try Surroundings.current.engine().engine
    let logger = Logger(label: "caseloom") { StreamLogHandler.standardError(label: $0) }
    try await runDaemon(
      DaemonSettings(
        store: opened, engine: engine, inbox: inbox, pollSeconds: pollSeconds, settleSeconds: settleSeconds,
        retraining: retrainAfter == 0 && retrainHours == 0
          ? nil
          : RetrainingPlan(
            sessions: retrainAfter == 0 ? nil : retrainAfter, seconds: retrainHours == 0 ? nil : retrainHours * 3600,
            outcome: outcome.outcome), endsWhenIdle: untilIdle),
      logger: logger)
  }
}
