/// One thing that can be counted in a history: how often a module was delivered, how it opened, what followed what, how long it was.
///
/// Whatever the order means to an LSTM must be learned from a few hundred histories; these say the likely things outright, and a
/// reader can check them.
public enum OrderFeature: Hashable, Sendable {
  /// How often the module was delivered.
  case count(String)
  /// 1 where the history begins with these modules.
  case opening([String])
  /// How often these modules follow each other without a gap.
  case run([String])
  /// Modules delivered.
  case length
  /// 1 where more modules than that were delivered: effects wear off, and people tire.
  case longer(than: Int)

  func value(of modules: [String]) -> Double {
    switch self {
    case .count(let module): Double(modules.count { $0 == module })
    case .opening(let start): modules.starts(with: start) ? 1 : 0
    case .run(let run):
      modules.count < run.count
        ? 0 : Double((0...(modules.count - run.count)).count { modules[$0..<($0 + run.count)].elementsEqual(run) })
    case .length: Double(modules.count)
    case .longer(let limit): modules.count > limit ? 1 : 0
    }
  }

  /// In words, as in "opens with A, B, A".
  public var words: String {
    switch self {
    case .count(let module): "each \(module)"
    case .opening(let start): "opens with \(start.joined(separator: " > "))"
    case .run(let run): "each \(run.joined(separator: " > "))"
    case .length: "each module"
    case .longer(let limit): "more than \(limit) modules"
    }
  }

  /// What is worth looking at in some histories, in a fixed order.
  ///
  /// Openings need 2% of the histories and at least 5, runs 5% and at least 10: there are so many possible runs that some of the
  /// rare ones would fit by chance.
  static func candidates(in histories: [[String]]) -> [OrderFeature] {
    var openings: [[String]: Int] = [:]
    var runs: [[String]: Int] = [:]
    for modules in histories {
      for length in 1...3 where modules.count >= length { openings[Array(modules.prefix(length)), default: 0] += 1 }
      var seen: Set<[String]> = []
      for length in 2...3 where modules.count >= length {
        for start in 0...(modules.count - length) { seen.insert(Array(modules[start..<(start + length)])) }
      }
      for run in seen { runs[run, default: 0] += 1 }
    }
    func frequent(_ counts: [[String]: Int], atLeast minimum: Int) -> [[String]] {
      counts.filter { $0.value >= minimum }.keys.sorted {
        $0.count == $1.count ? $0.lexicographicallyPrecedes($1) : $0.count < $1.count
      }
    }
    let lengths = histories.map(\.count).sorted()
    // From a tenth of the histories shorter to a tenth longer.
    let limits = lengths.isEmpty ? [] : Set((1...19).map { lengths[lengths.count * $0 / 20] }).sorted()
    return Set(histories.joined()).sorted().map(OrderFeature.count)
      + frequent(openings, atLeast: max(5, histories.count / 50)).map(OrderFeature.opening)
      + frequent(runs, atLeast: max(10, histories.count / 20)).map(OrderFeature.run)
      + [.length] + limits.map { .longer(than: $0) }
  }
}

extension OrderFeature: Codable {
  private enum Key: String, CodingKey { case count, opening, run, length, longer }

  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: Key.self)
    if let module = try values.decodeIfPresent(String.self, forKey: .count) {
      self = .count(module)
    } else if let start = try values.decodeIfPresent([String].self, forKey: .opening) {
      self = .opening(start)
    } else if let run = try values.decodeIfPresent([String].self, forKey: .run) {
      self = .run(run)
    } else if let limit = try values.decodeIfPresent(Int.self, forKey: .longer) {
      self = .longer(than: limit)
    } else {
      _ = try values.decode(Bool.self, forKey: .length)
      self = .length
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: Key.self)
    switch self {
    case .count(let module): try values.encode(module, forKey: .count)
    case .opening(let start): try values.encode(start, forKey: .opening)
    case .run(let run): try values.encode(run, forKey: .run)
    case .length: try values.encode(true, forKey: .length)
    case .longer(let limit): try values.encode(limit, forKey: .longer)
    }
  }
}
