import ArgumentParser
import CaseModel
import CaseStore

struct JobList: ListCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List the jobs that are not done.",
    discussion: """
      A dead job was given up, for the reason in its last column; `job retry` queues it again.

      Example:
        caseloom job list --state dead
      """)

  @Option(help: .init("List the jobs in this state.", valueName: "state"))
  var state: Job.State?

  @OptionGroup var store: StoreOptions
  @OptionGroup var output: FormatOptions

  func table(from reader: StoreReader) throws -> Table {
    let states = state.map { [$0] } ?? [.queued, .running, .dead]
    let jobs = try states.flatMap { try reader.jobs(state: $0) }.sorted { $0.id < $1.id }
    let done = state == nil ? try reader.jobCounts()[.done] ?? 0 : 0
    let doneNote = done > 0 ? "\(counted(done, "job")) done: `caseloom job list --state done` lists them." : nil
    return Table(
      ["id", "job", "state", "client", "session", "failures", "interruptions", "run_after", "reason"],
      wrapping: ["reason"],
      rows: jobs.map { job in
        [
          .integer(Int(job.id)), .text(job.kind.rawValue), .text(job.state.rawValue), .text(job.clientCode),
          .integer(job.sessionNumber), .integer(job.failures), .integer(job.interruptions),
          job.state == .queued ? .text(job.runAfter.description) : .missing, Cell(job.error),
        ]
      },
      emptyNote: state.map { "No job is \($0.rawValue)." } ?? "The queue is empty.", note: doneNote)
  }
}
