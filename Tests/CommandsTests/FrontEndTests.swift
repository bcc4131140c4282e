import CaseModel
import Casework
import Foundation
import TestSupport
import Testing

@testable import Commands

@Suite struct FrontEndTests {
  @Test func usageErrorsExitWith64AndHelpWith0() async throws {
    let clinic = try Clinic()
    let commandLines = [
      ["clent"], ["client", "list", "--fromat", "csv"], ["client", "show"], ["job", "list", "--state", "x"],
    ]
    for wrong in commandLines {
      let ran = await clinic.run(wrong)
      #expect(ran.status == 64 && ran.output == "" && ran.errors.hasPrefix("Error: "), "\(wrong)")
    }
    let version = await clinic.run("--version")
    #expect(version.status == 0 && version.output == "0.1.0\n")
    let help = await clinic.run("client", "--help")
    #expect(help.status == 0 && help.errors == "" && help.output.contains("USAGE: caseloom client <subcommand>"))
  }

  @Test func aMissingStoreSaysHowToMakeOne() async throws {
    let clinic = try Clinic()
    let ran = await clinic.run("client", "list")
    #expect(ran.status == 66 && ran.errors.hasPrefix("caseloom: \(clinic.path): There is no store."))
    #expect(ran.errors.contains("caseloom init"))
    let named = await clinic.run("client", "list", "--store", clinic.folder + "/other.caseloom")
    #expect(named.errors.contains("/other.caseloom: There is no store."))
  }

  @Test func whatIsNoStoreIsRefused() async throws {
    let clinic = try Clinic()
    let file = try clinic.file("notes.txt", String(repeating: "These are only notes. ", count: 300))
    let ran = await clinic.run("client", "list", "--store", file)
    #expect(ran.status == 65 && ran.errors.contains("not a Caseloom store"))
  }

  @Test func initMakesAStoreOnce() async throws {
    let clinic = try Clinic()
    let made = await clinic.run("init", environment: ["CASELOOM_SHARE": share])
    #expect(made.status == 0 && made.output.contains("17 therapy modules"), "\(made)")
    #expect(await clinic.run("init", environment: ["CASELOOM_SHARE": share]).status == 73)
    let modules = await clinic.run("module", "list", "--format", "csv")
    #expect(modules.output.contains("behavioral_activation"))
    let none = try Clinic()
    let without = await none.run("init", environment: ["CASELOOM_SHARE": none.folder])
    #expect(without.status == 69 && !FileManager.default.fileExists(atPath: none.path))
  }

  @Test func backupAndRestoreGoThereAndBack() async throws {
    let clinic = try Clinic()
    try clinic.makeStore()
    _ = await clinic.run("client", "add", "K-014")
    let backup = clinic.folder + "/backup.caseloom"
    #expect(await clinic.run("backup", backup).status == 0)
    #expect(await clinic.run("backup", backup).status == 73)
    _ = await clinic.run("client", "add", "B-027")
    let refused = await clinic.run("restore", backup)
    #expect(refused.status == 73 && refused.errors.contains("--replace"))
    let restored = await clinic.run("restore", backup, "--replace")
    #expect(restored.status == 0 && restored.output.contains("is kept as"), "\(restored)")
    #expect(await clinic.run("client", "list", "--format", "csv").output.contains("K-014"))
    #expect(!(await clinic.run("client", "list", "--format", "csv").output.contains("B-027")))
    let doctor = await clinic.run("doctor")
    #expect(doctor.status == 0 && doctor.output.contains("is whole") && doctor.output.contains("1 client,"))
  }

  @Test func workAndRestoreWaitForNobody() async throws {
    let clinic = try Clinic()
    try clinic.makeStore()
    let lock = try WorkerLock(store: clinic.path)
    let work = await clinic.run("work")
    #expect(work.status == 75 && work.errors.contains("working on this store"))
    let file = try clinic.file("b.caseloom", "")
    #expect(await clinic.run("restore", file, "--replace").status == 75)
    withExtendedLifetime(lock) {}
  }

  @Test func workWithNothingToDoEndsWell() async throws {
    let clinic = try Clinic()
    try clinic.makeStore()
    let ran = await clinic.run("work")
    #expect(ran.status == 0 && ran.output == "There is nothing to do.\n")
  }

  @Test func completionScriptsArePrinted() async throws {
    let clinic = try Clinic()
    for shell in ["bash", "zsh", "fish"] {
      let ran = await clinic.run("completions", shell)
      #expect(ran.status == 0 && ran.output.contains("caseloom") && ran.output.count > 1000, "\(shell)")
    }
    #expect(await clinic.run("completions", "tcsh").status == 64)
  }

  @Test func filesAreWrittenWholeOrNotAtAll() throws {
    let clinic = try Clinic()
    let path = clinic.folder + "/out.svg"
    try WholeFile.write("one", to: path)
    try WholeFile.write("two", to: path)
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "two")
    let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    #expect(mode == 0o600)
    #expect(throws: CaseError.self) { try WholeFile.write("x", to: clinic.folder + "/no/out.svg") }
    #expect(throws: CaseError.self) { try WholeFile.write("x", to: clinic.folder) }
    #expect(try FileManager.default.contentsOfDirectory(atPath: clinic.folder) == ["out.svg"])
  }
}
