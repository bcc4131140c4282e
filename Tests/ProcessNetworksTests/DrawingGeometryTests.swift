import CaseModel
import Drawing
import Testing

@testable import ProcessNetworks

/// What must hold for every drawing, on some hundred random networks. Violations are gathered before they are expected not
/// to be there: an expectation for each point of each curve would take longer than the drawings.
struct DrawingGeometryTests {
  /// Drawn once for all tests.
  private static let scenes = (1...300).map { seed in
    (seed: seed, scene: DrawingScene(DrawingSample.random(seed: UInt64(seed))))
  }

  private func violations(_ check: (DrawingScene) -> [String]) -> [String] {
    DrawingGeometryTests.scenes.flatMap { seed, scene in check(scene).map { "\(seed): \($0)" } }
  }

  @Test func labelsCollideWithNothing() {
    let found = violations { scene in
      scene.labels.enumerated().flatMap { index, label -> [String] in
        var found: [String] = []
        if !Page.plot.contains(label.rect) { found.append("\(label.lines) beyond the frame") }
        if label.lines.count > 4 { found.append("\(label.lines) too long") }
        for node in scene.nodes where label.rect.distance(to: node.center) < node.radius + 3 {
          found.append("\(label.lines) on node \(node.node.cluster.key)")
        }
        for other in scene.labels[..<index] where label.rect.inflated(by: 3).intersects(other.rect) {
          found.append("\(label.lines) on \(other.lines)")
        }
        for route in scene.routes where label.rect.distance(to: route.headCenter) < route.headRadius {
          found.append("\(label.lines) on the end of \(route.edge.pair)")
        }
        return found
      }
    }

    #expect(found == [])
  }

  @Test func nodesAndEdgesStayApartAndInTheFrame() {
    let found = violations { scene in
      var found: [String] = []
      if scene.labels.count != scene.nodes.count { found.append("labels missing") }
      for (index, node) in scene.nodes.enumerated() {
        let place = Rect(minX: node.center.x, minY: node.center.y, maxX: node.center.x, maxY: node.center.y)
        if !Page.plot.contains(place.inflated(by: node.radius)) { found.append("node \(index) beyond the frame") }
        for other in scene.nodes[..<index]
        where node.center.distance(to: other.center) < node.radius + other.radius + 6 {
          found.append("node \(index) touches another")
        }
      }
      for route in scene.routes where !route.shaft.points(40).allSatisfy(Page.plot.contains) {
        found.append("\(route.edge.pair) beyond the frame")
      }
      return found
    }

    #expect(found == [])
  }

  @Test func edgesEndAtTheRimsOfTheirNodes() {
    let found = violations { scene in
      scene.routes.compactMap { route in
        let (source, target) = (scene.nodes[route.source], scene.nodes[route.target])
        let gapAtSource = route.shaft.start.distance(to: source.center) - source.radius
        let gapAtTarget = route.tip.distance(to: target.center) - target.radius
        let isJoined = route.shaft.end.distance(to: route.tip) < route.style.headLength + 0.5
        let isRight = (3...6).contains(gapAtSource) && (4...15.5).contains(gapAtTarget) && isJoined
        return isRight ? nil : "\(route.edge.pair): \(gapAtSource), \(gapAtTarget)"
      }
    }

    #expect(found == [])
  }

  @Test func theEdgesOfAPairBendApart() {
    let found = violations { scene in
      scene.routes.flatMap { route in
        scene.routes.filter { back in
          back.source == route.target && back.target == route.source
            && route.shaft.point(at: 0.5).distance(to: back.shaft.point(at: 0.5)) < 14
        }.map { "\($0.edge.pair)" }
      }
    }

    #expect(found == [])
  }

  @Test func areasAreInProportionToWeights() {
    let found = violations { scene in
      let heaviest = scene.nodes[0]
      return scene.nodes.compactMap { node in
        let areas = node.radius * node.radius / (heaviest.radius * heaviest.radius)
        let weights = Double(node.node.weight) / Double(heaviest.node.weight)
        let isRight = node.radius == DrawingScene.smallestRadius || abs(areas - weights) < 1e-9
        return isRight && node.radius <= DrawingScene.largestRadius + 1e-9 ? nil : node.node.cluster.key
      }
    }

    #expect(found == [])
  }

  /// Not a law for one drawing (25 edges may leave no way around), but on the whole.
  @Test func edgesRarelyRunThroughNodesOrLabels() {
    var (edges, throughNodes, throughLabels) = (0, 0, 0)
    for (_, scene) in DrawingGeometryTests.scenes {
      for route in scene.routes {
        edges += 1
        let points = route.shaft.points(40)
        for (index, node) in scene.nodes.enumerated() where index != route.source && index != route.target {
          if points.contains(where: { $0.distance(to: node.center) < node.radius }) { throughNodes += 1 }
        }
        for label in scene.labels where points.contains(where: label.rect.contains) { throughLabels += 1 }
      }
    }

    #expect(edges > 2000)
    #expect(throughNodes * 200 < edges, "\(throughNodes) of \(edges)")
    #expect(throughLabels * 20 < edges, "\(throughLabels) of \(edges)")
  }

  @Test func aCurvesPartFollowsIt() {
    let curve = Curve(from: Point(x: 0, y: 0), to: Point(x: 100, y: 40), bend: 25)

    let part = curve.part(from: 0.2, to: 0.7)

    #expect(curve.point(at: 0.45).distance(to: part.point(at: 0.5)) < 1e-9)
    #expect(curve.point(at: 0.2).distance(to: part.start) < 1e-9)
    #expect(abs(curve.point(at: 0.5).distance(to: Point(x: 50, y: 20)) - 25) < 1e-9)
  }
}
