import CaseModel
import Testing

@testable import CaseStore

@Suite struct JobTests {
  private func job(_ test: TestStore, _ id: Int64) throws -> Job {
    try #require(try test.store.read { try $0.jobs(id: id) }.first)
  }

  private func finish(_ claimed: ClaimedJob, _ test: TestStore) throws {
    try test.store.write(as: anna) { try $0.finishJob(claimed) }
  }

  /// Claims the next job and lets it fail.
  @discardableResult
  private func fail(_ test: TestStore, isFinal: Bool = false) throws -> Bool {
    let claimed = try #require(try test.store.claimJob(holder: "worker"))
    return try test.store.failJob(claimed, error: "no engine", isFinal: isFinal)
  }

  @Test func annotationsComeBeforeNetworksAndBothByDayThenNumber() throws {
    let test = try TestStore()
    let late = try test.add("K-1", 10, "2026-02-02", talk(1))
    let sameDay = try test.add("K-1", 9, "2026-02-02", talk(2))
    let early = try test.add("K-2", 30, "2026-01-01", talk(3))
    try test.store.write(as: anna) { writer in
      for added in [late, early] { try writer.enqueueNetwork(sessionID: added.sessionID) }
      try writer.audit("test")
    }

    var claimed: [String] = []
    while let next = try test.store.claimJob(holder: "worker") {
      claimed.append("\(next.job.kind) \(next.job.sessionID)")
    }

    let (first, second, third) = (early.sessionID, sameDay.sessionID, late.sessionID)
    #expect(
      claimed == [
        "annotate \(first)", "annotate \(second)", "annotate \(third)", "network \(first)", "network \(third)",
      ])
  }

  @Test func aSessionHasOneOpenJobOfAKind() throws {
    let test = try TestStore()
    let added = try test.add("K-1", 1, "2026-03-01")
    let enqueue = {
      try test.store.write(as: anna) { writer in
        try writer.enqueueNetwork(sessionID: added.sessionID)
        try writer.audit("test")
      }
    }

    try enqueue()
    try enqueue()
    #expect(try test.store.read { try $0.jobs(state: .queued) }.map(\.kind) == [.annotate, .network])
    try finish(try #require(try test.store.claimJob(holder: "worker")), test)
    let network = try #require(try test.store.claimJob(holder: "worker"))
    try enqueue()
    #expect(try test.store.read { try $0.jobs(state: .queued) }.count == 0)
    try finish(network, test)
    try enqueue()
    #expect(try test.store.read { try $0.jobCounts() } == [.done: 2, .queued: 1])
  }

  @Test func aClaimedJobIsRunningAndNobodyElses() throws {
    let test = try TestStore()
    try test.add("K-1", 4, "2026-03-01")

    let claimed = try #require(try test.store.claimJob(holder: "worker"))

    #expect(claimed.job.state == .running && claimed.job.kind == .annotate)
    #expect(claimed.job.clientCode == "K-1" && claimed.job.sessionNumber == 4)
    #expect(claimed.job.createdAt == test.clock.now)
    #expect(try test.store.claimJob(holder: "other") == nil)
    #expect(try test.texts("SELECT lease_holder || ' ' || lease_until FROM job") == ["worker 2026-03-03T09:40:00.000Z"])
  }

  @Test func finishingLeavesAnAuditEventInItsUnitOfWork() throws {
    let test = try TestStore()
    try test.add("K-1", 1, "2026-03-01")
    let claimed = try #require(try test.store.claimJob(holder: "worker"))
    test.clock.advance(bySeconds: 5)

    try finish(claimed, test)

    #expect(try job(test, claimed.job.id).state == .done)
    #expect(try test.texts("SELECT finished_at FROM job") == ["2026-03-03T09:30:05.000Z"])
    #expect(
      try test.texts("SELECT action || detail FROM audit_event ORDER BY id DESC LIMIT 1") == [
        #"job.done{"job":"annotate"}"#
      ])
    #expect(try test.store.examine() == [])
  }

  @Test func whoHasLostTheLeaseKeepsNothing() throws {
    let test = try TestStore()
    let added = try test.add("K-1", 1, "2026-03-01")
    let slow = try #require(try test.store.claimJob(holder: "slow"))
    test.clock.advance(bySeconds: CaseStore.leaseSeconds + 1)
    try test.store.recoverJobs(isOnlyWorker: false)
    let quick = try #require(try test.store.claimJob(holder: "quick"))
    let before = try test.dump()

    let error = try caseError {
      try test.store.write(as: anna) { writer in
        try writer.saveAnnotation(try annotation(talk), of: added)
        try writer.finishJob(slow)
      }
    }
    try test.store.releaseJob(slow)

    #expect(error.code == .tryAgain)
    #expect(try test.dump() == before)
    try finish(quick, test)
    #expect(try caseError { try finish(quick, test) }.code == .tryAgain)
  }

  /// What a worker says of a job that is no longer its own must not end, delay or count against the other's.
  @Test func whoHasLostTheLeaseCannotFailTheJob() throws {
    let test = try TestStore()
    try test.add("K-1", 1, "2026-03-01")
    let slow = try #require(try test.store.claimJob(holder: "slow"))
    try test.store.recoverJobs(isOnlyWorker: true)
    _ = try #require(try test.store.claimJob(holder: "quick"))
    let before = try test.dump()

    let error = try caseError { try test.store.failJob(slow, error: "too late", isFinal: true) }

    #expect(error.code == .tryAgain)
    #expect(try test.dump() == before)
  }

  /// 15 s, 1 min, 4 min, 16 min; the fifth failure is the last.
  @Test func aFailedJobWaitsFourTimesLongerEachTimeAndIsGivenUpAfterFive() throws {
    let test = try TestStore()
    try test.add("K-1", 1, "2026-03-01")

    for (failures, seconds) in [(1, 15.0), (2, 60), (3, 240), (4, 960)] {
      #expect(try !fail(test))
      let failed = try job(test, 1)
      #expect(failed.state == .queued && failed.failures == failures && failed.error == "no engine")
      #expect(failed.runAfter == test.clock.now.advanced(bySeconds: seconds))
      test.clock.advance(bySeconds: seconds - 0.001)
      #expect(try test.store.claimJob(holder: "worker") == nil)
      test.clock.advance(bySeconds: 0.001)
    }
    #expect(try fail(test))

    #expect(try job(test, 1).state == .dead)
    test.clock.advance(bySeconds: 1e9)
    #expect(try test.store.claimJob(holder: "worker") == nil)
    let trail = try test.texts("SELECT action FROM audit_event WHERE action LIKE 'job.%' ORDER BY id")
    #expect(trail == ["job.fail", "job.fail", "job.fail", "job.fail", "job.dead"])
  }

  @Test func aFinalFailureGivesUpAtOnce() throws {
    let test = try TestStore()
    try test.add("K-1", 1, "2026-03-01")

    #expect(try fail(test, isFinal: true))

    let failed = try job(test, 1)
    #expect(failed.state == .dead && failed.failures == 1 && failed.error == "no engine")
    #expect(try test.store.read { try $0.jobCounts() } == [.dead: 1])
  }

  @Test func aJobThatTookTheProgramDownTwentyFiveTimesIsGivenUp() throws {
    let test = try TestStore()
    try test.add("K-1", 1, "2026-03-01")

    for interruptions in 1...24 {
      _ = try #require(try test.store.claimJob(holder: "worker"))
      try test.store.recoverJobs(isOnlyWorker: true)
      let recovered = try job(test, 1)
      #expect(recovered.state == .queued && recovered.interruptions == interruptions && recovered.failures == 0)
    }
    _ = try #require(try test.store.claimJob(holder: "worker"))
    try test.store.recoverJobs(isOnlyWorker: true)

    let dead = try job(test, 1)
    #expect(dead.state == .dead && dead.interruptions == 25)
    #expect(dead.error == "The program ended 25 times while it worked on this job.")
  }

  @Test func anotherWorkersLeaseHoldsUntilItsEnd() throws {
    let test = try TestStore()
    try test.add("K-1", 1, "2026-03-01")
    _ = try #require(try test.store.claimJob(holder: "worker"))

    test.clock.advance(bySeconds: CaseStore.leaseSeconds)
    try test.store.recoverJobs(isOnlyWorker: false)
    #expect(try job(test, 1).state == .running)
    test.clock.advance(bySeconds: 0.001)
    try test.store.recoverJobs(isOnlyWorker: false)

    let recovered = try job(test, 1)
    #expect(recovered.state == .queued && recovered.interruptions == 1)
  }

  @Test func aReleasedJobIsAsIfItHadNotBeenClaimed() throws {
    let test = try TestStore()
    try test.add("K-1", 1, "2026-03-01")
    let before = try test.dump()

    try test.store.releaseJob(try #require(try test.store.claimJob(holder: "worker")))

    #expect(try test.dump() == before)
  }

  @Test func retryingPutsDeadJobsBackAtOnce() throws {
    let test = try TestStore()
    try test.add("K-1", 1, "2026-03-01", talk(1))
    try test.add("K-1", 2, "2026-03-02", talk(2))
    try fail(test, isFinal: true)
    try fail(test, isFinal: true)
    test.clock.advance(bySeconds: 100)

    let count = try test.store.write(as: anna) { try $0.retryJobs(id: nil) }

    #expect(count == 2)
    for job in try test.store.read({ try $0.jobs() }) {
      #expect(job.state == .queued && job.failures == 0 && job.interruptions == 0 && job.runAfter == test.clock.now)
    }
    #expect(try test.texts("SELECT action FROM audit_event ORDER BY id DESC LIMIT 1") == ["job.retry"])
    #expect(try test.store.write(as: anna) { try $0.retryJobs(id: nil) } == 0)
  }

  @Test func retryingAWaitingJobEndsItsWait() throws {
    let test = try TestStore()
    try test.add("K-1", 1, "2026-03-01")
    try fail(test)

    #expect(try test.store.write(as: anna) { try $0.retryJobs(id: 1) } == 1)

    #expect(try test.store.claimJob(holder: "worker") != nil)
  }

  @Test func aJobThatIsNotThereRunsOrIsDoneIsNotRetried() throws {
    let test = try TestStore()
    try test.add("K-1", 1, "2026-03-01")
    let retry = { (id: Int64) in try test.store.write(as: anna) { try $0.retryJobs(id: id) } }

    #expect(try caseError { try retry(9) }.code == .noInput)
    let claimed = try #require(try test.store.claimJob(holder: "worker"))
    #expect(try caseError { try retry(1) }.message == "Job 1 is running: there is nothing to retry.")
    try finish(claimed, test)
    #expect(try caseError { try retry(1) }.code == .usage)
  }

  /// A dead job leaves room for a new one of its kind; retrying all must not fail over the pair.
  @Test func retryingAllLeavesADeadJobWhoseSuccessorIsOpen() throws {
    let test = try TestStore()
    let added = try test.add("K-1", 1, "2026-03-01", talk(1))
    try test.add("K-2", 1, "2026-03-02", talk(2))
    for _ in 0..<2 { try fail(test, isFinal: true) }
    try test.store.write(as: anna) { writer in
      try writer.enqueue(.annotate, sessionID: added.sessionID)
      try writer.audit("test")
    }

    let count = try test.store.write(as: anna) { try $0.retryJobs(id: nil) }

    #expect(count == 1)
    #expect(try test.store.read { try $0.jobs() }.map(\.state) == [.dead, .queued, .queued])
  }

  @Test func jobsGoWithTheirSession() throws {
    let test = try TestStore()
    try test.add("K-1", 1, "2026-03-01")
    let claimed = try #require(try test.store.claimJob(holder: "worker"))
    try test.tamper("PRAGMA foreign_keys = ON; DELETE FROM client")

    #expect(try test.number("SELECT count(*) FROM job") == 0)
    #expect(try caseError { try finish(claimed, test) }.code == .tryAgain)
  }
}
