import CaseModel
import CaseStore
import Casework
import Foundation
import Transcripts

/// Says file by file what came in, and at the end what to do next.
struct ImportReport {
  private let store: CaseStore
  private let plan: ImportPlan
  private let today: Day
  private let clientGiven: String?
  private let codesBefore: [String]
  private let progress = ProgressLine()

  private var bytesDone: Int64 = 0
  private var filesDone = 0
  private var transcripts = 0
  private var alreadyThere = 0
  private var utterances = 0
  private var newClients: [String] = []
  private var datedToday = 0
  private var errorCodes: [CaseError.Code] = []

  init(store: CaseStore, plan: ImportPlan, client: String?, today: Day) throws {
    self.store = store
    self.plan = plan
    self.today = today
    clientGiven = client
    codesBefore = client == nil ? [] : try store.read { try $0.clients().map(\.client.code) }
  }

  /// 65 where files are at fault in several ways.
  var exitCode: Int32? {
    guard let first = errorCodes.first else { return nil }
    return (errorCodes.allSatisfy { $0 == first } ? first : .badData).exitCode
  }

  // MARK: Each file

  func showProgress(of item: ImportItem, bytes: Int64) {
    let total = max(plan.bytes.values.reduce(0, +), 1)
    let count = plan.items.count > 1 ? "\(filesDone + 1) of \(plan.items.count)  " : ""
    progress.show(Double(bytesDone + bytes) / Double(total), count + shortened(item.path))
  }

  mutating func add(_ outcome: ImportOutcome) throws {
    progress.erase()
    filesDone += 1
    bytesDone += plan.bytes[outcome.item.path] ?? 0
    if let error = outcome.error { return try fail(error) }
    transcripts += outcome.new.count
    alreadyThere += outcome.added.count - outcome.new.count
    if !outcome.new.isEmpty { utterances += outcome.utterances }
    try say("\(shortened(outcome.item.path)): \(try description(of: outcome))")
    for added in outcome.new {
      if added.isNewClient { newClients.append(added.clientCode) }
      if let other = added.sameAsClient {
        try warn(
          "\(shortened(outcome.item.path)): the same words are in the store for client \(other), too. "
            + "Whose are they, \(other)'s or \(added.clientCode)'s?")
      }
    }
    try warnOfLikeness(outcome)
    try warnOfOtherPlace(outcome)
  }

  mutating func fail(_ error: CaseError) throws {
    progress.erase()
    errorCodes.append(error.code)
    try note("caseloom: \(error)")
  }

  private mutating func description(of outcome: ImportOutcome) throws -> String {
    let new = outcome.new
    let days = try store.read { reader in
      try new.map { try reader.session(of: $0.clientCode, number: $0.sessionNumber).day }
    }
    datedToday += days.count { $0 == today && outcome.item.day == nil }
    if outcome.added.count == 1, let only = outcome.added.first {
      let place = "client \(only.clientCode)\(only.isNewClient ? " (new)" : ""), session \(only.sessionNumber)"
      guard let day = days.first else { return "already there (\(place))" }
      return "\(counted(outcome.utterances, "utterance")), \(place) (\(day)\(day == today ? ", today" : ""))"
    }
    let clients = Set(outcome.added.map(\.clientCode)).count
    let added = new.count { $0.isNewClient }
    let there = outcome.added.count - new.count
    if new.isEmpty { return "\(counted(there, "transcript")) already there" }
    return "\(counted(new.count, "transcript")), \(counted(outcome.utterances, "utterance")), "
      + "\(counted(clients, "client"))\(added > 0 ? " (\(grouped(added)) new)" : "")"
      + (there > 0 ? "; \(grouped(there)) already there" : "")
  }

  /// `--client K14` where there is a K-014 is more often a slip than a new client.
  private func warnOfLikeness(_ outcome: ImportOutcome) throws {
    guard let clientGiven, outcome.new.contains(where: \.isNewClient) else { return }
    let plain = Likeness.plain(clientGiven)
    if let near = codesBefore.first(where: { Likeness.plain($0) == plain }) {
      try warn("\(clientGiven) is a new client, beside \(near). Was \(near) meant?")
    }
  }

  /// A transcript that is there stays where it is, even if it is now said to be of another session or day.
  private func warnOfOtherPlace(_ outcome: ImportOutcome) throws {
    guard outcome.added.count == 1, let there = outcome.added.first, there.wasThere else { return }
    let session = try store.read { try $0.session(of: there.clientCode, number: there.sessionNumber) }
    let isOtherNumber = outcome.item.sessionNumber.map { $0 != session.number } ?? false
    let isOtherDay = outcome.item.day.map { $0 != session.day } ?? false
    guard isOtherNumber || isOtherDay else { return }
    try warn(
      "\(shortened(outcome.item.path)): the store has it as session \(session.number) of \(session.day), and leaves it so."
    )
  }

  private func shortened(_ path: String) -> String {
    let folder = FileManager.default.currentDirectoryPath + "/"
    return path.hasPrefix(folder) ? String(path.dropFirst(folder.count)) : path
  }

  // MARK: The end

  func end() throws {
    progress.erase()
    var parts: [String] = []
    if transcripts > 0 {
      parts.append("\(counted(transcripts, "transcript")) came in with \(counted(utterances, "utterance"))")
    }
    if alreadyThere > 0 { parts.append("\(grouped(alreadyThere)) already there") }
    if !errorCodes.isEmpty { parts.append("\(counted(errorCodes.count, "path")) failed") }
    if parts.isEmpty { parts.append("Nothing came in") }
    try say(parts.joined(separator: "; ") + ".")
    if !newClients.isEmpty {
      try say("\(counted(newClients.count, "new client")): \(listed(newClients)).")
    }
    if datedToday > 0 {
      try note(
        "No date was given for \(counted(datedToday, "session")): today's was taken, \(today). Sessions are ordered by date; "
          + "--date, a manifest.csv or a file name like K-014_2026-03-03_s1.txt says it.")
    }
    if transcripts > 0 {
      try say("Next: `caseloom work` finds the processes and makes the networks, unless the daemon is at work already.")
    }
  }
}
