import CaseModel
import ProcessNetworks

/// One client's sessions through all stages, as the worker does it, but without a store.
struct ClientRun {
  /// A turn of a session.
  struct Place: Hashable {
    var session: Int
    var turn: Int
  }

  let client: GoldClient
  /// The client's network after each session.
  let networks: [Network]
  /// The network of all sessions.
  let network: Network
  /// The turns of each shown cluster, by key.
  let members: [String: Set<Place>]

  init(_ client: GoldClient, engine: NetworkEngine) throws {
    var totals = NetworkTotals()
    var clusters: [String: Cluster] = [:]
    var slots: [String: Int] = [:]
    var shown: [String] = []
    var members: [String: Set<Place>] = [:]
    var evidence: [SessionEvidence] = []
    var networks: [Network] = []
    for session in client.sessions {
      let annotation = try engine.annotator.annotate(session.utterances)
      let existing = clusters.values.sorted { $0.key < $1.key }.map {
        ClusterProfile(cluster: $0, total: totals.clusters[$0.key] ?? ClusterTotal())
      }
      let reading = try engine.read(session.utterances, annotation: annotation, existing: existing)
      totals += reading.totals
      for cluster in reading.clusters where clusters[cluster.key] == nil { clusters[cluster.key] = cluster }
      for membership in reading.memberships {
        members[membership.clusterKey, default: []].insert(Place(session: session.number, turn: membership.turn))
      }
      evidence += reading.evidence.map { SessionEvidence(sessionNumber: session.number, evidence: $0) }
      let composed = try engine.compose(
        clientCode: client.name, kind: .client, sessionNumber: session.number, sessionDay: session.day, totals: totals,
        clusters: clusters.values.sorted { $0.key < $1.key }, slots: slots, previouslyShown: shown
      ) { pair in evidence.filter { $0.evidence.pair == pair } }
      for node in composed.nodes { slots[node.cluster.key] = node.slot }
      shown = composed.nodes.map(\.cluster.key)
      networks.append(composed)
    }
    guard let network = networks.last else {
      throw CaseError(.badData, "The client has no sessions.", at: client.name)
    }
    self.client = client
    self.network = network
    self.networks = networks
    self.members = members.filter { shown.contains($0.key) }
  }
}

extension GoldClient {
  /// Every judged client turn.
  var places: [(place: ClientRun.Place, turn: GoldTurn)] {
    sessions.flatMap { session in
      session.turns.map { (ClientRun.Place(session: session.number, turn: $0.turn), $0) }
    }
  }

  /// The turns of each true cluster, by key.
  var members: [String: Set<ClientRun.Place>] {
    var members = Dictionary(uniqueKeysWithValues: clusters.map { ($0.key, Set<ClientRun.Place>()) })
    for (place, turn) in places {
      for key in turn.clusters { members[key]?.insert(place) }
    }
    return members
  }

  /// The edges that any session supports, with the sign that most of them have, the later one where they are even.
  var edges: [ClusterPair: EdgeSign] {
    var signs: [ClusterPair: [EdgeSign]] = [:]
    for edge in sessions.flatMap(\.edges) { signs[edge.pair, default: []].append(edge.sign) }
    return signs.mapValues { signs in
      let excitatory = signs.count { $0 == .excitatory }
      if excitatory * 2 == signs.count { return signs[signs.count - 1] }
      return excitatory * 2 > signs.count ? .excitatory : .inhibitory
    }
  }
}
