/// Tags and entities of captions.
enum CaptionMarkup {
  /// Words between two voice tags.
  struct VoiceSpan: Equatable {
    /// `nil` where no voice tag says who speaks.
    var voice: String?
    var text: String
  }

  /// True for `<v Name>`, with or without classes.
  static func hasVoiceTag(_ text: String) -> Bool {
    TextBytes.contains(text, "<v ") || TextBytes.contains(text, "<v.") || TextBytes.contains(text, "<v\t")
  }

  /// Splits a payload at its voice tags, takes out the other tags, and decodes entities. A `<` that begins no tag
  /// stays.
  static func voiceSpans(_ text: String) -> [VoiceSpan] {
    // <, { and &: without one of them there is nothing to do.
    guard text.utf8.contains(where: { $0 == 0x3C || $0 == 0x7B || $0 == 0x26 }) else {
      let text = TextBytes.clean(text)
      return text.isEmpty ? [] : [VoiceSpan(voice: nil, text: text)]
    }
    var spans = [VoiceSpan(voice: nil, text: "")]
    let scalars = Array(text.unicodeScalars)
    var raw = String.UnicodeScalarView()
    var index = 0
    func close() {
      spans[spans.count - 1].text += decodingEntities(String(raw))
      raw = String.UnicodeScalarView()
    }
    while index < scalars.count {
      if scalars[index] == "<", let tag = tag(scalars, from: index + 1) {
        let name = tag.text.prefix { $0 != "." && $0 != " " && $0 != "\t" }
        if name == "v" {
          close()
          let annotation = tag.text.drop { $0 != " " && $0 != "\t" }
          let voice = TextBytes.clean(decodingEntities(String(annotation)))
          spans.append(VoiceSpan(voice: voice.isEmpty ? nil : voice, text: ""))
        } else if name == "/v" {
          close()
          spans.append(VoiceSpan(voice: nil, text: ""))
        }
        index = tag.next
      } else if scalars[index] == "{", index + 1 < scalars.count, scalars[index + 1] == "\\",
        let end = scalars[index...].prefix(32).firstIndex(of: "}")
      {
        // A position as SubStation players write it into SRT: {\an8}.
        index = end + 1
      } else {
        raw.append(scalars[index])
        index += 1
      }
    }
    close()
    return spans.compactMap { span in
      let text = TextBytes.clean(span.text)
      return text.isEmpty ? nil : VoiceSpan(voice: span.voice, text: text)
    }
  }

  static func strippingTags(_ text: String) -> String {
    voiceSpans(text).map(\.text).joined(separator: " ")
  }

  /// The tag that begins behind a `<`: a letter or `/` first, or a time such as `<00:01:02.000>`.
  private static func tag(_ scalars: [Unicode.Scalar], from start: Int) -> (text: String, next: Int)? {
    guard start < scalars.count else { return nil }
    let isTime = ("0"..."9").contains(scalars[start])
    guard isTime || scalars[start] == "/" || (scalars[start].isASCII && scalars[start].properties.isAlphabetic) else {
      return nil
    }
    var index = start
    while index < scalars.count, scalars[index] != ">" {
      if scalars[index] == "<" || index - start > 300 { return nil }
      if isTime, !("0"..."9").contains(scalars[index]), scalars[index] != ":", scalars[index] != "." { return nil }
      index += 1
    }
    guard index < scalars.count else { return nil }
    return (String(String.UnicodeScalarView(scalars[start..<index])), index + 1)
  }

  private static let entities: [String: Unicode.Scalar] = [
    "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "nbsp": "\u{A0}", "lrm": "\u{200E}",
    "rlm": "\u{200F}",
  ]

  /// Entities that captions use, and numbers. Any other `&` stays.
  static func decodingEntities(_ text: String) -> String {
    guard text.utf8.contains(0x26) else { return text }
    let scalars = Array(text.unicodeScalars)
    var result = String.UnicodeScalarView()
    var index = 0
    while index < scalars.count {
      if scalars[index] == "&", let end = scalars[index...].prefix(10).firstIndex(of: ";"),
        let scalar = entity(String(String.UnicodeScalarView(scalars[(index + 1)..<end])))
      {
        result.append(scalar)
        index = end + 1
      } else {
        result.append(scalars[index])
        index += 1
      }
    }
    return String(result)
  }

  private static func entity(_ name: String) -> Unicode.Scalar? {
    if let scalar = entities[name] { return scalar }
    guard name.hasPrefix("#") else { return nil }
    let isHexadecimal = name.hasPrefix("#x") || name.hasPrefix("#X")
    guard let value = UInt32(name.dropFirst(isHexadecimal ? 2 : 1), radix: isHexadecimal ? 16 : 10), value > 0 else {
      return nil
    }
    return Unicode.Scalar(value)
  }
}
