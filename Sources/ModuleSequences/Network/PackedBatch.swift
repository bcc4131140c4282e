/// Histories encoded as rows of an embedding, one after the other.
struct EncodedSequences: Sendable {
  private(set) var tokens: [UInt16] = []
  /// Where each sequence begins, and where the last one ends.
  private(set) var starts = [0]
  private(set) var targets: [Float] = []

  var count: Int { targets.count }

  mutating func append(_ sequence: some Sequence<UInt16>, target: Float) {
    tokens.append(contentsOf: sequence)
    starts.append(tokens.count)
    targets.append(target)
  }

  func length(_ index: Int) -> Int { starts[index + 1] - starts[index] }
}

/// Sequences side by side, longest first: at step t, rows 0..<active[t] are those that have a module there. The rows of all
/// steps lie one after the other, so no product ever sees padding.
struct PackedBatch {
  /// Indices of the sequences in their set, longest first; equal lengths in the order given.
  private(set) var order: [Int] = []
  /// How many sequences have a module at each step.
  private(set) var active: [Int] = []
  /// The first row of each step.
  private(set) var offsets: [Int] = []
  private(set) var tokens: [UInt16] = []
  private var byLength: [Int] = []

  var rows: Int { tokens.count }
  var steps: Int { active.count }

  mutating func pack(_ indices: some RandomAccessCollection<Int>, of set: EncodedSequences) {
    let longest = indices.reduce(0) { max($0, set.length($1)) }
    // Counting sort, which is stable.
    byLength.removeAll(keepingCapacity: true)
    byLength.append(contentsOf: repeatElement(0, count: longest + 2))
    for index in indices { byLength[longest - set.length(index) + 1] += 1 }
    for place in 1..<byLength.count { byLength[place] += byLength[place - 1] }
    order.removeAll(keepingCapacity: true)
    order.append(contentsOf: repeatElement(0, count: indices.count))
    for index in indices {
      let place = longest - set.length(index)
      order[byLength[place]] = index
      byLength[place] += 1
    }
    active.removeAll(keepingCapacity: true)
    offsets.removeAll(keepingCapacity: true)
    tokens.removeAll(keepingCapacity: true)
    var live = order.count
    for step in 0..<longest {
      while live > 0, set.length(order[live - 1]) <= step { live -= 1 }
      active.append(live)
      offsets.append(tokens.count)
      for row in 0..<live { tokens.append(set.tokens[set.starts[order[row]] + step]) }
    }
  }
}
