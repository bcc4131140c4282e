import CaseModel
import Testing

@Suite struct QuoteTests {
  /// Start and length from Python, whose strings count Unicode scalars, too:
  /// `python3 -c 'u, q = "…", "…"; print(u.index(q), len(q))'`
  static let known: [(utterance: String, quote: String, start: Int, length: Int)] = [
    ("I can't sleep at night.", "can't sleep", 2, 11),
    ("Sleep", "Sleep", 0, 5),
    // A family of three joined by ZERO WIDTH JOINER is five scalars, and one character.
    ("My 👩‍👩‍👧 is all I have", "is all", 9, 6),
    // A thumb with its skin tone is two.
    ("👍🏽 fine", "fine", 3, 4),
    // A flag is two regional indicators.
    ("back to 🇨🇭 again", "again", 11, 5),
    // é in one scalar, and é as e with a combining acute accent.
    ("caf\u{E9} no", "no", 5, 2),
    ("cafe\u{301} no", "no", 6, 2),
    ("cafe\u{301} no", "e\u{301}", 3, 2),
    // CRLF is one character and two scalars.
    ("first\r\nsecond", "second", 7, 6),
    ("first\r\nsecond", "first\r", 0, 6),
    ("我很累，睡不着", "睡不着", 4, 3),
  ]

  @Test(arguments: known) func countsUnicodeScalars(_ item: (utterance: String, quote: String, start: Int, length: Int))
  {
    let made = quote(item.start, item.length, of: item.utterance)

    #expect(made.start == item.start)
    #expect(made.length == item.length)
    #expect(made.text.unicodeScalars.elementsEqual(item.quote.unicodeScalars))
    #expect(made.matches(item.utterance))
  }

  @Test func anyPartOfAnUtteranceMatchesIt() {
    let utterance = "Ich 👩‍👩‍👧 bin\r\nmu\u{308}de, e\u{301}puise\u{301} 🇨🇭 — ｎｏ"
    let count = utterance.unicodeScalars.count
    for start in 0..<count {
      for length in 1...(count - start) {
        let part = quote(start, length, of: utterance)
        #expect(part.start == start && part.length == length && part.matches(utterance))
      }
    }
  }

  @Test func aQuoteThatMovedDoesNotMatch() {
    let utterance = "I sleep, I sleep"

    #expect(Quote(start: 2, length: 5, text: "sleep").matches(utterance))
    #expect(Quote(start: 11, length: 5, text: "sleep").matches(utterance))
    #expect(!Quote(start: 3, length: 5, text: "sleep").matches(utterance))
    #expect(!Quote(start: 2, length: 5, text: "Sleep").matches(utterance))
    #expect(!Quote(start: 2, length: 4, text: "sleep").matches(utterance))
    #expect(!Quote(start: 2, length: 6, text: "sleep").matches(utterance))
  }

  /// SQLite compares bytes: what Unicode calls canonically equivalent is another text to it.
  @Test func anEquivalentSpellingDoesNotMatch() {
    #expect("e\u{301}" == "\u{E9}")
    #expect(!Quote(start: 0, length: 1, text: "e\u{301}").matches("\u{E9}"))
    #expect(!Quote(start: 0, length: 2, text: "\u{E9}").matches("e\u{301}"))
  }

  @Test(arguments: [
    Quote(start: -1, length: 2, text: "I "), Quote(start: 0, length: 0, text: ""),
    Quote(start: 0, length: -1, text: ""),
    Quote(start: 0, length: 6, text: "sleep"), Quote(start: 5, length: 1, text: ""),
    Quote(start: 9, length: 1, text: "p"),
  ])
  func aQuoteOutsideItsUtteranceDoesNotMatch(_ quote: Quote) {
    #expect(!quote.matches("sleep"))
  }

  /// In a process of its own, since an overflow would end this one: a damaged store can hold any number.
  @Test func aQuoteBeyondAllNumbersDoesNotMatch() async {
    await #expect(processExitsWith: .success) {
      let quote = Quote(start: Int.max, length: 5, text: "sleep")
      precondition(!quote.matches("sleep"))
    }
  }
}
