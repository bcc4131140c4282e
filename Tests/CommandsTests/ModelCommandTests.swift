import CaseModel
import CaseStore
import Foundation
import ModuleSequences
import TestSupport
import Testing

@testable import Commands

/// Train, predict, similar, next, map and simulate, as a person types them.
@Suite struct ModelCommandTests {
  private func trained(_ clinic: Clinic) async throws -> String {
    let (csv, model) = (clinic.folder + "/made-up.csv", clinic.folder + "/model.json")
    #expect(await clinic.run("module", "simulate", "--sequences", "120", "--seed", "4", "--output", csv).status == 0)
    let run = await clinic.run(
      "module", "train", "--from", csv, "--epochs", "2", "--out", model, "--format", "json", "--threads", "2")
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.output.contains(#""histories": {"train": 77, "validation": 19, "test": 24}"#))
    #expect(run.output.contains(#""test": {"r2": "#) && run.output.contains(#""train_seconds": "#))
    return model
  }

  @Test func aModelInAFileAnswers() async throws {
    let clinic = try Clinic()
    let model = try await trained(clinic)

    let prediction = await clinic.run("module", "predict", "exposure > exposure", "--model", model, "--format", "json")
    #expect(prediction.status == 0 && prediction.output.contains(#""interval": {"from": "#))
    let similar = await clinic.run("module", "similar", "exposure", "--model", model, "--format", "csv")
    #expect(similar.output.split(separator: "\r\n").count == 17)
    let map = await clinic.run("module", "map", "--model", model, "--method", "pca", "--format", "csv")
    #expect(map.output.contains("Behavioral activation") && map.output.split(separator: "\r\n").count == 18)
    let drawing = clinic.folder + "/map.svg"
    #expect(await clinic.run("module", "map", "--model", model, "--output", drawing).status == 0)
    #expect(try clinic.text("map.svg").contains("<svg "))
  }

  @Test func drawingsOfTheTrainingAreWritten() async throws {
    let clinic = try Clinic()
    _ = try await trained(clinic)
    let folder = clinic.folder
    let run = await clinic.run(
      "module", "train", "--from", folder + "/made-up.csv", "--epochs", "2", "--curves", folder + "/curves.svg",
      "--scatter", folder + "/scatter.svg")
    #expect(run.status == 0 && run.errors.contains("Wrote \(folder)/curves.svg."))
    #expect(try clinic.text("curves.svg").contains("the first of 10 LSTMs"))
    #expect(try clinic.text("scatter.svg").contains("24 histories"))
  }

  @Test func devicesAreWrittenToAndLinksStayLinks() async throws {
    let clinic = try Clinic()
    let full = await clinic.run("module", "simulate", "--sequences", "50", "--output", "/dev/full")
    #expect(full.status == 73 && full.errors.contains("/dev/full: The file cannot be written"), "\(full.errors)")
    var status = stat()
    #expect(stat("/dev/full", &status) == 0 && status.st_mode & S_IFMT == S_IFCHR)

    let (link, file) = (clinic.folder + "/link.csv", try clinic.file("there.csv", "old"))
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: file)
    #expect(await clinic.run("module", "simulate", "--sequences", "50", "--output", link).status == 0)
    #expect(try clinic.text("there.csv").hasPrefix("sequence_id,"))
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == file)
  }

  @Test func theSameSeedGivesTheSameFile() async throws {
    let clinic = try Clinic()
    let one = await clinic.run("module", "simulate", "--sequences", "30", "--letters")
    #expect(one.output.hasPrefix("sequence_id,split,modules,effectiveness\r\n"))
    #expect(await clinic.run("module", "simulate", "--sequences", "30", "--letters").output == one.output)
    #expect(
      await clinic.run("module", "simulate", "--sequences", "30", "--letters", "--seed", "1").output != one.output)
  }

  @Test func theStoresModelServesAndTellsWhatComesNext() async throws {
    let clinic = try Clinic()
    let store = try clinic.makeStore()
    try store.write(as: clinic.author) { try $0.saveModules(ModuleCatalogue.load(share: share)) }
    try addHistories(inventedHistories(100), to: store)
    try store.close()

    let none = await clinic.run("module", "predict", "exposure", "--outcome", "rating")
    #expect(none.status == 66 && none.errors.contains("`caseloom module train --outcome rating` trains one"))
    let run = await clinic.run("module", "train", "--outcome", "rating", "--epochs", "2")
    #expect(run.status == 0 && run.output.contains("It is the first."), "\(run.errors)")
    let again = await clinic.run("module", "train", "--outcome", "rating", "--epochs", "2")
    #expect(again.output.contains("Nothing changes."))
    #expect(await clinic.run("module", "predict", "exposure", "--outcome", "rating").output.contains("version 1"))
    #expect(await clinic.run("module", "predict", "exposure", "--model", "1").status == 0)

    let next = await clinic.run("module", "next", "--client", "H-1", "--outcome", "rating")
    #expect(next.status == 0 && next.errors.contains("not a recommendation"))
    #expect(next.output.contains("RARELY TRIED") && next.output.contains("SHARE"))
    #expect(await clinic.run("module", "similar", "exposure", "--model", "1").status == 0)
  }

  @Test func aModelThatLearnedNothingSaysSo() async throws {
    let clinic = try Clinic()
    let store = try clinic.makeStore()
    try store.write(as: clinic.author) { try $0.saveModules(ModuleCatalogue.load(share: share)) }
    // Outcomes that have nothing to do with the modules.
    var random = SplitMix64(seed: 3)
    let noise = try inventedHistories(120).map {
      ModuleSequence(id: $0.id, modules: $0.modules, effectiveness: random.unit())
    }
    try addHistories(noise, to: store)
    try store.close()
    #expect(await clinic.run("module", "train", "--outcome", "rating", "--epochs", "2").status == 0)
    let prediction = await clinic.run("module", "predict", "exposure", "--outcome", "rating")
    #expect(prediction.status == 0 && prediction.errors.contains("may be chance"), "\(prediction.errors)")
  }

  @Test func tooFewHistoriesAreSaidAndNothingIsGuessed() async throws {
    let clinic = try Clinic()
    let store = try clinic.makeStore()
    try store.write(as: clinic.author) { try $0.saveModules(ModuleCatalogue.load(share: share)) }
    try addHistories(inventedHistories(7), to: store)
    try store.close()
    let next = await clinic.run("module", "next", "--client", "H-1", "--outcome", "rating")
    #expect(next.status == 65 && next.output.isEmpty)
    #expect(next.errors.contains("Not enough histories: 7 with an effectiveness from rating, and 20 are needed."))
    #expect(await clinic.run("module", "train", "--outcome", "rating").status == 65)
  }

  @Test(arguments: [
    ("sequence_id,modules,effectiveness\na,,0.5\n", ":2: The history has no modules."),
    ("sequence_id,modules,effectiveness\na,A B,0.5\nb,A,1.5\n", ":3: “1.5” is no effectiveness."),
    ("sequence_id,split,modules,effectiveness\na,exam,A,0.5\n", ":2: “exam” is no split."),
    ("id,modules,effectiveness\n", ":1: There is no column “sequence_id”."),
    ("sequence_id,modules,effectiveness\na,A,nan\n", ":2: “nan” is no effectiveness."),
  ])
  func whatIsWrongInAFileIsSaidAtItsLine(text: String, message: String) async throws {
    let clinic = try Clinic()
    let path = try clinic.file("bad.csv", text)
    let run = await clinic.run("module", "train", "--from", path)
    #expect(run.status == 65 && run.errors.contains("bad.csv" + message), "\(run.errors)")
  }

  @Test func modelsThatAreNoneAreRefused() async throws {
    let clinic = try Clinic()
    try clinic.makeStore().close()
    let path = try clinic.file("model.json", "{}")
    #expect(await clinic.run("module", "predict", "A", "--model", path).status == 65)
    #expect(await clinic.run("module", "predict", "A", "--model", path + "x").status == 66)
    #expect(await clinic.run("module", "predict", "A", "--model", "3").status == 66)
    #expect(await clinic.run("module", "train", "--init", "4").status == 66)
    #expect(await clinic.run("module", "predict", " > ").status == 64)
  }
}

extension Clinic {
  fileprivate func text(_ name: String) throws -> String {
    try String(contentsOfFile: folder + "/" + name, encoding: .utf8)
  }
}
