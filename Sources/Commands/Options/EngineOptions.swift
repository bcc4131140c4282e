import Casework

extension Surroundings {
  func models() throws -> Models {
    try Models(environment: environment, share: share())
  }

  /// The engine that this machine can run; what the user should know of it is said on standard error, once.
  func engine() throws -> ChosenEngine {
    let chosen = try ChosenEngine(environment: environment, share: share())
    if let notice = chosen.notice { try warn(notice) }
    return chosen
  }
}
