import CaseModel
import Testing

@Suite struct TimestampTests {
  /// Expected numbers from Python, the moments one by one in place of `…`:
  /// `python3 -c 'from datetime import datetime as d, timedelta as t;
  /// print((d.fromisoformat("…+00:00") - d.fromisoformat("1970-01-01T00:00:00+00:00")) // t(milliseconds=1))'`
  static let known: [(text: String, milliseconds: Int64)] = [
    ("1900-01-01T00:00:00.000Z", -2_208_988_800_000),
    ("1969-12-31T23:59:59.999Z", -1),
    ("1970-01-01T00:00:00.000Z", 0),
    ("1970-01-01T00:00:00.001Z", 1),
    ("2000-02-29T12:34:56.789Z", 951_827_696_789),
    ("2024-02-29T23:59:59.999Z", 1_709_251_199_999),
    ("2026-03-03T09:30:00.000Z", 1_772_530_200_000),
    ("2038-01-19T03:14:08.000Z", 2_147_483_648_000),
    ("2999-12-31T23:59:59.999Z", 32_503_679_999_999),
  ]

  @Test(arguments: known) func readsAndWritesKnownMoments(_ text: String, _ milliseconds: Int64) throws {
    let moment = try #require(Timestamp(text))

    #expect(moment.millisecondsSinceEpoch == milliseconds)
    #expect(moment.description == text)
    #expect(moment.day.description == String(text.prefix(10)))
  }

  @Test(arguments: [
    "", "2026-03-03", "2026-03-03T09:30:00Z", "2026-03-03T09:30:00.000", "2026-03-03 09:30:00.000Z",
    "2026-03-03T09:30:00.000z", "2026-03-03T24:00:00.000Z", "2026-03-03T09:60:00.000Z", "2026-03-03T09:30:60.000Z",
    "2026-02-29T09:30:00.000Z", "2026-03-03T09:30:00,000Z", "2026-03-03T09-30-00.000Z", "2026-03-03T09:30:00.0000Z",
    "2026-03-03T 9:30:00.000Z", "1899-12-31T23:59:59.999Z", "2026-03-03T09:30:00.000Z ", "2026-03-03T0a:30:00.000Z",
  ])
  func whatIsNoMomentIsRefused(_ text: String) {
    #expect(Timestamp(text) == nil)
  }

  @Test(arguments: [
    "2026-03-03T+9:30:00.000Z", "2026-03-03T09:+3:00.000Z", "2026-03-03T09:30:+5.000Z", "2026-03-03T09:30:00.+12Z",
    "2026-03-03T-0:30:00.000Z", "2026-03-03T09:-0:00.000Z", "2026-03-03T09:30:00.-00Z",
  ])
  func aSignIsNoDigit(_ text: String) {
    #expect(Timestamp(text) == nil)
  }

  @Test func everyMomentReadBackIsItself() {
    var generator = SplitMix64(seed: 1)
    for _ in 0..<2000 {
      let milliseconds = Int64.random(in: -2_208_988_800_000...32_503_679_999_999, using: &generator)
      let moment = Timestamp(millisecondsSinceEpoch: milliseconds)
      #expect(Timestamp(moment.description) == moment)
    }
  }

  @Test func momentsAndTheirTextsHaveTheSameOrder() {
    let moments = Self.known.map { Timestamp(millisecondsSinceEpoch: $0.milliseconds) }

    #expect(moments.shuffled().sorted() == moments)
    #expect(moments.map(\.description).sorted() == moments.map(\.description))
  }

  @Test func advancesBySecondsAndTheirFractions() {
    let moment = Timestamp(millisecondsSinceEpoch: 1000)

    #expect(moment.advanced(bySeconds: 960).millisecondsSinceEpoch == 961_000)
    #expect(moment.advanced(bySeconds: 0.0015).millisecondsSinceEpoch == 1002)
    #expect(moment.advanced(bySeconds: -2).millisecondsSinceEpoch == -1000)
  }

  @Test func theDayBeforeTheEpochEndsAMillisecondBeforeIt() {
    #expect(Timestamp(millisecondsSinceEpoch: -1).day.daysSinceEpoch == -1)
    #expect(Timestamp(millisecondsSinceEpoch: -86_400_000).day.daysSinceEpoch == -1)
    #expect(Timestamp(millisecondsSinceEpoch: -86_400_001).day.daysSinceEpoch == -2)
    #expect(Timestamp(millisecondsSinceEpoch: 86_399_999).day.daysSinceEpoch == 0)
  }
}
