import Foundation

/// What BERT's tokenizer makes of one Unicode scalar: characters of a word, a space, a mark of punctuation, or nothing.
///
/// The rules are those of `BertNormalizer` and `BertPreTokenizer` in Hugging Face's `tokenizers` (clean text, spaces around
/// Chinese characters, decompose to NFD and drop non-spacing marks, lower case, split at punctuation). They look at scalars
/// one by one but for the canonical order of NFD, which cannot matter: what it could still move after the marks are gone is
/// in no piece of the vocabulary, so that the word is `[UNK]` in either order. Hence no scalar is looked at twice, and no
/// normalization of a whole string can grow quadratic.
enum BertScalar {
  /// What cleaning makes of a scalar.
  enum Role {
    /// Removed, as if it were not there.
    case nothing
    case space
    /// A Chinese character: a word of its own.
    case ideograph
    case other
  }

  static func role(of scalar: Unicode.Scalar) -> Role {
    let value = scalar.value
    if value < 128 {
      switch value {
      case 9, 10, 13, 32: return .space
      case 0..<32, 127: return .nothing
      default: return .other
      }
    }
    if value == 0xFFFD { return .nothing }
    switch category(of: scalar) {
    case .control, .format, .privateUse, .surrogate: return .nothing
    case .spaceSeparator, .lineSeparator, .paragraphSeparator: return .space
    default: return isIdeograph(value) ? .ideograph : .other
    }
  }

  /// The scalars that stand for `scalar` in a word: decomposed, without marks, in lower case. Often one, sometimes none.
  static func folded(_ scalar: Unicode.Scalar, into add: (Unicode.Scalar) -> Void) {
    if scalar.isASCII {
      let byte = UInt8(truncatingIfNeeded: scalar.value)
      return add(Unicode.Scalar((65...90).contains(byte) ? byte | 32 : byte))
    }
    for part in String(scalar).decomposedStringWithCanonicalMapping.unicodeScalars {
      guard part.isASCII || category(of: part) != .nonspacingMark else { continue }
      for lower in part.properties.lowercaseMapping.unicodeScalars { add(lower) }
    }
  }

  /// Whether a folded scalar is a word of its own. It is to be asked after folding: "≠" becomes "=", which is one.
  static func isPunctuation(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isASCII {
      // Also the symbols among them ($ + < = > ^ ` | ~), which Unicode does not call punctuation.
      switch scalar.value {
      case 33...47, 58...64, 91...96, 123...126: return true
      default: return false
      }
    }
    switch category(of: scalar) {
    case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation, .initialPunctuation,
      .finalPunctuation, .otherPunctuation:
      return true
    default: return false
    }
  }

  /// The general category as of Unicode 8, which the reference's tables (the crate `unicode_categories`) are from: what came
  /// later is unassigned to it, and these are what later versions changed.
  private static func category(of scalar: Unicode.Scalar) -> Unicode.GeneralCategory {
    switch scalar.value {
    case 0x166D, 0x111C9: return .otherPunctuation
    case 0x1734, 0x1171E: return .nonspacingMark
    case 0x1885, 0x1886: return .otherLetter
    case 0xA9BD: return .spacingMark
    default: break
    }
    let category = scalar.properties.generalCategory
    switch category {
    case .uppercaseLetter, .lowercaseLetter, .otherLetter, .unassigned: return category
    default:
      guard let age = scalar.properties.age, age.major <= 8 else { return .unassigned }
      return category
    }
  }

  /// The ranges of `is_chinese_char` in the reference, among them 0x2B920, which a reader may take for an error: it is one
  /// (Unicode's block begins at 0x2B820), and to be kept, for it decides how words are split.
  private static func isIdeograph(_ value: UInt32) -> Bool {
    switch value {
    case 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF, 0x20000...0x2A6DF, 0x2A700...0x2B73F, 0x2B740...0x2B81F,
      0x2B920...0x2CEAF, 0x2F800...0x2FA1F:
      true
    default: false
    }
  }
}
