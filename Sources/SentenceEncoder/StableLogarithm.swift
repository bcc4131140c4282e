/// The natural logarithm from additions, multiplications and divisions alone, which IEEE 754 fixes to the last bit: the
/// `log` of one C library may differ from another's in its last place, and vectors are to have the same bytes everywhere.
public enum StableLogarithm {
  /// `ln x` for a finite `x > 0`, by `x = m · 2^e` and `ln m = 2 · artanh((m − 1) / (m + 1))`; error below 1e-15.
  public static func natural(_ x: Double) -> Double {
    var exponent = Double(x.exponent)
    var significand = x.significand
    if significand > 1.4142135623730951 {
      significand /= 2
      exponent += 1
    }
    let ratio = (significand - 1) / (significand + 1)
    let square = ratio * ratio
    var sum = 0.0
    // |ratio| < 0.172, so that the 12th term is below 1e-18.
    for term in stride(from: 23, through: 1, by: -2) { sum = sum * square + 1 / Double(term) }
    return 2 * ratio * sum + exponent * 0.693_147_180_559_945_3
  }
}
