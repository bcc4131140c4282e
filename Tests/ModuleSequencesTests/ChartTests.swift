import Drawing
import Foundation
import Testing

@testable import ModuleSequences

#if canImport(FoundationXML)
  import FoundationXML
#endif

@Suite struct MapChartTests {
  @Test(arguments: EmbeddingMap.Method.allCases, [1, 2, 3] as [UInt64])
  func namesOfSeventeenModulesAreAllThereAndFree(method: EmbeddingMap.Method, seed: UInt64) throws {
    let map = EmbeddingMap(ChartSample.modules(17, spread: 0.9, seed: seed), method: method)

    let scene = MapScene(map)

    let labels = try scene.labels.map { try #require($0) }
    for (index, label) in labels.enumerated() {
      #expect(label.lines.joined(separator: " ") == ChartSample.names[index])
      #expect(scene.plot.contains(label.rect))
      #expect(labels[..<index].allSatisfy { !$0.rect.intersects(label.rect) }, "\(label.lines)")
      #expect(scene.symbols.allSatisfy { !$0.rect.intersects(label.rect) }, "\(label.lines)")
      let width = label.lines.map { TextMeasure.width($0, size: scene.labelSize) }.max() ?? 0
      #expect(label.rect.width >= width - 1e-9 && label.rect.height >= Double(label.lines.count) * scene.labelSize)
    }
  }

  @Test func twoHundredModulesHaveWhatNamesThereIsRoomFor() throws {
    let map = EmbeddingMap(ChartSample.modules(200, groups: 9), method: .pca)

    let scene = MapScene(map)
    let parsed = try ParsedChart(ModuleCharts.map(map, title: "Many"))

    let labels = scene.labels.compactMap { $0 }
    for (index, label) in labels.enumerated() {
      #expect(labels[..<index].allSatisfy { !$0.rect.intersects(label.rect) })
      #expect(scene.symbols.allSatisfy { !$0.rect.intersects(label.rect) })
    }
    #expect(labels.count > 20 && labels.count < 200)
    #expect(parsed.classes.count { $0 == "module" } == 200)
    #expect(parsed.text(of: "text").contains("\(200 - labels.count) names left out"))
  }

  @Test func symbolsDoNotCoverEachOther() {
    let same = ChartSample.modules(9, groups: 1, spread: 0) + ChartSample.modules(8, groups: 2, spread: 0, seed: 8)

    let scene = MapScene(EmbeddingMap(same, method: .pca))

    for i in scene.symbols.indices {
      for j in 0..<i {
        let distance = scene.symbols[i].center.distance(to: scene.symbols[j].center)
        #expect(distance >= scene.symbols[i].radius + scene.symbols[j].radius)
      }
    }
    #expect(scene.isMoved)
  }

  @Test func areasAreAsTheCounts() {
    var modules = ChartSample.modules(4, groups: 2)
    for (index, count) in [100, 25, 0, -3].enumerated() { modules[index].count = count }

    let scene = MapScene(EmbeddingMap(modules, method: .pca))

    #expect(abs(scene.symbols[0].radius - 2 * scene.symbols[1].radius) < 1e-9)
    #expect(scene.symbols[2].radius == MapScene.leastRadius && scene.symbols[3].radius == MapScene.leastRadius)
  }

  @Test func groupsAreInTheLegendAndMethodsInTheNote() throws {
    let modules = ChartSample.modules(17, groups: 4, spread: 0.3)
    let tsne = try ParsedChart(
      ModuleCharts.map(EmbeddingMap(modules, method: .tsne), title: "A & <b>", note: "Model 1.0."))
    let pca = try ParsedChart(ModuleCharts.map(EmbeddingMap(modules, method: .pca), title: "B"))

    #expect(tsne.text(of: "text").contains("Behavioural activation and 4 more"))
    #expect(tsne.text(of: "text").contains("A & <b>") && tsne.text(of: "text").contains("Model 1.0."))
    #expect(tsne.text(of: "text").contains("far groups mean little"))
    #expect(!tsne.text(of: "text").contains("of the variance"))
    #expect(pca.text(of: "text").contains("% of the variance"))
    #expect(tsne.text(of: "desc").contains("Group 2: "))
  }

  @Test func shapesOrFillsTellGroupsApart() {
    let looks = (0..<ClusterSymbol.count).map { cluster -> String in
      var writer = XMLWriter()
      ClusterSymbol(cluster: cluster, center: Point(x: 0, y: 0), radius: 8).draw(&writer)
      return writer.output
    }

    #expect(Set(looks).count == ClusterSymbol.count)
  }

  @Test func tooLittleIsSaid() throws {
    let modules = ChartSample.modules(17).map { ($0.code, $0.name, [1, 2, 3] as [Float], 0) }
    for method in EmbeddingMap.Method.allCases {
      let none = try ParsedChart(ModuleCharts.map(EmbeddingMap([], method: method), title: ""))
      let one = try ParsedChart(ModuleCharts.map(EmbeddingMap([modules[0]], method: method), title: "One"))
      let equal = try ParsedChart(ModuleCharts.map(EmbeddingMap(modules, method: method), title: "Equal"))

      #expect(none.text(of: "text").contains("no module has an embedding"))
      #expect(one.text(of: "text").contains("Psychoeducation"))
      #expect(equal.text(of: "text").contains("of all modules are the same"))
    }
  }
}

@Suite struct TrainingChartTests {
  @Test func theKeptEpochIsMarked() throws {
    let svg = ModuleCharts.trainingCurves(ChartSample.epochs(80), best: 41, title: "Training")
    let parsed = try ParsedChart(svg)

    #expect(parsed.text(of: "text").contains("kept: epoch 41, validation 0.0"))
    #expect(parsed.text(of: "text").contains("logarithmic"))
    for rate in ["0.001", "0.0005", "0.00025"] { #expect(parsed.text(of: "text").contains(rate)) }
    #expect(parsed.classes.count { $0 == "curve" } == 2)
    #expect(svg == ModuleCharts.trainingCurves(ChartSample.epochs(80).reversed(), best: 41, title: "Training"))
  }

  @Test func axesFitTheErrors() {
    let linear = ErrorAxis([0.02, 0.05, 0.03], minY: 100, maxY: 600)
    let logarithmic = ErrorAxis([0.002, 0.05, 0.9], minY: 100, maxY: 600)

    #expect(!linear.isLogarithmic && abs(linear.y(0) - 600) < 1e-9)
    #expect(linear.ticks.first == 0 && linear.ticks.contains { abs($0 - 0.05) < 1e-12 })
    #expect(logarithmic.isLogarithmic)
    // Equal ratios, equal distances.
    #expect(abs((logarithmic.y(0.01) - logarithmic.y(0.1)) - (logarithmic.y(0.1) - logarithmic.y(1))) < 1e-9)
    #expect(logarithmic.ticks.count >= 3)
    for (axis, values) in [(linear, [0.02, 0.05]), (logarithmic, [0.002, 0.9])] {
      #expect((values + axis.ticks).allSatisfy { (99.99...600.01).contains(axis.y($0)) })
    }
  }

  @Test func oddCoursesAreDrawnOrSaid() throws {
    let flat = (1...5).map { EpochLoss(epoch: $0, train: 0, validation: 0, learningRate: 0) }
    let broken = [EpochLoss(epoch: 1, train: .nan, validation: 1, learningRate: 1)]
    let great = [
      EpochLoss(epoch: 1, train: 1e300, validation: 1e-300, learningRate: 1),
      EpochLoss(epoch: 900_000, train: 1, validation: 1, learningRate: 1),
    ]

    let none = try ParsedChart(ModuleCharts.trainingCurves([], best: 3, title: "None"))
    let left = try ParsedChart(ModuleCharts.trainingCurves(broken, best: 1, title: "Broken"))
    let one = try ParsedChart(ModuleCharts.trainingCurves(ChartSample.epochs(1), best: 1, title: "One"))

    #expect(none.text(of: "text").contains("no epoch has been trained"))
    #expect(left.text(of: "text").contains("1 epoch without finite errors left out."))
    #expect(one.elements.count { $0 == "circle" } == 3)
    #expect(try ParsedChart(ModuleCharts.trainingCurves(flat, best: 9, title: "Flat")).classes.contains("curve"))
    #expect(try ParsedChart(ModuleCharts.trainingCurves(great, best: 1, title: "Great")).classes.contains("curve"))
  }
}

@Suite struct PredictionChartTests {
  @Test func everyPointAndEveryFigureIsThere() throws {
    let parsed = try ParsedChart(
      ModuleCharts.predictedAgainstActual(
        [(0, 0), (0.5, 0.55), (0.2, 0.9), (1.4, -2), (.nan, 1)], interval: 0.1, title: "Test",
        figures: ["R² 0.61", "MSE < 0.012"]))

    // Four points and the one of the key.
    #expect(parsed.elements.count { $0 == "circle" } == 5)
    #expect(parsed.classes.contains("band"))
    for text in ["R² 0.61", "MSE < 0.012", "± 0.1: 2 of 4", "1 beyond 0…1", "1 without finite values"] {
      #expect(parsed.text(of: "text").contains(text))
    }
  }

  @Test func pointsStandWhereTheyAre() {
    let svg = ModuleCharts.predictedAgainstActual([(0.5, 1)], interval: nil, title: "One", figures: [])

    #expect(svg.contains("cx=\"385\" cy=\"76\""))
    #expect(!svg.contains("class=\"band\""))
  }

  @Test func noPointsAreSaid() throws {
    let none = try ParsedChart(ModuleCharts.predictedAgainstActual([], interval: .nan, title: "None", figures: []))

    #expect(none.text(of: "text").contains("no history has been predicted"))
  }

  @Test func numbersAreShort() {
    #expect(
      [0.0139, 12.3456, 1234, 0, 0.000_512_7].map(ChartNumber.short) == ["0.0139", "12.3", "1234", "0", "0.000513"])
    #expect([0.2, 1, 0.25, 0.1 + 0.2, 0.00005].map(ChartNumber.plain) == ["0.2", "1", "0.25", "0.3", "0.00005"])
    #expect([0.001, 100, 0.00025].map(ChartNumber.rate) == ["0.001", "100", "0.00025"])
    #expect(ChartNumber.fixed(-0.04, decimals: 1) == "0.0" && ChartNumber.fixed(-1.25, decimals: 2) == "-1.25")
  }
}

/// What `XMLParser` finds in a drawing; throws where it is not well-formed, or not a drawing as all are.
final class ParsedChart: NSObject, XMLParserDelegate {
  private(set) var elements: [String] = []
  private(set) var classes: [String] = []
  private var texts: [String: String] = [:]
  private var open: [String] = []

  init(_ document: String) throws {
    super.init()
    let parser = XMLParser(data: Data(document.utf8))
    parser.delegate = self
    if !parser.parse() { throw parser.parserError ?? CocoaError(.fileReadCorruptFile) }
    #expect(elements.prefix(3) == ["svg", "title", "desc"])
    #expect(document.contains("role=\"img\"") && document.contains("aria-labelledby"))
    #expect(!document.contains("nan") && !document.contains("inf\"") && !document.contains("NaN"))
    #expect(!text(of: "desc").isEmpty)
  }

  /// All text within elements of this name, one after the other.
  func text(of element: String) -> String { texts[element] ?? "" }

  func parser(
    _ parser: XMLParser, didStartElement element: String, namespaceURI: String?, qualifiedName: String?,
    attributes: [String: String] = [:]
  ) {
    elements.append(element)
    open.append(element)
    if let name = attributes["class"] { classes.append(name) }
  }

  func parser(_ parser: XMLParser, didEndElement element: String, namespaceURI: String?, qualifiedName: String?) {
    open.removeLast()
  }

  func parser(_ parser: XMLParser, foundCharacters text: String) {
    if let element = open.last { texts[element, default: ""] += text }
  }
}
