import CaseModel

/// What words and phrases say of a process: the hand-written files of `Seeds/lexicon`.
///
/// A *concept* is a group of phrases that say much the same ("can't sleep", "lying awake", "up half the night"). Concepts carry
/// dimensions and valence, and they are what a client's words and a theme's paraphrases are compared by.
struct Lexicon: Sendable {
  struct Concept: Sendable {
    var id: String
    /// May be empty: the concept then only helps to tell themes apart.
    var dimensions: [Dimension]
    var valence: Valence
    /// How much one mention says of its dimensions, 1 by default.
    var weight: Double
  }

  /// What an utterance says of danger, or what shows that it only seems to.
  enum RiskRule: String, Sendable, CaseIterable {
    case active, passive
    /// A threat to another person.
    case threat
    /// A manner of speaking ("this is killing me"), which hides the words that it covers.
    case figure
  }

  /// A way in which the client joins a cause and an effect.
  struct Connective: Sendable {
    enum Order: String, Sendable, CaseIterable {
      /// Effect after the connective, cause before it: "so I", "makes me".
      case causeFirst = "cause_first"
      /// Cause after the connective, effect before it: "because".
      case effectFirst = "effect_first"
      /// It opens the cause, and the effect follows in the next clause: "whenever I …, I …". At the end of a sentence it
      /// works like `effectFirst`: "I … whenever I …".
      case leading
    }

    var order: Order
    var sign: EdgeSign
    /// Says that there is no such effect ("doesn't make me").
    var isDenial: Bool
    /// How plainly it speaks of a cause: 1 for "because", less for "and", "then", "when".
    var weight: Double
  }

  /// Closed lists of phrases, by what they are for.
  enum List: String, Sendable, CaseIterable {
    /// Words that say nothing by themselves: "yeah", "right", "okay".
    case backchannels
    case greetings
    /// Appointments, forms, rooms, the weather.
    case logistics
    /// They turn what follows into its opposite: "not", "never", "no longer".
    case negations
    /// They say that something became less: "goes quiet", "dried up", "wore off".
    case diminishers
    /// They open what somebody else said: "she says", "my boss goes".
    case reported
    /// How often or how much: they grade the strength of an edge.
    case always, often, sometimes
    /// Subjects other than the client: "my mother", "he".
    case otherPersons = "other_persons"
    /// Long ago: "when I was a teenager", "used to".
    case past
    /// The therapist asks what came of it: "what happens then", "what did you do".
    case consequenceQuestions = "consequence_questions"
    /// The therapist asks what brought it about: "what set it off", "where does that come from".
    case causeQuestions = "cause_questions"
    /// Words without content of their own, in addition to the encoder's rarity weights.
    case functionWords = "function_words"
    /// Words that speech of danger is made of, and much else as well: with them a turn is looked at more closely.
    case danger
  }

  /// What a therapist's question asks about: its answer bears on these dimensions.
  struct Question: Sendable {
    var dimensions: [Dimension]
    var weight: Double
  }

  var concepts: [Concept] = []
  var conceptBook = PhraseBook<Int>()
  /// All closed lists in one book, so that one pass over a turn finds them all.
  var lists = PhraseBook<List>()
  var risks = PhraseBook<RiskRule>()
  var connectives = PhraseBook<Connective>()
  var questions = PhraseBook<Question>()
  /// For themes of the catalogue, by id: what they are about, as weights of concepts.
  var themeConcepts: [String: [(concept: Int, weight: Double)]] = [:]
}

/// A concept that a client's words speak of.
struct ConceptHit: Sendable {
  var concept: Int
  var words: Range<Int>
  /// Words of the phrase that were matched by name.
  var specificity: Int
  /// True where the words before it deny it or say that it became less.
  var isNegated: Bool
}

extension Lexicon {
  /// The concepts in a run of words; of two matches of which one lies within the other, only the longer.
  func hits(in text: SpokenText, _ run: Range<Int>, negations: [Range<Int>]) -> [ConceptHit] {
    var seen: Set<[Int]> = []
    // Two phrases of one concept may match the same words: that is one mention.
    let matches = conceptBook.matches(in: text.words, run).filter {
      seen.insert([$0.tag, $0.words.lowerBound, $0.words.upperBound]).inserted
    }
    let kept = matches.filter { match in
      !matches.contains { other in
        other.words.count > match.words.count && other.words.lowerBound <= match.words.lowerBound
          && other.words.upperBound >= match.words.upperBound
      }
    }
    // A negation reaches no further than its clause, and the "can't" of "can't sleep" is part of that phrase.
    let free = negations.filter { negation in
      run.contains(negation.lowerBound)
        && !kept.contains { $0.words.lowerBound <= negation.lowerBound && negation.upperBound <= $0.words.upperBound }
    }
    return kept.map { match in
      ConceptHit(
        concept: match.tag, words: match.words, specificity: match.specificity,
        isNegated: free.contains { Self.negates($0, match.words, in: text) })
    }
  }

  /// Words between a negation and what it denies: "I don't really ever *feel sad*".
  private static let negationReach = 4

  private static func negates(_ negation: Range<Int>, _ words: Range<Int>, in text: SpokenText) -> Bool {
    guard negation.lowerBound < words.lowerBound, negation.upperBound <= words.upperBound else { return false }
    let distance = words.lowerBound - negation.upperBound
    guard distance <= negationReach else { return false }
    // A comma or "but" ends what a negation reaches.
    let first = max(negation.upperBound, negation.lowerBound + 1)
    guard first <= words.lowerBound else { return true }
    return (first...words.lowerBound).allSatisfy { text.words[$0].gap < .comma && text.words[$0].text != "but" }
  }
}
