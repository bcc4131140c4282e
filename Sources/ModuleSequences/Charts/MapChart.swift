import Drawing

struct MapChart {
  private let map: EmbeddingMap
  private let title: String
  private let note: String
  let scene: MapScene

  init(_ map: EmbeddingMap, title: String, note: String) {
    self.map = map
    self.title = title
    self.note = note
    scene = MapScene(map)
  }

  func svg() -> String {
    ChartSheet.svg(
      title: title, description: description(), note: wholeNote(),
      instead: message
    ) { writer in
      drawAxes(&writer)
      for label in scene.labels.compactMap({ $0 }) where label.leader.count == 2 {
        ChartSheet.line(label.leader[0], label.leader[1], color: Palette.quietInk, width: 0.8, &writer)
      }
      for (index, point) in map.points.enumerated() {
        writer.open("g", [("class", "module")])
        writer.text("title", [], words(point))
        scene.symbols[index].draw(&writer)
        if let label = scene.labels[index] { draw(label, &writer) }
        writer.close("g")
      }
      drawLegend(&writer)
    }
  }

  private func draw(_ label: MapScene.Label, _ writer: inout XMLWriter) {
    let height = MapScene.lineHeight(scene.labelSize)
    let x = label.anchor == "start" ? label.rect.minX : label.anchor == "end" ? label.rect.maxX : label.rect.center.x
    for (index, line) in label.lines.enumerated() {
      let y = label.rect.minY - 1 + height * (Double(index) + 0.5) + scene.labelSize * 0.35
      ChartSheet.write(
        line, at: Point(x: x, y: y), anchor: label.anchor, size: scene.labelSize,
        attributes: [("class", "label")], &writer)
    }
  }

  // MARK: Axes

  private func drawAxes(_ writer: inout XMLWriter) {
    let plot = scene.plot
    guard let shares = map.shares else {
      ChartSheet.frame(plot, &writer)
      return
    }
    let (x, y) = (scene.origin.x, scene.origin.y)
    ChartSheet.line(Point(x: x, y: plot.minY), Point(x: x, y: plot.maxY), &writer)
    ChartSheet.line(Point(x: plot.minX, y: y), Point(x: plot.maxX, y: y), &writer)
    // The lines stop before names.
    for case let label? in scene.labels {
      let rect = label.rect.inflated(by: 2)
      guard (rect.minX...rect.maxX).contains(x) || (rect.minY...rect.maxY).contains(y) else { continue }
      writer.empty(
        "rect",
        [
          ("x", rect.minX.svg), ("y", rect.minY.svg), ("width", rect.width.svg), ("height", rect.height.svg),
          ("fill", Palette.paper),
        ])
    }
    ChartSheet.frame(plot, &writer)
    func name(_ rank: String, _ share: Double) -> String {
      "\(rank) component · \(ChartNumber.fixed(share * 100, decimals: 0)) % of the variance"
    }
    ChartSheet.write(
      name("first", shares[0]), at: Point(x: plot.maxX, y: plot.maxY + 15), anchor: "end", color: Palette.quietInk,
      &writer)
    let side = Point(x: plot.minX - 8, y: plot.minY)
    ChartSheet.write(
      name("second", shares[1]), at: side, anchor: "end", color: Palette.quietInk,
      attributes: [("transform", "rotate(-90 \(side.svg))")], &writer)
  }

  // MARK: Legend

  private func drawLegend(_ writer: inout XMLWriter) {
    writer.open("g", [("class", "legend")])
    let (top, columns, columnWidth) = (642.0, 3, 262.0)
    let fits = map.clusterCount > 1 ? min(map.clusterCount, ClusterSymbol.count) : 0
    for cluster in 0..<fits {
      // Twelve in three columns, to be read downwards.
      let rows = (fits + columns - 1) / columns
      let x = Page.margin + 8 + Double(cluster / rows) * columnWidth
      let y = top + Double(cluster % rows) * 20
      ClusterSymbol(cluster: cluster, center: Point(x: x, y: y), radius: 6.5).draw(&writer)
      let isRest = cluster == fits - 1 && map.clusterCount > fits
      let text = isRest ? "\(map.clusterCount - fits + 1) more groups" : groupName(cluster)
      let cut = TextMeasure.lines(text, size: ChartSheet.smallSize, width: columnWidth - 30, lineLimit: 1).first ?? ""
      ChartSheet.write(cut, at: Point(x: x + 16, y: y + 4), &writer)
    }
    drawSizes(&writer)
    writer.close("g")
  }

  private func groupName(_ cluster: Int) -> String {
    let members = map.points.filter { $0.cluster == cluster }
    // The one that is delivered most stands for all.
    guard let first = members.max(by: { $0.count < $1.count }) else { return "" }
    if members.count == 1 { return "\(first.name), alone" }
    return "\(first.name) and \(members.count - 1) more"
  }

  private func drawSizes(_ writer: inout XMLWriter) {
    guard let most = map.points.map(\.count).max(), most > 0,
      let largest = zip(map.points, scene.symbols).first(where: { $0.0.count == most })?.1.radius
    else { return }
    let right = Page.width - Page.margin
    ChartSheet.write(
      "area: histories that had it", at: Point(x: right, y: 646), anchor: "end", &writer)
    var x = right
    for count in Set([most, most / 4, 1]).sorted().reversed() {
      let radius = largest * (Double(count) / Double(most)).squareRoot()
      guard radius >= MapScene.leastRadius else { continue }
      ChartSheet.write("\(count)", at: Point(x: x, y: 676), anchor: "end", &writer)
      x -= TextMeasure.width("\(count)", size: ChartSheet.smallSize) + 6 + radius
      writer.empty(
        "circle",
        [
          ("cx", x.svg), ("cy", "672"), ("r", radius.svg), ("fill", Palette.paper), ("stroke", Palette.quietInk),
          ("stroke-width", "1.2"),
        ])
      x -= radius + 16
    }
  }

  // MARK: Words

  private func wholeNote() -> String {
    var parts = note.isEmpty ? [] : [note]
    guard message == nil else { return note }
    parts.append(
      map.method == .tsne
        ? "Map by t-SNE: what lies close together is alike; distances between far groups mean little."
        : "Map by principal components: what it leaves out is not seen; far apart here is far apart indeed.")
    if map.clusterCount == 1, map.points.count > 1 {
      parts.append("No groups stand out.")
    }
    if scene.isMoved { parts.append("Symbols that would cover each other are moved apart.") }
    let unnamed = scene.labels.count { $0 == nil }
    if unnamed > 0 { parts.append("\(ChartSheet.counted(unnamed, "name")) left out for want of room.") }
    return parts.joined(separator: " ")
  }

  /// What is said where there is no map to draw.
  private var message: String? {
    if map.points.isEmpty { return "There is nothing to draw: no module has an embedding yet." }
    guard map.points.count > 1, map.points.allSatisfy({ $0.x == 0 && $0.y == 0 }) else { return nil }
    return "There is nothing to draw: the embeddings of all modules are the same."
  }

  private func words(_ point: EmbeddingMap.Point) -> String {
    "\(point.name) (delivered \(point.count == 1 ? "once" : "\(point.count) times"), group \(point.cluster + 1))"
  }

  private func description() -> String {
    let groups = (0..<map.clusterCount).map { cluster in
      "Group \(cluster + 1): " + map.points.filter { $0.cluster == cluster }.map(\.name).joined(separator: ", ") + "."
    }
    return ([message, wholeNote()].compactMap { $0 } + groups).joined(separator: " ")
  }
}
