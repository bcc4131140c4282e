import Foundation
import Synchronization

/// Threads that wait awake for work that takes less time than waking them would: a batch's shards.
///
/// Whoever asks works too, and takes what no other has taken: a thread that the system keeps waiting holds nobody up.
final class ShardTeam: Sendable {
  /// What the threads share; they outlive the team by a moment.
  private final class Board: @unchecked Sendable {
    /// The round in the upper half, the next index to be taken in the lower.
    let claim = Atomic<UInt64>(0)
    let count = Atomic<Int>(0)
    let done = Atomic<Int>(0)
    let isOver = Atomic<Bool>(false)
    /// Read by those alone who hold an index of the round.
    var body: @Sendable (Int) -> Void = { _ in }

    /// Takes and does indices of the present round until none is left.
    func work() {
      while true {
        let seen = claim.load(ordering: .acquiring)
        let index = Int(seen & 0xFFFF_FFFF)
        guard index < count.load(ordering: .acquiring) else { return }
        guard claim.compareExchange(expected: seen, desired: seen + 1, ordering: .acquiringAndReleasing).exchanged
        else { continue }
        body(index)
        done.add(1, ordering: .releasing)
      }
    }
  }

  private let board = Board()
  private let helpers: Int

  /// Looks at the board before a waiting thread lies down: about two milliseconds.
  private static let patience = 200_000

  /// - Parameter threads: those that work at once, the caller's among them.
  init(threads: Int) {
    helpers = max(threads - 1, 0)
    for _ in 0..<helpers {
      let thread = Thread { [board] in
        var idle = 0
        while !board.isOver.load(ordering: .relaxed) {
          let before = board.claim.load(ordering: .relaxed)
          board.work()
          idle = board.claim.load(ordering: .relaxed) == before ? idle + 1 : 0
          if idle > Self.patience { usleep(100) }
        }
      }
      thread.start()
    }
  }

  deinit { board.isOver.store(true, ordering: .relaxed) }

  /// Runs `body` for 0..<count and returns when all is done.
  func run(_ count: Int, _ body: @escaping @Sendable (Int) -> Void) {
    guard helpers > 0, count > 1 else {
      for index in 0..<count { body(index) }
      return
    }
    // Nobody can take an index between two rounds: the last round's are all taken.
    board.body = body
    board.done.store(0, ordering: .relaxed)
    let round = board.claim.load(ordering: .relaxed) >> 32 &+ 1
    board.count.store(0, ordering: .relaxed)
    board.claim.store(round << 32, ordering: .releasing)
    board.count.store(count, ordering: .releasing)
    board.work()
    while board.done.load(ordering: .acquiring) < count {}
    board.count.store(0, ordering: .releasing)
    board.body = { _ in }
  }
}
