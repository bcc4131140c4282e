import CaseModel
import Testing

@testable import ModuleSequences

@Suite struct PackedBatchTests {
  @Test func sequencesStandSideBySide() {
    var set = EncodedSequences()
    for sequence in [[1], [2, 3, 4], [5, 6], [7, 8, 9], [10], [11, 12]] as [[UInt16]] {
      set.append(sequence, target: 0)
    }
    var batch = PackedBatch()

    batch.pack(0..<6, of: set)

    // Longest first, equal ones as they came.
    #expect(batch.order == [1, 3, 2, 5, 0, 4])
    #expect(batch.active == [6, 4, 2])
    #expect(batch.offsets == [0, 6, 10])
    #expect(batch.tokens == [2, 7, 5, 11, 1, 10, 3, 8, 6, 12, 4, 9])
    #expect(batch.rows == 12 && batch.steps == 3)
  }

  @Test func theOrderGivenDecidesAmongEqualLengths() {
    let set = SyntheticHistories.set([2, 2, 1, 2, 1], vocabulary: 9)
    var batch = PackedBatch()

    batch.pack([4, 3, 0, 2, 1], of: set)
    #expect(batch.order == [3, 0, 1, 4, 2])
    batch.pack([1, 2], of: set)
    #expect(batch.order == [1, 2] && batch.active == [2, 1])
    batch.pack([2], of: set)
    #expect(batch.order == [2] && batch.active == [1] && batch.rows == 1)
    batch.pack([], of: set)
    #expect(batch.order.isEmpty && batch.rows == 0 && batch.steps == 0)
  }

  /// Read step by step, a batch gives back each sequence, and nothing else.
  @Test(arguments: [1, 2, 3, 4] as [UInt64])
  func everyModuleIsThereOnce(seed: UInt64) {
    let set = SyntheticHistories.set(SyntheticHistories.lengths(40, seed: seed), vocabulary: 30, seed: seed)
    var indices = Array(0..<40)
    var random = SplitMix64(seed: seed)
    random.shuffle(&indices)
    var batch = PackedBatch()

    batch.pack(indices[3..<33], of: set)

    #expect(batch.order.sorted() == indices[3..<33].sorted())
    #expect(batch.rows == indices[3..<33].reduce(0) { $0 + set.length($1) })
    #expect(zip(batch.active, batch.active.dropFirst()).allSatisfy(>=))
    for (row, index) in batch.order.enumerated() {
      let steps = (0..<batch.steps).filter { batch.active[$0] > row }
      #expect(
        steps.map { batch.tokens[batch.offsets[$0] + row] }
          == Array(set.tokens[set.starts[index]..<set.starts[index + 1]]))
    }
  }

  /// What a network says of a sequence does not depend on those beside it.
  @Test func neighboursChangeNothing() {
    let shape = LSTMShape(vocabulary: 12, embedding: 4, hidden: 9)
    var random = SplitMix64(seed: 4)
    let parameters = LSTMParameters(shape: shape, random: &random)
    let set = SyntheticHistories.set([5, 1, 9, 3, 3, 7, 1, 2], vocabulary: 12)

    let together = WholePass(parameters, set).outputs
    let alone = WholePass(parameters, set, shards: 8).outputs

    #expect(greatestDifference(together, alone.map(Double.init)) < 1e-6)
    #expect(Set(together).count == 8)
  }
}
