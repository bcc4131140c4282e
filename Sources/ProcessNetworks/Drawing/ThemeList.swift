import Drawing

/// The list that says which theme a number stands for, above the legend.
struct ThemeList {
  /// A theme on the list.
  struct Entry {
    var number: Int
    var lines: [String]
    /// Of the first line's middle.
    var place: Point
  }

  private static let size = 12.0
  private static let lineHeight = 14.0
  private static let spaceBetweenEntries = 2.0
  private static let columnGap = 18.0
  /// Room for the number before a theme.
  private static let indent = 24.0
  private static let bottom = 648.0
  private static let top = 60.0
  /// The list may take so much of the page before lines are cut.
  private static let heightLimit = 170.0

  private(set) var entries: [Entry] = []
  private var height = 0.0

  /// - Parameter themes: by number, from 1.
  init(_ themes: [String]) {
    guard !themes.isEmpty else { return }
    for lineLimit in [3, 2, 1] {
      arrange(themes, columns: themes.count <= 3 ? 3 : 4, lineLimit: lineLimit)
      if height <= ThemeList.heightLimit { return }
    }
    // More themes than a sheet can name: the numbers of the last ones stay without.
    let rows = Int(ThemeList.heightLimit / (ThemeList.lineHeight + ThemeList.spaceBetweenEntries)) - 1
    let named = Array(themes.prefix(rows * 4 - 1))
    arrange(named + ["and \(themes.count - named.count) more"], columns: 4, lineLimit: 1)
  }

  private mutating func arrange(_ themes: [String], columns: Int, lineLimit: Int) {
    let width = (Page.width - 2 * Page.margin - ThemeList.columnGap * Double(columns - 1)) / Double(columns)
    let blocks = themes.map {
      TextMeasure.lines($0, size: ThemeList.size, width: width - ThemeList.indent, lineLimit: lineLimit)
    }
    let sizes = blocks.map { ThemeList.lineHeight * Double(max(1, $0.count)) + ThemeList.spaceBetweenEntries }
    let limit = ThemeList.leastHeight(sizes, columns: columns)
    entries = []
    var heights = Array(repeating: 0.0, count: columns)
    var column = 0
    for (index, lines) in blocks.enumerated() {
      if heights[column] + sizes[index] > limit { column += 1 }
      let x = Page.margin + (width + ThemeList.columnGap) * Double(column)
      entries.append(Entry(number: index + 1, lines: lines, place: Point(x: x, y: heights[column])))
      heights[column] += sizes[index]
    }
    height = ThemeList.lineHeight + 6 + (heights.max() ?? 0)
    let first = ThemeList.bottom - (heights.max() ?? 0) + ThemeList.lineHeight / 2
    for index in entries.indices { entries[index].place.y += first }
  }

  /// The lowest columns that hold entries of these heights in their order, to the unit.
  private static func leastHeight(_ sizes: [Double], columns: Int) -> Double {
    var limit = max(sizes.max() ?? 0, sizes.reduce(0, +) / Double(columns)).rounded(.up)
    while true {
      var (used, height) = (1, 0.0)
      for size in sizes {
        if height + size > limit { (used, height) = (used + 1, 0) }
        height += size
      }
      if used <= columns { return limit }
      limit += 1
    }
  }

  /// What is left for the panels.
  var roomAbove: Rect {
    Rect(
      minX: Page.margin, minY: ThemeList.top, maxX: Page.width - Page.margin,
      maxY: ThemeList.bottom - height - (entries.isEmpty ? 0 : 8))
  }

  func draw(_ writer: inout XMLWriter) {
    guard !entries.isEmpty else { return }
    writer.open("g", [("class", "themes"), ("font-size", ThemeList.size.svg)])
    writer.text(
      "text",
      [
        ("x", Page.margin.svg), ("y", (ThemeList.bottom - height + ThemeList.lineHeight * 0.75).svg),
        ("fill", Palette.quietInk),
      ], DrawingWords.themesHeading)
    for entry in entries {
      let y = entry.place.y + ThemeList.size * 0.35
      writer.text(
        "text",
        [
          ("x", (entry.place.x + ThemeList.indent - 7).svg), ("y", y.svg), ("text-anchor", "end"),
          ("font-weight", "600"),
        ], "\(entry.number)")
      let lines = entry.lines.enumerated().map { number, line in
        (
          attributes: [
            ("x", (entry.place.x + ThemeList.indent).svg), ("y", (y + ThemeList.lineHeight * Double(number)).svg),
          ], content: line
        )
      }
      writer.text([("class", "theme")], lines: lines)
    }
    writer.close("g")
  }
}
