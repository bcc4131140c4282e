import ArgumentParser

struct JobRetry: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "retry",
    abstract: "Queue dead or waiting jobs again, to be done at once.",
    discussion: """
      Example:
        caseloom job retry 17
        caseloom job retry --all-dead
      """)

  @Argument(help: .init("The job's id, as `job list` prints it.", valueName: "id"))
  var id: Int64?

  @Flag(help: "Retry all jobs that were given up.")
  var allDead = false

  @OptionGroup var store: StoreOptions
  @OptionGroup var author: AuthorOptions

  func validate() throws {
    if (id != nil) == allDead { throw ValidationError("Give either a job's id or --all-dead.") }
  }

  func run() throws {
    let count = try store.open().write(as: author.author) { try $0.retryJobs(id: id) }
    guard count > 0 else { return try note("No job is dead: there is nothing to retry.") }
    try say("Queued \(counted(count, "job")) again. `caseloom work` does them now; a running daemon does so by itself.")
  }
}
