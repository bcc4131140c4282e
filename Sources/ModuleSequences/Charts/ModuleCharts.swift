/// Drawings of modules and of the model over their histories: static SVG for a sheet of A4 or Letter in landscape, in the
/// look of the network drawings. The same input gives the same bytes; what there is too little of is said on the sheet.
public enum ModuleCharts {
  /// Modules where their embeddings lie: near ones are alike. The area of a symbol says how many histories had the module,
  /// its shape and fill the group; names stand beside, none over another.
  ///
  /// - Parameter note: stands at the foot, before what the method itself has to say about reading the map.
  public static func map(_ map: EmbeddingMap, title: String, note: String = "") -> String {
    MapChart(map, title: title, note: note).svg()
  }

  /// Mean squared errors of training and validation by epoch, on a logarithmic scale where they span more than a factor of
  /// ten.
  ///
  /// - Parameters:
  ///   - epochs: in any order; epochs whose errors are not finite are left out, and counted at the foot.
  ///   - best: number of the epoch whose weights were kept; one that is not among `epochs` is not marked.
  public static func trainingCurves(_ epochs: [EpochLoss], best: Int, title: String) -> String {
    TrainingChart(epochs, best: best, title: title).svg()
  }

  /// Predicted over actual effectiveness, both in 0…1, with the line where they agree.
  ///
  /// - Parameters:
  ///   - points: what is beyond 0…1 is drawn on the frame, what is not finite left out; both are counted at the foot.
  ///   - interval: half the width of the band about the line, in effectiveness; nil draws none.
  ///   - figures: written beside the plot, a line each: "R² 0.61", "MSE 0.012".
  public static func predictedAgainstActual(
    _ points: [(actual: Double, predicted: Double)], interval: Double?, title: String, figures: [String]
  ) -> String {
    PredictionChart(points, interval: interval, title: title, figures: figures).svg()
  }
}
