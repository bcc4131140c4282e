import ArgumentParser
import CaseModel
import CaseStore
import Casework
import ProcessNetworks

/// What `network measures` prints.
struct MeasuresSheet {
  var network: Network
  var measures: NetworkMeasures
  var measure: NodeMeasure
  var stability: NetworkStability?

  private var themes: [String: String] {
    Dictionary(network.nodes.map { ($0.cluster.key, $0.cluster.theme) }, uniquingKeysWith: { first, _ in first })
  }

  func sheet() -> Sheet {
    let (ranked, coefficient, reason): (Bool, Double?, String?) =
      switch stability?.ranking {
      case .ranked(_, let coefficient): (true, coefficient, nil)
      case .notRanked(let reason): (false, nil, reason)
      case nil: (false, nil, "Nothing was drawn: --resamples says how often.")
      }
    return Sheet(
      fields: [
        ("client", .text(network.clientCode)), ("session", .integer(network.sessionNumber)),
        ("density", number(measures.density)), ("signed_density", number(measures.signedDensity)),
        ("excitatory_edges", .integer(measures.excitatoryEdges)),
        ("inhibitory_edges", .integer(measures.inhibitoryEdges)), ("modularity", number(measures.modularity)),
        ("ranked_by", Cell(ranked ? measure.rawValue : nil)), ("cs_coefficient", Cell(coefficient.map(rounded))),
        ("not_ranked_because", Cell(reason)),
      ],
      lists: [
        ("clusters", clusters(isRanked: ranked)), ("edges", edges), ("loops", loops), ("points_of_entry", entries),
      ])
  }

  private func clusters(isRanked: Bool) -> Table {
    let nodes = isRanked ? measures.ranked(by: measure) : measures.nodes
    return Table(
      [
        "rank", "cluster", "community", "in_strength", "out_strength", "expected_influence",
        "two_step_expected_influence", "betweenness", "closeness", "bridge_strength", "theme",
      ], wrapping: ["theme"],
      rows: nodes.enumerated().map { place, node in
        [
          isRanked ? .integer(place + 1) : .missing, .text(node.cluster.key), .integer(node.community),
          number(node.inStrength), number(node.outStrength), number(node.expectedInfluence),
          number(node.twoStepExpectedInfluence), number(node.betweenness), number(node.closeness),
          number(node.bridgeStrength), .text(node.cluster.theme),
        ]
      })
  }

  private var edges: Table {
    Table(
      ["source", "target", "weight", "lower", "upper", "share_excitatory", "share_inhibitory"],
      rows: (stability?.intervals ?? []).map { item in
        [
          .text(item.pair.source), .text(item.pair.target), number(item.weight), number(item.lower), number(item.upper),
          number(item.excitatoryShare), number(item.inhibitoryShare),
        ]
      })
  }

  private var loops: Table {
    Table(
      ["kind", "role", "inferred", "strength", "clusters", "words", "quotes"],
      wrapping: ["clusters", "words", "quotes"],
      rows: measures.feedbackLoops.map { loop in
        [
          .text(loop.sign.rawValue), Cell(loop.role?.rawValue), .flag(loop.isInferred), number(loop.strength),
          .list(loop.keys), .text(MeasureWords.loop(loop, themes: themes)),
          .text(loop.edges.map(\.explanation).joined(separator: " ")),
        ]
      })
  }

  private var entries: Table {
    Table(
      ["cluster", "approach", "score", "hypothesis", "evidence"], wrapping: ["hypothesis", "evidence"],
      rows: measures.pointsOfEntry.map { point in
        [
          .text(point.cluster.key), .text(point.approach.rawValue), number(point.score),
          .text(MeasureWords.pointOfEntry(point, themes: themes).joined(separator: " ")),
          .text(point.edges.map(\.explanation).joined(separator: " ")),
        ]
      })
  }

  private func rounded(_ value: Double) -> Double { (value * 1000).rounded() / 1000 }
  private func number(_ value: Double) -> Cell { .number(rounded(value)) }
}
