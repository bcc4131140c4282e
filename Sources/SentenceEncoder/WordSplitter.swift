/// Words of a text as UTF-8, in lower case, without punctuation. An apostrophe inside a word stays ("don't"), in its
/// straight form, because it tells words apart.
enum WordSplitter {
  static func words(of text: String) -> [[UInt8]] {
    var words: [[UInt8]] = []
    var word: [UInt8] = []
    for scalar in text.unicodeScalars {
      if scalar.isASCII, let letter = lowercased(UInt8(scalar.value)) {
        word.append(letter)
      } else if scalar.isASCII, scalar != "'" {
        finish(&word, into: &words)
      } else if scalar.properties.isAlphabetic || scalar.properties.numericType != nil {
        word.append(contentsOf: scalar.properties.lowercaseMapping.utf8)
      } else if scalar == "'" || scalar == "\u{2019}", !word.isEmpty {
        word.append(39)
      } else if scalar.properties.generalCategory == .nonspacingMark, !word.isEmpty {
        word.append(contentsOf: String(scalar).utf8)
      } else {
        finish(&word, into: &words)
      }
    }
    finish(&word, into: &words)
    return words
  }

  /// A letter or digit of ASCII in lower case, `nil` for all else. Asking Unicode takes ten times as long.
  private static func lowercased(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 48...57, 97...122: byte
    case 65...90: byte | 32
    default: nil
    }
  }

  private static func finish(_ word: inout [UInt8], into words: inout [[UInt8]]) {
    while word.last == 39 { word.removeLast() }
    if !word.isEmpty { words.append(word) }
    word.removeAll()
  }
}
