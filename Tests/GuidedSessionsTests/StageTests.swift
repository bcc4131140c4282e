import GuidedSessions
import Testing

@Suite struct StageTests {
  @Test func theStagesFollowOneAnotherToTheEnd() {
    var visited = [Stage.moodCheck]
    while let next = visited.last?.next { visited.append(next) }

    #expect(visited == Stage.allCases)
    #expect(visited.count == 8)
  }
}
