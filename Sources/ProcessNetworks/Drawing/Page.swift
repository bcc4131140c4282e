import CaseModel
import Drawing

extension Page {
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

/// Colours of nodes and edges. Edges have the blue and the vermillion of M. Okabe & K. Ito, "Color universal design"
/// (2008).
extension Palette {
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
