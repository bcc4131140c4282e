import CaseModel
import Testing

@testable import ProcessNetworks

/// What counts as danger follows the annotation guide: a wish to be dead is passive; thoughts, plans or acts of suicide or self-harm,
/// and threats to another person, are active.
struct AnnotateRiskTests {
  private func risk(_ lines: [String]) throws -> Risk {
    let utterances = lines.enumerated().map { index, line in
      Utterance(turn: index + 1, speaker: line.hasPrefix("T:") ? .therapist : .client, text: String(line.dropFirst(3)))
    }
    return try Embedded.get().annotator.annotate(utterances).risks.map(\.risk).max() ?? .none
  }

  @Test(arguments: [
    "I've been thinking about killing myself.", "I want to end my life.", "I cut myself again last night.",
    "I can't stop thinking about suicide.", "I took an overdose on Friday.",
    "I'm going to hurt him when he comes home.",
    "No. I want to kill myself.", "I don't know if I'll kill myself.",
  ])
  func activeDanger(text: String) throws { #expect(try risk(["C: " + text]) == .active) }

  @Test(arguments: [
    "I wish I was dead.", "They'd be better off without me.", "I just don't want to wake up any more.",
    "There's no reason to live.", "Some days I don't want to be here.", "I tried to kill myself years ago.",
  ])
  func passiveDanger(text: String) throws { #expect(try risk(["C: " + text]) == .passive) }

  @Test(arguments: [
    "This is killing me.", "I'd die of embarrassment.", "My back's killing me.", "I was dying to tell her.",
    "My boss will kill me.",
    "I could kill for a coffee.", "I cut myself shaving.", "I'm not going to kill myself.",
    "I've never thought about suicide.",
    "My uncle attempted suicide.", "She asked me if I wanted to kill myself.",
    "I'm scared I'm going to die on the plane.",
    "I nearly died when she said it.", "He was bored to death.", "We killed time at the station.",
  ])
  func manneredDeniedAndOthers(text: String) throws { #expect(try risk(["C: " + text]) == .none) }

  @Test func aYesToTheTherapistsQuestionCounts() throws {
    let question = "T: Do you have thoughts of killing yourself?"
    #expect(try risk([question, "C: Sometimes."]) == .active)
    #expect(try risk([question, "C: No."]) == .none)
    #expect(try risk([question, "C: No, never."]) == .none)
    #expect(try risk(["T: How was your week?", "C: Yes."]) == .none)
  }

  @Test func theTherapistsOwnWordsAreNoDanger() throws {
    #expect(
      try risk(["T: Many people think of killing themselves or end their lives.", "C: I went shopping on Saturday."])
        == .none)
  }

  @Test func dangerIsAlwaysAProcess() throws {
    let annotation = try Embedded.get().annotator.annotate(transcript("C: Kill myself."))
    #expect(annotation.risks.count == 1 && annotation.processes.map(\.risk) == [.active])
  }
}
