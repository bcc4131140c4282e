import CaseModel
import CaseStore
import Foundation
import TestSupport
import Testing

/// The module model is trained beside the work, by the built program.
@Suite(.serialized) struct RetrainingTests {
  private let program: Program
  private let store: String
  private let inbox: String

  init() throws {
    program = try Program()
    (store, inbox) = ("\(program.scratch)/clinic.caseloom", "\(program.scratch)/inbox")
    try #require(try program.run(["init", "--store", store]) == 0)
  }

  private var daemon: [String] {
    program.daemonArguments((store, inbox), untilIdle: true) + ["--outcome", "rating", "--retrain-after", "1"]
  }

  private func add(_ count: Int, first: Int) throws {
    let opened = try CaseStore(opening: store, clock: .epoch)
    try addHistories(inventedHistories(count, first: first), to: opened)
    try opened.close()
  }

  private func read<Value>(_ body: (StoreReader) throws -> Value) throws -> Value {
    let opened = try CaseStore(opening: store, clock: .epoch)
    defer { try? opened.close() }
    return try opened.read(body)
  }

  private func serving() throws -> Int? {
    try read { try $0.servingModel(outcome: .rating) }?.model.version
  }

  @Test(.timeLimit(.minutes(5))) func theDaemonTrainsAndAKillLeavesTheOldModelServing() throws {
    try add(60, first: 1)
    #expect(try program.run(daemon) == 0, "\(program.text())")
    #expect(try serving() == 1)
    #expect(program.text().contains("trained the module model"))

    // Killed as soon as it says that it trains: it has not had the time to finish.
    try add(60, first: 1000)
    let killed = try program.start(daemon, log: "killed")
    while !program.text("killed").contains("training the module model"), killed.isRunning { usleep(1000) }
    kill(killed.processIdentifier, SIGKILL)
    killed.waitUntilExit()
    #expect(killed.terminationReason == .uncaughtSignal)
    #expect(try serving() == 1)
    #expect(try read { try $0.models() }.count == 1)
    #expect(try read { try $0.moduleRetraining() } != nil)

    // The next one trains it, and does the jobs that lay there all the while.
    #expect(try program.run(daemon) == 0, "\(program.text())")
    let models = try read { try $0.models() }
    #expect(models.map(\.model.version) == [2, 1])
    #expect(models[0].model.card.historyCount == 120 && models[0].trial.championVersion == 1)
    #expect(try serving() == (models[0].trial.isAccepted ? 2 : 1))
    #expect(try read { try $0.moduleRetraining() } == nil)
    #expect(try read { try $0.sessions() }.count == 120)
  }

  @Test(.timeLimit(.minutes(5))) func transcriptsAreWorkedOnWhileItTrains() throws {
    // Many histories, so that a training outlasts the jobs of the sample clinic.
    let many = try inventedHistories(800)
    let opened = try CaseStore(opening: store, clock: .epoch)
    try addHistories(many, to: opened)
    try opened.close()
    try #require(try program.run(["work", "--store", store]) == 0)
    try FileManager.default.createDirectory(atPath: inbox, withIntermediateDirectories: true)
    try FileManager.default.copyItem(atPath: checkout + "/Seeds/clinic", toPath: inbox + "/clinic")

    #expect(try program.run(daemon, log: "daemon") == 0)
    let log = program.text("daemon")
    let trained = try #require(log.range(of: "trained the module model"))
    let begun = try #require(log.range(of: "training the module model"))
    let between = log[begun.upperBound..<trained.lowerBound]
    #expect(between.components(separatedBy: "job=network").count - 1 >= 18)
  }
}
