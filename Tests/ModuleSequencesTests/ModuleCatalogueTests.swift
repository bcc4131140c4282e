import CaseModel
import ModuleSequences
import TestSupport
import Testing

@Suite struct ModuleCatalogueTests {
  @Test func theCatalogueHasTheSeventeenModules() throws {
    let modules = try ModuleCatalogue.load(share: share)

    #expect(
      Set(modules.map(\.code)) == [
        "psychoeducation", "goal_setting", "mood_monitoring", "behavioral_activation", "cognitive_restructuring",
        "thought_record", "exposure", "relaxation", "mindfulness", "acceptance", "values_clarification",
        "problem_solving", "interpersonal_skills", "self_compassion", "sleep_hygiene", "relapse_prevention",
        "crisis_planning",
      ])
    #expect(modules.allSatisfy { !$0.name.isEmpty && $0.summary.hasSuffix(".") })
  }

  @Test func aMissingCatalogueIsSaid() {
    #expect(throws: CaseError.self) { try ModuleCatalogue.load(share: "/nowhere") }
  }
}
