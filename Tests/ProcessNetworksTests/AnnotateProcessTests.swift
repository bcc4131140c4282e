import CaseModel
import Testing

@testable import ProcessNetworks

struct AnnotateProcessTests {
  private func process(_ lines: String...) throws -> Process? {
    let utterances = lines.enumerated().map { index, line in
      Utterance(turn: index + 1, speaker: line.hasPrefix("C:") ? .client : .therapist, text: String(line.dropFirst(3)))
    }
    return try Embedded.get().annotator.annotate(utterances).processes.first
  }

  @Test(arguments: [
    "C: Yeah.", "C: Mm-hmm, right.", "C: Okay, thank you.", "C: See you next Tuesday.", "C: ", "C: [inaudible]",
    "C: Where do I sign?",
  ])
  func smallTalkIsNoProcess(line: String) throws {
    #expect(try process(line) == nil)
  }

  // What a process is about follows the annotation guide: sleep is biophysiological, guilt affect, a wish motivation …
  @Test(arguments: [
    ("C: I can't sleep, I lie awake until four in the morning.", Dimension.biophysiological),
    ("C: I feel so guilty and ashamed every time I sit down.", .affect),
    ("C: I want to stop drinking because my kids matter to me.", .motivation),
    ("C: My mother and my sister are always arguing with my wife.", .sociocultural),
    ("C: I keep going over and over what I said, I can't stop thinking about it.", .attention),
    ("C: I'm worthless, I've been a failure all my life.", .`self`),
    ("C: I avoid the shops now and I cancel whenever I can.", .overtBehavior),
    ("C: What if it all goes wrong, I worry that something terrible will happen.", .cognition),
    ("C: I lost my job in March and we can't afford the rent.", .context),
  ])
  func dimensionsFollowTheWords(line: String, dimension: Dimension) throws {
    let process = try #require(try process(line))
    #expect(process.dimensions.contains(dimension), "\(process.dimensions)")
    #expect(process.dimensions == process.dimensions.sorted())
  }

  @Test(arguments: [
    ("C: I feel hopeless and worthless and I stay in bed all day.", Valence.maladaptive),
    ("C: I'm proud of myself, I went for a walk and I felt better.", .adaptive),
  ])
  func valenceFollowsTheWords(line: String, valence: Valence) throws {
    #expect(try process(line)?.valence == valence)
  }

  @Test func theQuoteIsTheClauseThatCarriesTheProcess() throws {
    let text =
      "Well, the bus was blue and it came at nine. I feel so guilty and ashamed of myself. Then the driver turned left at the bank."
    let process = try #require(try process("C: " + text))
    #expect(process.quote.matches(text))
    #expect(process.quote.text.contains("guilty"))
    #expect(process.quote.length < text.unicodeScalars.count / 2)
  }

  @Test func aShortAnswerTakesItsMeaningFromTheQuestion() throws {
    let answered = try process(
      "T: How confident are you that you can do it, on a scale of one to ten?", "C: Probably about an eight.")
    #expect(answered?.dimensions.contains(.motivation) == true)
  }

  @Test func everyQuoteIsLiteralWhateverTheText() throws {
    let engine = try Embedded.get()
    for seed in 1...60 {
      let utterances = randomSession(seed: UInt64(seed), turns: 20)
      let annotation = try engine.annotator.annotate(utterances)
      #expect(annotation.processes.map(\.turn) == annotation.processes.map(\.turn).sorted())
      #expect(Set(annotation.processes.map(\.turn)).count == annotation.processes.count)
      for process in annotation.processes {
        #expect(process.quote.matches(utterances[process.turn - 1].text))
        #expect(utterances[process.turn - 1].speaker == .client)
        #expect(!process.dimensions.isEmpty && (0...1).contains(process.confidence))
      }
      for finding in annotation.risks { #expect(finding.quote.matches(utterances[finding.turn - 1].text)) }
      #expect(try engine.annotator.annotate(utterances) == annotation)
    }
  }
}
