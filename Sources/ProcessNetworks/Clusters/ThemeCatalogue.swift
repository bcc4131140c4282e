import CaseModel
import Yams

/// A clinical theme of the catalogue: what may become a cluster of a client.
struct Theme: Sendable {
  /// What a therapist would expect between two themes, before a client has said a word.
  struct Relation: Sendable {
    var target: String
    var sign: EdgeSign
    var strength: EdgeStrength
  }

  var id: String
  /// A function, conflict or pattern in a few words.
  var label: String
  var area: String
  /// At least one, sorted.
  var dimensions: [Dimension]
  var valence: Valence
  /// How clients say it.
  var paraphrases: [String]
  /// Words and short phrases that point to it.
  var cues: [String]
  var relations: [Relation]

  var cluster: Cluster { Cluster(key: id, theme: label, dimensions: dimensions, valence: valence) }
}

/// The themes of `Seeds/themes`, in order of id.
struct ThemeCatalogue: Sendable {
  let themes: [Theme]
  private let places: [String: Int]

  subscript(id: String) -> Theme? { places[id].map { themes[$0] } }

  func place(of id: String) -> Int? { places[id] }

  /// - Throws: `CaseError` with file and line, for a theme that stands twice, a relation to a theme that there is not, and
  ///   everything else that is missing or not understood.
  init(files: [SeedFile]) throws {
    var themes: [Theme] = []
    var origin: [String: (file: SeedFile, node: Node)] = [:]
    for file in files {
      let area = try file.text("area", in: file.root)
      for node in try file.list("themes", in: file.root) {
        let theme = try Self.theme(node, area: area, file: file)
        guard origin[theme.id] == nil else {
          throw file.error("the theme “\(theme.id)” stands twice.", at: node["id"] ?? node)
        }
        origin[theme.id] = (file, node)
        themes.append(theme)
      }
    }
    guard !themes.isEmpty else {
      throw CaseError(.noInput, "the theme catalogue is empty.", at: files.first?.path ?? "themes")
    }
    for theme in themes {
      guard let (file, node) = origin[theme.id] else { continue }
      for (relation, place) in zip(theme.relations, try file.list("relations", in: node)) {
        guard origin[relation.target] != nil else {
          throw file.error("“\(theme.id)” points to the unknown theme “\(relation.target)”.", at: place["to"] ?? place)
        }
        guard relation.target != theme.id else { throw file.error("“\(theme.id)” points to itself.", at: place) }
      }
    }
    self.themes = themes.sorted { $0.id < $1.id }
    places = Dictionary(uniqueKeysWithValues: self.themes.enumerated().map { ($1.id, $0) })
  }

  private static func theme(_ node: Node, area: String, file: SeedFile) throws -> Theme {
    let theme = Theme(
      id: try file.text("id", in: node), label: try file.text("label", in: node), area: area,
      dimensions: try file.dimensions(in: node),
      valence: try file.value(Valence.self, of: try file.text("valence", in: node), at: node["valence"] ?? node),
      paraphrases: try file.texts("paraphrases", in: node), cues: try file.texts("cues", in: node),
      relations: try file.list("relations", in: node).map { relation in
        Theme.Relation(
          target: try file.text("to", in: relation),
          sign: try file.value(EdgeSign.self, of: try file.text("sign", in: relation), at: relation),
          strength: try file.value(EdgeStrength.self, of: try file.text("strength", in: relation), at: relation))
      })
    guard !theme.dimensions.isEmpty else { throw file.error("“\(theme.id)” has no dimensions.", at: node) }
    guard !theme.paraphrases.isEmpty else { throw file.error("“\(theme.id)” has no paraphrases.", at: node) }
    return theme
  }
}
