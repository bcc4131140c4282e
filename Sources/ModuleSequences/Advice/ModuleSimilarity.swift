/// How alike modules are to a few given ones, computed once, so that looking through many histories is only looking up.
///
/// The same module is alike by 1, another by the cosine of their embeddings if that is above 0, and by 0 where the model knows one
/// of them not. Values are rounded to 2⁻²⁰: sums of them are exact, and ties are ties in whatever order something is summed.
struct ModuleSimilarity {
  /// By given module and number of the other, [given, numbers].
  let rows: [[Double]]
  private var numbers: [String: Int]
  /// By number.
  private(set) var codes: [String]

  init(to modules: [String], _ predictor: ModulePredictor) {
    codes = predictor.modules
    numbers = Dictionary(uniqueKeysWithValues: predictor.modules.enumerated().map { ($1, $0) })
    for module in modules where numbers[module] == nil {
      numbers[module] = codes.count
      codes.append(module)
    }
    let vectors = codes.map { predictor.embedding(of: $0) ?? [] }
    let all = numbers
    rows = modules.map { module in
      let vector = predictor.embedding(of: module) ?? []
      return vectors.indices.map { other in
        if other == all[module] { return 1 }
        let cosine = zip(vector, vectors[other]).reduce(0.0) { $0 + Double($1.0) * Double($1.1) }
        return (min(max(cosine, 0), 1) * 0x1p20).rounded() * 0x1p-20
      }
    }
  }

  /// Numbers of modules; one that was not met before gets the next, which is like no given module.
  mutating func encode(_ modules: [String], into encoded: inout [Int]) {
    encoded.removeAll(keepingCapacity: true)
    for module in modules {
      if let number = numbers[module] {
        encoded.append(number)
      } else {
        numbers[module] = codes.count
        encoded.append(codes.count)
        codes.append(module)
      }
    }
  }
}
