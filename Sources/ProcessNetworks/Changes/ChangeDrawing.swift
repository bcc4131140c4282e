import CaseModel
import Drawing

/// What changed between two networks of one client, drawn on the sheet of the later one: every cluster stands where it always
/// stands. What is new or more has a halo, what is less is pale, what is gone is a broken outline at its old place, and a
/// word or a number beside each says which it is, so that nothing hangs on colour. The same networks give the same bytes.
///
/// Without an earlier network everything is new, and nothing is set off from anything: the drawing is then that of the later
/// network, and its title says so.
public struct ChangeDrawing {
  private let from: Network?
  private let to: Network
  private let title: String

  /// `title` stands at the head of the sheet; without one it is made from the client's code and the sessions.
  public init(from: Network?, to: Network, title: String? = nil) {
    self.from = from
    self.to = to
    self.title = title ?? ChangeDrawing.title(from: from, to: to)
  }

  public func svg() -> String {
    guard let from else { return NetworkDrawing(to, title: title).svg() }
    let change = NetworkChange(from: from, to: to)
    let (network, marks) = ChangeDrawing.joined(from: from, to: to, change)
    let sheet = ChangeSheet(
      marks: marks, since: ChangeDrawing.name(from, seenFrom: to), caption: caption(from, change),
      description: ([caption(from, change) + "."] + change.sentences()).joined(separator: " "))
    return NetworkDrawing(network, title: title, changes: sheet).svg()
  }

  /// The later network with what is gone of the earlier one, and the marks of both.
  private static func joined(from: Network, to: Network, _ change: NetworkChange) -> (Network, ChangeMarks) {
    var marks = ChangeMarks(change, from: from, to: to)
    var network = to
    var ghosts: [String: Int] = [:]
    for gone in change.clusters where gone.kind == .noLongerShown {
      guard let node = gone.before else { continue }
      network.nodes.append(node)
      ghosts[gone.key] = node.slot
    }
    for gone in change.edges where marks.edges[gone.pair]?.emphasis == .ghost {
      guard let edge = gone.before, gone.kind == .gone || gone.kind == .noLongerContradicted else { continue }
      network.edges.removeAll { $0.pair == gone.pair }
      network.edges.append(edge)
    }
    marks.slots = slots(of: to, ghosts: ghosts, edges: network.edges)
    return (network, marks)
  }

  /// The clusters shown stand where their own drawing has them. A place that was given on to one of them is no longer the
  /// ghost's.
  private static func slots(of network: Network, ghosts: [String: Int], edges: [Edge]) -> [String: Int] {
    let taken = Dictionary(network.nodes.map { ($0.cluster.key, $0.slot) }) { first, _ in first }
    let shown = NetworkLayout.slots(for: Array(taken.keys), taken: taken, edges: network.edges)
    let used = Set(shown.values.map(NetworkLayout.visibleSlot))
    let kept = ghosts.filter { !used.contains(NetworkLayout.visibleSlot($0.value)) }
    return NetworkLayout.slots(
      for: Array(shown.keys) + Array(ghosts.keys), taken: shown.merging(kept) { first, _ in first }, edges: edges)
  }

  // MARK: Words

  private static func title(from: Network?, to: Network) -> String {
    guard let from else { return "Client \(to.clientCode) · session \(to.sessionNumber), where everything is new" }
    if from.sessionNumber == to.sessionNumber {
      return "Client \(to.clientCode) · what changed in session \(to.sessionNumber) since its earlier version"
    }
    return "Client \(to.clientCode) · what changed from session \(from.sessionNumber) to session \(to.sessionNumber)"
  }

  private static func name(_ network: Network, seenFrom other: Network) -> String {
    network.sessionNumber == other.sessionNumber ? "the earlier version" : "session \(network.sessionNumber)"
  }

  /// With counts of every kind, or where these do not fit on the line, of all together.
  private func caption(_ from: Network, _ change: NetworkChange) -> String {
    let sessions =
      from.sessionNumber == to.sessionNumber
      ? "session \(to.sessionNumber), \(to.sessionDay), and its earlier version"
      : "session \(from.sessionNumber), \(from.sessionDay), to session \(to.sessionNumber), \(to.sessionDay)"
    func line(_ counts: String) -> String {
      ["Client \(to.clientCode)", sessions, counts, "engine \(to.engine)"].joined(separator: " · ")
    }
    let whole = line(change.summary)
    let room = Page.width - 2 * Page.margin
    if TextMeasure.width(whole, size: DrawingText.captionSize) <= room { return whole }
    return line("\(change.clusters.count) changes of clusters, \(change.edges.count) of edges")
  }
}

/// What the drawing of changes has besides a network.
struct ChangeSheet {
  var marks: ChangeMarks
  /// What the changes are counted from: "session 3".
  var since: String
  var caption: String
  var description: String
}
