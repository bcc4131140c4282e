import CaseModel
import Foundation
import SentenceEncoder

extension NetworkEngine {
  /// Raised whenever a change of the code changes a result.
  static let embeddedCodeVersion = 3

  /// The engine that needs no network: sentence vectors, small heads trained on the project's examples, the theme catalogue, and
  /// the lexicon.
  ///
  /// - Parameters:
  ///   - share: path of the `Seeds` folder, with `lexicon/`, `themes/` and `heads.json` in it.
  ///   - encoder: the one that the heads were trained for; without it the engine is `lexicon(share:)`.
  /// - Throws: `CaseError` with file and line where any of them is missing or not understood.
  public static func embedded(share: String, encoder: (any SentenceEncoding)?) throws -> NetworkEngine {
    guard let encoder = encoder.map({ RememberingEncoder($0) }) else { return try lexicon(share: share) }
    let seeds = try seeds(share: share)
    let path = "\(share)/heads.json"
    let heads = try Heads(path: path)
    let examples = try RiskExamples(path: "\(share)/examples.i8", width: heads.width)
    let reader = try MeaningReader(
      lexicon: seeds.lexicon, catalogue: seeds.catalogue, heads: heads, examples: examples, encoder: encoder)
    return NetworkEngine(
      identity: EngineIdentity(name: "embedded", version: version(of: seeds.files, and: heads.bytes + examples.bytes)),
      annotator: try MeaningAnnotator(reader: reader),
      clusters: MeaningClusterBuilder(reader: reader), edges: MeaningEdgeJudge(reader: reader), encoder: encoder)
  }

  /// The engine that needs neither a network nor a model: the lexicon, the theme catalogue and the hashed encoder.
  ///
  /// - Parameter share: path of the `Seeds` folder, with `lexicon/` and `themes/` in it.
  /// - Throws: `CaseError` with file and line where either of them is missing or not understood.
  public static func lexicon(share: String) throws -> NetworkEngine {
    let seeds = try seeds(share: share)
    let encoder = HashedSentenceEncoder(corpus: seeds.catalogue.themes.flatMap { [$0.label] + $0.paraphrases })
    let reader = try SessionReader(lexicon: seeds.lexicon, catalogue: seeds.catalogue, encoder: encoder)
    return NetworkEngine(
      identity: EngineIdentity(name: "lexicon", version: version(of: seeds.files)),
      annotator: LexiconAnnotator(reader: reader),
      clusters: CatalogueClusterBuilder(reader: reader),
      edges: LexiconEdgeJudge(reader: reader))
  }

  private static func seeds(
    share: String
  ) throws -> (lexicon: Lexicon, catalogue: ThemeCatalogue, files: [SeedFile]) {
    let lexiconFiles = try SeedFile.all(in: "\(share)/lexicon")
    let themeFiles = try SeedFile.all(in: "\(share)/themes")
    let lexicon = try Lexicon(files: lexiconFiles)
    let catalogue = try ThemeCatalogue(files: themeFiles)
    if let unknown = lexicon.themeConcepts.keys.filter({ catalogue[$0] == nil }).min() {
      throw CaseError(
        .badData, "`theme_concepts` names the unknown theme “\(unknown)”.", at: "\(share)/lexicon",
        advice: "Rename it there as in `themes/`, or take it out.")
    }
    return (lexicon, catalogue, lexiconFiles + themeFiles)
  }

  /// The code's version, and eight hexadecimal digits over the bytes of the files and whatever else results depend on.
  static func version(of files: [SeedFile], and more: Data = Data()) -> String {
    var hash = StableHash()
    for file in files {
      // The names count as well as the bytes: they decide the order in which files are read. Not the whole path, which
      // differs from one computer to the next.
      hash.combine((file.path.split(separator: "/").last ?? "").utf8)
      hash.combine(0)
      hash.combine(file.bytes)
      hash.combine(0)
    }
    hash.combine(more)
    let digits = String(UInt32(truncatingIfNeeded: hash.value), radix: 16)
    return "\(embeddedCodeVersion)+" + String(repeating: "0", count: 8 - digits.count) + digits
  }
}
