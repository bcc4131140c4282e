/// What every drawing has around its plot: the document, its title at the head, its caption at the foot.
package enum Sheet {
  /// Opens the document and names it for those who hear it instead of seeing it. The caller closes `svg`.
  package static func open(title: String, description: String, _ writer: inout XMLWriter) {
    writer.open(
      "svg",
      [
        ("xmlns", "http://www.w3.org/2000/svg"), ("width", "\(Page.widthMillimetres.svg)mm"),
        ("height", "\(Page.heightMillimetres.svg)mm"), ("viewBox", "0 0 \(Page.width.svg) \(Page.height.svg)"),
        ("role", "img"), ("aria-labelledby", "drawing-title drawing-description"),
        ("font-family", DrawingText.family), ("font-size", DrawingText.labelSize.svg), ("fill", Palette.ink),
      ])
    writer.text("title", [("id", "drawing-title")], title)
    writer.text("desc", [("id", "drawing-description")], description)
    writer.empty(
      "rect", [("width", Page.width.svg), ("height", Page.height.svg), ("fill", Palette.paper)])
  }

  package static func drawHead(
    _ title: String, y: Double = 46, width: Double = Page.width - 2 * Page.margin, _ writer: inout XMLWriter
  ) {
    let fitted = TextMeasure.lines(title, size: DrawingText.titleSize * 1.08, width: width, lineLimit: 1)
    writer.text(
      "text",
      [("x", Page.margin.svg), ("y", y.svg), ("font-size", DrawingText.titleSize.svg), ("font-weight", "600")],
      fitted.first ?? "")
  }

  package static func drawCaption(_ caption: String, _ writer: inout XMLWriter) {
    let lines = TextMeasure.lines(
      caption, size: DrawingText.captionSize, width: Page.width - 2 * Page.margin, lineLimit: 1)
    writer.text(
      "text",
      [
        ("x", Page.margin.svg), ("y", (Page.height - 14).svg), ("font-size", DrawingText.captionSize.svg),
        ("fill", Palette.quietInk),
      ], lines.first ?? "")
  }
}
