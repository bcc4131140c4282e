/// One line on the terminal that says how far the work is. It is redrawn at most ten times a second, and erased at the end;
/// where standard error is no terminal, it is not drawn at all.
final class ProgressLine {
  private let columns: Int?
  private var lastDrawn: ContinuousClock.Instant?
  private var isDrawn = false

  init(columns: Int? = Surroundings.current.errorColumns) {
    self.columns = columns
  }

  var isVisible: Bool { columns != nil }

  /// - Parameter fraction: of the whole, 0…1.
  func show(_ fraction: Double, _ label: String) {
    guard let columns else { return }
    let now = ContinuousClock.now
    if let lastDrawn, now - lastDrawn < .milliseconds(100) { return }
    lastDrawn = now
    let share = min(max(fraction, 0), 1)
    let filled = Int((share * 24).rounded(.down))
    let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: 24 - filled)
    let percent = TextWidth.padded("\(Int((share * 100).rounded(.down)))%", to: 4, isRight: true)
    let line = TextWidth.prefix(of: "\(bar) \(percent)  \(TextWidth.plain(label))", width: max(columns - 1, 1))
    draw("\r\u{1B}[2K" + line)
    isDrawn = true
  }

  /// Makes room for a line that stays.
  func erase() {
    guard isDrawn else { return }
    draw("\r\u{1B}[2K")
    isDrawn = false
  }

  private func draw(_ text: String) {
    // A progress line that cannot be drawn is no reason to end the work.
    do { try Surroundings.current.write(.errors, text) } catch {}
  }
}
