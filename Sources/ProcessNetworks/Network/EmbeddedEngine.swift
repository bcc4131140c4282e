import CaseModel
import SentenceEncoder

extension NetworkEngine {
  /// Raised whenever a change of the code changes a result.
  static let embeddedCodeVersion = 1

  /// The engine that needs neither a network nor a model: the lexicon, the theme catalogue and the hashed encoder.
  ///
  /// - Parameter share: path of the `Seeds` folder, with `lexicon/` and `themes/` in it.
  /// - Throws: `CaseError` with file and line where either of them is missing or not understood.
  public static func embedded(share: String) throws -> NetworkEngine {
    let lexiconFiles = try SeedFile.all(in: "\(share)/lexicon")
    let themeFiles = try SeedFile.all(in: "\(share)/themes")
    let lexicon = try Lexicon(files: lexiconFiles)
    let catalogue = try ThemeCatalogue(files: themeFiles)
    if let unknown = lexicon.themeConcepts.keys.filter({ catalogue[$0] == nil }).min() {
      throw CaseError(
        .badData, "`theme_concepts` names the unknown theme “\(unknown)”.", at: "\(share)/lexicon",
        advice: "Rename it there as in `themes/`, or take it out.")
    }
    let encoder = HashedSentenceEncoder(corpus: catalogue.themes.flatMap { [$0.label] + $0.paraphrases })
    let reader = try SessionReader(lexicon: lexicon, catalogue: catalogue, encoder: encoder)
    return NetworkEngine(
      identity: EngineIdentity(name: "embedded", version: version(of: lexiconFiles + themeFiles)),
      annotator: EmbeddedAnnotator(reader: reader),
      clusters: CatalogueClusterBuilder(reader: reader),
      edges: EmbeddedEdgeJudge(reader: reader))
  }

  /// The code's version, and eight hexadecimal digits over the bytes of the files.
  static func version(of files: [SeedFile]) -> String {
    var hash = StableHash()
    for file in files {
      // The names count as well as the bytes: they decide the order in which files are read. Not the whole path, which
      // differs from one computer to the next.
      hash.combine((file.path.split(separator: "/").last ?? "").utf8)
      hash.combine(0)
      hash.combine(file.bytes)
      hash.combine(0)
    }
    let digits = String(UInt32(truncatingIfNeeded: hash.value), radix: 16)
    return "\(embeddedCodeVersion)+" + String(repeating: "0", count: 8 - digits.count) + digits
  }
}
