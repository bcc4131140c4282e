/// How like two names are.
public enum Likeness {
  /// The name without case, punctuation and leading zeros: `K-014`, `k14` and `K_14` are one.
  public static func plain(_ name: String) -> String {
    var plain = ""
    for character in name.lowercased() where character.isLetter || character.isNumber {
      let opensNumber = !(plain.last?.isNumber ?? false)
      if character == "0" && opensNumber { continue }
      plain.append(character)
    }
    return plain
  }

  /// Letters to change, swap, insert or leave out to get from one to the other (optimal string alignment; Damerau 1964); 0
  /// where they differ in case and punctuation alone.
  public static func distance(_ left: String, _ right: String) -> Int {
    if plain(left) == plain(right) { return 0 }
    let left = Array(left.lowercased())
    let right = Array(right.lowercased())
    var rows = [Array(0...right.count)]
    for (index, letter) in left.enumerated() {
      let above = rows[index]
      var row = [index + 1]
      for (column, other) in right.enumerated() {
        var least = min(above[column] + (letter == other ? 0 : 1), above[column + 1] + 1, row[column] + 1)
        let isSwap = index > 0 && column > 0 && letter == right[column - 1] && left[index - 1] == other
        if isSwap { least = min(least, rows[index - 1][column - 1] + 1) }
        row.append(least)
      }
      rows.append(row)
    }
    return rows[left.count][right.count]
  }
}
