import CaseModel

/// The sheet, in units of which 4 make about a millimetre when it is printed to fill A4 or Letter in landscape with
/// margins of 12 mm. The proportions lie between the two papers: either prints it at the same size.
enum Page {
  static let width = 1040.0
  static let height = 760.0
  /// What the printed sheet measures: the larger rectangle of these proportions that fits both papers (255 mm is Letter's
  /// 279 mm less the margins, 186 mm is A4's 210 mm less them).
  static let widthMillimetres = 254.0
  static let heightMillimetres = 185.6

  static let bounds = Rect(minX: 0, minY: 0, maxX: width, maxY: height)
  static let margin = 28.0
  /// Where nodes, edges and labels are: below the title, above the legend.
  static let plot = Rect(minX: margin, minY: 70, maxX: width - margin, maxY: 648)

  /// 1 on the outer ring (about), more outside.
  static func ringExcess(_ point: Point) -> Double {
    let x = (point.x - plot.center.x) / (plot.width * NetworkLayout.ringHalfWidth)
    let y = (point.y - plot.center.y) / (plot.height * NetworkLayout.ringHalfHeight)
    return (x * x + y * y).squareRoot() / 1.06
  }

  static func point(ofSlot slot: Int) -> Point {
    let position = NetworkLayout.position(of: slot)
    return Point(x: plot.minX + position.x * plot.width, y: plot.minY + position.y * plot.height)
  }
}

/// Colours. Hues carry nothing alone: fill, outline, dashes and line ends say the same, for readers who see no colours and
/// for grey printers. Edges have the blue and the vermillion of M. Okabe & K. Ito, "Color universal design" (2008).
enum Palette {
  static let paper = "#ffffff"
  static let ink = "#1f2530"
  static let quietInk = "#5a6270"
  static let hairline = "#d5d9df"
  static let excitatory = "#0072b2"
  static let inhibitory = "#d55e00"
  static let contradicted = "#8a8f98"
  static let maladaptiveFill = "#575068"
  static let adaptiveFill = "#e6f2ea"
  static let adaptiveOutline = "#2f6b4f"
  static let neutralOutline = "#5a6270"

  /// The band around what is new or more: a light grey for those who do not see yellow.
  static let halo = "#f9cf58"
  /// Of areas, which would be too dark in the full colour.
  static let laneFill = "#a9a3b8"
  static let neutralLaneFill = "#f2f3f5"
  static let fadedInk = "#858c98"
  static let fadedFill = "#d0cdd8"
  static let fadedOutline = "#b4bac3"

  /// Three fifths paper.
  static func faded(_ sign: EdgeSign) -> String { sign == .excitatory ? "#99c7e0" : "#eebf9e" }
  static let newFill = "#ffdf7e"
  static let newOutline = "#b98a00"
}
