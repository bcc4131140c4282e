import Drawing

/// A quadratic Bézier curve: the shape of every edge.
struct Curve: Hashable {
  var start: Point
  var control: Point
  var end: Point

  /// From `start` to `end`, at most `bend` away from the straight line, to the left when positive.
  init(from start: Point, to end: Point, bend: Double) {
    self.start = start
    self.end = end
    // The curve's middle stands half as far from the chord as its control point.
    control = start.interpolated(to: end, 0.5) + (end - start).unit.left * (2 * bend)
  }

  private init(start: Point, control: Point, end: Point) {
    self.start = start
    self.control = control
    self.end = end
  }

  func point(at fraction: Double) -> Point {
    let rest = 1 - fraction
    return start * (rest * rest) + control * (2 * rest * fraction) + end * (fraction * fraction)
  }

  /// The part between two fractions, by de Casteljau's construction.
  func part(from lower: Double, to upper: Double) -> Curve {
    let tangentMeeting =
      start * ((1 - lower) * (1 - upper)) + control * (lower + upper - 2 * lower * upper) + end * (lower * upper)
    return Curve(start: point(at: lower), control: tangentMeeting, end: point(at: upper))
  }

  /// Where the curve leaves the circle of `radius` around its start for good, by bisection.
  func fraction(leavingStartBy radius: Double) -> Double {
    var (inside, outside) = (0.0, 0.5)
    for _ in 0..<24 {
      let middle = (inside + outside) / 2
      if point(at: middle).distance(to: start) < radius { inside = middle } else { outside = middle }
    }
    return outside
  }

  /// Where the curve enters the circle of `radius` around its end, by bisection.
  func fraction(reachingEndBy radius: Double) -> Double {
    1 - Curve(start: end, control: control, end: start).fraction(leavingStartBy: radius)
  }

  /// `count` + 1 points along the curve.
  func points(_ count: Int) -> [Point] {
    (0...count).map { point(at: Double($0) / Double(count)) }
  }
}

/// Whether the open segments `a`–`b` and `c`–`d` cross.
func segmentsCross(_ a: Point, _ b: Point, _ c: Point, _ d: Point) -> Bool {
  if max(a.x, b.x) < min(c.x, d.x) || max(c.x, d.x) < min(a.x, b.x) { return false }
  if max(a.y, b.y) < min(c.y, d.y) || max(c.y, d.y) < min(a.y, b.y) { return false }
  let first = (b - a).cross(c - a) * (b - a).cross(d - a)
  let second = (d - c).cross(a - c) * (d - c).cross(b - c)
  return first < 0 && second < 0
}

/// From a point to the nearest point of a segment.
func distance(from point: Point, toSegment start: Point, _ end: Point) -> Double {
  let along = end - start
  let square = along.dot(along)
  let fraction = square > 0 ? max(0, min(1, (point - start).dot(along) / square)) : 0
  return point.distance(to: start + along * fraction)
}
