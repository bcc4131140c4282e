/// The sheet, in units of which 4 make about a millimetre when it is printed to fill A4 or Letter in landscape with
/// margins of 12 mm. The proportions lie between the two papers: either prints it at the same size.
package enum Page {
  package static let width = 1040.0
  package static let height = 760.0
  /// What the printed sheet measures: the larger rectangle of these proportions that fits both papers (255 mm is Letter's
  /// 279 mm less the margins, 186 mm is A4's 210 mm less them).
  package static let widthMillimetres = 254.0
  package static let heightMillimetres = 185.6

  package static let bounds = Rect(minX: 0, minY: 0, maxX: width, maxY: height)
  package static let margin = 28.0
}

/// Colours. Hues carry nothing alone: fill, outline, dashes and line ends say the same, for readers who see no colours and
/// for grey printers.
package enum Palette {
  package static let paper = "#ffffff"
  package static let ink = "#1f2530"
  package static let quietInk = "#5a6270"
  package static let hairline = "#d5d9df"
}

/// Sizes of type. The smallest, the caption's, prints at 7.6 points, a label at 9.7.
package enum DrawingText {
  package static let family = "'Helvetica Neue', Helvetica, Arial, 'Liberation Sans', 'Nimbus Sans', sans-serif"
  package static let titleSize = 21.0
  package static let labelSize = 14.0
  package static let lineHeight = 17.0
  package static let noteSize = 16.0
  package static let legendSize = 12.0
  package static let captionSize = 11.0
}
