import CaseModel
import Foundation
import Testing

@testable import ProcessNetworks

struct ClustersCatalogueTests {
  /// Writes a catalogue file and reads it back; the folder goes away after.
  private func catalogue(_ yaml: String) throws -> ThemeCatalogue {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try Data(yaml.utf8).write(to: folder.appendingPathComponent("themes.yaml"))
    return try ThemeCatalogue(files: SeedFile.all(in: folder.path))
  }

  private func theme(_ id: String, relation: String = "", valence: String = "maladaptive") -> String {
    """
      - id: \(id)
        label: A label
        dimensions: [affect]
        valence: \(valence)
        paraphrases: ["I say so."]
        cues: [so]
        relations: [\(relation)]

    """
  }

  @Test func themesComeInOrderOfId() throws {
    let catalogue = try catalogue(
      "area: one\nthemes:\n" + theme("b") + theme("a", relation: "{to: b, sign: excitatory, strength: weak}"))
    #expect(catalogue.themes.map(\.id) == ["a", "b"])
    #expect(catalogue["a"]?.relations.map(\.target) == ["b"])
    #expect(catalogue["a"]?.area == "one")
  }

  @Test func faultsNameFileAndLine() throws {
    // The second theme begins at line 10: two lines of heading and seven of the first theme.
    let twice = "area: one\nthemes:\n" + theme("a") + theme("a")
    let faults = [
      twice, "area: one\nthemes:\n" + theme("a", relation: "{to: nowhere, sign: excitatory, strength: weak}"),
      "area: one\nthemes:\n" + theme("a", relation: "{to: a, sign: excitatory, strength: weak}"),
      "area: one\nthemes:\n" + theme("a", valence: "bad"), "area: [", "area: one\nthemes: 3", "themes: []",
    ]
    for fault in faults {
      let error = #expect(throws: CaseError.self) { try catalogue(fault) }
      #expect(error?.code == .badData)
      #expect(error?.place?.contains("themes.yaml") == true)
    }
    let error = #expect(throws: CaseError.self) { try catalogue(twice) }
    #expect(error?.place?.hasSuffix("themes.yaml:10") == true, "\(error?.place ?? "")")
  }

  @Test func aMissingFolderSaysWhatToDo() {
    let error = #expect(throws: CaseError.self) { try NetworkEngine.lexicon(share: "/nowhere") }
    #expect(error?.code == .noInput && error?.advice?.isEmpty == false)
  }

  @Test func theLexiconKnowsOnlyThemesThatThereAre() throws {
    let lexicon = try Lexicon(files: SeedFile.all(in: seedsPath + "/lexicon"))
    let catalogue = try ThemeCatalogue(files: SeedFile.all(in: seedsPath + "/themes"))
    #expect(lexicon.themeConcepts.keys.filter { catalogue[$0] == nil }.isEmpty)
  }
}
