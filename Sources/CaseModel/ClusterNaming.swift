extension Cluster {
  /// A label in quotation marks. One in the client's own words brings them along.
  public static func quoted(_ label: String) -> String {
    let words = label.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    return words.hasPrefix("“") && words.hasSuffix("”") ? words : "“\(words)”"
  }

  /// The first words as a key: small letters, digits and underscores, with a number where it is taken.
  public static func key(from words: String, taken: Set<String>) -> String {
    let parts = words.lowercased().split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }.prefix(5)
    let stem = parts.isEmpty ? "words" : parts.joined(separator: "_")
    var key = stem
    var number = 2
    while taken.contains(key) {
      key = "\(stem)_\(number)"
      number += 1
    }
    return key
  }
}

extension Valence {
  /// The first of the most frequent.
  public static func mostFrequent(_ valences: [Valence]) -> Valence {
    // `max` alone would give the last.
    allCases.reversed().max { left, right in
      valences.count { $0 == left } < valences.count { $0 == right }
    } ?? .neutral
  }
}
