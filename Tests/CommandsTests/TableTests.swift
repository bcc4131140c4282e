import Testing

@testable import Commands

@Suite struct TableTests {
  private let table = Table(
    ["client", "open_risks", "score", "is_new", "words", "items", "note"], wrapping: ["note"],
    rows: [
      [.text("K-014"), .integer(2), .number(14), .flag(true), .list(["a", "b"]), .integers([1, 2]), .text("plain")],
      [
        .text("日本"), .integer(11), .number(2.5), .flag(false), .list([]), .integers([]),
        .text("He said \"no\",\nthen |left|\u{1B}[31m"),
      ],
      [.text("é"), .missing, .missing, .flag(false), .list(["c"]), .integers([3]), .missing],
    ])

  @Test func tableAlignsByColumnsOfTheTerminal() {
    #expect(
      table.text(as: .table, width: nil) == """
        CLIENT  OPEN RISKS  SCORE  IS NEW  WORDS  ITEMS  NOTE
        K-014            2     14  yes     a, b   1 2    plain
        日本            11    2.5  no      –      –      He said "no", then |left| [31m
        é                –      –  no      c      3      –

        """)
  }

  @Test func tableWrapsItsLastTextOnATerminal() {
    let table = Table(
      ["turn", "text"], wrapping: ["text"], rows: [[.integer(1), .text("one two three four five six seven eight")]])
    #expect(
      table.text(as: .table, width: 30) == """
        TURN  TEXT
           1  one two three four five
              six seven eight

        """)
    #expect(table.text(as: .table, width: nil).hasSuffix("   1  one two three four five six seven eight\n"))
  }

  @Test func tableWrapsSeveralTextsWhereOneIsNotEnough() {
    let table = Table(
      ["a", "b", "c"], wrapping: ["a", "c"],
      rows: [[.text("one two three four five"), .integer(1), .text("six seven eight nine ten")]])
    #expect(
      table.text(as: .table, width: 36) == """
        A                B  C
        one two three    1  six seven eight
        four five           nine ten

        """)
  }

  @Test func jsonKeepsTypes() {
    #expect(
      table.text(as: .json, width: nil) == """
        [
          {"client": "K-014", "open_risks": 2, "score": 14, "is_new": true, "words": ["a", "b"], "items": [1, 2], "note": "plain"},
          {"client": "日本", "open_risks": 11, "score": 2.5, "is_new": false, "words": [], "items": [], "note": "He said \\"no\\",\\nthen |left|\\u001b[31m"},
          {"client": "é", "open_risks": null, "score": null, "is_new": false, "words": ["c"], "items": [3], "note": null}
        ]

        """)
  }

  /// RFC 4180, sections 2.1 to 2.7.
  @Test func csvQuotes() {
    #expect(
      table.text(as: .csv, width: nil)
        == "client,open_risks,score,is_new,words,items,note\r\n" + "K-014,2,14,true,a;b,1 2,plain\r\n"
        + "日本,11,2.5,false,,,\"He said \"\"no\"\",\nthen |left|\u{1B}[31m\"\r\n" + "é,,,false,c,3,\r\n")
    let carriage = Table(["a"], rows: [[.text("x\r\ny")], [.text("\r")]])
    #expect(carriage.csv() == "a\r\n\"x\r\ny\"\r\n\"\r\"\r\n")
  }

  @Test func markdownEscapes() {
    #expect(
      table.text(as: .markdown, width: nil) == """
        | Client | Open risks | Score | Is new | Words | Items | Note |
        | --- | ---: | ---: | --- | --- | --- | --- |
        | K-014 | 2 | 14 | yes | a, b | 1 2 | plain |
        | 日本 | 11 | 2.5 | no | – | – | He said "no",<br>then \\|left\\| \\[31m |
        | é |  |  | no | c | 3 |  |

        """)
    #expect(Table(["a"], rows: [[.text("<b>*x*")]]).markdown().hasSuffix("| &lt;b>\\*x\\* |\n"))
  }

  @Test func emptyTablesAreEmptyResults() {
    let empty = Table(["a", "b"], rows: [])
    #expect(empty.text(as: .table, width: 80) == "")
    #expect(empty.text(as: .json, width: 80) == "[]\n")
    #expect(empty.text(as: .csv, width: 80) == "a,b\r\n")
    #expect(empty.text(as: .markdown, width: 80) == "| A | B |\n| --- | --- |\n")
  }

  @Test func sheetsAreOneObject() {
    let sheet = Sheet(
      fields: [("client", .text("K-014")), ("note", .missing)],
      lists: [("sessions", Table(["session"], rows: [[.integer(1)], [.integer(2)]]))])
    #expect(
      sheet.text(as: .json, width: nil) == """
        {
          "client": "K-014",
          "note": null,
          "sessions": [
            {"session": 1},
            {"session": 2}
          ]
        }

        """)
    #expect(sheet.text(as: .csv, width: nil) == "session\r\n1\r\n2\r\n")
    #expect(Sheet(fields: sheet.fields).text(as: .csv, width: nil) == "client,note\r\nK-014,\r\n")
    #expect(sheet.text(as: .table, width: nil) == "Client  K-014\nNote    –\n\nSESSION\n      1\n      2\n")
  }

  @Test(arguments: [
    ("", 0), ("abc", 3), ("é", 1), ("e\u{301}", 1), ("日本", 4), ("👍🏽", 2), ("👩‍👩‍👧", 2), ("☎\u{FE0F}", 2),
    ("ｆｕｌｌ", 8), ("한국", 4), ("→ ⊣ “”", 6), ("a\u{200B}b", 2),
  ])
  func widthsAreThoseOfATerminal(text: String, columns: Int) {
    #expect(TextWidth.columns(text) == columns, "\(text)")
  }

  @Test func linesNeverExceedTheWidth() {
    let text = "日本語のとても長い言葉 and a_very_long_word_that_does_not_fit and so on"
    for width in 2...40 {
      let lines = TextWidth.lines(text, width: width)
      #expect(lines.allSatisfy { TextWidth.columns($0) <= width }, "\(width)")
      #expect(lines.joined().filter { $0 != " " } == text.filter { $0 != " " })
    }
  }
}
