import CaseModel

/// A speaker as the file writes it.
struct SpeakerLabel: Equatable {
  var name: String
  /// The line on which the speaker first has the word.
  var line: Int
  /// Utterances.
  var count: Int
}

/// The different speakers of one transcript. Case and runs of white space make no difference.
struct SpeakerTable {
  private(set) var labels: [SpeakerLabel] = []
  private var indexByName: [String: Int] = [:]
  /// Spellings seen, as bytes, so that a row costs no new string.
  private var spellings: [(bytes: [UInt8], index: Int)] = []
  let limit: Int
  let file: SourceFile

  init(limit: Int, file: SourceFile) {
    self.limit = limit
    self.file = file
  }

  /// Counts an utterance.
  mutating func index(of name: String, line: Int) throws -> Int {
    for spelling in spellings where spelling.bytes.elementsEqual(name.utf8) {
      labels[spelling.index].count += 1
      return spelling.index
    }
    let index = try indexOfNewSpelling(name, line: line)
    remember(name.utf8, index: index)
    return index
  }

  private mutating func indexOfNewSpelling(_ name: String, line: Int) throws -> Int {
    let key = SpeakerTable.key(name)
    if let index = indexByName[key] {
      labels[index].count += 1
      return index
    }
    guard labels.count < limit else {
      throw file.badData(
        line, "There are more than \(limit) different speakers in one transcript.",
        advice: "Check which column holds the speaker, and that each transcript has its own identifier.")
    }
    indexByName[key] = labels.count
    labels.append(SpeakerLabel(name: name, line: line, count: 1))
    return labels.count - 1
  }

  /// As above, for a field of a CSV file. `nil` where it is empty.
  mutating func index(ofField field: UnsafeRawBufferPointer, quotesAreDoubled: Bool, line: Int) throws -> Int? {
    for spelling in spellings where spelling.bytes.elementsEqual(field) {
      labels[spelling.index].count += 1
      return spelling.index
    }
    let name = TextBytes.text(field, quotesAreDoubled: quotesAreDoubled)
    if name.isEmpty { return nil }
    let index = try indexOfNewSpelling(name, line: line)
    remember(field, index: index)
    return index
  }

  /// A few are enough; without a bound, a file of ever new spellings would cost the square of its rows.
  private mutating func remember(_ spelling: some Collection<UInt8>, index: Int) {
    if spellings.count < 32 { spellings.append((Array(spelling), index)) }
  }

  /// What is the same for all spellings of a name.
  static func key(_ name: String) -> String {
    let isPlain = name.utf8.allSatisfy { (0x61...0x7A).contains($0) }
    if isPlain { return name }
    return name.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }
}

/// Who is the therapist and who the client.
///
/// 1. A name that the options give counts first; then role words (`THERAPIST`, `T`, `PATIENT` …).
/// 2. Where only one of the two is known and exactly one other name speaks, that one is the other.
/// 3. With both known, everyone else is `other`.
/// 4. Anything else is an error that lists the names and says which option tells.
struct SpeakerRoles {
  let file: SourceFile
  let options: TranscriptOptions
  /// The therapist's name and the client's code as the transcript itself gives them: used where they speak.
  var therapistHint: String?
  var clientHint: String?
  /// True where the format says who speaks (a column, a key, a voice tag). False where a label was found at the start
  /// of a line, and may be ordinary speech: then a name beside a known therapist and client needs the options' word
  /// for it.
  var labelsAreExplicit = true

  static let therapistWords: Set = [
    "therapist", "t", "th", "counsellor", "counselor", "clinician", "interviewer", "psychologist",
  ]
  static let clientWords: Set = ["client", "c", "cl", "patient", "p", "pt"]
  static let otherWords: Set = ["other"]

  /// The role that a label says by itself.
  static func role(of label: String) -> Speaker? {
    let key = SpeakerTable.key(label)
    if therapistWords.contains(key) { return .therapist }
    if clientWords.contains(key) { return .client }
    return otherWords.contains(key) ? .other : nil
  }

  /// The role of each label, in order.
  func resolve(_ labels: [SpeakerLabel]) throws -> [Speaker] {
    let keys = labels.map { SpeakerTable.key($0.name) }
    var roles = labels.map { SpeakerRoles.role(of: $0.name) }
    for (name, role) in [(options.therapistName, Speaker.therapist), (options.clientName, .client)] {
      if let name, let index = keys.firstIndex(of: SpeakerTable.key(name)) { roles[index] = role }
    }
    for (hint, role) in [(therapistHint, Speaker.therapist), (clientHint, .client)] where !roles.contains(role) {
      if let hint, let index = keys.firstIndex(of: SpeakerTable.key(hint)), roles[index] == nil { roles[index] = role }
    }
    try checkNames(labels, roles: roles)
    try checkRoleWords(labels, roles: roles)
    let names = roles.indices.filter { roles[$0] == nil }
    switch (roles.contains(.therapist), roles.contains(.client)) {
    case (true, true): try checkOthers(names, labels: labels, keys: keys)
    case (true, false) where names.count == 1: roles[names[0]] = .client
    case (false, true) where names.count == 1: roles[names[0]] = .therapist
    case (let hasTherapist, let hasClient):
      if let first = names.first {
        throw unknownRoles(labels, line: labels[first].line, hasTherapist: hasTherapist, hasClient: hasClient)
      }
    }
    return roles.map { $0 ?? .other }
  }

  /// A name that the options give must speak, unless role words say who has that role, or all but the client is silent.
  private func checkNames(_ labels: [SpeakerLabel], roles: [Speaker?]) throws {
    let given = [
      (options.therapistName, Speaker.therapist, OptionName.therapist),
      (options.clientName, .client, OptionName.client),
    ]
    for case (let name?, let role, let option) in given where !roles.contains(role) {
      if role == .therapist, roles.contains(.client), !roles.contains(nil) { continue }
      throw file.badData(
        labels.first?.line ?? 1, "The \(role.rawValue) '\(name)' does not speak here. Speakers: \(list(labels)).",
        advice: "Give \(option) as the file writes it.")
    }
  }

  /// `C` and `P` in one file may be counsellor and patient: two words for one role and none for the other are doubtful.
  private func checkRoleWords(_ labels: [SpeakerLabel], roles: [Speaker?]) throws {
    for (role, opposite) in [(Speaker.client, Speaker.therapist), (.therapist, .client)] {
      let same = roles.indices.filter { roles[$0] == role }
      if same.count > 1, !roles.contains(opposite), !roles.contains(nil) {
        let words = same.map { "'\(labels[$0].name)'" }.joined(separator: " and ")
        let option = role == .client ? OptionName.therapist : OptionName.client
        throw file.badData(
          labels[same[1]].line, "\(words) both mean the \(role.rawValue), and nobody is the \(opposite.rawValue).",
          advice: "Say who is with \(option).")
      }
    }
  }

  private func checkOthers(_ names: [Int], labels: [SpeakerLabel], keys: [String]) throws {
    let clientIsNamed = options.clientName.map { keys.contains(SpeakerTable.key($0)) } ?? false
    let bothAreGiven = options.therapistName != nil && options.clientName != nil
    guard let first = names.first, !labelsAreExplicit, !clientIsNamed, !bothAreGiven else { return }
    let name = labels[first].name
    throw file.badData(
      labels[first].line, "'\(name):' looks like a speaker, but is neither the therapist nor the client.",
      advice: "Write OTHER: for a third person. If these are words of the turn before, join the two lines.")
  }

  private func unknownRoles(_ labels: [SpeakerLabel], line: Int, hasTherapist: Bool, hasClient: Bool) -> CaseError {
    let what: String
    let advice: String
    switch (hasTherapist, hasClient) {
    case (true, false):
      what = "More than one other person speaks besides the therapist, so the client is not known."
      advice = "Say who is the client with \(OptionName.client)."
    case (false, true):
      what = "More than one other person speaks besides the client, so the therapist is not known."
      advice = "Say who is the therapist with \(OptionName.therapist)."
    default:
      what = "Nothing says who is the therapist."
      advice = "Say who is with \(OptionName.therapist)."
    }
    return file.badData(line, "\(what) Speakers: \(list(labels)).", advice: advice)
  }

  private func list(_ labels: [SpeakerLabel]) -> String {
    let shown = labels.prefix(12).map { label in
      "'\(label.name)' (\(label.count) \(label.count == 1 ? "turn" : "turns"), first on line \(label.line))"
    }
    return shown.joined(separator: ", ") + (labels.count > 12 ? " and \(labels.count - 12) more" : "")
  }
}
