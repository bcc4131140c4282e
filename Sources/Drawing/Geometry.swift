// Inlinable: searches for places of labels and edges ask these millions of times.

/// A point or a vector on the page, in the drawing's units (see `Page`); y grows downwards.
package struct Point: Hashable {
  package var x: Double
  package var y: Double

  @inlinable package init(x: Double, y: Double) {
    self.x = x
    self.y = y
  }

  @inlinable package static func + (left: Point, right: Point) -> Point {
    Point(x: left.x + right.x, y: left.y + right.y)
  }
  @inlinable package static func - (left: Point, right: Point) -> Point {
    Point(x: left.x - right.x, y: left.y - right.y)
  }
  @inlinable package static func * (left: Point, factor: Double) -> Point {
    Point(x: left.x * factor, y: left.y * factor)
  }

  @inlinable package var length: Double { (x * x + y * y).squareRoot() }

  /// The vector of length 1 in this direction; to the right for a vector without a direction.
  @inlinable package var unit: Point {
    let length = length
    return length > 0 ? self * (1 / length) : Point(x: 1, y: 0)
  }

  /// A quarter turn anticlockwise, as the page is seen.
  @inlinable package var left: Point { Point(x: y, y: -x) }

  @inlinable package func distance(to other: Point) -> Double { (self - other).length }

  @inlinable package func dot(_ other: Point) -> Double { x * other.x + y * other.y }

  @inlinable package func cross(_ other: Point) -> Double { x * other.y - y * other.x }

  @inlinable package func interpolated(to other: Point, _ fraction: Double) -> Point {
    self + (other - self) * fraction
  }
}

/// An axis-parallel rectangle.
package struct Rect: Hashable {
  package var minX: Double
  package var minY: Double
  package var maxX: Double
  package var maxY: Double

  @inlinable package init(minX: Double, minY: Double, maxX: Double, maxY: Double) {
    self.minX = minX
    self.minY = minY
    self.maxX = maxX
    self.maxY = maxY
  }

  @inlinable package var width: Double { maxX - minX }
  @inlinable package var height: Double { maxY - minY }
  @inlinable package var center: Point { Point(x: (minX + maxX) / 2, y: (minY + maxY) / 2) }

  @inlinable package func inflated(by margin: Double) -> Rect {
    Rect(minX: minX - margin, minY: minY - margin, maxX: maxX + margin, maxY: maxY + margin)
  }

  @inlinable package func contains(_ point: Point) -> Bool {
    point.x >= minX && point.x <= maxX && point.y >= minY && point.y <= maxY
  }

  @inlinable package func contains(_ other: Rect) -> Bool {
    other.minX >= minX && other.maxX <= maxX && other.minY >= minY && other.maxY <= maxY
  }

  @inlinable package func intersects(_ other: Rect) -> Bool {
    minX < other.maxX && other.minX < maxX && minY < other.maxY && other.minY < maxY
  }

  /// 0 inside.
  @inlinable package func distance(to point: Point) -> Double {
    let dx = max(minX - point.x, 0, point.x - maxX)
    let dy = max(minY - point.y, 0, point.y - maxY)
    return Point(x: dx, y: dy).length
  }
}
