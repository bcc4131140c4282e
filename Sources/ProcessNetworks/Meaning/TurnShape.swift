import CaseModel

/// What the lexicon and a glance at a turn tell the heads beside the vectors: a paraphrase is found by its vector, a plain word by the
/// word itself.
///
/// `scripts/train-heads` gets the same numbers from `caseloom evaluate features`.
public enum TurnShape {
  /// How many there are: ten of the turn, one for danger, nine dimensions in the turn, nine in the question.
  static let width = 11 + 2 * Dimension.allCases.count

  /// Where it says whether there is a word of danger.
  static let dangerPlace = 10

  /// - Parameter question: the therapist's turn before.
  static func features(of turn: TurnReading, after question: TurnReading?, lexicon: Lexicon) -> [Float] {
    let text = turn.spoken
    let idle = Set((turn.places(of: .backchannels) + turn.places(of: .greetings)).flatMap { Array($0) })
    let words = Double(text.words.count - idle.count)
    let content = Double(turn.clauses.map(\.contentWords).reduce(0, +))
    let hits = turn.clauses.flatMap(\.hits)
    let isAboutClient = text.words.contains { firstPerson.contains($0.text) }
    let isQuestion = text.questions.last == true && text.questions.allSatisfy { $0 }
    let polarities = hits.map { lexicon.polarity(of: $0) }
    let concepts = Set(hits.map(\.concept)).map { lexicon.concepts[$0].weight }.sorted().reduce(0, +)
    let smallTalk = Double(turn.places(of: .logistics).count + turn.places(of: .greetings).count)
    let gains = polarities.filter { $0 > 0 }.reduce(0, +)
    let harms = -polarities.filter { $0 < 0 }.reduce(0, +)
    func one(_ isTrue: Bool) -> Double { isTrue ? 1 : 0 }
    let features: [Double] = [
      min(words, 40) / 10, one(words >= 5), one(isQuestion), min(content, 20) / 10, min(3, concepts) / 2,
      min(2, smallTalk), one(isAboutClient), min(2, gains), min(2, harms), one(turn.has(.negations)),
      one(turn.has(.danger)),
    ]
    let asked = question.map { ProcessProfile.asked(by: $0, lexicon: lexicon) } ?? [:]
    let named = ProcessProfile.dimensionScores(of: turn, lexicon: lexicon)
    let inTurn = Dimension.allCases.map { min(2, named[$0] ?? 0) }
    let inQuestion = Dimension.allCases.map { asked[$0] ?? 0 }
    return (features + inTurn + inQuestion).map { Float($0) }
  }

  private static let firstPerson: Set<String> = [
    "i", "i'm", "i've", "i'd", "i'll", "me", "my", "myself", "we", "we're",
  ]

  /// The numbers of turns with their questions, for training: a row a turn.
  ///
  /// - Parameters:
  ///   - share: path of the `Seeds` folder.
  ///   - turns: texts, each with the therapist's turn before it, empty where there is none.
  public static func rows(share: String, turns: [(text: String, question: String)]) throws -> [[Float]] {
    let lexicon = try Lexicon(files: SeedFile.all(in: "\(share)/lexicon"))
    return turns.map { turn in
      features(
        of: TurnReading(turn.text, lexicon: lexicon),
        after: turn.question.isEmpty ? nil : TurnReading(turn.question, lexicon: lexicon), lexicon: lexicon)
    }
  }
}
