import CaseModel
import ProcessNetworks
import SentenceEncoder

/// Stage 2 against planted clusters: all sessions from the transcript on, the clusters that the last network shows.
public struct ClusterEvaluation {
  private let runs: [ClientRun]
  private let encoder: any SentenceEncoding

  /// - Parameter encoder: for the baseline, which groups the true processes by their vectors alone.
  public init(engine: NetworkEngine, clients: [GoldClient], encoder: any SentenceEncoding) throws {
    runs = try clients.map { try ClientRun($0, engine: engine) }
    self.encoder = encoder
  }

  /// Clients are too few to resample: the figures of each stand beside the mean.
  public func figures() throws -> [Figure] {
    var figures: [Figure] = []
    var matched: [Double] = []
    var omegas: [Double] = []
    var plainMatched: [Double] = []
    var plainOmegas: [Double] = []
    for run in runs {
      let items = run.client.places
      let found = Self.agreement(run.client, found: run.members)
      let plain = try baseline(of: run.client)
      figures += [
        Figure("clusters.\(run.client.name).matched_f1", found.f1, cases: items.count),
        Figure("clusters.\(run.client.name).omega", found.omega, cases: items.count),
        Figure("clusters.\(run.client.name).shown", Double(run.members.count), cases: items.count),
      ]
      matched.append(found.f1)
      omegas.append(found.omega)
      plainMatched.append(plain.f1)
      plainOmegas.append(plain.omega)
    }
    guard !runs.isEmpty else { return [] }
    return [
      Figure(
        "clusters.matched_f1", Self.mean(matched), cases: runs.count,
        baselines: [.init("k-means, k = \(Self.kMeansCount)", Self.mean(plainMatched))]),
      Figure(
        "clusters.omega", Self.mean(omegas), cases: runs.count,
        baselines: [.init("k-means, k = \(Self.kMeansCount)", Self.mean(plainOmegas))]),
    ] + figures
  }

  static func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(max(1, values.count)) }

  /// Omega is over the turns that truly carry a process, because the many that do not would agree for free.
  private static func agreement(
    _ client: GoldClient, found: [String: Set<ClientRun.Place>]
  ) -> (f1: Double, omega: Double) {
    let processes = client.places.filter(\.turn.isProcess)
    let left = processes.map { Set($0.turn.clusters) }
    let right = processes.map { item in Set(found.filter { $0.value.contains(item.place) }.keys) }
    return (ClusterAgreement(client, found: found).matchedF1, ClusterAgreement.omega(left, right))
  }

  static let kMeansCount = 8
  private static let kMeansRuns = 10

  /// k-means on the vectors of the turns that truly carry a process: it is told which those are, and how many clusters there are.
  private func baseline(of client: GoldClient) throws -> (f1: Double, omega: Double) {
    let texts = Dictionary(
      client.sessions.flatMap { session in
        session.utterances.map { (ClientRun.Place(session: session.number, turn: $0.turn), $0.text) }
      }, uniquingKeysWith: { first, _ in first })
    let places = client.places.filter(\.turn.isProcess).map(\.place)
    let vectors = try encoder.encode(places.map { texts[$0] ?? "" })
    let results = (0..<Self.kMeansRuns).map { run in
      let labels = KMeans.labels(of: vectors, count: Self.kMeansCount, seed: UInt64(run))
      var found: [String: Set<ClientRun.Place>] = [:]
      for (place, label) in zip(places, labels) { found["\(label)", default: []].insert(place) }
      return Self.agreement(client, found: found)
    }
    return (Self.mean(results.map(\.f1)), Self.mean(results.map(\.omega)))
  }
}

/// Lloyd's algorithm from centres by k-means++ (Arthur & Vassilvitskii 2007): a baseline, no part of any engine.
enum KMeans {
  static func labels(of vectors: [[Float]], count: Int, seed: UInt64) -> [Int] {
    guard !vectors.isEmpty, count > 0 else { return [] }
    var random = SplitMix64(seed: seed)
    var centres = [vectors[random.place(below: vectors.count)]]
    while centres.count < min(count, vectors.count) {
      let distances = vectors.map { vector in centres.map { distance($0, vector) }.min() ?? 0 }
      var left = Double(random.unit()) * distances.reduce(0, +)
      let next = distances.firstIndex { distance in
        left -= distance
        return left < 0
      }
      centres.append(vectors[next ?? vectors.count - 1])
    }
    var labels = [Int](repeating: -1, count: vectors.count)
    for _ in 0..<100 {
      let assigned = vectors.map { vector in
        centres.indices.min { distance(centres[$0], vector) < distance(centres[$1], vector) } ?? 0
      }
      if assigned == labels { break }
      labels = assigned
      for centre in centres.indices {
        let members = vectors.indices.filter { labels[$0] == centre }
        guard !members.isEmpty else { continue }
        centres[centre] = centres[centre].indices.map { column in
          members.reduce(Float(0)) { $0 + vectors[$1][column] } / Float(members.count)
        }
      }
    }
    return labels
  }

  private static func distance(_ left: [Float], _ right: [Float]) -> Double {
    var sum: Float = 0
    for index in left.indices { sum += (left[index] - right[index]) * (left[index] - right[index]) }
    return Double(sum)
  }
}
