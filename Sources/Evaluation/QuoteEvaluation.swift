import CaseModel
import ProcessNetworks

/// The quote against the marked part of a post: F1 of the words' places.
public struct QuoteEvaluation {
  private let engine: NetworkEngine
  private let quotes: [GoldQuote]
  private let bootstrap: Bootstrap

  public init(engine: NetworkEngine, quotes: [GoldQuote], bootstrap: Bootstrap = Bootstrap()) {
    self.engine = engine
    self.quotes = quotes
    self.bootstrap = bootstrap
  }

  /// Posts whose marked part is not literally in them are left out: there is nothing to compare places with.
  public func figures() throws -> [Figure] {
    var found: [Double] = []
    var whole: [Double] = []
    for item in quotes {
      let words = Self.words(of: item.text)
      guard let marked = Self.places(of: Self.words(of: item.marked), in: words) else { continue }
      whole.append(overlapF1(marked, Set(words.indices)))
      let annotation = try engine.annotator.annotate([Utterance(turn: 1, speaker: .client, text: item.text)])
      guard let quote = annotation.processes.first?.quote else {
        found.append(0)
        continue
      }
      let before = String(item.text.unicodeScalars.prefix(quote.start))
      let from = Self.words(of: before).count
      let count = Self.words(of: quote.text).count
      found.append(overlapF1(marked, Set(from..<min(words.count, from + count))))
    }
    guard !found.isEmpty else { return [] }
    func mean(_ values: [Double], _ sample: [Int]) -> Double {
      sample.reduce(0) { $0 + values[$1] } / Double(max(1, sample.count))
    }
    let all = Array(found.indices)
    return [
      Figure(
        "quote.token_f1", mean(found, all), interval: bootstrap.interval(count: found.count) { mean(found, $0) },
        cases: found.count, baselines: [Figure.Baseline("the whole text", mean(whole, all))])
    ]
  }

  /// In lower case and without punctuation: what was marked by hand differs in both.
  private static func words(of text: String) -> [String] {
    text.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
  }

  /// The first place of the part in the whole.
  private static func places(of part: [String], in whole: [String]) -> Set<Int>? {
    guard !part.isEmpty, part.count <= whole.count else { return nil }
    let start = (0...(whole.count - part.count)).first {
      whole[$0] == part[0] && whole[$0..<($0 + part.count)].elementsEqual(part)
    }
    return start.map { Set($0..<($0 + part.count)) }
  }
}
