import Drawing
import Foundation

struct TrainingChart {
  private let epochs: [EpochLoss]
  private let best: EpochLoss?
  private let title: String
  private let leftOut: Int
  private let axis: ErrorAxis
  private let plot = Rect(minX: 84, minY: 112, maxX: 884, maxY: 630)

  init(_ epochs: [EpochLoss], best: Int, title: String) {
    let finite = epochs.filter { $0.train.isFinite && $0.validation.isFinite && $0.learningRate.isFinite }
    self.epochs = finite.sorted { $0.epoch < $1.epoch }
    self.best = finite.first { $0.epoch == best }
    self.title = title
    leftOut = epochs.count - finite.count
    axis = ErrorAxis(finite.flatMap { [$0.train, $0.validation] }, minY: plot.minY, maxY: plot.maxY)
  }

  func svg() -> String {
    ChartSheet.svg(
      title: title, description: description(), note: note(),
      instead: epochs.isEmpty ? "There is nothing to draw: no epoch has been trained yet." : nil
    ) { writer in
      drawAxes(&writer)
      drawRates(&writer)
      if let best { drawKept(best, &writer) }
      drawCurve(\.train, color: ChartSheet.vermillion, dashes: "7 4", &writer)
      drawCurve(\.validation, color: ChartSheet.blue, dashes: nil, &writer)
      drawEnds(&writer)
      if let best { drawMark(best, &writer) }
    }
  }

  private func x(_ epoch: Int) -> Double {
    guard let first = epochs.first?.epoch, let last = epochs.last?.epoch, last > first else { return plot.center.x }
    return plot.minX + 12 + (plot.width - 24) * Double(epoch - first) / Double(last - first)
  }

  // MARK: Axes

  private func drawAxes(_ writer: inout XMLWriter) {
    writer.open("g", [("class", "axis")])
    let name = axis.isLogarithmic ? "mean squared error (logarithmic)" : "mean squared error"
    ChartSheet.write(name, at: Point(x: Page.margin, y: 82), color: Palette.quietInk, &writer)
    for tick in axis.ticks {
      let y = axis.y(tick)
      ChartSheet.line(Point(x: plot.minX, y: y), Point(x: plot.maxX, y: y), &writer)
      ChartSheet.write(
        ChartNumber.plain(tick), at: Point(x: plot.minX - 8, y: y + 4), anchor: "end", color: Palette.quietInk, &writer)
    }
    ChartSheet.line(
      Point(x: plot.minX, y: plot.maxY), Point(x: plot.maxX, y: plot.maxY), color: Palette.quietInk, &writer)
    for epoch in epochTicks() {
      ChartSheet.line(
        Point(x: x(epoch), y: plot.maxY), Point(x: x(epoch), y: plot.maxY + 5), color: Palette.quietInk, &writer)
      ChartSheet.write(
        "\(epoch)", at: Point(x: x(epoch), y: plot.maxY + 20), anchor: "middle", color: Palette.quietInk, &writer)
    }
    ChartSheet.write("epoch", at: Point(x: plot.maxX + 8, y: plot.maxY + 20), color: Palette.quietInk, &writer)
    writer.close("g")
  }

  private func epochTicks() -> [Int] {
    guard let first = epochs.first?.epoch, let last = epochs.last?.epoch else { return [] }
    let step = Ticks.step(Double(last - first), atMost: 10).map { max(1, Int($0)) } ?? 1
    let round = (first...last).filter { $0 % step == 0 && ($0 - first) * 2 >= step }
    return [first] + round.filter { $0 > first }
  }

  /// The learning rate where it begins and where it changes.
  private func drawRates(_ writer: inout XMLWriter) {
    let y = plot.maxY + 52
    writer.open("g", [("class", "rates")])
    ChartSheet.write(
      "learning rate", at: Point(x: plot.maxX + 8, y: y), color: Palette.quietInk, &writer)
    var (end, before) = (-Double.infinity, Double?.none)
    for epoch in epochs where epoch.learningRate != before {
      before = epoch.learningRate
      let x = x(epoch.epoch)
      ChartSheet.line(Point(x: x, y: y - 18), Point(x: x, y: y - 11), color: Palette.quietInk, width: 1.4, &writer)
      let text = ChartNumber.rate(epoch.learningRate)
      let half = TextMeasure.width(text, size: DrawingText.captionSize) / 2
      guard x - half > end + 6 else { continue }
      ChartSheet.write(
        text, at: Point(x: x, y: y), anchor: "middle", size: DrawingText.captionSize, color: Palette.quietInk, &writer)
      end = x + half
    }
    writer.close("g")
  }

  // MARK: Curves

  private func drawCurve(
    _ error: KeyPath<EpochLoss, Double>, color: String, dashes: String?, _ writer: inout XMLWriter
  ) {
    let points = epochs.map { Point(x: x($0.epoch), y: axis.y($0[keyPath: error])) }
    writer.open("g", [("class", "curve")])
    if points.count == 1 {
      writer.empty("circle", [("cx", points[0].x.svg), ("cy", points[0].y.svg), ("r", "4"), ("fill", color)])
    } else {
      writer.empty(
        "path",
        [
          ("d", "M" + points.map(\.svg).joined(separator: " L")), ("fill", "none"), ("stroke", color),
          ("stroke-width", "2.2"), ("stroke-linejoin", "round"),
        ] + (dashes.map { [("stroke-dasharray", $0)] } ?? []))
    }
    writer.close("g")
  }

  /// What each line is, at its end.
  private func drawEnds(_ writer: inout XMLWriter) {
    guard let last = epochs.last else { return }
    let (train, validation) = (axis.y(last.train), axis.y(last.validation))
    // Two lines of text each.
    let push = max(0, 36 - abs(train - validation)) / 2
    let trainY = train <= validation ? train - push : train + push
    let validationY = train <= validation ? validation + push : validation - push
    let shift = max(0, max(trainY, validationY) - (plot.maxY - 22))
    let x = x(last.epoch) + 20
    for (name, value, y, color) in [
      ("training", last.train, trainY, ChartSheet.vermillion),
      ("validation", last.validation, validationY, ChartSheet.blue),
    ] {
      ChartSheet.write(name, at: Point(x: x, y: y - 2 - shift), size: 14, color: color, isBold: true, &writer)
      ChartSheet.write(
        ChartNumber.short(value), at: Point(x: x, y: y + 13 - shift), color: Palette.ink, &writer)
    }
  }

  // MARK: The epoch that was kept

  private func drawKept(_ best: EpochLoss, _ writer: inout XMLWriter) {
    let x = x(best.epoch)
    ChartSheet.line(
      Point(x: x, y: plot.minY - 4), Point(x: x, y: plot.maxY), color: Palette.quietInk, dashes: "2 3", &writer)
    let text = "kept: epoch \(best.epoch), validation \(ChartNumber.short(best.validation))"
    let half = TextMeasure.width(text, size: 13, isBold: true) / 2
    let center = max(Page.margin + half, min(Page.width - Page.margin - half, x))
    ChartSheet.write(
      text, at: Point(x: center, y: plot.minY - 10), anchor: "middle", size: 13, isBold: true,
      attributes: [("class", "kept")], &writer)
  }

  private func drawMark(_ best: EpochLoss, _ writer: inout XMLWriter) {
    writer.empty(
      "circle",
      [
        ("cx", x(best.epoch).svg), ("cy", axis.y(best.validation).svg), ("r", "5.5"), ("fill", "none"),
        ("stroke", Palette.ink), ("stroke-width", "2"),
      ])
  }

  // MARK: Words

  private func note() -> String {
    guard !epochs.isEmpty else { return leftOutNote() }
    return "Mean squared error of effectiveness (0…1). Solid: validation; dashed: training. " + leftOutNote()
  }

  private func leftOutNote() -> String {
    leftOut > 0 ? "\(ChartSheet.counted(leftOut, "epoch")) without finite errors left out." : ""
  }

  private func description() -> String {
    guard let first = epochs.first, let last = epochs.last else { return "No epochs. " + leftOutNote() }
    let kept = best.map { "Kept: epoch \($0.epoch), validation \(ChartNumber.short($0.validation)). " } ?? ""
    return "\(ChartSheet.counted(epochs.count, "epoch")). Training error from \(ChartNumber.short(first.train)) to "
      + "\(ChartNumber.short(last.train)), validation error from \(ChartNumber.short(first.validation)) to "
      + "\(ChartNumber.short(last.validation)). \(kept)" + note()
  }
}

/// Errors up the sheet: from 0, or logarithmic where they span more than a factor of ten.
struct ErrorAxis {
  let isLogarithmic: Bool
  let ticks: [Double]
  private let lower: Double
  private let upper: Double
  private let minY: Double
  private let maxY: Double

  init(_ values: [Double], minY: Double, maxY: Double) {
    let (least, most) = (values.min() ?? 0, values.max() ?? 1)
    (self.minY, self.maxY) = (minY, maxY)
    isLogarithmic = least > 0 && most / least > 10
    if isLogarithmic {
      let decades = log10(most) - log10(least)
      lower = log10(least) - 0.04 * decades
      upper = log10(most) + 0.04 * decades
      let digits = decades > 3 ? [1.0] : [1.0, 2, 5]
      let powers = stride(
        from: Int(lower.rounded(.down)), through: Int(upper.rounded(.up)), by: max(1, Int(decades / 8)))
      ticks = powers.flatMap { power in digits.map { $0 * pow(10, Double(power)) } }.filter { [lower, upper] in
        log10($0) >= lower && log10($0) <= upper
      }
    } else {
      lower = min(0, least)
      let top = most > lower ? most + 0.06 * (most - lower) : lower + 1
      upper = top
      ticks = Ticks.between(lower, top, atMost: 8)
    }
  }

  func y(_ value: Double) -> Double {
    let place = isLogarithmic ? log10(value) : value
    return maxY - (maxY - minY) * (place - lower) / (upper - lower)
  }
}

/// Round numbers along an axis.
enum Ticks {
  /// 1, 2 or 5 times a power of ten, such that it goes at most so often into `span`; nil where that is not above 0.
  static func step(_ span: Double, atMost count: Int) -> Double? {
    guard span > 0, span.isFinite else { return nil }
    let power = pow(10, log10(span / Double(count)).rounded(.down))
    return [1.0, 2, 5, 10].map { $0 * power }.first { span / $0 <= Double(count) + 1e-9 }
  }

  static func between(_ lower: Double, _ upper: Double, atMost count: Int) -> [Double] {
    guard let step = step(upper - lower, atMost: count) else { return [lower] }
    let first = (lower / step - 1e-9).rounded(.up)
    return (0...count).map { (first + Double($0)) * step }.filter { $0 <= upper + step * 1e-9 }
  }
}

extension ChartNumber {
  /// A learning rate: three digits, without zeros at the end.
  static func rate(_ value: Double) -> String {
    var text = short(value)
    guard text.contains(".") else { return text }
    while text.last == "0" { text.removeLast() }
    return text.last == "." ? String(text.dropLast()) : text
  }
}
