/// Turns texts into vectors, so that the cosine of two vectors says how alike the texts are.
///
/// An encoder is a pure function: the same text gives the same vector in every run, whatever else is in the call. Whether the
/// bits are also the same on every platform, its documentation says.
public protocol SentenceEncoding: Sendable {
  /// What results are attributed to, for example `hashed-1024`.
  var name: String { get }
  /// Floats in a vector.
  var width: Int { get }
  /// One vector of `width` floats for each text, in order. Of unit length; what a text without words gets depends on the
  /// encoder: all zeros, or the vector that its model has for an empty text.
  func encode(_ texts: [String]) throws -> [[Float]]
}
