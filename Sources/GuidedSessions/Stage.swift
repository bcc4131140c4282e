/// The eight stages of a session of cognitive behavioural therapy, in order.
///
/// Source: J. S. Beck, *Cognitive Behavior Therapy: Basics and Beyond*, on structuring sessions.
public enum Stage: String, Sendable, CaseIterable {
  case moodCheck = "mood_check"
  case bridge
  case agenda
  case homeworkReview = "homework_review"
  case agendaItems = "agenda_items"
  case newHomework = "new_homework"
  case summary
  case feedback

  /// The stage that follows; `nil` after the last.
  public var next: Stage? {
    let all = Stage.allCases
    guard let index = all.firstIndex(of: self), index + 1 < all.count else { return nil }
    return all[index + 1]
  }
}
