/// Turns texts into vectors, so that the cosine of two vectors says how alike the texts are.
///
/// An encoder is a pure function: the same text gives the same vector, on every platform and in every run.
public protocol SentenceEncoding: Sendable {
  /// What results are attributed to, for example `hashed-1024`.
  var name: String { get }
  /// Floats in a vector.
  var width: Int { get }
  /// One vector of `width` floats for each text, in order. Of unit length; all zeros for a text without words.
  func encode(_ texts: [String]) throws -> [[Float]]
}
