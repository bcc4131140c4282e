import CaseModel
import Yams

extension Lexicon {
  /// Reads every `.yaml` file of a folder (`Seeds/lexicon`). A file may hold any of the sections `concepts`, `lists`, `risks`,
  /// `connectives`, `questions` and `theme_concepts`.
  ///
  /// - Throws: `CaseError` with file and line, for a section, name or phrase that is not understood or stands twice.
  init(files: [SeedFile]) throws {
    var seen: [String: String] = [:]
    var themeSections: [(file: SeedFile, node: Node)] = []
    for file in files {
      guard let sections = file.root.mapping else {
        throw file.error("the file must hold named sections.", at: file.root)
      }
      for (key, value) in sections {
        switch key.string ?? "" {
        case "concepts": try readConcepts(value, file: file, seen: &seen)
        case "lists": try readLists(value, file: file)
        case "risks": try readRisks(value, file: file)
        case "connectives": try readConnectives(value, file: file)
        case "questions": try readQuestions(value, file: file)
        case "theme_concepts": themeSections.append((file, value))
        default: throw file.error("unknown section “\(key.string ?? "")”.", at: key)
        }
      }
    }
    // Last, when all concepts are known.
    for (file, node) in themeSections { try readThemeConcepts(node, file: file) }
  }

  private mutating func readThemeConcepts(_ node: Node, file: SeedFile) throws {
    guard let themes = node.mapping else { throw file.error("`theme_concepts` must hold themes by id.", at: node) }
    let places = Dictionary(concepts.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
    for (key, value) in themes {
      guard let theme = key.string, themeConcepts[theme] == nil else {
        throw file.error("the theme “\(key.string ?? "")” stands twice.", at: key)
      }
      guard let weights = value.mapping else { throw file.error("weights of concepts are expected here.", at: value) }
      themeConcepts[theme] = try weights.map { concept, weight in
        guard let place = places[concept.string ?? ""] else {
          throw file.error("unknown concept “\(concept.string ?? "")”.", at: concept)
        }
        guard let number = weight.float ?? weight.int.map(Double.init), number > 0 else {
          throw file.error("a weight must be a number above 0.", at: weight)
        }
        return (place, number)
      }
    }
  }

  private mutating func readConcepts(_ node: Node, file: SeedFile, seen: inout [String: String]) throws {
    for item in try sequence(node, file: file) {
      let id = try file.text("id", in: item)
      if let first = seen[id] { throw file.error("the concept “\(id)” stands twice (also in \(first)).", at: item) }
      seen[id] = file.path
      let valence = try file.value(Valence.self, of: item["valence"]?.string ?? "neutral", at: item)
      let weight = try number("weight", in: item, file: file)
      let index = concepts.count
      concepts.append(
        Concept(id: id, dimensions: try file.dimensions(in: item), valence: valence, weight: weight))
      for phrase in try phrases(in: item, file: file) { conceptBook.add(phrase, tag: index) }
    }
  }

  private mutating func readLists(_ node: Node, file: SeedFile) throws {
    guard let mapping = node.mapping else { throw file.error("`lists` must hold named lists.", at: node) }
    for (key, value) in mapping {
      let list = try file.value(List.self, of: key.string ?? "", at: key)
      for item in try sequence(value, file: file) { lists.add(try phrase(item, file: file), tag: list) }
    }
  }

  private mutating func readRisks(_ node: Node, file: SeedFile) throws {
    guard let mapping = node.mapping else { throw file.error("`risks` must hold named lists.", at: node) }
    for (key, value) in mapping {
      let rule = try file.value(RiskRule.self, of: key.string ?? "", at: key)
      for item in try sequence(value, file: file) { risks.add(try phrase(item, file: file), tag: rule) }
    }
  }

  private mutating func readConnectives(_ node: Node, file: SeedFile) throws {
    for item in try sequence(node, file: file) {
      let connective = Connective(
        order: try file.value(Connective.Order.self, of: try file.text("order", in: item), at: item),
        sign: try file.value(EdgeSign.self, of: item["sign"]?.string ?? "excitatory", at: item),
        isDenial: item["denial"]?.bool ?? false,
        weight: try number("weight", in: item, file: file))
      for phrase in try phrases(in: item, file: file) { connectives.add(phrase, tag: connective) }
    }
  }

  private mutating func readQuestions(_ node: Node, file: SeedFile) throws {
    for item in try sequence(node, file: file) {
      let question = Question(
        dimensions: try file.dimensions(in: item), weight: try number("weight", in: item, file: file))
      for phrase in try phrases(in: item, file: file) { questions.add(phrase, tag: question) }
    }
  }

  private func sequence(_ node: Node, file: SeedFile) throws -> [Node] {
    guard let sequence = node.sequence else { throw file.error("a list is expected here.", at: node) }
    return Array(sequence)
  }

  private func number(_ key: String, in node: Node, file: SeedFile) throws -> Double {
    guard let value = node[key] else { return 1 }
    guard let number = value.float ?? value.int.map(Double.init), number > 0, number <= 10 else {
      throw file.error("`\(key)` must be a number above 0, at most 10.", at: value)
    }
    return number
  }

  private func phrases(in node: Node, file: SeedFile) throws -> [Phrase] {
    let items = try file.list("phrases", in: node)
    guard !items.isEmpty else { throw file.error("`phrases` is missing or empty.", at: node) }
    return try items.map { try phrase($0, file: file) }
  }

  private func phrase(_ node: Node, file: SeedFile) throws -> Phrase {
    guard let text = node.scalar?.string, let phrase = Phrase(text.lowercased()) else {
      throw file.error("a phrase must begin and end with a word.", at: node)
    }
    return phrase
  }
}
