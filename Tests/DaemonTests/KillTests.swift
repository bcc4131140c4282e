import CaseModel
import CaseStore
import Foundation
import TestSupport
import Testing

@Suite(.serialized) struct KillTests {
  /// `kill -9` at 50 random moments while the daemon works through the sample clinic. Whenever a clinic is finished before 50
  /// kills are used up, the next one is begun; each must end equal, row for row, to an uninterrupted run's.
  @Test(.timeLimit(.minutes(10))) func fiftyKillsLeaveWhatAnUninterruptedRunLeaves() throws {
    let program = try Program()
    let whole = try program.makeClinic("whole")
    let started = Date()
    #expect(try program.run(program.daemonArguments(whole, untilIdle: true)) == 0, "\(program.text())")
    // The moments are drawn over the time that a whole run takes here, so that they fall everywhere in it.
    let wholeMilliseconds = Int(Date().timeIntervalSince(started) * 1000)
    let expected = try StoreDump.rows(of: whole.store)
    #expect(expected.filter { $0.hasPrefix("network ") }.count == 36)

    var generator = SplitMix64(seed: 20_260_101)
    var kills = 0
    var clinics = 0
    while kills < 50 {
      clinics += 1
      let clinic = try program.makeClinic("clinic-\(clinics)")
      while kills < 50 {
        let process = try program.start(program.daemonArguments(clinic, untilIdle: true), log: "killed")
        usleep(UInt32(Int.random(in: 1...max(2, wholeMilliseconds * 2 / 3), using: &generator)) * 1000)
        let wasRunning = process.isRunning
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        guard wasRunning && process.terminationReason == .uncaughtSignal else { break }
        kills += 1
      }
      #expect(try program.run(program.daemonArguments(clinic, untilIdle: true), log: "killed") == 0)
      let store = try CaseStore(opening: clinic.store, clock: .epoch)
      #expect(try store.examine() == [])
      try store.close()
      #expect(try StoreDump.rows(of: clinic.store) == expected, "clinic \(clinics) differs after \(kills) kills")
      #expect(try FileManager.default.contentsOfDirectory(atPath: clinic.inbox + "/done") == ["clinic"])
    }
    #expect(kills == 50)
  }
}

extension CaseClock {
  static let epoch = CaseClock { Timestamp(millisecondsSinceEpoch: 0) }
}
