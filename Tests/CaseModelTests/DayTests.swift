import CaseModel
import Testing

@Suite struct DayTests {
  /// Expected numbers from Python, the days one by one in place of `…`:
  /// `python3 -c 'from datetime import date as d; print((d.fromisoformat("…") - d(1970, 1, 1)).days)'`
  static let known: [(text: String, days: Int)] = [
    ("1900-01-01", -25567),
    ("1900-02-28", -25509),
    ("1900-03-01", -25508),
    ("1968-02-29", -672),
    ("1969-12-31", -1),
    ("1970-01-01", 0),
    ("1999-12-31", 10956),
    ("2000-02-29", 11016),
    ("2000-03-01", 11017),
    ("2024-02-29", 19782),
    ("2026-03-03", 20515),
    ("2026-11-21", 20778),
    ("2100-02-28", 47540),
    ("2100-03-01", 47541),
    ("2400-02-29", 157113),
    ("2999-12-31", 376199),
  ]

  @Test(arguments: known) func readsAndWritesKnownDays(_ text: String, _ days: Int) throws {
    let day = try #require(Day(text))

    #expect(day.daysSinceEpoch == days)
    #expect(day.description == text)
    #expect(Day(daysSinceEpoch: days) == day)
  }

  @Test func everyDayReadBackIsItself() {
    // 37 shares no factor with 7, 12, 28…31, 365 or 146,097: all kinds of days come by.
    for days in stride(from: -25567, through: 376199, by: 37) {
      let day = Day(daysSinceEpoch: days)
      #expect(Day(day.description) == day)
    }
  }

  /// A year divisible by 4 is a leap year, but of the centuries only those divisible by 400.
  @Test func february29IsADayInLeapYearsAlone() {
    let leap = (1900...2999).filter { Day("\($0)-02-29") != nil }

    #expect(leap == (1900...2999).filter { $0 % 4 == 0 && ($0 % 100 != 0 || $0 % 400 == 0) })
    #expect(leap.count == 267)  // python3 -c 'import calendar; print(calendar.leapdays(1900, 3000))'
  }

  @Test(arguments: [
    "", "2026", "2026-03", "2026-3-3", "26-03-03", "2026-00-10", "2026-13-01", "2026-01-00", "2026-01-32",
    "2026-02-29", "1900-02-29", "2026-04-31", "1899-12-31", "3000-01-01", "2026/03/03", "20260303", "2026-03-03 ",
    " 2026-03-03", "2026-03-03T00:00:00.000Z", "+026-03-03", "2026-+3-03", "2026--3-03", "2026-03--3", "-2026-03-03",
    "2026-03-0a", "२०२६-०३-०३", "２０２６-03-03", "2026‐03‐03", "2026-03-03\u{301}", "2026-03-03-",
  ])
  func whatIsNoDayIsRefused(_ text: String) {
    #expect(Day(text) == nil)
  }

  @Test func readsFromAPartOfAText() {
    #expect(Day("held 2026-03-03".suffix(10))?.daysSinceEpoch == 20515)
  }

  @Test func daysAndTheirTextsHaveTheSameOrder() {
    let days = Self.known.map { Day(daysSinceEpoch: $0.days) }

    #expect(days.shuffled().sorted() == days)
    #expect(days.map(\.description).sorted() == days.map(\.description))
  }
}
