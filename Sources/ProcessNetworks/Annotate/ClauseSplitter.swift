/// Cuts words into clauses: at the end of sentences, and where a conjunction or a new subject begins one.
///
/// It has no grammar to lean on, only the small closed classes of English that open a clause. A wrong cut costs a quote that is
/// a little too short or too long, never one that is not literal.
enum ClauseSplitter {
  /// They open a clause wherever they stand.
  private static let openers: Set<String> = [
    "because", "cause", "cos", "cuz", "whenever", "although", "though", "unless", "until", "till", "but",
  ]
  /// They open a clause before a subject, or after a comma.
  private static let conjunctions: Set<String> = [
    "and", "so", "then", "when", "if", "once", "since", "or", "while", "as", "after", "before", "where", "which",
    "except", "only", "plus", "like", "cause", "every", "instead",
  ]
  private static let subjects: Set<String> = [
    "i", "i'm", "i've", "i'd", "i'll", "you", "you're", "you've", "you'd", "he", "he's", "he'd", "she", "she's",
    "she'd",
    "it", "it's", "it'd", "it'll", "we", "we're", "we've", "we'd", "they", "they're", "they've", "they'd", "that",
    "that's", "there", "there's", "this", "my", "nobody", "everybody", "everyone", "someone", "somebody", "everything",
    "nothing", "what", "who", "people", "the", "suddenly", "now", "all",
  ]

  static func clauses(of words: [SpokenText.Word]) -> [Range<Int>] {
    let runs = SpokenText.runs(of: words) { index in isStart(index, in: words) }
    return joinShort(runs, words: words)
  }

  private static func isStart(_ index: Int, in words: [SpokenText.Word]) -> Bool {
    let word = words[index]
    if word.gap >= .stop { return true }
    if openers.contains(word.text) { return !(word.gap == .none && joins(words[index - 1].text)) }
    let next = index + 1 < words.count ? words[index + 1].text : ""
    if word.gap != .none {
      return conjunctions.contains(word.text) || subjects.contains(word.text) || subjects.contains(next)
    }
    if conjunctions.contains(word.text), !joins(words[index - 1].text) {
      // "as" and "like" before a subject compare more often than they open a clause.
      return word.text != "as" && word.text != "like" && word.text != "only" && subjects.contains(next)
    }
    return false
  }

  /// "and when", "but because", "only if", "even though" stay together: the first of the two has opened the clause.
  private static func joins(_ word: String) -> Bool {
    conjunctions.contains(word) || openers.contains(word) || word == "even" || word == "just"
  }

  /// A clause of one word ("Well,", "Yeah,", "So,") goes with the next one of its sentence, or else the one before.
  private static func joinShort(_ runs: [Range<Int>], words: [SpokenText.Word]) -> [Range<Int>] {
    var joined: [Range<Int>] = []
    var pending: Int?
    for (index, run) in runs.enumerated() {
      let start = pending ?? run.lowerBound
      pending = nil
      let endsSentence = index + 1 == runs.count || words[runs[index + 1].lowerBound].gap >= .stop
      if run.upperBound - start < 2, !endsSentence {
        pending = start
      } else if run.upperBound - start < 2, let last = joined.last, words[start].gap < .stop {
        joined[joined.count - 1] = last.lowerBound..<run.upperBound
      } else {
        joined.append(start..<run.upperBound)
      }
    }
    return joined
  }
}
