import Testing

@testable import ProcessNetworks

struct AnnotateWordsTests {
  private func words(_ text: String) -> [String] { SpokenText(text).words.map(\.text) }

  private func clauses(_ text: String) -> [String] {
    let spoken = SpokenText(text)
    return spoken.clauses.compactMap { spoken.range(of: $0).map { String(text.unicodeScalars[$0]) } }
  }

  @Test func soundsRemarksAndStammersAreLeftOut() {
    #expect(words("I-I, um, think deter-determined [laughs] uh yes") == ["i", "think", "determined", "yes"])
  }

  @Test func apostrophesBelongToTheWordInBothForms() {
    #expect(words("Don\u{2019}t 'you' can't") == ["don't", "you", "can't"])
  }

  @Test(arguments: [
    ("I lie there and I can't sleep because I worry.", ["I lie there", "and I can't sleep", "because I worry"]),
    ("When it rains, I stay in. I sleep.", ["When it rains", "I stay in", "I sleep"]),
    ("Yeah, I went home.", ["Yeah, I went home"]),
    ("Bread and butter", ["Bread and butter"]),
  ])
  func clausesBeginAtConjunctionsAndSubjects(text: String, expected: [String]) {
    #expect(clauses(text) == expected)
  }

  @Test func clausesAndSentencesCoverAllWordsInOrder() {
    for seed in 1...200 {
      for utterance in randomSession(seed: UInt64(seed), turns: 6) {
        let spoken = SpokenText(utterance.text)
        #expect(spoken.clauses.flatMap { Array($0) } == Array(spoken.words.indices))
        #expect(spoken.sentences.flatMap { Array($0) } == Array(spoken.words.indices))
        #expect(spoken.questions.count == spoken.sentences.count)
        #expect(
          spoken.clauses.allSatisfy { clause in
            spoken.sentences.contains { $0.contains(clause.lowerBound) && $0.contains(clause.upperBound - 1) }
          })
      }
    }
  }

  @Test(arguments: [
    ("can't sleep", "I can't sleep", true), ("can't sleep", "I can't really sleep", false),
    ("can't ... sleep", "I can't really sleep", true),
    ("worr*", "such worries", true), ("make me", "it made me cry", true), ("=make me", "it made me cry", false),
    ("mum|mother", "my mother", true), ("stop ... from", "It stopped. I'm from Leeds", false),
  ])
  func phrasesMatchAsWritten(phrase: String, text: String, isFound: Bool) throws {
    var book = PhraseBook<Int>()
    book.add(try #require(Phrase(phrase)), tag: 1)
    let words = SpokenText(text).words
    #expect(!book.matches(in: words, words.indices).isEmpty == isFound)
  }

  @Test(arguments: ["", "...", "... sleep", "sleep ...", "a*"])
  func phrasesWithoutAWordAtBothEndsAreRefused(phrase: String) {
    #expect(Phrase(phrase) == nil)
  }
}
