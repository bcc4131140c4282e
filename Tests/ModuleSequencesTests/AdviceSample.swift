import CaseModel

@testable import ModuleSequences

/// A model of five modules whose similarities and expectations can be told by hand.
enum AdviceSample {
  static let catalogue = ["A", "B", "C", "D", "E"]

  /// Cosines: A and C 0.6, B and C 0.8, C and D −0.6, C and E −0.8, A and B 0, A and D −1.
  ///
  /// An expectation is 0.4 and the weights of the modules in a history, each as often as it is there; the interval is ±0.2.
  static func predictor(_ weights: [String: Double] = [:]) -> ModulePredictor {
    var parameters = LSTMParameters(shape: LSTMShape(vocabulary: 6, embedding: 2, hidden: 2))
    // The row of what is not known, then each by its code; lengths do not matter.
    parameters[.embedding] = [5, 5, 1, 0, 0, 2, 0.6, 0.8, -1, 0, 0, -1]
    let terms = weights.sorted { $0.key < $1.key }.map { OrderModel.Term(feature: .count($0), weight: $1) }
    return ModulePredictor(
      architecture: .combined, modules: catalogue, order: OrderModel(intercept: 0.4, terms: terms),
      members: [parameters], blend: 0, intervalHalfWidth: 0.2, counts: [9, 9, 9, 9, 9])
  }

  /// A module a letter.
  static func history(_ id: String, _ modules: String, _ effectiveness: Double = 0.5) -> ModuleSequence {
    ModuleSequence(id: id, modules: modules.map(String.init), effectiveness: effectiveness)
  }

  /// Histories of one module, in which nothing follows anything.
  static func fillers(_ count: Int = 20) -> [ModuleSequence] { (0..<count).map { history("z\(10 + $0)", "E") } }

  static func advice(
    after modules: String, _ histories: [ModuleSequence], client: String? = nil, weights: [String: Double] = [:],
    catalogue: [String] = catalogue
  ) throws -> NextModuleAdvice {
    try NextModuleAdvice(
      after: modules.map(String.init), client: client, histories: histories, predictor: predictor(weights),
      catalogue: catalogue)
  }
}
