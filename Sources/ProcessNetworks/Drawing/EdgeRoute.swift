import CaseModel
import Drawing

/// An edge's way over the page, from rim to rim.
struct EdgeRoute: Hashable {
  var edge: Edge
  var source: Int
  var target: Int
  /// What is drawn of it, from the gap at the source to the foot of the line end.
  var shaft: Curve
  /// The point of the arrow, or the middle of the bar.
  var tip: Point
  /// Where the line end points: from its foot to the tip.
  var heading: Point
  var style: EdgeStyle
  /// Where on the shaft the cross of a contradicted edge stands, or the mark of what a person decided.
  var markFraction = 0.5
  var mark = ChangeMark()

  /// The line end's area, as a circle.
  var headCenter: Point { tip - heading * (style.headLength / 2) }
  var headRadius: Double { max(style.headLength / 2, style.headHalfWidth) }

  /// The way of `edge` between two circles, bent to the left of its direction by `bend` (to the right if negative).
  init(edge: Edge, source: Int, target: Int, nodes: [PlacedNode], bend: Double) {
    self.edge = edge
    self.source = source
    self.target = target
    style = EdgeStyle(edge)
    let whole = Curve(from: nodes[source].center, to: nodes[target].center, bend: bend)
    // Around a small circle line ends need more room.
    let tipRadius = max(nodes[target].radius + EdgeStyle.gapAtTarget, 18)
    let tipFraction = whole.fraction(reachingEndBy: tipRadius)
    let footFraction = whole.fraction(reachingEndBy: tipRadius + style.headLength)
    let startFraction = whole.fraction(leavingStartBy: nodes[source].radius + EdgeStyle.gapAtSource)
    tip = whole.point(at: tipFraction)
    heading = (tip - whole.point(at: footFraction)).unit
    shaft = whole.part(from: min(startFraction, footFraction), to: footFraction)
  }
}

/// How an edge looks. Thickness grows by more than half with each step of strength, so that the steps are seen without
/// comparing.
struct EdgeStyle: Hashable {
  static let gapAtSource = 4.0
  static let gapAtTarget = 5.0

  var isContradicted: Bool
  var sign: EdgeSign
  var isInferred: Bool
  var width: Double
  var emphasis = ChangeMark.Emphasis.plain

  init(_ edge: Edge) {
    self.init(
      sign: edge.sign, strength: edge.strength, isInferred: edge.isInferred,
      isContradicted: edge.state == .contradicted)
  }

  init(sign: EdgeSign, strength: EdgeStrength, isInferred: Bool = false, isContradicted: Bool = false) {
    self.sign = sign
    self.isInferred = isInferred
    self.isContradicted = isContradicted
    width = isContradicted ? 1.6 : [1.6, 3.2, 5.4][strength.rank - 1]
  }

  var color: String {
    if emphasis.isFaded { return isContradicted ? Palette.hairline : Palette.faded(sign) }
    if isContradicted { return Palette.contradicted }
    return sign == .excitatory ? Palette.excitatory : Palette.inhibitory
  }

  /// `stroke-dasharray`, nil for a solid line.
  var dashes: String? {
    if isContradicted { return "0.1 4.6" }
    if emphasis == .ghost { return "2.5 5" }
    guard isInferred else { return nil }
    return "\((5 + width * 1.3).svg) \((3.5 + width * 0.8).svg)"
  }

  var headLength: Double {
    switch sign {
    case .excitatory: 8 + width * 1.6
    // A bar is as deep as its own stroke.
    case .inhibitory: barWidth
    }
  }

  /// Half of the line end's extent across the line.
  var headHalfWidth: Double {
    switch sign {
    case .excitatory: 3.6 + width * 1.05
    case .inhibitory: 5.6 + width * 1.1
    }
  }

  var barWidth: Double { 1.6 + width * 0.55 }
}
