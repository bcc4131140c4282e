/// One thing with its fields, and the lists that belong to it: what every show is made of.
///
/// JSON is one object with the lists as arrays in it. CSV is a table and nothing else: the last list where there is one, else
/// the fields as its only row.
struct Sheet: Printable {
  var fields: [(key: String, cell: Cell)]
  var lists: [(key: String, table: Table)] = []
  /// A page for people in place of the fields and lists, made for a width.
  var page: ((Int?) -> String)?

  func text(as format: OutputFormat, width: Int?) -> String {
    switch format {
    case .table: page?(width) ?? forPeople(width: width)
    case .json: json()
    case .csv: (lists.last?.table ?? fieldsAsRow).csv()
    case .markdown: markdown()
    }
  }

  private var fieldsAsRow: Table { Table(fields.map(\.key), rows: [fields.map(\.cell)]) }

  private func json() -> String {
    let members =
      fields.map { ($0.key, $0.cell.json) } + lists.map { ($0.key, $0.table.jsonRows(indentation: "  ")) }
    return "{\n" + members.map { "  \(JSONText.string($0)): \($1)" }.joined(separator: ",\n") + "\n}\n"
  }

  private func forPeople(width: Int?) -> String {
    let titles = fields.map { Table.title($0.key) }
    let column = (titles.map(TextWidth.columns).max() ?? 0) + 2
    var text = ""
    for (title, field) in zip(titles, fields) {
      let value = field.cell.shown
      let lines = width.map { TextWidth.lines(value, width: max($0 - column, 20)) } ?? [value]
      for (index, line) in lines.enumerated() {
        text += TextWidth.padded(index == 0 ? title : "", to: column) + line + "\n"
      }
    }
    for list in lists where !list.table.rows.isEmpty {
      text += "\n" + list.table.text(as: .table, width: width)
    }
    return text
  }

  private func markdown() -> String {
    var text = Table(["field", "value"], rows: fields.map { [.text(Table.title($0.key)), .text($0.cell.shown)] })
      .markdown()
    for list in lists { text += "\n## \(Table.title(list.key))\n\n" + list.table.markdown() }
    return text
  }
}
