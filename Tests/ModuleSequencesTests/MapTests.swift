import Foundation
import Testing

@testable import ModuleSequences

@Suite struct PrincipalComponentsTests {
  /// On a line of slope 3/4, in five dimensions of which three do not vary: one component has it all.
  @Test func aLineHasOneComponent() {
    let components = PrincipalComponents([-2.0, -1, 0, 1, 4].map { [$0 * 4, 7, $0 * 3, 0, -1] })

    // Mean 0.4; the distance along the line is 5 a step.
    for (point, expected) in zip(components.points, [-12.0, -7, -2, 3, 18]) {
      #expect(abs(point.x - expected) < 1e-9 && point.y == 0)
    }
    #expect(abs(components.shares[0] - 1) < 1e-12 && components.shares[1] == 0)
  }

  /// A cross with arms of 3, 2 and 1: variances stand as 9 to 4 to 1.
  @Test func sharesAreThoseOfTheVariance() {
    let cross: [[Double]] = [[3, 0, 0], [-3, 0, 0], [0, 2, 0], [0, -2, 0], [0, 0, 1], [0, 0, -1]]

    let components = PrincipalComponents(cross)

    #expect(abs(components.shares[0] - 9.0 / 14) < 1e-12)
    #expect(abs(components.shares[1] - 4.0 / 14) < 1e-12)
    #expect(abs(components.points[0].x - 3) < 1e-9 && abs(components.points[1].x + 3) < 1e-9)
    #expect(abs(components.points[2].y - 2) < 1e-9 && abs(components.points[3].y + 2) < 1e-9)
  }

  /// Rotated and mirrored rows have the same inner products, so the same picture.
  @Test func turningTheSpaceLeavesThePicture() {
    let rows = ChartSample.vectors(12, groups: 3, spread: 0.7, dimensions: 6)
    let turned = rows.map { row in
      [0.6 * row[0] - 0.8 * row[1], 0.8 * row[0] + 0.6 * row[1], -row[2], row[4], row[3], row[5] + 2]
    }

    let (first, second) = (PrincipalComponents(rows), PrincipalComponents(turned))

    for (left, right) in zip(first.points, second.points) {
      #expect(abs(left.x - right.x) < 1e-9 && abs(left.y - right.y) < 1e-9)
    }
    #expect(first.points.map(\.x).max() ?? 0 >= -(first.points.map(\.x).min() ?? 0))
  }

  /// Uncorrelated axes, and no more variance than the rows have.
  @Test func componentsAreUncorrelated() {
    let rows = ChartSample.vectors(30, groups: 4, spread: 0.5)

    let components = PrincipalComponents(rows)

    let covariance = components.points.reduce(0) { $0 + $1.x * $1.y }
    let size = components.points.reduce(0) { $0 + $1.x * $1.x }
    #expect(abs(covariance) < 1e-9 * size)
    #expect(components.shares[0] > components.shares[1] && components.shares[1] > 0)
    #expect(components.shares[0] + components.shares[1] < 1)
  }

  @Test func rowsThatDoNotDifferHaveNoVariance() {
    for rows in [[], [[0.3, 0.1]], Array(repeating: [0.1, 0.7, 1e9 / 3], count: 7), [[], []]] as [[[Double]]] {
      let components = PrincipalComponents(rows)

      #expect(components.points.count == rows.count)
      #expect(components.points.allSatisfy { $0.x == 0 && $0.y == 0 })
      #expect(components.shares == [0, 0])
    }
  }
}

@Suite struct TSNETests {
  @Test func neighboursOfPlantedGroupsStayTogether() {
    let rows = ChartSample.vectors(18, groups: 3, spread: 0.25)

    let points = TSNE.points(rows)

    for i in points.indices {
      let others = points.indices.filter { $0 != i }.sorted {
        squaredDistance(points[i], points[$0]) < squaredDistance(points[i], points[$1])
      }
      #expect(others.prefix(5).allSatisfy { $0 / 6 == i / 6 })
    }
  }

  @Test func theSameRowsGiveTheSamePicture() {
    let rows = ChartSample.vectors(17, groups: 4, spread: 0.6)

    let (first, second) = (TSNE.points(rows), TSNE.points(rows))

    #expect(first.map(\.x) == second.map(\.x) && first.map(\.y) == second.map(\.y))
    #expect(Set(first.map(\.x)).count == 17)
  }

  /// The exponential of each row's entropy is the perplexity.
  @Test func affinitiesHaveThePerplexity() {
    // Points on a circle: every row is the same but for its order, so symmetry changes nothing.
    let distances = (0..<12).map { i in
      (0..<12).map { j -> Double in
        let steps = min(abs(i - j), 12 - abs(i - j))
        return Double(steps * steps)
      }
    }

    let affinities = TSNE.affinities(distances, perplexity: 4)

    #expect(abs(affinities.joined().reduce(0, +) - 1) < 1e-6)
    for row in affinities {
      #expect(abs(perplexity(row.map { $0 * 12 }) - 4) < 1e-3)
    }
  }

  @Test(arguments: [0, 1, 2, 3, 4])
  func fewPointsHaveFinitePlaces(count: Int) {
    let points = TSNE.points(ChartSample.vectors(count, groups: max(1, count), spread: 0.5))

    #expect(points.count == count && points.allSatisfy { $0.x.isFinite && $0.y.isFinite })
  }

  @Test func equalRowsAmongOthersHaveFinitePlaces() {
    let rows = ChartSample.vectors(6, groups: 2, spread: 0.3)

    let points = TSNE.points(rows + rows + Array(repeating: rows[0], count: 8))
    let equal = TSNE.points(Array(repeating: rows[0], count: 9))

    #expect(points.allSatisfy { $0.x.isFinite && $0.y.isFinite })
    #expect(equal.allSatisfy { $0.x == 0 && $0.y == 0 })
  }

  private func squaredDistance(_ left: (x: Double, y: Double), _ right: (x: Double, y: Double)) -> Double {
    (left.x - right.x) * (left.x - right.x) + (left.y - right.y) * (left.y - right.y)
  }

  private func perplexity(_ row: [Double]) -> Double {
    exp(-row.filter { $0 > 0 }.reduce(0) { $0 + $1 * log($1) })
  }
}

@Suite struct ModuleClustersTests {
  @Test(arguments: [2, 3, 5])
  func plantedGroupsAreFound(count: Int) {
    let rows = ChartSample.vectors(20, groups: count, spread: 0.3)

    #expect(ModuleClusters.groups(rows) == (0..<20).map { $0 * count / 20 })
  }

  /// In many dimensions, random vectors are all about as far from each other.
  @Test(arguments: [1, 2, 3])
  func noiseIsOneGroup(seed: UInt64) {
    let rows = ChartSample.vectors(17, groups: 17, spread: 1, dimensions: 64, seed: seed)

    #expect(Set(ModuleClusters.groups(rows)) == [0])
  }

  /// Two pairs at right angles: within 0, between 1, so a silhouette of 1. Four by hand: a = 0.2, b = 0.8.
  @Test func silhouettesAreThoseOfThePaper() {
    let distances: [[Double]] = [[0, 0.2, 0.8, 0.8], [0.2, 0, 0.8, 0.8], [0.8, 0.8, 0, 0.4], [0.8, 0.8, 0.4, 0]]

    #expect(abs(ModuleClusters.meanSilhouette([0, 0, 1, 1], distances) - (0.75 + 0.5) / 2) < 1e-12)
    // One alone counts as 0.
    #expect(abs(ModuleClusters.meanSilhouette([0, 0, 1, 2], distances) - 0.75 / 2) < 1e-12)
    #expect(ModuleClusters.groups([[1, 0], [0, 1], [2, 0], [0, 3]]) == [0, 1, 0, 1])
  }

  @Test func lengthsDoNotMatterAndZeroVectorsDoNoHarm() {
    let rows = ChartSample.vectors(12, groups: 3, spread: 0.3)
    let longer = rows.enumerated().map { index, row in row.map { $0 * Double(index + 1) } }

    #expect(ModuleClusters.groups(longer) == ModuleClusters.groups(rows))
    #expect(ModuleClusters.groups(Array(repeating: [0, 0], count: 6)) == [0, 0, 0, 0, 0, 0])
    #expect(ModuleClusters.groups([]) == [])
    #expect(ModuleClusters.groups([[1], [-1], [1]]) == [0, 0, 0])
  }
}
