/// Where modules lie by their embeddings, in two dimensions: what a map of them is drawn from.
public struct EmbeddingMap: Hashable, Sendable {
  public enum Method: String, CaseIterable, Sendable {
    /// Neighbours stay together; far distances mean little.
    case tsne
    /// A true projection; shows the share of the variance that its axes explain.
    case pca
  }

  public struct Point: Hashable, Sendable {
    /// The module's code and name.
    public var code: String
    public var name: String
    /// In the map's own unit, the same for both, centred on (0, 0).
    public var x: Double
    public var y: Double
    /// Of `clusterCount` groups (`ModuleClusters`).
    public var cluster: Int
    /// How often the module was delivered.
    public var count: Int
  }

  public let method: Method
  /// In the order of the modules that the map was made from.
  public let points: [Point]
  /// The shares of variance of x and y, each in 0…1; nil for t-SNE, whose axes have no meaning.
  public let shares: [Double]?

  public var clusterCount: Int { points.isEmpty ? 0 : (points.map(\.cluster).max() ?? 0) + 1 }

  /// Clusters are found in the whole space, not on the map.
  ///
  /// - Parameter modules: `vector` is the module's embedding, of the same length for all.
  public init(_ modules: [(code: String, name: String, vector: [Float], count: Int)], method: Method) {
    let rows = modules.map { $0.vector.map(Double.init) }
    let places: [(x: Double, y: Double)]
    switch method {
    case .tsne:
      places = TSNE.points(rows)
      shares = nil
    case .pca:
      let components = PrincipalComponents(rows)
      places = components.points
      shares = components.shares
    }
    self.method = method
    points = zip(zip(modules, places), ModuleClusters.groups(rows)).map { pair, cluster in
      let (module, place) = pair
      return Point(
        code: module.code, name: module.name, x: place.x, y: place.y, cluster: cluster, count: max(0, module.count))
    }
  }
}
