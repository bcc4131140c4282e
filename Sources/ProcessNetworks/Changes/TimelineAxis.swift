import CaseModel
import Drawing

/// The days of a timeline along the sheet, true to their distances.
struct TimelineAxis {
  struct Tick: Hashable {
    var x: Double
    var text: String
  }

  let first: Day
  let last: Day
  let minX: Double
  let maxX: Double

  init(_ days: ClosedRange<Day>, minX: Double, maxX: Double) {
    first = days.lowerBound
    last = days.upperBound
    self.minX = minX
    self.maxX = maxX
  }

  /// In the middle where all is on one day.
  func x(_ day: Day) -> Double {
    let span = last.daysSinceEpoch - first.daysSinceEpoch
    guard span > 0 else { return (minX + maxX) / 2 }
    return minX + (maxX - minX) * Double(day.daysSinceEpoch - first.daysSinceEpoch) / Double(span)
  }

  // MARK: Dates

  private static let dayTickSpace = 90.0
  private static let monthTickSpace = 76.0
  private static let monthNames = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  /// As many dates as can be read: days, weeks, months or years.
  func dateTicks() -> [Tick] {
    let span = last.daysSinceEpoch - first.daysSinceEpoch
    guard span > 0 else { return [Tick(x: x(first), text: TimelineAxis.name(first))] }
    let width = (maxX - minX) / Double(span)
    for step in [1, 2, 7, 14] where width * Double(step) >= TimelineAxis.dayTickSpace {
      return stride(from: first.daysSinceEpoch, through: last.daysSinceEpoch, by: step).map {
        let day = Day(daysSinceEpoch: $0)
        return Tick(x: x(day), text: TimelineAxis.name(day))
      }
    }
    // The shortest month has 28 days.
    let step = [1, 2, 3, 6, 12, 24, 60, 120].first { width * 28 * Double($0) >= TimelineAxis.monthTickSpace } ?? 240
    let ticks = monthTicks(every: step)
    return ticks.isEmpty ? [first, last].map { Tick(x: x($0), text: TimelineAxis.name($0)) } : ticks
  }

  /// The first days of every `step`th month, counted from a January.
  private func monthTicks(every step: Int) -> [Tick] {
    let (startYear, endYear) = (first.civil.year, last.civil.year)
    var ticks: [Tick] = []
    for month in (startYear * 12)..<(endYear * 12 + 12) where month % step == 0 {
      let (year, number) = (month / 12, month % 12 + 1)
      let text = "\(year)-\(number < 10 ? "0" : "")\(number)-01"
      guard let day = Day(text), day >= first, day <= last else { continue }
      ticks.append(Tick(x: x(day), text: "\(TimelineAxis.monthNames[number - 1]) \(year)"))
    }
    return ticks
  }

  private static func name(_ day: Day) -> String {
    let (year, month, number) = day.civil
    return "\(number) \(monthNames[month - 1]) \(year)"
  }

  // MARK: Sessions

  /// Numbers of sessions: the first, the last, and round ones between them, as far as they have room.
  func sessionTicks(_ sessions: [ClusterTimeline.Session], size: Double) -> [Tick] {
    guard let first = sessions.first, let last = sessions.last else { return [] }
    let spacing = (maxX - minX) / Double(max(1, sessions.count - 1))
    let step = [1, 2, 5, 10, 20, 50, 100].first { spacing * Double($0) >= 26 } ?? 200
    let between = sessions.filter { $0.number % step == 0 }
    var ticks: [Tick] = []
    for session in [first, last] + between {
      let tick = Tick(x: x(session.day), text: String(session.number))
      let half = TextMeasure.width(tick.text, size: size) / 2 + 5
      let isFree = ticks.allSatisfy { abs($0.x - tick.x) >= half + TextMeasure.width($0.text, size: size) / 2 }
      if isFree { ticks.append(tick) }
    }
    return ticks.sorted { $0.x < $1.x }
  }
}
