import CaseModel
import Testing

@testable import CaseStore

@Suite struct DiskFullTests {
  /// `SQLITE_FULL` by SQLite's own limit on pages, which is what a full disk looks like from inside.
  private func full(_ test: TestStore, spare pages: Int) throws -> CaseStore {
    let count = try #require(try test.number("PRAGMA page_count"))
    try test.store.close()
    return try CaseStore(opening: test.store.path, clock: test.clock.clock, maximumPages: count + pages)
  }

  @Test(arguments: [0, 1, 3, 8]) func aFullDiskTakesTheStepBackKeepsTheRestAndSaysWhatToDo(_ spare: Int) throws {
    let test = try TestStore()
    try test.addMade(1, "2026-03-01")
    let store = try full(test, spare: spare)
    let long = (1...20).map { String(repeating: "I sleep badly and I feel it. ", count: 10 * $0) }
    var (rows, added) = (try store.queue.read(allRows), 0)

    let error = try caseError {
      while added < 100 {
        _ = try store.write(as: anna) { try $0.addTranscript(transcript("K-\(added + 2)", 1, "2026-03-02", long)) }
        added += 1
        rows = try store.queue.read(allRows)
      }
    }

    #expect(error.code == .cannotCreate && error.code.exitCode == 73)
    #expect(error.place == test.store.path)
    #expect(error.message.contains("The disk is full"))
    #expect(error.advice?.contains("Free some space") == true && error.advice?.contains("same command again") == true)
    #expect(try store.queue.read(allRows) == rows)
    #expect(try store.examine() == [])
    try store.close()

    let again = try CaseStore(opening: test.store.path, clock: test.clock.clock)
    #expect(try again.queue.read(allRows) == rows)
    let result = try again.write(as: anna) {
      try $0.addTranscript(transcript("K-\(added + 2)", 1, "2026-03-02", long))
    }
    #expect(!result.wasThere)
    #expect(try again.examine() == [])
  }

  @Test func aJobsResultIsKeptInWholeOrNotAtAll() throws {
    let test = try TestStore()
    let made = try (1...40).map { try MadeSession(seed: $0) }
    let added = try made.enumerated().map { try test.add("K-1", $0.offset + 1, "2026-03-01", $0.element.words) }
    let store = try full(test, spare: 2)

    var kept = 0
    let error = try caseError {
      for (made, added) in zip(made, added) {
        let claimed = try #require(try store.claimJob(holder: "worker"))
        try store.write(as: anna) { writer in
          try writer.saveAnnotation(made.annotation, of: added)
          try writer.finishJob(claimed)
        }
        kept += 1
      }
    }

    #expect(error.code == .cannotCreate)
    #expect(kept > 0)
    #expect(try store.queue.read(allRows).count { $0.hasPrefix("annotation:") } == kept)
    #expect(try store.read { try $0.jobCounts() }[.done] == kept)
    #expect(try store.examine() == [])
    try store.close()
    let again = try CaseStore(opening: test.store.path, clock: test.clock.clock)
    try again.recoverJobs(isOnlyWorker: true)
    for (made, added) in zip(made, added).dropFirst(kept) {
      let claimed = try #require(try again.claimJob(holder: "worker"))
      #expect(claimed.job.sessionID == added.sessionID)
      try again.write(as: anna) { writer in
        try writer.saveAnnotation(made.annotation, of: added)
        try writer.finishJob(claimed)
      }
    }
    #expect(try again.read { try $0.jobCounts() } == [.done: 40])
    #expect(try again.examine() == [])
  }
}
