import CaseModel

/// Which of the would-be labels of a file are speakers.
///
/// A label is one for sure when it is a role word (`THERAPIST`, `P` …) or a name that the options give. Any other
/// label is a speaker when it looks like a name:
/// - every word begins with a capital or with a letter of a script without capitals (`Ruth Hall`, `Speaker 1`,
///   `SPEAKER_00`, `Ana de Souza`), and none has marks such as `?` or `"`;
/// - or it is one word in small letters that labels at least two lines;
/// - and it does not begin with a word that begins speech (`Well`, `And`, `He` …; English).
///
/// What looks like a name but is none ("Frankfurt: no") beside a known therapist and client is an error at its line, and
/// otherwise stands in the list of names of one. Only where the options name both therapist and client is it taken for
/// a third person without asking. The way out is to indent the line, or to join it to the one before.
struct SpeakerLabels {
  private let given: Set<String>
  private var lineCounts: [String: Int] = [:]

  init(options: TranscriptOptions) {
    given = Set([options.therapistName, options.clientName].compactMap { $0.map(SpeakerTable.key) })
  }

  mutating func count(_ line: LabelledLine) {
    guard let label = line.label, !line.isIndented else { return }
    lineCounts[SpeakerTable.key(label), default: 0] += 1
  }

  func isSpeaker(_ line: LabelledLine) -> Bool {
    guard let label = line.label else { return false }
    let key = SpeakerTable.key(label)
    if given.contains(key) || SpeakerRoles.role(of: label) != nil { return true }
    // The way out for speech that looks like a label is to indent it.
    return !line.isIndented && looksLikeName(label, lines: lineCounts[key] ?? 0)
  }

  /// A heading of the whole file, such as `Date: 2026-03-03`.
  func isHeading(_ line: LabelledLine) -> Bool {
    guard let label = line.label, !line.isIndented else { return false }
    let key = SpeakerTable.key(label)
    return !given.contains(key) && SpeakerLabels.headingWords.contains(key)
  }

  private func looksLikeName(_ label: String, lines: Int) -> Bool {
    let words = label.split(whereSeparator: \.isWhitespace)
    guard let first = words.first else { return false }
    let firstKey = SpeakerTable.key(String(first)).filter { $0 != "," && $0 != "." }
    if SpeakerLabels.speechWords.contains(firstKey) || SpeakerLabels.headingWords.contains(SpeakerTable.key(label)) {
      return false
    }
    let isWritten = label.unicodeScalars.allSatisfy { scalar in
      scalar.properties.isAlphabetic || scalar.properties.numericType != nil || scalar.properties.isWhitespace
        || scalar.properties.generalCategory == .nonspacingMark || "'’.,-_()&/#".unicodeScalars.contains(scalar)
    }
    guard isWritten, label.unicodeScalars.contains(where: { $0.properties.isAlphabetic }) else { return false }
    let isCapital = words.enumerated().allSatisfy { position, word in
      let letter = word.unicodeScalars.first { $0.properties.isAlphabetic }
      let isParticle = position > 0 && SpeakerLabels.particles.contains(String(word))
      return isParticle || !(letter?.properties.isLowercase ?? false)
    }
    return isCapital || words.count == 1 && lines > 1
  }

  /// Words in small letters within a name.
  static let particles: Set = [
    "al", "bin", "da", "de", "del", "della", "den", "der", "di", "do", "dos", "du", "e", "el", "la", "le", "van", "von",
    "y", "zu",
  ]

  /// Words that begin speech and no name.
  static let speechWords: Set = [
    "a", "actually", "after", "again", "all", "also", "always", "an", "and", "anyway", "as", "at", "basically",
    "because",
    "before", "besides", "but", "clearly", "definitely", "even", "eventually", "every", "everyone", "everything",
    "exactly", "finally", "first", "for", "frankly", "from", "he", "her", "here", "hers", "his", "honestly", "how",
    "however", "i", "i'd", "i'll", "i'm", "i’d", "i’ll", "i’m", "i've", "i’ve", "if", "in", "instead", "it", "it's",
    "it’s", "its", "just", "last", "later", "like", "literally", "maybe", "me", "meaning", "mm", "most", "my", "never",
    "next", "no", "nobody", "not", "nothing", "now", "obviously", "of", "oh", "ok", "okay", "on", "once", "one", "only",
    "or", "our", "perhaps", "please", "plus", "probably", "really", "right", "same", "second", "seriously", "she",
    "simply", "since", "so", "some", "someone", "something", "sometimes", "somehow", "still", "suddenly", "sure",
    "that",
    "that's", "that’s", "the", "their", "them", "then", "there", "these", "they", "third", "this", "those", "three",
    "to", "today", "tomorrow", "tonight", "truthfully", "two", "uh", "um", "until", "us", "usually", "we", "well",
    "what", "what's", "what’s", "when", "where", "whereas", "which", "while", "who", "why", "with", "yeah", "yes",
    "yesterday", "yet", "you", "your",
  ]

  /// Words that head a file and name no speaker.
  static let headingWords: Set = [
    "attendees", "clinic", "date", "duration", "file", "language", "location", "note", "notes", "participants", "place",
    "present", "recording", "recording date", "session", "session date", "session number", "speakers", "subject",
    "summary", "time", "title", "topic", "transcribed by", "transcriber", "transcript",
  ]
}
