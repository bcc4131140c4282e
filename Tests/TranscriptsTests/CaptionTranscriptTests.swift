import CaseModel
import Testing

@testable import Transcripts

@Suite struct CaptionTranscriptTests {
  /// As Zoom writes it: numbered cues, `Name: text`.
  static let zoom = """
    WEBVTT

    1
    00:00:03.120 --> 00:00:05.000
    Ruth Hall: So, how was it?

    2
    00:00:06.000 --> 00:00:08.500
    Ruth Hall: Since Monday, I mean.

    3
    00:00:11.000 --> 00:00:14.000
    Ana Lima: Mixed. I went out twice,
    which is new.

    4
    00:00:16.000 --> 00:00:17.000
    Ana Lima: But not on Sunday.
    """

  @Test func readsZoom() throws {
    let transcript = try Sample(.webVTT, CaptionTranscriptTests.zoom, therapist: "Ruth Hall").one()
    #expect(
      transcript.script == [
        "T So, how was it? Since Monday, I mean.", "C Mixed. I went out twice, which is new.", "C But not on Sunday.",
      ])
    #expect(transcript.times == [[3120, 8500], [11_000, 14_000], [16_000, 17_000]])
    #expect(transcript.utterances[1].speakerName == "Ana Lima")
    #expect(transcript.line == 4)
  }

  @Test func readsTeams() throws {
    let transcript = try Sample(
      .webVTT,
      """
      WEBVTT - made by hand
      Kind: captions

      STYLE
      ::cue { color: red }

      NOTE nothing --
      of interest

      REGION
      id:a

      0a1b-7/12-0
      00:03.120 --> 00:05.000 align:start position:10%
      <v Ruth Hall>So &amp; so: <i>how</i> was it?</v>

      00:05.500 --> 00:06.000
      <v.loud Ana Lima>1 &lt; 2 <00:05.700><c.blue>maybe</c>&#33;
      Well: yes.</v>

      00:07.000 --> 00:08.000
      <v Ruth Hall>Hm.</v> <v Ana Lima>No.</v>

      00:09.000 --> 00:09.500
      """, therapist: "Ruth Hall"
    ).one()
    #expect(
      transcript.script == ["T So & so: how was it?", "C 1 < 2 maybe! Well: yes.", "T Hm.", "C No."])
    #expect(transcript.times == [[3120, 5000], [5500, 6000], [7000, 8000], [7000, 8000]])
  }

  @Test func readsSRT() throws {
    let transcript = try Sample(
      .srt,
      """
      1
      00:00:01,000 --> 00:00:02,500
      {\\an8}THERAPIST: <font color="red">How</font> was <3 it?

      2
      00:00:02,600 --> 00:00:04,000
      and where?

      00:01:00,000 --> 00:01:01,000
      [CLIENT]: At home,
      THERAPIST: Alone?

      7
      00:01:04,000 --> 00:01:05,000
      Still here?

      """
    ).one()
    // The last cue has no label: it continues the therapist, but after a gap of three seconds.
    #expect(transcript.script == ["T How was <3 it? and where?", "C At home,", "T Alone?", "T Still here?"])
    #expect(transcript.times == [[1000, 4000], [60_000, 61_000], [60_000, 61_000], [64_000, 65_000]])
  }

  @Test func mergesByTheGap() throws {
    func script(_ start: String) throws -> Int {
      try Sample(.webVTT, "WEBVTT\n\n00:01.000 --> 00:02.000\nC: a\n\n\(start) --> 00:09.000\nC: b").one().utterances
        .count
    }
    #expect(try script("00:03.999") == 1)
    #expect(try script("00:04.000") == 2)
    #expect(try script("00:01.500") == 1)
  }

  @Test func refusesCaptionsWithoutSpeakers() throws {
    for last in ["no more.", "Fine: no more."] {
      let whisper = "WEBVTT\n\n00:00.000 --> 00:02.000\nSo how was it?\n\n00:02.000 --> 00:04.000\n\(last)\n"
      let fault = try Sample(.webVTT, whisper).fault()
      #expect(fault.line == 4)
      #expect(fault.text.contains("who speaks") || fault.text.contains("says who"))
      #expect(fault.text.contains("WhisperX"))
    }
  }

  @Test(arguments: [
    (Sample(.webVTT, "1\n00:01.000 --> 00:02.000\nC: a"), 1, "WEBVTT"),
    (Sample(.webVTT, "WEBVTTX\n\n00:01.000 --> 00:02.000\nC: a"), 1, "WEBVTT"),
    (Sample(.webVTT, "WEBVTT\n00:01.000 --> 00:02.000\nC: a"), 2, "without an empty line"),
    (Sample(.webVTT, "WEBVTT\n\nNOTE\nnothing else"), 1, "no cue"),
    (Sample(.webVTT, "WEBVTT\n\n00:01.000 --> 00:02.000\nC: a\n\nlost words\n"), 6, "times are expected"),
    (Sample(.webVTT, "WEBVTT\n\n00:01.000 --> 00:02.000\nC: a\n00:02.000 --> 00:03.000\nC: b"), 5, "empty line"),
    (Sample(.webVTT, "WEBVTT\n\n00:03.000 --> 00:02.000\nC: a"), 3, "ends before it begins"),
    (Sample(.srt, "1\n00:00:01,000 -> 00:00:02,000\nC: a"), 1, "times are expected"),
    (Sample(.srt, "1\n00:00:01,000 --> soon\nC: a"), 2, "not understood"),
    (Sample(.srt, "1\n00:00:01,000 --> 00:00:02,000\na\n\n00:00:03,000 --> 00:00:04,000\nC: b"), 3, "Neither this cue"),
    (
      Sample(.webVTT, "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ana>a\n\n00:02.000 --> 00:03.000\nb", therapist: "R"), 7,
      "does not say who speaks"
    ),
    (Sample(.webVTT, zoom), 5, "--therapist"),
    (Sample(.srt, "1\n00:00:01,000 --> 00:00:02,000\n\n2\n00:00:01,000 --> 00:00:02,000\n"), 2, "who speaks"),
  ])
  func refuses(sample: Sample, line: Int, words: String) throws {
    let fault = try sample.fault()
    #expect(fault.line == line)
    #expect(fault.text.contains(words), "\(fault.text)")
  }

  @Test(arguments: [
    ("a &amp;lt; b", "a &lt; b"), ("a & b; c", "a & b; c"), ("&nbsp;x", "\u{A0}x"), ("&#x1F600;&#39;", "😀'"),
    ("&#0;&#xD800;&#99999999999;", "&#0;&#xD800;&#99999999999;"), ("&unknown;", "&unknown;"), ("&", "&"), ("&;", "&;"),
  ])
  func decodesEntities(text: String, decoded: String) {
    #expect(CaptionMarkup.decodingEntities(text) == decoded)
  }

  @Test(arguments: [
    ("<i>a</i>", "a"), ("a < b > c", "a < b > c"), ("<3 you > me", "<3 you > me"), ("a <b", "a <b"),
    ("<b><u>x</u></b> y", "x y"), ("<00:01.000>z", "z"), ("<>", "<>"), ("{\\an8}top", "top"), ("{curly}", "{curly}"),
  ])
  func stripsTags(text: String, stripped: String) {
    #expect(CaptionMarkup.strippingTags(text) == stripped)
  }
}
